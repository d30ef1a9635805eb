/** Asks whether the device that shows this code is the person's own, and what the application on it may do. */
import type { DeviceConfirmView } from '../contract/pages.ts';
import { allowOrNot } from './allow-or-not.ts';
import { applicationLinks, asking, named, pictureOrigin } from './application.ts';
import { form } from './form.ts';
import { html, type Html } from './html.ts';
import type { Page } from './page.ts';
import { nameOf } from './person.ts';
import { asksNothing, scopeHint, scopeList } from './scope-list.ts';

export function deviceConfirmPage(view: DeviceConfirmView): Page {
  return {
    title: `Is this your device? ${view.application.client_name} wants to sign in`,
    pictureFrom: pictureOrigin(view.application),
    content: html`<main class="main column">
${asking(view.application, heading(view))}
${form(
  view,
  html`${scopeList(view)}
${scopeHint(view)}
<p class="section">Your device shows this code:</p>
<p class="code" id="lanyard-device-code"><code>${view.user_code}</code></p>
<p class="lead">If it shows another code, or somebody sent you here, don’t allow it: they would be signed in as you. You are signed in as ${nameOf(view.person)}.</p>
${allowOrNot('device')}`,
)}
</main>
${applicationLinks(view.application)}`,
  };
}

function heading(view: DeviceConfirmView): Html {
  return html`On your device, ${named(view.application)} would like to${asksNothing(view) ? ' sign you in' : ':'}`;
}
