/** Logout tokens: that a person's session ended, for one application that it had signed them in to. */
import { randomUUID } from 'node:crypto';
import type { Keyring } from '../../keys/keyring.ts';
import type { TraitsOfDialects } from '../../spec/dialect-traits.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Session } from '../../storage/records/flow.ts';
import type { Collections } from '../../storage/store.ts';
import type { Secrets } from '../context.ts';
import { sessionIdentifier, subjectIdentifier } from '../subject-identifier.ts';

/** Long enough for clocks that differ, too short to be worth keeping. */
const LIFETIME_S = 120;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

interface Minting {
  readonly store: Collections;
  readonly keys: Pick<Keyring, 'sign'>;
  readonly secrets: Secrets;
  /** What dialects differ in where tokens are made. */
  readonly traits: TraitsOfDialects;
  /** Epoch seconds. */
  now(): number;
  /** What the house calls itself to an application, as its ID tokens say. */
  issuerOf(application: Application): string;
}

export type LogoutTokenMint = (application: Application, ended: Pick<Session, 'user_id' | 'sid'>) => Promise<string>;

/**
 * Signs as the application's ID tokens are signed. Each try gets a token of its own, because an application that lost its
 * answer may refuse a `jti` that it has seen. No `nonce`, so that it can't pass for an ID token. OIDC Back-Channel Logout §2.4
 */
export function logoutTokenMint({ store, keys, secrets, traits, now, issuerOf }: Minting): LogoutTokenMint {
  return async (application, { user_id, sid }) => {
    const alg = application.id_token_signed_response_alg ?? 'RS256';
    const iat = now();
    const person = (await store.collection('users').get(user_id)) ?? { id: user_id };
    return keys.sign(
      { alg, typ: 'logout+jwt' },
      {
        iss: issuerOf(application),
        sub: subjectIdentifier(person, application, { secrets, traits }),
        aud: application.client_id,
        iat,
        exp: iat + LIFETIME_S,
        jti: randomUUID(),
        sid: sessionIdentifier(sid, application, { secrets }),
        events: { [EVENT]: {} },
      },
    );
  };
}
