/**
 * The settings of what comes with other products: where one has an address to itself, and, for Ory's applications, the pages
 * of a sign-in program of the office's own in the place of Lanyard's.
 */
import { checkSignInPageUrl } from '../spec/sign-in-page-url.ts';
import { checkDialectListener } from './configuration-application.ts';
import { checkedString, stringList } from './configuration-fields.ts';

const address = (asks: string) =>
  checkedString(
    `Where a program of the office’s own ${asks}, in the place of Lanyard’s page, on the way to applications written for Ory: https, or this computer. Empty for Lanyard’s own page.`,
    (text) => (text === '' ? undefined : checkSignInPageUrl(text)),
  ).exactOptional();

export const DIALECT_SETTINGS_SHAPE = {
  dialect_listeners: stringList(
    checkedString(
      'A product and a port or host name, such as gitea=8081 or gitea=git.example.lan.',
      checkDialectListener,
    ),
    'Where one product’s way of signing in has an address to itself, from the next start on.',
  ).exactOptional(),
  login_url: address('signs people in'),
  consent_url: address('asks what an application may do'),
  logout_url: address('asks whether somebody wants to sign out'),
  device_url: address('takes the code that a device shows'),
};
