/** The sign-in page, in as many steps as the office wants. Whether what is typed is right, and how often one may try, is decided before. */
import type { LoginView } from '../contract/pages.ts';
import { applicationLinks, asking, hostLine, named, pictureOrigin } from './application.ts';
import { announcedError, field, form } from './form.ts';
import { html, type Html } from './html.ts';
import { officeWords } from './office-words.ts';
import type { Office, Page } from './page.ts';
import { inWords } from './words.ts';

export function loginPage(view: LoginView, office: Office): Page {
  const words = officeWords(view, office);
  const title = words.heading ?? `Sign in to ${view.application.client_name}`;
  const heading = words.heading === undefined ? html`Sign in to ${named(view.application)}` : html`${words.heading}`;
  return {
    title: view.error === undefined ? title : `Not signed in yet: ${title}`,
    pictureFrom: pictureOrigin(view.application),
    content: html`<main class="main column">
${asking(view.application, heading, hostLine(view.application))}
${words.lead}${STEPS[view.step ?? 'all']({ ...view, submit: words.submit })}
${words.help}${words.block}</main>
${applicationLinks(view.application)}`,
  };
}

const ERROR_ID = 'lanyard-login-error';
type Step = NonNullable<LoginView['step']>;

/** With the words of the button that signs in. */
type Worded = LoginView & { readonly submit: string };

const STEPS: Readonly<Record<Step, (view: Worded) => Html>> = {
  all: (view) =>
    form(view, html`${nameField(view)}${passwordField(view)}${error(view)}${submit(view.submit)}${mailButton(view)}`),
  name: (view) => form(view, html`${nameField(view)}${error(view)}${submit('Go on')}`),
  password: (view) =>
    form(
      view,
      html`${knownName(view)}${passwordField(view)}${error(view)}${submit(view.submit)}${mailButton(view)}${back(
        'Use another name',
      )}`,
    ),
  code: (view) => html`<p class="lead">If ${who(view)} may sign in by mail, a code of six digits ${whereTo(view)}.
It is good for 10 minutes.</p>
${form(view, html`${knownName(view)}${codeField(view)}${error(view)}${submit(view.submit)}${mailButton(view, 'Send another code')}${back('Sign in in another way')}`)}`,
  sent: (view) => html`<p class="lead" id="lanyard-login-sent" role="status">If ${who(view)} may sign in by mail, a link
${whereTo(view)}. Open it in this browser, within 10 minutes. This page can be closed.</p>
${form(view, html`${knownName(view)}${error(view)}${mailButton(view, 'Send another link')}${back('Sign in in another way')}`)}`,
  link: (view) => form(view, html`${error(view)}${submit(view.submit)}`),
};

function whereTo({ handed_over }: LoginView): string {
  return handed_over === true
    ? 'waits for you with an admin of your office: ask them for it'
    : 'is on its way to the address that the office knows';
}

function who({ username }: LoginView): Html {
  return html`<strong><bdi>${username}</bdi></strong>`;
}

function nameField(view: LoginView): Html {
  return field({
    id: 'lanyard-username',
    name: 'username',
    label: view.by_mail === undefined ? 'Username' : 'Username or e-mail address',
    type: 'text',
    autocomplete: 'username',
    value: view.username,
    describedBy: describedBy(view),
    invalid: view.error?.kind === 'wrong-credentials' || view.error?.kind === 'name-missing',
    focus: view.username === '' || view.step === 'name',
    verbatim: true,
  });
}

/** Shown, so that people see whom they sign in as and password managers know it; changed a step before. */
function knownName({ username }: LoginView): Html {
  return html`<div class="field">
<label for="lanyard-username">Signing in as</label>
<input id="lanyard-username" name="username" type="text" autocomplete="username" value="${username}" readonly>
</div>`;
}

function passwordField(view: LoginView): Html {
  return field({
    id: 'lanyard-password',
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'current-password',
    describedBy: describedBy(view),
    invalid: view.error?.kind === 'wrong-credentials',
    focus: view.username !== '',
  });
}

function codeField(view: LoginView): Html {
  return field({
    id: 'lanyard-login-code',
    name: 'code',
    label: 'Code from the mail',
    type: 'text',
    autocomplete: 'one-time-code',
    describedBy: describedBy(view),
    invalid: view.error?.kind === 'wrong-code',
    focus: true,
    verbatim: true,
    digits: true,
  });
}

function submit(word: string): Html {
  return html`<p class="alone"><button class="button strong" type="submit" id="lanyard-login-submit">${word}</button></p>`;
}

/** Needs the name alone, whatever else is empty. */
function mailButton({ by_mail }: LoginView, word?: string): Html {
  if (by_mail === undefined) return html``;
  const said = word ?? (by_mail === 'code' ? 'Send me a code by mail' : 'Send me a link by mail');
  return html`<p class="alone"><button class="button" type="submit" id="lanyard-login-mail" name="way" value="mail" formnovalidate>${said}</button></p>`;
}

function back(word: string): Html {
  return html`<p class="alone"><button class="button" type="submit" id="lanyard-login-back" name="way" value="name" formnovalidate>${word}</button></p>`;
}

function describedBy({ error: wrong }: LoginView): string | undefined {
  return wrong === undefined ? undefined : ERROR_ID;
}

function error(view: LoginView): Html {
  return view.error === undefined ? html`` : announcedError(ERROR_ID, sentence(view.error));
}

function sentence(wrong: NonNullable<LoginView['error']>): string {
  switch (wrong.kind) {
    case 'wrong-credentials':
      return "That username and password don't match. Check both and try again.";
    case 'wrong-code':
      return 'That is not the code. Look at the newest mail and try again.';
    case 'code-over':
      return 'That code or link is over: it was used, is older than 10 minutes, or was wrong too often. Have another one sent.';
    case 'name-missing':
      return 'Type your username or e-mail address first.';
    case 'too-many-attempts':
      return `There were too many attempts. You can try again ${inWords(wrong.retry_after_s)}.`;
    case 'busy':
      return 'Many people are signing in just now. Try again in a few seconds.';
    default:
      return wrong satisfies never;
  }
}
