/** Finds out which dialect the application behind a client_id, a code or a token speaks. It trusts none of them: it only spells. */
import { hashSecret } from '../directory/machine-secrets.ts';
import { isJsonObject } from '../spec/json-object.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Collections } from '../storage/store.ts';
import type { Register } from './choose-dialect.ts';

export function createDialectRegister(store: Collections): Register {
  async function ofClient(client_id: string): Promise<DialectName | undefined> {
    const [application] = await store.collection('applications').find('client_id', client_id);
    return application?.dialect;
  }
  return {
    ofClient,
    async ofAssertion(assertion) {
      const client_id = claimInJwt(assertion, 'sub');
      return client_id === undefined ? undefined : ofClient(client_id);
    },
    async ofCredential(value) {
      const id = hashSecret(value);
      const record =
        (await store.collection('access_tokens').get(id)) ??
        (await store.collection('authorization_codes').get(id)) ??
        (await store.collection('refresh_tokens').get(id));
      const client_id = record?.client_id ?? claimInJwt(value, 'client_id');
      return client_id === undefined ? undefined : ofClient(client_id);
    },
  };
}

/** A text, unverified: whether the JWT is any good is the engine's to find out. */
function claimInJwt(value: string, name: 'client_id' | 'sub'): string | undefined {
  const payload = value.length > 8192 ? undefined : value.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const named = isJsonObject(claims) ? claims[name] : undefined;
    return typeof named === 'string' ? named : undefined;
  } catch {
    return undefined;
  }
}
