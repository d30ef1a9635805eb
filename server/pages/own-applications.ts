/** Applications of a person's own, as a part of their account, and the questions before something of them ends. */
import type { OwnApplicationsView, OwnApplicationView } from '../contract/own-application-pages.ts';
import { PRODUCT_NAMES } from '../spec/product-names.ts';
import { html, type Html } from './html.ts';
import { attentionIcon } from './icons.ts';
import { moment } from './moment.ts';
import { typedInto } from './typed-into.ts';

export function ownApplications({ applications, registering }: OwnApplicationsView, now: number): Html {
  return html`<section class="section" id="lanyard-account-own" aria-labelledby="lanyard-account-own-heading">
<h2 id="lanyard-account-own-heading">Applications that you registered</h2>
${
  applications.length === 0
    ? html`<p>None yet. Register one that you wrote or run yourself, so that people here can sign in to it.</p>`
    : html`<ul class="cards">
${applications.map((one) => html`<li class="card lanyard-own-application" id="lanyard-own-${one.id}">${card(one, now)}</li>\n`)}</ul>`
}
${NOTES[registering]}
</section>`;
}

const NOTES: Readonly<Record<OwnApplicationsView['registering'], Html>> = {
  open: html`<p class="acts"><a class="button" id="lanyard-own-new" href="/account/own-applications/new">Register an application</a></p>`,
  full: html`<p class="hint">You have as many as your office allows. Delete one that you don’t need, or ask an admin.</p>`,
  closed: html`<p class="hint">Your office lets only its admins enter applications now. What you have goes on working.</p>`,
};

function card(one: OwnApplicationView, now: number): Html {
  const { id, client_name, dialect, redirect_uris, confidential } = one;
  const heard = html`<span class="heard"> ${client_name}</span>`;
  const at = `/account/own-applications/${id}`;
  return html`<h3><bdi>${client_name}</bdi></h3>
${STATES[one.state]}<p class="hint">Registered ${moment(one.since, now)} · ${confidential ? 'keeps a secret' : 'keeps no secret'} · written for ${PRODUCT_NAMES[dialect]}</p>
<details class="unfold"><summary>What to type into it${heard}</summary>
${typedInto(one, { secret_above: false })}
</details>
<dl class="address"><dt>Redirect addresses</dt><dd><ul>${redirect_uris.map((uri) => html`<li><code>${uri}</code></li>`)}</ul></dd></dl>
<p class="acts"><a class="button lanyard-own-change" href="${at}/change">Change${heard}</a> ${
    confidential && html`<a class="button lanyard-own-replace" href="${at}/secret">New secret${heard}</a> `
  }<a class="button danger lanyard-own-delete" href="${at}/delete">Delete${heard}</a></p>`;
}

const STATES: Readonly<Record<OwnApplicationView['state'], Html | undefined>> = {
  on: undefined,
  waits: html`<p class="waits">${attentionIcon}Nobody can sign in yet: an admin has to approve it</p>\n`,
  off: html`<p class="waits">${attentionIcon}An admin has switched it off</p>\n`,
};

/** What a new secret ends. */
export function newSecretEnds({ client_name }: OwnApplicationView): Html {
  return html`<p class="lead">The one before stops at once: nobody can sign in to <bdi>${client_name}</bdi> until the new one is typed in there.</p>`;
}

/** What goes with an application. */
export function deletionEnds({ client_name }: OwnApplicationView, people: number): Html {
  const name = html`<bdi>${client_name}</bdi>`;
  return html`<p class="lead">Nobody can sign in to ${name} any more, and its client ID and secret are worth nothing.${
    people > 0 &&
    html` It loses at once what ${people === 1 ? 'one person' : `${people} people`} let it do, on every device.`
  } This can’t be taken back.</p>`;
}
