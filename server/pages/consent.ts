/** The consent page, which reads as one sentence: who would like to do what, each part with the person's own values. */
import type { ConsentDetailView, ConsentScopeView, ConsentView } from '../contract/pages.ts';
import { applicationLinks, asking, named, pictureOrigin, whereabouts } from './application.ts';
import { form } from './form.ts';
import { html, type Html } from './html.ts';
import { attentionIcon, tickIcon } from './icons.ts';
import type { Page } from './page.ts';
import { nameOf } from './person.ts';

export function consentPage(view: ConsentView): Page {
  return {
    title: `${view.application.client_name} asks for your permission`,
    pictureFrom: pictureOrigin(view.application),
    content: html`<main class="main column">
${asking(view.application, heading(view))}
${form(
  view,
  html`${list(view)}
${hint(view)}
<p class="lead">You are signed in as ${nameOf(view.person)}. Afterwards you go back to <strong>${whereabouts(view.application.host)}</strong>.</p>
${CHOICES}`,
)}
</main>
${applicationLinks(view.application)}`,
  };
}

function heading(view: ConsentView): Html {
  const asksNothing = view.scopes.length === 0 && view.apis.length === 0 && view.details.length === 0;
  return html`${named(view.application)} would like to${asksNothing ? ' sign you in' : ':'}`;
}

function list(view: ConsentView): Html | undefined {
  if (view.scopes.length === 0 && view.apis.length === 0 && view.details.length === 0) return undefined;
  return html`<ul class="scopes" aria-labelledby="lanyard-heading">
${view.details.map((detail) => html`<li>${act(detail)}</li>\n`)}${view.scopes.map((scope, position) => html`<li>${scope.optional ? choosable(scope, position) : needed(scope)}</li>\n`)}${view.apis.map(
  (api) => html`<li><div class="ask">${tickIcon}use <strong><bdi>${api}</bdi></strong> for you</div></li>\n`,
)}</ul>`;
}

/** Refusing stands first, so that Enter pressed inside the list can never allow anything. */
const CHOICES = html`<p class="choices"><button class="button" type="submit" id="lanyard-consent-deny" name="decision" value="deny">Don't allow</button>
<button class="button strong" type="submit" id="lanyard-consent-allow" name="decision" value="allow">Allow</button></p>`;

function hint(view: ConsentView): Html | undefined {
  if (!view.scopes.some((scope) => scope.optional)) return undefined;
  return html`<p class="hint">You can untick what you don't want to allow.</p>`;
}

/** What exactly would be done, with nothing of it cut away. */
function act({ sentence, besides }: ConsentDetailView): Html {
  return html`<div class="ask">${tickIcon}${sentence.map(({ text, value }) => (value ? html`<strong><bdi>${text}</bdi></strong>` : html`${text}`))} <span class="sensitive">${attentionIcon}Sensitive</span>${
    besides.length > 0 &&
    html` <span class="values">${besides.map((one, position) => html`${position > 0 && ' · '}<bdi>${one}</bdi>`)}</span>`
  }</div>`;
}

function choosable(scope: ConsentScopeView, position: number): Html {
  const id = `lanyard-scope-${position}`;
  return html`<label class="ask" for="${id}"><input type="checkbox" id="${id}" name="scope" value="${scope.name}" checked>${words(scope)}</label>`;
}

function needed(scope: ConsentScopeView): Html {
  return html`<div class="ask">${tickIcon}${words(scope)}</div>`;
}

function words(scope: ConsentScopeView): Html {
  return html`${scope.description ?? html`use <code>${scope.name}</code>`}${
    scope.sensitive && html` <span class="sensitive">${attentionIcon}Sensitive</span>`
  }${
    scope.includes !== undefined &&
    html` <span class="values">which includes: ${scope.includes.map((part, position) => html`${position > 0 && ' · '}<bdi>${part}</bdi>`)}</span>`
  }${
    scope.shows.length > 0 &&
    html` <span class="values">${scope.shows.map((value, position) => html`${position > 0 && ' · '}<bdi>${value}</bdi>`)}</span>`
  }`;
}
