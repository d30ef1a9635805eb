/** The authorization response as a message to the page of the application that opened or frames this one. */
import type { WebMessageView } from '../contract/pages.ts';
import { asking, hostLine, named } from './application.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';
import { WEB_MESSAGE_SCRIPT } from './web-message-script.ts';

export function webMessagePage(view: WebMessageView): Page {
  return {
    title: `Back to ${view.application.client_name}`,
    script: WEB_MESSAGE_SCRIPT.path,
    framedBy: view.target_origin,
    content: html`<main class="main column">
${asking(view.application, html`Back to ${named(view.application)}`, hostLine(view.application))}
<p class="lead" id="lanyard-web-message" data-origin="${view.target_origin}" data-response="${JSON.stringify(view.response)}">You are being taken back. If nothing happens, close this window and go back to ${named(view.application)}.</p>
</main>`,
  };
}
