/** Whether an application signed something: with a key that it registered, or one that stands where it said. */
import { type Signed, verifyByKeys } from '../keys/verify-by-client.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import type { ClientSigningAlgorithm } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

/** RFC 7517 §8.5.1, and what web servers make of a .json file. */
const JWKS_TYPES = ['application/json', 'application/jwk-set+json'];

/**
 * Whether `application` signed `jwt` with one of `algorithms`. Its keys are registered, or read from its jwks_uri: again
 * where none of those that are kept made the signature, at most once a minute. RFC 7515 §5.2, OIDC Core §10.1.1
 */
export async function verifyByItsKeys(
  jwt: string,
  { jwks, jwks_uri, registration }: Application,
  algorithms: readonly ClientSigningAlgorithm[],
  cx: Context,
): Promise<Signed> {
  if (jwks !== undefined) return verifyByKeys(jwt, jwks, algorithms);
  if (jwks_uri === undefined) {
    return { kind: 'refused', why: 'comes from an application that registered no keys' };
  }
  const asked = {
    url: jwks_uri,
    entered_by: registration === undefined ? ('admin' as const) : ('stranger' as const),
    accept: JWKS_TYPES,
  };
  try {
    const kept = await cx.outbound.keptDocument(asked);
    const first = await verifyByKeys(jwt, kept, algorithms);
    if (first.kind === 'signed') return first;
    const newer = await cx.outbound.renewedDocument(asked);
    return newer === kept ? first : await verifyByKeys(jwt, newer, algorithms);
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    return { kind: 'refused', why: `can't be checked: its keys can't be read: ${thrown.message}` };
  }
}
