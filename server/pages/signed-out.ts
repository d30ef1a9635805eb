/**
 * What a person sees after they were signed out, or chose not to be. Applications that end their own sessions are asked to
 * in frames that nobody sees; where the browser came from an application, it goes back there afterwards, by itself.
 */
import type { SignedOutView } from '../contract/pages.ts';
import { named } from './application.ts';
import { GO_ON_SCRIPT } from './go-on-script.ts';
import { html, type Html } from './html.ts';
import type { Office, Page } from './page.ts';

export function signedOutPage(view: SignedOutView, office: Office): Page {
  return view.stayed ? stayed(office) : left(view, office);
}

function left({ frames = [], goes_on }: SignedOutView, office: Office): Page {
  return {
    title: 'You are signed out',
    frames,
    ...(goes_on === undefined ? {} : { script: GO_ON_SCRIPT.path, goesOnTo: goes_on.location }),
    content: html`<main class="main column">
<h1 id="lanyard-signed-out">You are signed out</h1>
${
  goes_on === undefined
    ? html`<p class="lead">You left <bdi>${office.issuer_name}</bdi> in this browser. You can close this window, or open an application to sign in again.</p>`
    : html`<p class="lead">You left <bdi>${office.issuer_name}</bdi> in this browser and are being taken back. If nothing happens, use the link.</p>
<p class="alone"><a class="button strong" id="lanyard-continue" href="${goes_on.location}">Continue to ${goes_on.application === undefined ? html`<bdi>${new URL(goes_on.location).host}</bdi>` : named(goes_on.application)}</a></p>`
}
${frames.map(frameOf)}</main>`,
  };
}

/** A page of another origin: it may run and keep its cookies, but not lead this window away or open another. */
function frameOf(frame: string): Html {
  return html`<iframe class="unseen" src="${frame}" sandbox="allow-same-origin allow-scripts allow-forms" title="Signing out" tabindex="-1" aria-hidden="true"></iframe>\n`;
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
