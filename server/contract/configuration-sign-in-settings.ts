/** The settings of how people sign in. */
import { z } from 'zod';
import { loginPageEntry } from './configuration-login-page.ts';
import { SIGN_IN_MAIL } from '../spec/mail.ts';
import { flag } from './configuration-fields.ts';

export const SIGN_IN_PAGES = ['together', 'name_first'] as const;
export const SIGN_IN_BY_MAIL = ['off', ...SIGN_IN_MAIL] as const;

export const SIGN_IN_SETTINGS_SHAPE = {
  login_page: loginPageEntry.exactOptional(),
  sign_in_page: z
    .enum(SIGN_IN_PAGES, { error: () => 'must be together or name_first' })
    .describe('Whether the sign-in page asks for name and password together, or for the name first.')
    .exactOptional(),
  sign_in_by_mail: z
    .enum(SIGN_IN_BY_MAIL, { error: () => 'must be off, code or link' })
    .describe('What people with a verified e-mail address may be sent to sign in with instead of a password.')
    .exactOptional(),
  new_password_by_mail: flag(
    'True lets people with a verified e-mail address have a link to a new password sent, by an application written for Auth0 that allows it, too.',
  ).exactOptional(),
  sign_up: flag(
    'True lets strangers make themselves an account by the sign-up form of an application written for Auth0 that allows it, too.',
  ).exactOptional(),
  sign_in_by_mail_for_admins: flag('True lets admins sign in by mail, too.').exactOptional(),
};
