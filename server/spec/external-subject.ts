/** What a sign-in program of the office's own may call a person: it stands in tokens as it is. OIDC Core §2 (sub) */

const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** What is wrong with a subject, or undefined. */
export function checkExternalSubject(subject: string): string | undefined {
  return SUBJECT.test(subject) ? undefined : 'must be 1 to 255 printable ASCII characters';
}
