/** What ties a token to a certificate: the thumbprint `x5t#S256`, and the question whether a request came with that one. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Confirmation } from '../spec/confirmation.ts';
import type { EndpointRequest } from './wire.ts';

/** SHA-256 of the certificate (DER) as base64url without padding. RFC 8705 §3.1 */
export function thumbprintOf(raw: Buffer): string {
  return hash('sha256', raw, 'base64url');
}

/** In a time that says nothing of where they differ. */
export function isSameThumbprint(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether a request came with the certificate that a token is bound to; false where that is bound to none. RFC 8705 §3 */
export function comesWithItsCertificate(
  { 'x5t#S256': bound }: Confirmation,
  { certificate }: Pick<EndpointRequest, 'certificate'>,
): boolean {
  if (bound === undefined || certificate === undefined) return false;
  return isSameThumbprint(thumbprintOf(certificate.raw), bound);
}
