/** Verifies what an application signed with a key that it registered. Whose keys they are, and what the JWT may say, is the caller's. */
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import type { ClientKeys } from '../spec/client-keys.ts';
import type { ClientSigningAlgorithm, JsonObject } from '../spec/vocabulary.ts';
import type { VerifiedJwt } from './keyring.ts';

/** Which keys an algorithm takes. RFC 7518 §3.1, RFC 8037 §3.1 */
const KEY_OF: { readonly [A in ClientSigningAlgorithm]: { readonly kty: string; readonly crv?: string } } = {
  RS256: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
};

export const CLIENT_SIGNING_ALGORITHMS: readonly ClientSigningAlgorithm[] = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const LONGEST_JWT = 65_536;

/**
 * The parts of a JWT that one of `keys` signed with one of `algorithms`; undefined for every other string. A `kid` picks
 * among the keys; nothing that the header brings along (`jwk`, `jku`, `x5c` …) is taken for one. RFC 8725 §3.1, §3.10
 */
export async function verifyByClient(
  jwt: string,
  { keys }: ClientKeys,
  algorithms: readonly ClientSigningAlgorithm[],
): Promise<VerifiedJwt | undefined> {
  if (jwt.length > LONGEST_JWT) return undefined;
  const header = headerOf(jwt);
  const alg = algorithms.find((known) => known === header?.['alg']);
  if (header === undefined || alg === undefined) return undefined;
  for (const key of keys) {
    if (!suits(key, alg, header['kid'])) continue;
    const payload = await payloadOf(jwt, key, alg);
    if (payload !== undefined) return { header, payload };
  }
  return undefined;
}

/** Whether it says of itself that nobody signed it. */
export function isUnsigned(jwt: string): boolean {
  return jwt.length <= LONGEST_JWT && headerOf(jwt)?.['alg'] === 'none';
}

function headerOf(jwt: string): JsonObject | undefined {
  try {
    const header: unknown = decodeProtectedHeader(jwt);
    return isJsonObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

function suits(key: ClientKeys['keys'][number], alg: ClientSigningAlgorithm, kid: JsonObject[string] | undefined) {
  const { kty, crv } = KEY_OF[alg];
  if (key['kty'] !== kty || (crv !== undefined && key['crv'] !== crv)) return false;
  if (key['use'] !== undefined && key['use'] !== 'sig') return false;
  if (key['alg'] !== undefined && key['alg'] !== alg) return false;
  return kid === undefined || key['kid'] === undefined || key['kid'] === kid;
}

async function payloadOf(
  jwt: string,
  key: ClientKeys['keys'][number],
  alg: ClientSigningAlgorithm,
): Promise<JsonObject | undefined> {
  try {
    const verified = await compactVerify(jwt, await importJWK({ ...key }, alg), { algorithms: [alg] });
    const payload: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(verified.payload));
    return isJsonObject(payload) ? payload : undefined;
  } catch {
    // Not by this key, or no JWT at all: the caller asked exactly that.
    return undefined;
  }
}

/** For values that come from JSON.parse. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
