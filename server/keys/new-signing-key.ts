/** Makes a signing key whose private half is sealed from its first moment in a record. When it is needed is the plan's to say. */
import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { JsonObject, KeyAlgorithm } from '../spec/vocabulary.ts';
import type { SigningKey } from '../storage/records/keys.ts';
import { generateFor, publicJwk } from './algorithms.ts';
import type { Sealer } from './sealing.ts';

/** A key that no record holds yet: everything but its state and times. */
export interface NewSigningKey {
  readonly id: string;
  readonly alg: KeyAlgorithm;
  readonly public_jwk: JsonObject;
  readonly sealed_private_jwk: string;
}

/** Takes some tenths of a second for RSA, on the thread pool: never call it inside a transaction. */
export async function makeSigningKey(alg: KeyAlgorithm, sealer: Sealer): Promise<NewSigningKey> {
  const { publicKey, privateKey } = await generateFor(alg);
  const public_jwk = await publicJwk(alg, publicKey);
  const privateJwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
  const id = public_jwk.kid;
  return { id, alg, public_jwk, sealed_private_jwk: sealer.seal(labelOf(id), privateJwk) };
}

/** The first record of a new key: `next`, or `active` where there is nothing else to sign with. */
export function firstRecord(key: NewSigningKey, state: 'active' | 'next', now: number): SigningKey {
  return { ...key, state, published_at: now, ...(state === 'active' ? { activated_at: now } : {}) };
}

/** Throws SealingError when the key was sealed with another sealing key, altered, or moved from another record. */
export function unsealPrivateKey(key: SigningKey, sealer: Sealer): KeyObject {
  // What opens is what makeSigningKey sealed: authenticated encryption leaves nothing to check.
  const jwk = JSON.parse(sealer.unseal(labelOf(key.id), key.sealed_private_jwk)) as JsonWebKey;
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

function labelOf(kid: string): string {
  return `signing_keys/${kid}`;
}
