/** A person's own account: which applications act in their name, where they are signed in, what can be seen of them. */
import type {
  AccountApplicationView,
  AccountFactView,
  AccountSessionView,
  AccountView,
} from '../contract/account-pages.ts';
import { appPasswords } from './app-passwords.ts';
import { html, type Html } from './html.ts';
import { attentionIcon, tickIcon } from './icons.ts';
import { linkable } from './links.ts';
import { moment } from './moment.ts';
import { ownApplications } from './own-applications.ts';
import type { Office, Page } from './page.ts';
import { shortNameOf } from './person.ts';
import { listed } from './words.ts';

export function accountPage(view: AccountView, office: Office): Page {
  return {
    title: 'Your account',
    wide: true,
    content: html`<main class="main column">
<h1><bdi>${shortNameOf(view.person)}</bdi></h1>
<p class="lead">This is your account at <bdi>${office.issuer_name}</bdi>, where your username is <strong><bdi>${view.person.username}</bdi></strong>.</p>
${view.said !== undefined && html`<p class="said" id="lanyard-account-said" role="status">${tickIcon}${view.said}</p>\n`}${applications(view)}
${sessions(view)}
${facts(view.facts)}
${view.own !== undefined && ownApplications(view.own, view.now)}
${view.app_passwords !== undefined && appPasswords(view.app_passwords, view.now)}
<section class="section" id="lanyard-account-password" aria-labelledby="lanyard-account-password-heading">
<h2 id="lanyard-account-password-heading">Password</h2>
<p class="acts"><a class="button" id="lanyard-account-change-password" href="/account/password">Change password</a></p>
</section>
</main>`,
  };
}

function applications({ applications: held, now }: AccountView): Html {
  return html`<section class="section" id="lanyard-account-applications" aria-labelledby="lanyard-account-applications-heading">
<h2 id="lanyard-account-applications-heading">${
    held.length === 0 ? 'No application acts in your name' : 'Applications that act in your name'
  }</h2>
${
  held.length === 0
    ? html`<p>Once you sign in to one, it stands here with what you allowed it.</p>`
    : html`<ul class="cards">
${held.map((one) => html`<li class="card lanyard-account-application" id="lanyard-application-${one.id}">${card(one, now)}</li>\n`)}</ul>`
}
</section>`;
}

function card(one: AccountApplicationView, now: number): Html {
  const opens = linkable(one.opens);
  return html`<h3><bdi>${one.client_name}</bdi></h3>
${one.described_by !== undefined && html`<p class="host">It comes from <strong>${one.described_by}</strong>.</p>\n`}${allowed(one)}
<p class="hint">Began ${moment(one.since, now)}${
    one.used_at > one.since && html` · last used ${moment(one.used_at, now)}`
  } · ${whence(one)}</p>
<p class="acts">${
    opens !== undefined &&
    html`<a class="button" href="${opens}" rel="noopener noreferrer">Open<span class="heard"> ${one.client_name}</span></a> `
  }<a class="button lanyard-withdraw" href="/account/applications/${one.id}/withdraw">Withdraw<span class="heard"> what ${one.client_name} may do</span></a></p>`;
}

/** What it was allowed, each as the end of “It may …”. */
export function allowed({ scopes, apis }: AccountApplicationView): Html {
  if (scopes.length + apis.length === 0) return html`<p>It may sign you in.</p>`;
  return html`<p>It may:</p>
<ul class="allowed">
${scopes.map(
  (scope) =>
    html`<li>${scope.description ?? html`use <code>${scope.name}</code>`}${
      scope.sensitive && html` <span class="sensitive">${attentionIcon}Sensitive</span>`
    }${scope.includes !== undefined && html` <span class="values">which includes: ${scope.includes.join(' · ')}</span>`}</li>\n`,
)}${apis.map((api) => html`<li>use <strong><bdi>${api}</bdi></strong> for you</li>\n`)}</ul>`;
}

function whence({ devices, unasked, app_passwords = [], offline }: AccountApplicationView): string {
  const ways = [...devices, ...unasked, ...app_passwords.map((name) => `your app password ${name}`)];
  if (ways.length === 0) return 'not in use now; it would not have to ask you again';
  return `by way of ${listed(ways)}${offline ? ', also while you are signed out' : ''}`;
}

function sessions({ sessions: all, now, sign_out }: AccountView): Html {
  return html`<section class="section" id="lanyard-account-sessions" aria-labelledby="lanyard-account-sessions-heading">
<h2 id="lanyard-account-sessions-heading">Where you are signed in</h2>
<ul class="cards">
${all.map((one) => html`<li class="card lanyard-account-session">${sessionCard(one, now, sign_out)}</li>\n`)}</ul>
${
  all.some(({ current }) => !current) &&
  html`<p class="acts"><a class="button" id="lanyard-account-end-others" href="/account/sign-out-others">Sign out everywhere else</a></p>`
}
</section>`;
}

function sessionCard(one: AccountSessionView, now: number, sign_out: string): Html {
  return html`<h3>${one.browser}${one.current && html` <span class="here">${tickIcon}this browser</span>`}</h3>
<p class="hint">From <bdi>${one.address}</bdi>, signed in ${moment(one.since, now)}${usedFor(one)}</p>
<p class="acts">${
    one.current
      ? html`<a class="button" id="lanyard-account-sign-out" href="${sign_out}">Sign out</a>`
      : html`<a class="button lanyard-end-session" href="/account/sessions/${one.id}/end">Sign out<span class="heard"> ${one.browser} at ${one.address}</span></a>`
  }</p>`;
}

function usedFor({ panel, applications: used }: AccountSessionView): Html | undefined {
  if (panel) return html` to the control panel`;
  return used.length === 0 ? undefined : html`, used for <bdi>${listed(used)}</bdi>`;
}

function facts(all: readonly AccountFactView[]): Html {
  return html`<section class="section" id="lanyard-account-facts" aria-labelledby="lanyard-account-facts-heading">
<h2 id="lanyard-account-facts-heading">What applications can be shown of you</h2>
<p>Only what you allow each of them. If something is wrong, an admin of your office can change it.</p>
<dl class="facts">
${all.map(
  ({ label, values, note }) =>
    html`<div><dt>${label}</dt><dd><bdi>${values.join(' · ')}</bdi>${
      note !== undefined && html` <span class="quiet">${values.length > 0 ? `(${note})` : note}</span>`
    }</dd></div>\n`,
)}</dl>
</section>`;
}
