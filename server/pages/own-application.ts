/** The form in which people register and change applications of their own. What may be said is decided before. */
import type { OwnApplicationFormView, OwnApplicationView } from '../contract/own-application-pages.ts';
import { PRODUCT_NAMES } from '../spec/product-names.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import { announcedError, errorText, field, form } from './form.ts';
import { html, type Html } from './html.ts';
import { attentionIcon } from './icons.ts';
import type { Office, Page } from './page.ts';
import { passwordAskedField } from './password-asked.ts';
import { typedInto } from './typed-into.ts';

/** What people find in the settings of an application. */
const DIALECT_NAMES: Readonly<Record<DialectName, string>> = {
  ...PRODUCT_NAMES,
  native: `${PRODUCT_NAMES.native}, or I don’t know`,
};

export function ownApplicationPage(view: OwnApplicationFormView, { issuer_name }: Office): Page {
  const { application, errors } = view;
  const wrong = Object.keys(errors).length > 0;
  const heading =
    application === undefined ? 'Register an application' : html`Change <bdi>${application.client_name}</bdi>`;
  const title = application === undefined ? 'Register an application' : `Change ${application.client_name}`;
  return {
    title: wrong ? `Not saved yet: ${title}` : title,
    wide: true,
    content: html`<main class="main column">
<h1>${heading}</h1>
${application === undefined ? registering(view, issuer_name) : changing(view, application)}
${form(view, fields(view))}
<p class="section"><a id="lanyard-account-no" href="/account/">Back to your account</a></p>
</main>`,
  };
}

function registering({ user_applications }: OwnApplicationFormView, issuer_name: string): Html {
  return html`<p class="lead">People of <bdi>${issuer_name}</bdi> can then sign in to it, and you answer for it.${
    user_applications === 'approval' && ' An admin has to approve what you say here before anybody can sign in.'
  }</p>`;
}

/** What saving would do, in the case that it is; and what can't be changed. */
function changing({ user_applications }: OwnApplicationFormView, application: OwnApplicationView): Html {
  const consequence = WAITING[application.state] ?? CONSEQUENCES[user_applications];
  return html`${consequence(html`<bdi>${application.client_name}</bdi>`)}
<p class="hint">It is written for ${PRODUCT_NAMES[application.dialect]}. To change the product, register it anew and delete this one.</p>
<details class="unfold"><summary>What to type into it</summary>
${typedInto(application, { secret_above: false })}
</details>`;
}

type Consequence = (name: Html) => Html;

/** Where something else than the office's rule decides. */
const WAITING: Readonly<Record<OwnApplicationView['state'], Consequence | undefined>> = {
  on: undefined,
  waits: () =>
    html`<p class="lead">It waits for an admin, who sees what you say here in place of what you said before.</p>`,
  off: (name) =>
    html`<p class="lead">An admin has switched ${name} off, so that nothing of it can be changed. Ask one of them.</p>`,
};

const CONSEQUENCES: Readonly<Record<OwnApplicationFormView['user_applications'], Consequence>> = {
  open: () => html`<p class="lead">What you change counts at once.</p>`,
  approval: (name) =>
    html`<p class="lead waits">${attentionIcon}If you save a change, ${name} stops working until an admin has approved it: nobody can sign in, not even those who could before.</p>`,
  off: () => html`<p class="lead">Your office lets only its admins change applications now. Ask one of them.</p>`,
};

function fields(view: OwnApplicationFormView): Html {
  const { application, values, errors, asked } = view;
  const focus = focused(view);
  return html`${field({
    id: 'lanyard-own-name',
    name: 'client_name',
    label: 'Name',
    type: 'text',
    autocomplete: 'off',
    value: values.client_name,
    hint: 'People see it when they are asked whether to let it in.',
    error: errors['client_name'],
    focus: focus === 'client_name',
  })}
${application === undefined && dialects(view)}
${addresses(values.redirect_uris, errors['redirect_uris'], focus === 'redirect_uris')}
<p class="choice"><label for="lanyard-own-confidential"><input type="checkbox" id="lanyard-own-confidential" name="confidential" value="yes"${
    values.confidential && html` checked`
  }>It runs on a server and can keep a secret. Untick this for a program on people’s devices or in their browser.${
    application !== undefined &&
    html` <span class="quiet">${SECRET_CHANGES[application.confidential ? 'kept' : 'none']}</span>`
  }</label></p>
${asked && passwordAskedField(asked, errors, focus === 'password')}${
  errors['form'] !== undefined && announcedError('lanyard-account-error', errors['form'])
}
<p class="alone"><button class="button strong" type="submit" id="lanyard-account-yes">${
    application === undefined ? 'Register' : 'Save'
  }</button></p>`;
}

const SECRET_CHANGES = {
  kept: 'Once it is unticked, the secret that it has is worth nothing.',
  none: 'Once it is ticked, it gets a secret, which is shown once.',
};

/** The first field that is wrong; the first of all on an empty form. */
function focused({ application, errors }: OwnApplicationFormView): string | undefined {
  const wrong = ['client_name', 'redirect_uris', 'password'].find((name) => errors[name] !== undefined);
  return wrong ?? (application === undefined ? 'client_name' : undefined);
}

function dialects({ dialects: served, values, errors }: OwnApplicationFormView): Html {
  const wrong = errors['dialect'];
  return html`<div class="field">
<label for="lanyard-own-dialect">Which sign-in its settings offer</label>
<select id="lanyard-own-dialect" name="dialect" aria-describedby="lanyard-own-dialect-hint">
${served.map(
  (name) =>
    html`<option value="${name}"${name === values.dialect && html` selected`}>${DIALECT_NAMES[name]}</option>\n`,
)}</select>
${wrong !== undefined && errorText('lanyard-own-dialect-error', wrong)}<p class="hint" id="lanyard-own-dialect-hint">Lanyard answers it as that product would.</p>
</div>`;
}

function addresses(typed: string, wrong: string | undefined, focus: boolean): Html {
  const described = wrong === undefined ? 'lanyard-own-addresses-hint' : 'lanyard-own-addresses-error';
  return html`<div class="field">
<label for="lanyard-own-addresses">Redirect addresses</label>
<textarea id="lanyard-own-addresses" name="redirect_uris" rows="3" required autocapitalize="none" autocorrect="off" spellcheck="false" aria-describedby="${described}"${
    wrong !== undefined && html` aria-invalid="true"`
  }${focus && html` autofocus`}>
${typed}</textarea>
${wrong !== undefined && errorText('lanyard-own-addresses-error', wrong)}<p class="hint" id="lanyard-own-addresses-hint">Where people go back to after they signed in, one on each line. The application’s own guide names it, often as “callback URL”.</p>
</div>`;
}
