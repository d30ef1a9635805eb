/** What the rest of the house asks of passwords. How they are hashed, and how many at once, is password-hasher.ts. */

export interface PasswordHasher {
  /** argon2id in PHC form. Throws HashingBusy when the queue is full. */
  hash(password: string): Promise<string>;
  /**
   * Whether `password` matches. `hash` is argon2id in PHC form, or undefined for somebody who does not exist or has no
   * password: then it takes as long as for one who does and answers false. Throws HashingBusy when the queue is full.
   */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}

export class HashingBusy extends Error {
  constructor() {
    super('too many passwords are being checked at once');
    this.name = 'HashingBusy';
  }
}

/** In characters. */
export const SHORTEST_PASSWORD = 8;
const LONGEST_BYTES = 1024;

/** The password as it is hashed: the same letters typed on another keyboard give the same bytes. RFC 8265 §4.2 */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/** Longer ones are never hashed: the work would grow with whatever a stranger sends. */
export function isTooLongPassword(password: string): boolean {
  return password.length > LONGEST_BYTES || Buffer.byteLength(normalizePassword(password)) > LONGEST_BYTES;
}

/**
 * What is wrong with a new password, or undefined. Length is what counts; no rules about kinds of characters. The few that
 * everybody tries first are obvious-passwords.ts's to refuse.
 */
export function checkNewPassword(password: string): string | undefined {
  if (isTooLongPassword(password)) return `is longer than ${LONGEST_BYTES} bytes`;
  if ([...normalizePassword(password)].length < SHORTEST_PASSWORD)
    return `is too short: at least ${SHORTEST_PASSWORD} characters`;
  return password.trim() === '' ? 'is nothing but white space' : undefined;
}
