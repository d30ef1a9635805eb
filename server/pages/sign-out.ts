/** Asks whether to sign out, because a stranger's link may have brought the person here. OIDC RP-Initiated Logout §2 */
import type { SignOutView } from '../contract/pages.ts';
import { named } from './application.ts';
import { form } from './form.ts';
import { html } from './html.ts';
import type { Office, Page } from './page.ts';
import { nameOf } from './person.ts';

export function signOutPage(view: SignOutView, office: Office): Page {
  return {
    title: 'Sign out?',
    content: html`<main class="main column">
<h1>Sign out of <bdi>${office.issuer_name}</bdi>?</h1>
${view.person && html`<p class="lead">You are signed in as ${nameOf(view.person)}.</p>`}
<p class="lead">${
      view.application
        ? html`You came here from ${named(view.application)}. Other applications that you have open may keep you signed in until you sign out there too.`
        : 'Applications that you have open may keep you signed in until you sign out there too.'
    }</p>
${form(
  view,
  html`<p class="choices"><button class="button" type="submit" id="lanyard-logout-no" name="decision" value="no">Stay signed in</button>
<button class="button strong" type="submit" id="lanyard-logout-yes" name="decision" value="yes">Sign out</button></p>`,
)}
</main>`,
  };
}
