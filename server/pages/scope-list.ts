/** What an application asks for, as a list in which a person can untick: on the page of consent, and with a device's code. */
import type { ConsentDetailView, ConsentScopeView } from '../contract/page-parts.ts';
import { html, type Html } from './html.ts';
import { attentionIcon, tickIcon } from './icons.ts';
import { revealed } from './visible.ts';

/** The part of a view that the list shows; it is named by the element `lanyard-heading`. */
export interface Asked {
  readonly scopes: readonly ConsentScopeView[];
  readonly apis: readonly string[];
  /** Absent where no act with particulars can be asked for. */
  readonly details?: readonly ConsentDetailView[];
}

export function asksNothing({ scopes, apis, details = [] }: Asked): boolean {
  return scopes.length === 0 && apis.length === 0 && details.length === 0;
}

export function scopeList(view: Asked): Html | undefined {
  if (asksNothing(view)) return undefined;
  return html`<ul class="scopes" aria-labelledby="lanyard-heading">
${view.details?.map((detail) => html`<li>${act(detail)}</li>\n`)}${view.scopes.map((scope, position) => html`<li>${scope.optional ? choosable(scope, position) : needed(scope)}</li>\n`)}${view.apis.map(
  (api) => html`<li><div class="ask">${tickIcon}use <strong><bdi>${api}</bdi></strong> for you</div></li>\n`,
)}</ul>`;
}

export function scopeHint({ scopes }: Asked): Html | undefined {
  if (!scopes.some((scope) => scope.optional)) return undefined;
  return html`<p class="hint">You can untick what you don’t want to allow.</p>`;
}

/** What exactly would be done, with nothing of it cut away, turned around or out of sight: an application wrote the values. */
function act({ sentence, besides }: ConsentDetailView): Html {
  return html`<div class="ask">${tickIcon}${sentence.map(({ text, value }) => (value ? html`<strong><bdi>${revealed(text)}</bdi></strong>` : html`${text}`))} <span class="sensitive">${attentionIcon}Sensitive</span>${
    besides.length > 0 &&
    html` <span class="values">${besides.map((one, position) => html`${position > 0 && ' · '}<bdi>${revealed(one)}</bdi>`)}</span>`
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
