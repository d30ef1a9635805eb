/** The authorization response as a form: sent by a script where there is one, else by its button. OAuth Form Post §2 */
import type { FormPostView } from '../contract/pages.ts';
import { asking, hostLine, named, pictureOrigin } from './application.ts';
import { FORM_POST_SCRIPT } from './form-post-script.ts';
import { hiddenFields } from './form.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';

export function formPostPage(view: FormPostView): Page {
  return {
    title: `Back to ${view.application.client_name}`,
    script: FORM_POST_SCRIPT.path,
    pictureFrom: pictureOrigin(view.application),
    content: html`<main class="main column">
${asking(view.application, html`Back to ${named(view.application)}`, hostLine(view.application))}
<p class="lead">You are being taken back. If nothing happens, press the button.</p>
<form method="post" action="${view.action}" id="lanyard-form-post">
${hiddenFields(view.fields)}<p class="alone"><button class="button strong" type="submit" id="lanyard-form-post-submit">Continue to ${named(view.application)}</button></p>
</form>
</main>`,
  };
}
