/** What an application wants encrypted, and to which of its keys. What is encrypted, and when, is the caller's. */
import { CONTENT_ENCRYPTIONS, type Encrypt, encryptionFor } from '../keys/encrypt-for-client.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { KeyEncryption } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import { keysOfClient } from './client-keys.ts';
import type { Context } from './context.ts';

/** What an application is answered. */
type Answered = 'id_token' | 'userinfo' | 'authorization' | 'introspection';

/**
 * How `what` is encrypted for the application; undefined where it wants it in clear. To be asked before anything is issued.
 * Throws invalid_request where none of its keys is good for it: in clear nothing goes to who asked for the other. OIDC Core §10.2,
 * JARM §2.2, RFC 9701 §5
 */
export function encryptionOf(what: Answered, application: Application, cx: Context): Awaitable<Encrypt | undefined> {
  const alg = application[`${what}_encrypted_response_alg`];
  return alg === undefined ? undefined : encryptionBy(alg, what, application, cx);
}

async function encryptionBy(
  alg: KeyEncryption,
  what: Answered,
  application: Application,
  cx: Context,
): Promise<Encrypt> {
  const enc = application[`${what}_encrypted_response_enc`] ?? CONTENT_ENCRYPTIONS[0] ?? 'A128CBC-HS256';
  const none = (hint: string) =>
    new OAuthError('invalid_request', `the client has no key to which ${what} could be encrypted by ${alg}`, { hint });
  const keys = keysOfClient(application, cx);
  if (keys === undefined) throw none('it has neither jwks nor jwks_uri');
  try {
    const kept = await encryptionFor(await keys.kept(), { alg, enc });
    const found = kept ?? (await encryptionFor(await keys.renewed(), { alg, enc }));
    if (found !== undefined) return found;
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    throw none(thrown.message);
  }
  throw none('none of its keys fits');
}
