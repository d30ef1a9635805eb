/** Where a person types the code that their device shows. A code that came with the address stands there already, to be compared. */
import type { DeviceView } from '../contract/pages.ts';
import { announcedError, field, form } from './form.ts';
import { html, type Html } from './html.ts';
import type { Office, Page } from './page.ts';
import { qrCode } from './qr-code.ts';
import { inWords } from './words.ts';

const ERROR_ID = 'lanyard-device-error';

export function devicePage(view: DeviceView, office: Office): Page {
  const title = 'Sign in on a device';
  return {
    title: view.error === undefined ? title : `Not yet: ${title}`,
    content: html`<main class="main column">
<h1 id="lanyard-heading">${title}</h1>
<p class="lead">${lead(view)} <bdi>${office.issuer_name}</bdi> never asks for a code that somebody sent you.</p>
${form(
  view,
  html`${field({
    id: 'lanyard-user-code',
    name: 'user_code',
    label: 'Code',
    type: 'text',
    autocomplete: 'off',
    value: view.user_code,
    hint: 'Eight letters, such as WDJB-MJHT. Capitals and the dash don’t matter.',
    describedBy: view.error === undefined ? undefined : ERROR_ID,
    invalid: view.error?.kind === 'unknown-code',
    focus: !view.came_along,
    verbatim: true,
  })}
${view.error && announcedError(ERROR_ID, sentence(view.error))}
${view.error?.kind === 'too-many-attempts' && !view.error.signed_in && signInFirst(view.user_code)}
<p class="alone"><button class="button strong" type="submit" id="lanyard-device-continue">Continue</button></p>`,
)}
${view.scan !== undefined && telephone(view.scan)}
</main>`,
  };
}

/** A network that many share must not shut out the one whose code is right. */
function signInFirst(user_code: string): Html {
  const query = new URLSearchParams({ to: 'device', user_code }).toString();
  return html`<p>Or <a id="lanyard-device-sign-in" href="/account/sign-in?${query}">sign in first</a>: then only your own tries count. You come back here.</p>`;
}

function telephone(address: string): Html {
  return html`<div class="telephone section">
<p>Or go on with your telephone: point its camera here.</p>
${qrCode(address, 'The address of this page, for a telephone')}
</div>`;
}

function lead({ came_along }: DeviceView): string {
  return came_along
    ? 'Go on only if the device in front of you shows exactly this code.'
    : 'Type the code that the device in front of you shows.';
}

function sentence(error: NonNullable<DeviceView['error']>): string {
  switch (error.kind) {
    case 'unknown-code':
      return 'No device is waiting with this code. Compare it with what your device shows; after ten minutes it shows a new one.';
    case 'too-many-attempts':
      return `There were too many wrong codes. You can try again ${inWords(error.retry_after_s)}.`;
    default:
      return error satisfies never;
  }
}
