/** What a person sees after they answered the sign-out question and nowhere else is to be gone to. */
import type { SignedOutView } from '../contract/pages.ts';
import { html } from './html.ts';
import type { Office, Page } from './page.ts';

export function signedOutPage(view: SignedOutView, office: Office): Page {
  return view.stayed ? stayed(office) : left(office);
}

function left(office: Office): Page {
  return {
    title: 'You are signed out',
    content: html`<main class="main column">
<h1 id="lanyard-signed-out">You are signed out</h1>
<p class="lead">You left <bdi>${office.issuer_name}</bdi> in this browser. You can close this window, or open an application to sign in again.</p>
</main>`,
  };
}

function stayed(office: Office): Page {
  return {
    title: 'You are still signed in',
    content: html`<main class="main column">
<h1 id="lanyard-still-signed-in">You are still signed in</h1>
<p class="lead">Nothing has changed at <bdi>${office.issuer_name}</bdi>. You can close this window.</p>
</main>`,
  };
}
