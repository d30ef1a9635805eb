/** The consent page, which reads as one sentence: who would like to do what, each part with the person's own values. */
import type { ConsentView } from '../contract/pages.ts';
import { allowOrNot } from './allow-or-not.ts';
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
${allowOrNot('consent')}`,
)}
</main>
${applicationLinks(view.application)}`,
  };
}

function heading(view: ConsentView): Html {
  return html`${named(view.application)} would like to${asksNothing(view) ? ' sign you in' : ':'}`;
}
