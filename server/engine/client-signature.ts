/** Whether an application signed something: with a key that it registered, or one that stands where it said. */
import { type Signed, verifyByKeys } from '../keys/verify-by-client.ts';
import type { ClientSigningAlgorithm } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';
import { lookInKeys } from './look-in-keys.ts';

/**
 * Whether `application` signed `jwt` with one of `algorithms`. Its keys are registered, or read from its jwks_uri: again
 * where none of those that are kept made the signature, at most once a minute. RFC 7515 §5.2, OIDC Core §10.1.1
 */
export async function verifyByItsKeys(
  jwt: string,
  application: Application,
  algorithms: readonly ClientSigningAlgorithm[],
  cx: Context,
): Promise<Signed> {
  const looked = await lookInKeys(application, cx, (keys) => verifyByKeys(jwt, { keys }, algorithms));
  return 'why' in looked ? { kind: 'refused', why: looked.why } : looked;
}
