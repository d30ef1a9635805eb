/** App passwords of a person, as a part of their account, and the question before one is deleted. */
import type { AppPasswordsView, AppPasswordView } from '../contract/app-password-pages.ts';
import { html, type Html } from './html.ts';
import { attentionIcon } from './icons.ts';
import { dayOf, moment } from './moment.ts';
import { listed } from './words.ts';

export function appPasswords({ app_passwords, making }: AppPasswordsView, now: number): Html {
  return html`<section class="section" id="lanyard-account-app-passwords" aria-labelledby="lanyard-account-app-passwords-heading">
<h2 id="lanyard-account-app-passwords-heading">App passwords</h2>
${
  app_passwords.length === 0
    ? html`<p>None yet. Make one for a program that can’t show you a page to sign in on: a script, a backup. It never needs your own password.</p>`
    : html`<ul class="cards">
${app_passwords.map((one) => html`<li class="card lanyard-app-password" id="lanyard-app-password-${one.id}">${card(one, now)}</li>\n`)}</ul>`
}
${NOTES[making]}
</section>`;
}

const NOTES: Readonly<Record<AppPasswordsView['making'], Html>> = {
  open: html`<p class="acts"><a class="button" id="lanyard-app-password-new" href="/account/app-passwords/new">Make an app password</a></p>`,
  full: html`<p class="hint">You have as many as your office allows. Delete one that you don’t need, or ask an admin.</p>`,
  closed: html`<p class="waits">${attentionIcon}Your office lets nobody in by these now. Ask an admin if you need them.</p>`,
};

function card(one: AppPasswordView, now: number): Html {
  return html`<h3><bdi>${one.name}</bdi></h3>
<p>For ${useOf(one)}.</p>
<p class="hint">Made ${moment(one.since, now)} · ${
    one.used_at === undefined ? 'never used' : html`last used ${moment(one.used_at, now)}`
  } · ${one.expires_at === undefined ? 'works until you delete it' : html`works until ${dayOf(one.expires_at)}`}</p>
<p class="acts"><a class="button danger lanyard-app-password-delete" href="/account/app-passwords/${one.id}/delete">Delete<span class="heard"> the app password ${one.name}</span></a></p>`;
}

/** The end of “For …”. */
export function useOf({ is_for }: AppPasswordView): Html {
  if (is_for.kind === 'forge') return html`programs written for Gitea or Forgejo, which may ${listed(is_for.may)}`;
  if (is_for.client_name === undefined) return html`an application that is gone`;
  return html`<bdi>${is_for.client_name}</bdi>`;
}

/** What ends with one. */
export function removalEnds(one: AppPasswordView): Html {
  return html`<p class="lead">The program that uses it is refused from now on, and what it got by it stops working at once. It is for ${useOf(one)}. This can’t be taken back; you can make another.</p>`;
}
