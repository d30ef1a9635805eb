/** The settings of mail. */
import { z } from 'zod';
import { checkEmail, SMTP_SECURITY } from '../spec/mail.ts';
import { checkedString, flag, wholeNumber } from './configuration-fields.ts';

export const MAIL_SETTINGS_SHAPE = {
  smtp_host: checkedString(
    'The host name or address of the server that sends mail; empty for none: mail then waits in the Outbox.',
    checkHost,
  ).exactOptional(),
  smtp_port: wholeNumber('The port of the mail server.', 1, 65_535).exactOptional(),
  smtp_security: z
    .enum(SMTP_SECURITY, { error: () => 'must be none, starttls or tls' })
    .describe('How the way to the mail server is protected; none only to this computer, unless allowed.')
    .exactOptional(),
  smtp_plain_on_network: flag(
    'True lets mail cross the network unencrypted where smtp_security is none.',
  ).exactOptional(),
  smtp_username: checkedString(
    'What the mail server knows Lanyard by; empty where it asks nobody.',
    checkLine,
  ).exactOptional(),
  smtp_password: checkedString(
    'The password for the mail server; kept sealed, never told and never exported. Empty for none.',
    checkLine,
  ).exactOptional(),
  smtp_from: checkedString('The address that mail comes from.', (text) =>
    text === '' ? undefined : checkEmail(text),
  ).exactOptional(),
};

function checkHost(text: string): string | undefined {
  if (text === '' || (text.length <= 253 && /^[\p{L}\p{M}\p{N}.:_-]+$/u.test(text))) return undefined;
  return 'is not a host name or address; the port has a field of its own';
}

function checkLine(text: string): string | undefined {
  if (text.length > 1000) return 'is longer than 1000 characters';
  return /\p{Cc}/u.test(text) ? 'holds a control character' : undefined;
}
