/** Secrets that machines present: long and random, so a plain SHA-256 keeps them and checking one costs nothing. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as 43 unreserved characters (RFC 3986 §2.3), so that no client needs to escape them. */
export function generateSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, base64url without padding: 43 characters. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Whether `presented` is the secret behind `hash`; takes as long for a near miss as for a far one. */
export function secretMatches(presented: string, hash: string): boolean {
  const expected = Buffer.from(hash);
  const actual = Buffer.from(hashSecret(presented));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
