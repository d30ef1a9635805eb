/** The words of mail: what it is sent for, how the way to its server is protected, and what an address looks like. */

/** none: not encrypted. starttls: encrypted after a plain greeting, or not used at all. tls: from the first byte. RFC 3207, RFC 8314 §3 */
export const SMTP_SECURITY = ['none', 'starttls', 'tls'] as const;
export type SmtpSecurity = (typeof SMTP_SECURITY)[number];

/** What people may be sent to sign in with, in the place of a password. */
export const SIGN_IN_MAIL = ['code', 'link'] as const;
export type SignInMail = (typeof SIGN_IN_MAIL)[number];

export const MAIL_REASONS = ['test', 'sign_in_code', 'sign_in_link', 'new_password'] as const;
export type MailReason = (typeof MAIL_REASONS)[number];

/** How what a mail says can be over before its time: it was used, a newer mail took its place, or too many wrong codes were typed. */
export const MAIL_ENDS = ['used', 'superseded', 'spoiled'] as const;
export type MailEnd = (typeof MAIL_ENDS)[number];

/** What is wrong with an e-mail address, as the end of a sentence. Letters of every script are fine (RFC 6531); controls and spaces never are. */
export function checkEmail(email: string): string | undefined {
  const plausible = email.length <= 254 && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(email);
  return plausible ? undefined : 'is not an e-mail address';
}
