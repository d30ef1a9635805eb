/** Whether an application, or whoever else has keys on record, signed something: with one of those, or one that stands where it said. */
import { type Signed, verifyByKeys } from '../keys/verify-by-client.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import type { ClientSigningAlgorithm } from '../spec/vocabulary.ts';
import { type KeyOwner, keysOfClient } from './client-keys.ts';
import type { Context } from './context.ts';

/**
 * Whether `signer` signed `jwt` with one of `algorithms`. Its keys are registered, or read from its jwks_uri: again
 * where none of those that are kept made the signature, at most once a minute. RFC 7515 §5.2, OIDC Core §10.1.1
 */
export async function verifyByItsKeys(
  jwt: string,
  signer: KeyOwner,
  algorithms: readonly ClientSigningAlgorithm[],
  cx: Context,
): Promise<Signed> {
  const keys = keysOfClient(signer, cx);
  if (keys === undefined) return { kind: 'refused', why: 'comes from an application that registered no keys' };
  try {
    const kept = await keys.kept();
    const first = await verifyByKeys(jwt, kept, algorithms);
    if (first.kind === 'signed') return first;
    const newer = await keys.renewed();
    return newer === kept ? first : await verifyByKeys(jwt, newer, algorithms);
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    return { kind: 'refused', why: `can't be checked: its keys can't be read: ${thrown.message}` };
  }
}
