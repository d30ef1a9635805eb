/** What people type into an application of their own: the list that the panel shows its admins, by the product's own names. */
import type { OwnApplicationView } from '../contract/own-application-pages.ts';
import type { TypedField } from '../spec/asked-for.ts';
import { PRODUCT_NAMES } from '../spec/product-names.ts';
import { html, type Html } from './html.ts';

type Shown = Pick<OwnApplicationView, 'dialect' | 'typed' | 'confidential'>;

/** With `secret_above` the list leaves out the secret, which the page shows by itself. */
export function typedInto(application: Shown, { secret_above }: { readonly secret_above: boolean }): Html {
  const { dialect, typed, confidential } = application;
  const fields = typed.fields.filter(({ value }) => value !== null || !secret_above);
  return html`<p class="hint">${inWhoseWords(dialect)}</p>
${
  typed.listener !== null &&
  html`<p class="hint">${PRODUCT_NAMES[dialect]} has an address to itself here, <code>${typed.listener}</code>. All of these begin with it.</p>\n`
}<dl class="typed">
${fields.map((field) => row(field, confidential))}</dl>`;
}

/** The name that the product has for the secret. */
export function secretLabel({ typed }: Pick<Shown, 'typed'>): string {
  return typed.fields.find(({ value }) => value === null)?.label ?? 'Client secret';
}

function inWhoseWords(dialect: Shown['dialect']): string {
  if (dialect === 'native') {
    return 'Most programs ask for the issuer, the client id and the secret, and find the rest by themselves.';
  }
  return `By the names that ${PRODUCT_NAMES[dialect]} has for them. Leave out what it does not ask for.`;
}

function row({ label, wire, value, help }: TypedField, confidential: boolean): Html {
  return html`<div><dt>${label}${wire !== undefined && html` <code>${wire}</code>`}</dt><dd>${
    value === null ? SECRETS[confidential ? 'kept' : 'none'] : html`<code class="copied">${value}</code>`
  }${help !== undefined && html`<span class="quiet">${help}</span>`}</dd></div>\n`;
}

const SECRETS = {
  kept: 'It was shown once. If it is lost, make a new one.',
  none: 'None: it proves itself by PKCE alone.',
};
