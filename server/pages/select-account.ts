/** Asks which account to go on with: the one that is signed in here, or another. */
import type { SelectAccountView } from '../contract/pages.ts';
import { applicationLinks, asking, hostLine, named, pictureOrigin } from './application.ts';
import { form } from './form.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';
import { nameOf, shortNameOf } from './person.ts';

export function selectAccountPage(view: SelectAccountView): Page {
  return {
    title: `Which account for ${view.application.client_name}?`,
    pictureFrom: pictureOrigin(view.application),
    content: html`<main class="main column">
${asking(view.application, html`Which account for ${named(view.application)}?`, hostLine(view.application))}
<p class="section">You are signed in as ${nameOf(view.person)}.</p>
${form(
  view,
  html`<p class="stacked"><button class="button strong" type="submit" id="lanyard-account-continue" name="decision" value="continue">Continue as <bdi>${shortNameOf(view.person)}</bdi></button>
<button class="button" type="submit" id="lanyard-account-another" name="decision" value="another">Use another account</button></p>`,
)}
</main>
${applicationLinks(view.application)}`,
  };
}
