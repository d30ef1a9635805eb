/** The form in which people make app passwords, and the page that shows one this once. What may be said is decided before. */
import type { AppPasswordFormView, MadeAppPasswordView } from '../contract/app-password-pages.ts';
import { useOf } from './app-passwords.ts';
import { announcedError, errorText, field, form } from './form.ts';
import { html, type Html } from './html.ts';
import { attentionIcon } from './icons.ts';
import type { Page } from './page.ts';
import { passwordAskedField } from './password-asked.ts';
import { shownOnce } from './shown-once.ts';

export function appPasswordPage(view: AppPasswordFormView): Page {
  const wrong = Object.keys(view.errors).length > 0;
  return {
    title: wrong ? 'Not made yet: app password' : 'Make an app password',
    wide: true,
    content: html`<main class="main column">
<h1>Make an app password</h1>
<p class="lead">For one program that can’t show you a page to sign in on. It acts in your name, so make one for each, and delete it once the program is gone.</p>
${form(view, fields(view))}
<p class="section"><a id="lanyard-account-no" href="/account/">Back to your account</a></p>
</main>`,
  };
}

function fields(view: AppPasswordFormView): Html {
  const { values, errors, asked } = view;
  const wrong = ['name', 'is_for', 'scope', 'lasts', 'password'].find((name) => errors[name] !== undefined);
  const focus = wrong ?? 'name';
  return html`${field({
    id: 'lanyard-app-password-name',
    name: 'name',
    label: 'Name',
    type: 'text',
    autocomplete: 'off',
    value: values.name,
    hint: 'So that you know it again: the program, and the computer that it runs on.',
    error: errors['name'],
    focus: focus === 'name',
  })}
${uses(view, focus)}
${scopes(view, focus)}
${lasts(values.lasts, errors['lasts'], focus === 'lasts')}
${asked && passwordAskedField(asked, errors, focus === 'password')}${
  errors['form'] !== undefined && announcedError('lanyard-account-error', errors['form'])
}
<p class="alone"><button class="button strong" type="submit" id="lanyard-account-yes">Make it</button></p>`;
}

function uses({ applications, values, errors }: AppPasswordFormView, focus: string): Html {
  if (applications.length === 0 && errors['is_for'] === undefined) {
    return html`<input type="hidden" name="is_for" value="forge">
<p class="hint">It is for programs written for Gitea or Forgejo: ${FORGE_HINT} It is refused everywhere else.</p>`;
  }
  const chosen = (value: string) => value === values.is_for && html` selected`;
  return select(
    { id: 'lanyard-app-password-for', name: 'is_for', label: 'What it is for', focus: focus === 'is_for' },
    html`<option value="forge"${chosen('forge')}>Programs written for Gitea or Forgejo</option>
${applications.map(({ id, client_name }) => html`<option value="${id}"${chosen(id)}>${client_name}</option>\n`)}`,
    {
      wrong: errors['is_for'],
      hint: `It opens this one thing, and is refused everywhere else. Programs written for Gitea or Forgejo: ${FORGE_HINT}`,
    },
  );
}

const FORGE_HINT = 'their calls for profile and groups (/api/v1/user …). It opens no repository: there are none here.';

function scopes({ scopes: offered, values, errors, applications }: AppPasswordFormView, focus: string): Html {
  const wrong = errors['scope'];
  return html`<fieldset class="ticks"${wrong !== undefined && html` aria-describedby="lanyard-app-password-scope-error"`}>
<legend>What programs written for Gitea or Forgejo may do${applications.length > 0 && html` <span class="optional">(counts for these alone)</span>`}</legend>
${offered.map(
  ({ name, description, sensitive }, position) =>
    html`<p class="choice"><label for="lanyard-app-password-scope-${position}"><input type="checkbox" id="lanyard-app-password-scope-${position}" name="scope" value="${name}"${
      values.scope.includes(name) && html` checked`
    }${focus === 'scope' && position === 0 && html` autofocus`}><span>${description}${
      sensitive && html` <span class="sensitive">${attentionIcon}Sensitive</span>`
    }</span></label></p>\n`,
)}${wrong !== undefined && errorText('lanyard-app-password-scope-error', wrong)}</fieldset>`;
}

const LASTS: readonly (readonly [value: string, words: string])[] = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'a year'],
  ['ever', 'until I delete it'],
];

function lasts(value: string, wrong: string | undefined, focus: boolean): Html {
  return select(
    { id: 'lanyard-app-password-lasts', name: 'lasts', label: 'How long it works', focus },
    html`${LASTS.map(([name, words]) => html`<option value="${name}"${name === value && html` selected`}>${words}</option>\n`)}`,
    { wrong, hint: 'Afterwards the program is refused until you give it another.' },
  );
}

interface Select {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly focus: boolean;
}

function select(
  { id, name, label, focus }: Select,
  options: Html,
  { wrong, hint }: { readonly wrong: string | undefined; readonly hint: string },
): Html {
  const described = wrong === undefined ? `${id}-hint` : `${id}-error ${id}-hint`;
  return html`<div class="field">
<label for="${id}">${label}</label>
<select id="${id}" name="${name}" aria-describedby="${described}"${wrong !== undefined && html` aria-invalid="true"`}${focus && html` autofocus`}>
${options}</select>
${wrong !== undefined && errorText(`${id}-error`, wrong)}<p class="hint" id="${id}-hint">${hint}</p>
</div>`;
}

export function madeAppPasswordPage(view: MadeAppPasswordView): Page {
  const { app_password, password, username, client_id, token_endpoint, server } = view;
  return {
    title: `The app password ${app_password.name} is made`,
    wide: true,
    content: html`<main class="main column">
<h1>The app password <bdi>${app_password.name}</bdi> is made</h1>
<p class="lead">It is for ${useOf(app_password)}. Type it into the program where that asks for a password${server !== undefined && ' or an access token'}.</p>
${shownOnce({ what: 'app password', label: 'App password', id: 'lanyard-app-password' }, password)}
<dl class="address"><dt>Username</dt><dd><code class="whole" id="lanyard-app-password-username">${username}</code></dd></dl>
${client_id !== undefined && html`<dl class="address"><dt>Client ID</dt><dd><code class="whole" id="lanyard-app-password-client-id">${client_id}</code></dd></dl>\n`}${
  token_endpoint !== undefined && scripted(view, token_endpoint)
}${
  server !== undefined &&
  html`<dl class="address"><dt>Address of the server</dt><dd><code class="whole" id="lanyard-app-password-server">${server}</code></dd></dl>\n`
}<p class="section"><a class="button" id="lanyard-account-done" href="/account/#lanyard-account-app-passwords">I have copied the app password</a></p>
</main>`,
  };
}

/** A program that has no sign-in of its own asks for a token by these. */
function scripted({ username, client_id = '' }: MadeAppPasswordView, token_endpoint: string): Html {
  const line = [
    `curl -s ${token_endpoint}`,
    '-d grant_type=client_credentials',
    `-d client_id=${quoted(client_id)}`,
    `-d username=${quoted(username)}`,
    '--data-urlencode password=APP_PASSWORD',
  ].join(' ');
  return html`<dl class="address"><dt>Address for tokens</dt><dd><code class="whole" id="lanyard-app-password-token">${token_endpoint}</code></dd></dl>
<dl class="address"><dt>From a script, with the app password in the place of APP_PASSWORD</dt><dd><code class="whole" id="lanyard-app-password-line">${line}</code></dd></dl>
`;
}

/** As a value of a form; of what is left then nothing means anything to a shell but these. */
function quoted(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
