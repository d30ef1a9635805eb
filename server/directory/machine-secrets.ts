/** Secrets that machines present: long and random, so a plain SHA-256 keeps them and checking one costs nothing. */
import { hash, randomFillSync, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

/** The generator is asked for many secrets at once, because asking costs more than the bytes do. Each is handed out once. */
const pool = Buffer.alloc(SECRET_BYTES * 128);
let taken = pool.length;

/** 256 random bits as 43 unreserved characters (RFC 3986 §2.3), so that no client needs to escape them. */
export function generateSecret(): string {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  const end = taken + SECRET_BYTES;
  const secret = pool.toString('base64url', taken, end);
  pool.fill(0, taken, end);
  taken = end;
  return secret;
}

/** SHA-256, base64url without padding: 43 characters. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** Whether `presented` is the secret behind `hash`; takes as long for a near miss as for a far one. */
export function secretMatches(presented: string, expectedHash: string): boolean {
  const expected = Buffer.from(expectedHash);
  const actual = Buffer.from(hashSecret(presented));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
