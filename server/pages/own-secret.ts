/** What somebody types into an application of their own: the secret stands on this page, and never on another. */
import type { OwnSecretView } from '../contract/own-application-pages.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';
import { shownOnce } from './shown-once.ts';
import { secretLabel, typedInto } from './typed-into.ts';

const HEADINGS: Readonly<Record<OwnSecretView['after'], string>> = {
  registered: 'is registered',
  changed: 'is changed',
  replaced: 'has a new secret',
};

export function ownSecretPage({ application, client_secret, after }: OwnSecretView): Page {
  const { client_name, state } = application;
  const secret = { what: 'secret', label: secretLabel(application), id: 'lanyard-own-secret' };
  return {
    title: `${client_name} ${HEADINGS[after]}`,
    wide: true,
    content: html`<main class="main column">
<h1><bdi>${client_name}</bdi> ${HEADINGS[after]}</h1>
<p class="lead">Type this into its settings.${state === 'waits' && ' It begins to work once an admin has approved it.'}</p>
${client_secret !== undefined && shownOnce(secret, client_secret)}
<section class="section" id="lanyard-own-typed">
${typedInto(application, { secret_above: client_secret !== undefined })}
</section>
<p class="section"><a class="button" id="lanyard-account-done" href="/account/#lanyard-account-own">${
      client_secret === undefined ? 'Back to your account' : 'I have copied the secret'
    }</a></p>
</main>`,
  };
}
