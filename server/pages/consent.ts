/** The consent page, which reads as one sentence: who would like to do what, each part with the person's own values. */
import type { ConsentView } from '../contract/pages.ts';
import { applicationLinks, asking, named, pictureOrigin, whereabouts } from './application.ts';
import { form } from './form.ts';
import { html, type Html } from './html.ts';
import type { Page } from './page.ts';
import { nameOf } from './person.ts';
import { asksNothing, scopeHint, scopeList } from './scope-list.ts';

export function consentPage(view: ConsentView): Page {
  return {
    title: `${view.application.client_name} asks for your permission`,
    pictureFrom: pictureOrigin(view.application),
    content: html`<main class="main column">
${asking(view.application, heading(view))}
${form(
  view,
  html`${scopeList(view)}
${scopeHint(view)}
<p class="lead">You are signed in as ${nameOf(view.person)}. Afterwards you go back to <strong>${whereabouts(view.application.host)}</strong>.</p>
${CHOICES}`,
)}
</main>
${applicationLinks(view.application)}`,
  };
}

function heading(view: ConsentView): Html {
  return html`${named(view.application)} would like to${asksNothing(view) ? ' sign you in' : ':'}`;
}

/** Refusing stands first, so that Enter pressed inside the list can never allow anything. */
const CHOICES = html`<p class="choices"><button class="button" type="submit" id="lanyard-consent-deny" name="decision" value="deny">Don’t allow</button>
<button class="button strong" type="submit" id="lanyard-consent-allow" name="decision" value="allow">Allow</button></p>`;
