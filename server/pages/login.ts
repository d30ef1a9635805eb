/** The sign-in page. Whether the words match, and how often one may try, is decided before. */
import type { LoginView } from '../contract/pages.ts';
import { applicationLinks, asking, hostLine, named, pictureOrigin } from './application.ts';
import { announcedError, field, form } from './form.ts';
import { html, type Html } from './html.ts';
import type { Page } from './page.ts';
import { inWords } from './words.ts';

export function loginPage(view: LoginView): Page {
  const title = `Sign in to ${view.application.client_name}`;
  return {
    title: view.error === undefined ? title : `Not signed in yet: ${title}`,
    pictureFrom: pictureOrigin(view.application),
    content: html`<main class="main column">
${asking(view.application, html`Sign in to ${named(view.application)}`, hostLine(view.application))}
${form(view, fields(view))}
</main>
${applicationLinks(view.application)}`,
  };
}

const ERROR_ID = 'lanyard-login-error';

function fields(view: LoginView): Html {
  const wrong = view.error?.kind === 'wrong-credentials';
  const describedBy = view.error === undefined ? undefined : ERROR_ID;
  const nameKnown = view.username !== '';
  return html`${field({
    id: 'lanyard-username',
    name: 'username',
    label: 'Username',
    type: 'text',
    autocomplete: 'username',
    value: view.username,
    describedBy,
    invalid: wrong,
    focus: !nameKnown,
    verbatim: true,
  })}
${field({
  id: 'lanyard-password',
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
  describedBy,
  invalid: wrong,
  focus: nameKnown,
})}
${view.error && announcedError(ERROR_ID, sentence(view.error))}
<p class="alone"><button class="button strong" type="submit" id="lanyard-login-submit">Sign in</button></p>`;
}

function sentence(error: NonNullable<LoginView['error']>): string {
  switch (error.kind) {
    case 'wrong-credentials':
      return "That username and password don't match. Check both and try again.";
    case 'too-many-attempts':
      return `There were too many attempts. You can try again ${inWords(error.retry_after_s)}.`;
    case 'busy':
      return 'Many people are signing in just now. Try again in a few seconds.';
    default:
      return error satisfies never;
  }
}
