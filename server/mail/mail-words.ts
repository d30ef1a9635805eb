/** What mails say. Plain text, no picture, nothing that an office would be ashamed of; each says who sent it and why. */
import type { NewMail } from './outbox.ts';

const TEST_LIVES_S = 3600;

/** For how long a code or link signs in. */
export const SIGN_IN_LIVES_S = 600;

export interface SignInLetter {
  readonly to: string;
  readonly user_id: string;
  /** The office's name, and the application's that the person is on the way to. */
  readonly office: string;
  readonly application: string;
}

/** `code` is six digits. */
export function codeMail(letter: SignInLetter, code: string): NewMail {
  return signInMail(letter, 'sign_in_code', `Your code to sign in to ${letter.application} at ${letter.office}`, [
    `Somebody, probably you, wants to sign in to ${letter.application} at ${letter.office}. The code is`,
    `    ${code.slice(0, 3)} ${code.slice(3)}`,
    'It is good for 10 minutes, in the window in which you asked for it. Type it there and nowhere else, and tell it to nobody.',
  ]);
}

export function linkMail(letter: SignInLetter, link: string): NewMail {
  return signInMail(letter, 'sign_in_link', `Your link to sign in to ${letter.application} at ${letter.office}`, [
    `Somebody, probably you, wants to sign in to ${letter.application} at ${letter.office}. Open this link to go on:`,
    link,
    'It is good for 10 minutes and for once, in the browser in which you asked for it. Pass it on to nobody.',
  ]);
}

/** For how long a link to a new password is good. */
export const NEW_PASSWORD_LIVES_S = 3600;

export function newPasswordMail({ to, user_id, office, application }: SignInLetter, link: string): NewMail {
  const text = [
    `Somebody, probably you, wants a new password for ${application} at ${office}. Open this link to choose one:`,
    link,
    'It is good for an hour and for once. With it you are signed out everywhere.',
    'If you did not ask for this, do nothing: the password stays as it is.',
    '',
  ].join('\n\n');
  const subject = `Your new password at ${office}`;
  return { to, user_id, subject, why: 'new_password', text, lives_s: NEW_PASSWORD_LIVES_S };
}

function signInMail(
  { to, user_id }: SignInLetter,
  why: 'sign_in_code' | 'sign_in_link',
  subject: string,
  lines: readonly string[],
): NewMail {
  const unasked = 'If you did not ask for this, do nothing: without it nobody gets in.';
  return { to, user_id, subject, why, text: [...lines, unasked, ''].join('\n\n'), lives_s: SIGN_IN_LIVES_S };
}

/** `office` is the office's name. */
export function testMail(to: string, office: string): NewMail {
  return {
    to,
    subject: `A test mail from ${office}`,
    text: [
      `This is a test mail of Lanyard, by which people of ${office} sign in to their applications.`,
      'An admin asked for it. That it came means that mail works. There is nothing to do.',
      '',
    ].join('\n\n'),
    why: 'test',
    lives_s: TEST_LIVES_S,
  };
}
