/** Whether an application, or whoever else has keys on record, signed something: with one of those, or one that stands where it said. */
import { type Signed, verifyByKeys } from '../keys/verify-by-client.ts';
import type { ClientSigningAlgorithm } from '../spec/vocabulary.ts';
import type { KeyOwner } from './client-keys.ts';
import type { Context } from './context.ts';
import { lookInKeys } from './look-in-keys.ts';

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
  const looked = await lookInKeys(signer, cx, (keys) => verifyByKeys(jwt, { keys }, algorithms));
  return 'why' in looked ? { kind: 'refused', ...looked } : looked;
}
