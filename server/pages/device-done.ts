/** What a person sees after they answered for a device: everything else happens there. */
import type { DeviceDoneView } from '../contract/pages.ts';
import { named } from './application.ts';
import { html, type Html } from './html.ts';
import type { Page } from './page.ts';

interface Words {
  readonly title: string;
  readonly below: (name: Html) => Html;
}

const WORDS: Readonly<Record<DeviceDoneView['kind'], Words>> = {
  allowed: {
    title: 'Go on at your device',
    below: (name) => html`${name} will be signed in there in a few seconds. You can close this window.`,
  },
  refused: {
    title: 'The device was not let in',
    below: (name) => html`Nothing was given to ${name}. You can close this window.`,
  },
  unsuited: {
    title: 'The device was not let in',
    below: (name) => html`Your account may not use ${name}. Ask an admin of this office if you need it.`,
  },
};

export function deviceDonePage(view: DeviceDoneView): Page {
  const { title, below } = WORDS[view.kind];
  return {
    title,
    content: html`<main class="main column">
<h1 id="lanyard-device-done">${title}</h1>
<p class="lead">${below(named(view.application))}</p>
</main>`,
  };
}
