/** Which passwords somebody may be given: asked by the server, by imports and by the panel's forms before they send. */

/** In characters. */
export const SHORTEST_PASSWORD = 8;
const LONGEST_BYTES = 1024;

/** The password as it is hashed: the same letters typed on another keyboard give the same bytes. RFC 8265 §4.2 */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/** Longer ones are never hashed: the work would grow with whatever a stranger sends. */
export function isTooLongPassword(password: string): boolean {
  return (
    password.length > LONGEST_BYTES || new TextEncoder().encode(normalizePassword(password)).length > LONGEST_BYTES
  );
}

/**
 * What is wrong with a new password, or undefined. Length is what counts; no rules about kinds of characters. The few that
 * everybody tries first the directory refuses.
 */
export function checkNewPassword(password: string): string | undefined {
  if (isTooLongPassword(password)) return `is longer than ${LONGEST_BYTES} bytes`;
  if ([...normalizePassword(password)].length < SHORTEST_PASSWORD)
    return `is too short: at least ${SHORTEST_PASSWORD} characters`;
  return password.trim() === '' ? 'is nothing but white space' : undefined;
}
