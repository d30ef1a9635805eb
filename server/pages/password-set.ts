/** What a person sees who has chosen a new password by a link from the mail: they are signed in nowhere, here neither. */
import { html } from './html.ts';
import type { Page } from './page.ts';

export function passwordSetPage(): Page {
  return {
    title: 'Your new password is set',
    content: html`<main class="main column">
<h1 id="lanyard-password-set">Your new password is set</h1>
<p class="lead">You are signed out everywhere. Go back to where you wanted to sign in, and type the new password there.</p>
<p class="alone"><a class="button" href="/account/">Open your account</a></p>
</main>`,
  };
}
