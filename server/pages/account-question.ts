/** Asks before an application loses what it was allowed, or a browser is signed out: names what stops working. */
import type { AccountApplicationView, AccountQuestionView, AccountSessionView } from '../contract/account-pages.ts';
import type { OwnApplicationView } from '../contract/own-application-pages.ts';
import { allowed } from './account.ts';
import { removalEnds } from './app-passwords.ts';
import { announcedError, form } from './form.ts';
import { html, type Html } from './html.ts';
import { moment } from './moment.ts';
import { deletionEnds, newSecretEnds } from './own-applications.ts';
import type { Page } from './page.ts';
import { passwordAskedField } from './password-asked.ts';
import { listed } from './words.ts';

export function accountQuestionPage(view: AccountQuestionView): Page {
  const { title, heading, what, yes } = wordsFor(view);
  const { asked, errors = {} } = view;
  return {
    title,
    content: html`<main class="main column">
<h1>${heading}</h1>
${what}
${form(
  view,
  html`${asked && passwordAskedField(asked, errors, true)}${
    errors['form'] !== undefined && announcedError('lanyard-account-error', errors['form'])
  }<p class="choices"><a class="button" id="lanyard-account-no" href="/account/">Keep it as it is</a>
<button class="button danger" type="submit" id="lanyard-account-yes">${yes}</button></p>`,
)}
</main>`,
  };
}

interface Words {
  readonly title: string;
  readonly heading: Html;
  readonly what: Html;
  readonly yes: string;
}

function wordsFor({ question, now }: AccountQuestionView): Words {
  switch (question.kind) {
    case 'withdraw':
      return withdrawal(question.application, question.tells);
    case 'end-session':
      return signOut(question.session, now);
    case 'end-others':
      return signOutOthers(question.sessions);
    case 'own-secret':
      return newSecret(question.application);
    case 'own-remove':
      return deletion(question.application, question.people);
    case 'app-password-remove': {
      const { app_password } = question;
      return {
        title: `Delete the app password ${app_password.name}?`,
        heading: html`Delete the app password <bdi>${app_password.name}</bdi>?`,
        yes: 'Delete',
        what: removalEnds(app_password),
      };
    }
    default:
      return question satisfies never;
  }
}

function withdrawal(application: AccountApplicationView, tells: boolean): Words {
  const name = html`<bdi>${application.client_name}</bdi>`;
  return {
    title: `Withdraw what ${application.client_name} may do?`,
    heading: html`Withdraw what ${name} may do?`,
    yes: 'Withdraw',
    what: html`<div class="lead">${allowed(application)}</div>
<p class="section">It loses this at once, on every device${
      application.devices.length > 0 && ` (${listed(application.devices)})`
    }: whatever ${name} does in your name stops working.</p>
${
  signedInTo(application) &&
  html`<p class="lead">${whatIsLeft(application, tells)}</p>
`
}${
  application.app_passwords !== undefined &&
  html`<p class="lead">With it goes what programs of yours sign in with: <bdi>${listed(application.app_passwords.map((name) => `your app password ${name}`))}</bdi>.</p>
`
}${
  application.unasked.length > 0 &&
  html`<p class="lead">It can get this again without asking you, by way of <bdi>${listed(application.unasked)}</bdi>. If it should not, tell an admin of your office.</p>`
}`,
  };
}

/** Whether the person themselves ever let it in, as far as is known now. */
function signedInTo({ devices, unasked, app_passwords = [] }: AccountApplicationView): boolean {
  return devices.length > 0 || unasked.length + app_passwords.length === 0;
}

function whatIsLeft({ client_name, asks }: AccountApplicationView, tells: boolean): Html {
  const name = html`<bdi>${client_name}</bdi>`;
  return html`${
    tells
      ? html`${name} is told, so that it signs you out.`
      : html`${name} itself may keep you signed in until you sign out there too.`
  } ${
    asks
      ? 'The next time that you open it, you are asked again.'
      : 'It belongs to your office and asks nobody: whenever you open it, it may do the same again.'
  }`;
}

function newSecret(application: OwnApplicationView): Words {
  const name = html`<bdi>${application.client_name}</bdi>`;
  return {
    title: `A new secret for ${application.client_name}?`,
    heading: html`A new secret for ${name}?`,
    yes: 'Make a new secret',
    what: newSecretEnds(application),
  };
}

function deletion(application: OwnApplicationView, people: number): Words {
  return {
    title: `Delete ${application.client_name}?`,
    heading: html`Delete <bdi>${application.client_name}</bdi>?`,
    yes: 'Delete',
    what: deletionEnds(application, people),
  };
}

function signOut({ browser, address, since, panel, applications }: AccountSessionView, now: number): Words {
  const used = applications.length === 0 ? '' : ` Applications that it was used for are told: ${listed(applications)}.`;
  return {
    title: `Sign out ${browser}?`,
    heading: html`Sign out ${browser}?`,
    yes: 'Sign out',
    what: html`<p class="lead">It signed in ${moment(since, now)} from <bdi>${address}</bdi>${
      panel ? ' to the control panel' : ''
    }. Whoever sits there needs your password again.<bdi>${used}</bdi></p>`,
  };
}

function signOutOthers(sessions: readonly AccountSessionView[]): Words {
  return {
    title: 'Sign out everywhere else?',
    heading: html`Sign out everywhere else?`,
    yes: 'Sign out',
    what:
      sessions.length === 0
        ? html`<p class="lead">You are signed in nowhere else.</p>`
        : html`<p class="lead">These need your password again. This browser stays signed in.</p>
<ul class="allowed">
${sessions.map(({ browser, address, panel }) => html`<li>${browser} at <bdi>${address}</bdi>${panel && ', in the control panel'}</li>\n`)}</ul>`,
  };
}
