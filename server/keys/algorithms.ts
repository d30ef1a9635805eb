/**
 * The table of signing algorithms: how a key pair is made and how it signs; and the one by which others encrypt to us. A new
 * algorithm is one row (and one word in the vocabulary). Verifying is jose's, keeping is the keyring's.
 */
import { sign as cryptoSign, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint } from 'jose';
import type { SpecRef } from '../spec/references.ts';
import type { JsonObject, KeyAlgorithm, SigningAlgorithm } from '../spec/vocabulary.ts';
import { rawFromDer } from './ecdsa-signature.ts';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface AlgorithmRow {
  readonly spec: SpecRef;
  generate(): Promise<KeyPair>;
  /** The signature in the form that a JWS carries. Synchronous where it takes some 20 µs, on the thread pool where 200. */
  sign(privateKey: KeyObject, data: Buffer | string): Buffer | Promise<Buffer>;
}

const makePair = promisify(generateKeyPair);

/** In the order of preference: RS256 is what every client can verify. */
export const ALGORITHMS: { readonly [A in SigningAlgorithm]: AlgorithmRow } = {
  RS256: {
    spec: 'RFC 7518 §3.3',
    generate: () => makePair('rsa', { modulusLength: 2048 }),
    sign: (privateKey, data) =>
      new Promise((resolve, reject) => {
        cryptoSign('sha256', bytesOf(data), privateKey, (error, signature) =>
          error === null ? resolve(signature) : reject(error),
        );
      }),
  },
  ES256: {
    spec: 'RFC 7518 §3.4',
    generate: () => makePair('ec', { namedCurve: 'P-256' }),
    sign: (privateKey, data) => rawFromDer(cryptoSign('sha256', bytesOf(data), privateKey)),
  },
  EdDSA: {
    spec: 'RFC 8037 §3.1',
    generate: () => makePair('ed25519', {}),
    sign: (privateKey, data) => cryptoSign(null, bytesOf(data), privateKey),
  },
};

export const ALGORITHM_NAMES = Object.keys(ALGORITHMS) as readonly SigningAlgorithm[];

/** RSA keys for it as well would double what the first start takes. RFC 7518 §4.6 */
export const DECRYPTION = 'ECDH-ES' satisfies KeyAlgorithm;

/** Everything that the house has keys for, in the order in which they are published. */
export const KEY_ALGORITHM_NAMES: readonly KeyAlgorithm[] = [...ALGORITHM_NAMES, DECRYPTION];

export function generateFor(alg: KeyAlgorithm): Promise<KeyPair> {
  return alg === DECRYPTION ? makePair('ec', { namedCurve: 'P-256' }) : ALGORITHMS[alg].generate();
}

/** Every member that a public RSA, EC or OKP key can have; whatever else a key holds is nobody's business. */
const PUBLIC_MEMBERS = ['kty', 'use', 'alg', 'kid', 'n', 'e', 'crv', 'x', 'y'] as const;

/** The public JWK as it stands in the JWKS; its `kid` is the SHA-256 thumbprint. RFC 7517 §4, RFC 7638 */
export async function publicJwk(alg: KeyAlgorithm, publicKey: KeyObject): Promise<JsonObject & { kid: string }> {
  const kid = await calculateJwkThumbprint(publicKey, 'sha256');
  const use = alg === DECRYPTION ? 'enc' : 'sig';
  return { ...publicMembers({ ...publicKey.export({ format: 'jwk' }), use, alg }), kid };
}

/** The public members of a JWK, whatever else was handed in. */
export function publicMembers(jwk: Readonly<Record<string, unknown>>): JsonObject {
  const members: Record<string, string> = {};
  for (const name of PUBLIC_MEMBERS) {
    const value = jwk[name];
    if (typeof value === 'string') members[name] = value;
  }
  return members;
}

function bytesOf(data: Buffer | string): Buffer {
  return typeof data === 'string' ? Buffer.from(data) : data;
}
