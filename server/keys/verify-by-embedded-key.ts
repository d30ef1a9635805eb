/** Verifies a JWS with the public key in its own header: that proves no more than that its sender holds the key. */
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { JsonObject } from '../spec/vocabulary.ts';
import { publicMembers } from './algorithms.ts';
import type { VerifiedJwt } from './keyring.ts';

export interface ByEmbeddedKey extends VerifiedJwt {
  /** SHA-256 thumbprint of the key. RFC 7638 §3 */
  readonly jkt: string;
}

const LONGEST_JWT = 8_192;
/** In characters: 4096 bits, and exponents of four bytes. Strangers choose how long it takes us to verify. */
const LONGEST_RSA = { n: 690, e: 8 } as const;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'] as const;

/** Undefined for whatever was not signed with one of `algorithms` by the key in its `jwk`, which must be public. RFC 7515 §4.1.3 */
export async function verifyByEmbeddedKey(
  jwt: string,
  algorithms: readonly string[],
): Promise<ByEmbeddedKey | undefined> {
  if (jwt.length > LONGEST_JWT) return undefined;
  try {
    const header: unknown = decodeProtectedHeader(jwt);
    if (!isJsonObject(header) || !isJsonObject(header['jwk'])) return undefined;
    const alg = algorithms.find((known) => known === header['alg']);
    const jwk = readPublicKey(header['jwk']);
    if (alg === undefined || jwk === undefined) return undefined;
    const verified = await compactVerify(jwt, await importJWK(jwk, alg), { algorithms: [alg] });
    const payload: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(verified.payload));
    if (!isJsonObject(payload)) return undefined;
    return { header, payload, jkt: await calculateJwkThumbprint(jwk, 'sha256') };
  } catch {
    // No JWT, or not signed by this key: the caller asked exactly that.
    return undefined;
  }
}

/** Whatever else the key says of itself (its use, an alg of its own) does not count. RFC 9449 §4.2 */
function readPublicKey(jwk: JsonObject): JWK | undefined {
  if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(jwk, name))) return undefined;
  const { kty, crv, x, y, n, e } = publicMembers(jwk);
  if (typeof n === 'string' && n.length > LONGEST_RSA.n) return undefined;
  if (typeof e === 'string' && e.length > LONGEST_RSA.e) return undefined;
  return publicMembers({ kty, crv, x, y, n, e });
}

/** For values that come from JSON.parse. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
