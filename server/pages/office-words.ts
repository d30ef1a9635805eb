/** Fills in the office's template of the sign-in page. Values are text that strangers chose: escaped, and kept apart. */
import Mustache from 'mustache';
import type { LoginView } from '../contract/pages.ts';
import { checkBlock } from '../spec/login-page/block.ts';
import { checkHeading, checkTemplateText } from '../spec/login-page/template.ts';
import { checkedBlock, escape, html, type Html } from './html.ts';
import type { Office } from './page.ts';

export interface OfficeWords {
  readonly heading: string | undefined;
  readonly lead: Html | undefined;
  readonly submit: string;
  readonly help: Html | undefined;
  readonly block: Html | undefined;
}

/** What the record holds was checked when it was saved, and is once more: a page must not depend on who wrote a file. */
export function officeWords(view: LoginView, { issuer_name, login_page: page = {} }: Office): OfficeWords {
  const values = valuesOf(view, issuer_name);
  const { heading, submit, block } = page;
  return {
    heading: heading !== undefined && checkHeading(heading, Infinity) === undefined ? fill(heading, values) : undefined,
    lead: paragraph(page.lead, 'lanyard-login-lead', 'lead', values),
    submit: submit ?? 'Sign in',
    help: paragraph(page.help, 'lanyard-login-help', 'small', values),
    block:
      block !== undefined && checkBlock(block, Infinity) === undefined
        ? html`<div class="office-block" id="lanyard-login-block">${checkedBlock(fill(block, values, escape))}</div>`
        : undefined,
  };
}

type Values = Readonly<Record<string, string>>;

function paragraph(template: string | undefined, id: string, look: string, values: Values): Html | undefined {
  if (template === undefined || checkTemplateText(template, Infinity) !== undefined) return undefined;
  const text = fill(template, values).trim();
  return text === '' ? undefined : html`<p class="${look} office-text" id="${id}">${text}</p>`;
}

function valuesOf({ application, offered = {} }: LoginView, office: string): Values {
  const given = { ...offered, application: application.client_name, office };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, apart(value)]));
}

/** Direction and length of a value stay its own. Unicode UAX #9 §2.7 */
function apart(value: string): string {
  const plain = value.replaceAll(/[\p{Cc}\u200E\u200F\u061C\u2028-\u202E\u2066-\u2069]/gu, ' ').trim();
  return plain === '' ? '' : `\u2068${plain}\u2069`;
}

// Templates of drafts come and go; a cache would keep each of them.
const writer = new Mustache.Writer();
Object.assign(writer, { templateCache: undefined });

function fill(template: string, values: Values, escaped: (text: string) => string = (text) => text): string {
  return writer.render(template, values, undefined, { escape: escaped });
}
