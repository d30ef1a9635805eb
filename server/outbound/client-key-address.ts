/** Where the public keys of an application stand, and how they are asked for: by whoever needs them, and by an admin who looks. */
import type { Application } from '../storage/records/directory.ts';
import type { DocumentAsked } from './outbound.ts';

/** RFC 7517 §8.5.1, and what web servers make of a .json file. */
const JWKS_TYPES = ['application/json', 'application/jwk-set+json'];

/** Whoever registered itself is a stranger, whose addresses are not ours to reach. Undefined where they stand nowhere. */
export function clientKeyAddress({
  jwks_uri: url,
  registration,
}: Pick<Application, 'jwks_uri' | 'registration'>): DocumentAsked | undefined {
  if (url === undefined) return undefined;
  return { url, entered_by: registration === undefined ? 'admin' : 'stranger', accept: JWKS_TYPES };
}
