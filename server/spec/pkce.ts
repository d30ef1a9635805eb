/** Proof Key for Code Exchange: the one method that is accepted, S256. */
import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * RFC 7636 §4.1, and what base64 has beside it: Debian's git-credential-oauth sends that. It weakens nothing: a verifier is
 * only ever hashed, as the characters that came, never decoded, so that no two of them are one; and it is as long as ever.
 */
const VERIFIER = /^[A-Za-z0-9\-._~+/=]{43,128}$/;
const CHALLENGE = /^[A-Za-z0-9\-_]{43}$/;

/** Whether `challenge` can be an S256 challenge: base64url without padding of 32 bytes. RFC 7636 §4.2 */
export function isCodeChallenge(challenge: string): boolean {
  return CHALLENGE.test(challenge);
}

/** Whether `verifier` (43–128 characters, unreserved or of base64) hashes to the stored `challenge`. RFC 7636 §4.6 */
export function codeVerifierMatches(verifier: string, challenge: string): boolean {
  if (!VERIFIER.test(verifier)) return false;
  const computed = createHash('sha256').update(verifier, 'ascii').digest();
  const stored = Buffer.from(challenge, 'base64url');
  return stored.length === computed.length && timingSafeEqual(stored, computed);
}
