/** The sign-in page as the office would have it, with values made up, for an admin to look at in a frame. */
import type { LoginView } from '../contract/pages.ts';
import type { Theme } from '../spec/login-page/colours.ts';
import { readTemplate } from '../spec/login-page/template.ts';
import type { LoginPage } from '../storage/records/login-page.ts';
import { renderPage } from './render.ts';

/** A whole document: the real page, but that its logo comes along in it and its colours are of one theme. */
export function previewLogin(login_page: LoginPage, theme: Theme, issuer_name: string): string {
  const view: LoginView = { ...SAMPLE, offered: { ...samplesFor(login_page), ...SAMPLE.offered } };
  return renderPage(view, { issuer_name, login_page, preview: theme }).body;
}

const SAMPLE = {
  page: 'login',
  status: 200,
  action: '/interaction/login',
  csrf: '',
  fields: [],
  application: { client_name: 'Sample application', host: 'application.example.lan' },
  username: '',
  offered: { connection: 'Sample-Connection', login_hint: 'ada' },
} as const satisfies LoginView;

/** Every name that its templates ask for and only requests know. */
function samplesFor({ heading = '', lead = '', help = '', block = '' }: LoginPage): Readonly<Record<string, string>> {
  const pieces = [heading, lead, help, block].flatMap((template) => {
    const read = readTemplate(template);
    return 'pieces' in read ? read.pieces : [];
  });
  const names = pieces.flatMap((piece) => (piece.kind === 'value' ? [piece.name] : []));
  return Object.fromEntries(names.filter((name) => name.startsWith('ext-')).map((name) => [name, `sample of ${name}`]));
}
