/** How people sign in: part of the office's settings. */
import type { SignInMail } from '../../spec/mail.ts';

export interface SignInSettings {
  /** Whether the page asks for name and password together, or for the name first. */
  readonly sign_in_page: 'together' | 'name_first';
  /** What people with a verified address may be sent instead of typing a password. */
  readonly sign_in_by_mail: 'off' | SignInMail;
  /** Whether admins of the panel may, too: whoever reads their mail then administers the office. */
  readonly sign_in_by_mail_for_admins: boolean;
  /** Whether people may have a link to a new password sent, by the form of an application. */
  readonly new_password_by_mail: boolean;
  /** Whether strangers may become people of the office, by the form of an application. */
  readonly sign_up: boolean;
}
