/** The first page of all: names the office and makes the first admin. What a good value is, is decided before. */
import type { SetupView } from '../contract/pages.ts';
import { field, form, type Field } from './form.ts';
import { html, type Html } from './html.ts';
import { errorIcon } from './icons.ts';
import type { Page } from './page.ts';

export function setupPage(view: SetupView): Page {
  const wrong = Object.keys(view.errors).length > 0;
  return {
    title: wrong ? 'Not set up yet' : 'Set up Lanyard',
    content: html`<main class="main column">
<h1>Set up Lanyard</h1>
<p class="lead">There is no admin yet. Name your office, and make yourself its admin.</p>
${wrong && summary(view.errors)}
${form(
  view,
  html`${fieldsOf(view).map(field)}
<p class="alone"><button class="button strong" type="submit" id="lanyard-setup-submit">Set up</button></p>`,
)}
</main>`,
  };
}

const FIELDS: readonly Field[] = [
  {
    id: 'lanyard-setup-issuer-name',
    name: 'issuer_name',
    label: 'Name of your office',
    type: 'text',
    autocomplete: 'organization',
    hint: 'People see it on every sign-in page.',
  },
  { id: 'lanyard-setup-name', name: 'name', label: 'Your name', type: 'text', autocomplete: 'name' },
  {
    id: 'lanyard-setup-username',
    name: 'username',
    label: 'Username',
    type: 'text',
    autocomplete: 'username',
    verbatim: true,
  },
  {
    id: 'lanyard-setup-email',
    name: 'email',
    label: 'E-mail address',
    type: 'email',
    autocomplete: 'email',
    optional: true,
    verbatim: true,
  },
  {
    id: 'lanyard-setup-password',
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'new-password',
  },
  {
    id: 'lanyard-setup-password-again',
    name: 'password_again',
    label: 'Password again',
    type: 'password',
    autocomplete: 'new-password',
  },
];

function fieldsOf(view: SetupView): Field[] {
  const values: Readonly<Record<string, string>> = { ...view.values };
  const firstWrong = FIELDS.find((one) => view.errors[one.name] !== undefined) ?? FIELDS[0];
  return FIELDS.map((one) => {
    const value = values[one.name];
    return {
      ...one,
      ...(one.name === 'password' && { hint: passwordHint(view.shortest_password) }),
      ...(value !== undefined && { value }),
      error: view.errors[one.name],
      focus: one === firstWrong,
    };
  });
}

function passwordHint(shortest: number): string {
  return `At least ${shortest} characters. Long is strong: a few ordinary words in a row are good.`;
}

/** Leads from the top to the fields whose errors stand there; errors of no field stand here. */
function summary(errors: SetupView['errors']): Html {
  const known = FIELDS.filter((one) => errors[one.name] !== undefined);
  const others = Object.entries(errors).filter(([name]) => !FIELDS.some((one) => one.name === name));
  return html`<div class="error summary" id="lanyard-setup-errors" role="alert">${errorIcon}
<p>Some things need another look:</p>
<ul>
${known.map((one) => html`<li><a href="#${one.id}">${one.label}</a></li>\n`)}${others.map(
  ([, text]) => html`<li>${text}</li>\n`,
)}</ul>
</div>`;
}
