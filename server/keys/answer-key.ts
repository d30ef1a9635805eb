/** The key pair that a hook of the office signs its answers with: made here, and of the private half nothing is kept. */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { ClientKeys } from '../spec/client-keys.ts';
import { publicJwk } from './algorithms.ts';

export interface AnswerKey {
  /** ES256, PKCS #8 in PEM: what every JWT library reads. */
  readonly private_key: string;
  readonly kid: string;
  readonly jwks: ClientKeys;
}

export async function makeAnswerKey(): Promise<AnswerKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const { kid, ...members } = await publicJwk('ES256', publicKey);
  const texts = Object.entries(members).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    kid,
    jwks: { keys: [{ ...Object.fromEntries(texts), kid }] },
  };
}
