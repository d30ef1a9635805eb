/** What somebody types into an application of their own: the secret stands on this page, and never on another. */
import type { OwnSecretView } from '../contract/own-application-pages.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';
import { shownOnce } from './shown-once.ts';

const HEADINGS: Readonly<Record<OwnSecretView['after'], string>> = {
  registered: 'is registered',
  changed: 'is changed',
  replaced: 'has a new secret',
};

const SECRET = { what: 'secret', label: 'Client secret', id: 'lanyard-own-secret' };

export function ownSecretPage({ application, client_secret, issuer, after }: OwnSecretView): Page {
  const { client_name, client_id, state } = application;
  return {
    title: `${client_name} ${HEADINGS[after]}`,
    wide: true,
    content: html`<main class="main column">
<h1><bdi>${client_name}</bdi> ${HEADINGS[after]}</h1>
<p class="lead">Type this into its settings.${state === 'waits' && ' It begins to work once an admin has approved it.'}</p>
${client_secret !== undefined && shownOnce(SECRET, client_secret)}
<dl class="address"><dt>Client ID</dt><dd><code class="whole" id="lanyard-own-client-id">${client_id}</code></dd></dl>
<dl class="address"><dt>Address of the sign-in (issuer)</dt><dd><code class="whole" id="lanyard-own-issuer">${issuer}</code></dd></dl>
<p class="section"><a class="button" id="lanyard-account-done" href="/account/#lanyard-account-own">${
      client_secret === undefined ? 'Back to your account' : 'I have copied the secret'
    }</a></p>
</main>`,
  };
}
