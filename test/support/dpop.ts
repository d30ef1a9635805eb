/** Proofs of possession as clients make them, right unless a test says otherwise. */
import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface ProofKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
  /** With the private members. */
  readonly whole: JWK;
  readonly jkt: string;
}

export async function makeProofKey(alg = 'ES256'): Promise<ProofKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { alg, privateKey, jwk, whole: await exportJWK(privateKey), jkt: await calculateJwkThumbprint(jwk) };
}

export interface ProofOf {
  readonly htm: string;
  readonly htu: string;
  readonly now: number;
  /** The access token that the proof goes with. */
  readonly access_token?: string;
  /** Set over the claims; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

export function makeProof(key: ProofKey, { htm, htu, now, access_token, claims, header }: ProofOf): Promise<string> {
  const ath = access_token && createHash('sha256').update(access_token).digest('base64url');
  const all = { jti: randomUUID(), htm, htu, iat: now, ath, ...claims };
  const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(payload)
    .setProtectedHeader({ alg: key.alg, typ: 'dpop+jwt', jwk: key.jwk, ...header })
    .sign(key.privateKey);
}
