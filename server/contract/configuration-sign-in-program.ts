/** The settings of a sign-in program of the office's own: for each page the address to which people are sent in its place. */
import { checkSignInPageUrl } from '../spec/sign-in-page-url.ts';
import { checkedString } from './configuration-fields.ts';

const address = (asks: string) =>
  checkedString(
    `Where a program of the office’s own ${asks}, in the place of Lanyard’s page, on the way to applications written for Ory: https, or this computer. Empty for Lanyard’s own page.`,
    (text) => (text === '' ? undefined : checkSignInPageUrl(text)),
  ).exactOptional();

export const SIGN_IN_PROGRAM_SHAPE = {
  login_url: address('signs people in'),
  consent_url: address('asks what an application may do'),
  logout_url: address('asks whether somebody wants to sign out'),
  device_url: address('takes the code that a device shows'),
};
