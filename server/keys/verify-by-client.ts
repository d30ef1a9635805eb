/**
 * Verifies what an application signed, with its keys or with the secret that both sides know. Whose keys they are and where
 * they come from, and what the JWT may say, is the caller's.
 */
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { type ClientKey, publicKeysIn } from '../spec/client-keys.ts';
import { isJsonObject } from '../spec/json-object.ts';
import type { ClientSigningAlgorithm, JsonObject } from '../spec/vocabulary.ts';

export type Signed =
  | { readonly kind: 'signed'; readonly header: JsonObject; readonly payload: JsonObject }
  /** `why` is for the operator: it goes on from "the JWT". */
  | { readonly kind: 'refused'; readonly why: string; readonly unread?: string };

/** Which keys an algorithm takes. RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2 */
const KEY_OF: { readonly [A in ClientSigningAlgorithm]: { readonly kty: string; readonly crv?: string } } = {
  RS256: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
};

export const CLIENT_SIGNING_ALGORITHMS: readonly ClientSigningAlgorithm[] = [
  'RS256',
  'PS256',
  'ES256',
  'EdDSA',
  'Ed25519',
];

/**
 * The one that an application is registered for, under each of its names: a library that learns the newer one signs as before.
 * All where it is registered for none; none for a name that no key pair signs by.
 */
export function acceptedFrom(registered: string | undefined): readonly ClientSigningAlgorithm[] {
  if (registered === undefined) return CLIENT_SIGNING_ALGORITHMS;
  return CLIENT_SIGNING_ALGORITHMS.filter((known) => isSameAlgorithm(known, registered));
}

function isSameAlgorithm(a: string, b: string): boolean {
  const newest = (name: string) => (name === 'EdDSA' ? 'Ed25519' : name);
  return newest(a) === newest(b);
}

/** Far above what clients send. In characters. */
const LONGEST_JWT = 65_536;
/** Of keys that would fit: the one in force, the one before and the one after, for whoever publishes them without names. */
const MOST_TRIED = 3;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Whether one of the keys of `jwks`, whatever stands in it, signed `jwt` with one of `algorithms`. A `kid` picks among the
 * keys; nothing that the header brings along (`jwk`, `jku`, `x5c` …) is taken for one. RFC 7515 §5.2, RFC 8725 §3.1, §3.10
 */
export async function verifyByKeys(
  jwt: string,
  jwks: unknown,
  algorithms: readonly ClientSigningAlgorithm[],
): Promise<Signed> {
  const header = headerOfJws(jwt);
  if (header === undefined) return refused('is not a JWT');
  const alg = algorithms.find((known) => known === header['alg']);
  if (alg === undefined) return refused('has an alg that is not accepted');
  const keys = readKeysIn(jwks).filter(({ key }) => suits(key, alg, header['kid']));
  if (keys.length === 0) return refused('names no key that fits its alg and is good enough');
  for (const key of keys.slice(0, MOST_TRIED)) {
    const payload = await payloadOf(jwt, alg, () => materialOf(key, alg));
    if (payload !== undefined) return { kind: 'signed', header, payload };
  }
  return refused('has a signature that none of the registered keys made');
}

/** What a JWT says that was signed by HS256 under the secret; undefined for every other. RFC 7518 §3.2 */
export function verifyBySecret(jwt: string, client_secret: string): Promise<JsonObject | undefined> {
  return payloadOf(jwt, 'HS256', () => Buffer.from(client_secret));
}

/** The protected header of a compact JWS; undefined for anything else. Nothing of it is proved. RFC 7515 §4 */
export function headerOfJws(jwt: string): JsonObject | undefined {
  if (jwt.length > LONGEST_JWT) return undefined;
  try {
    const header: unknown = decodeProtectedHeader(jwt);
    return isJsonObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it says of itself that nobody signed it. */
export function isUnsigned(jwt: string): boolean {
  return headerOfJws(jwt)?.['alg'] === 'none';
}

/** A key of a client, and what of it was made to verify with: that takes longer than verifying. */
interface ReadKey {
  readonly key: ClientKey;
  readonly materials: Map<ClientSigningAlgorithm, Promise<Material>>;
}

/** By the object that was read, which is replaced where a client has other keys, and never changed. None where it is unfit. */
const READ = new WeakMap<JsonObject, readonly ReadKey[]>();

function readKeysIn(jwks: unknown): readonly ReadKey[] {
  const keys: readonly unknown[] = isJsonObject(jwks) && Array.isArray(jwks['keys']) ? jwks['keys'] : [];
  return keys.filter(isJsonObject).flatMap((key) => READ.get(key) ?? readKey(key));
}

function readKey(found: JsonObject): readonly ReadKey[] {
  const read = publicKeysIn({ keys: [found] }).map((key): ReadKey => ({ key, materials: new Map() }));
  READ.set(found, read);
  return read;
}

async function materialOf({ key, materials }: ReadKey, alg: ClientSigningAlgorithm): Promise<Material> {
  const made = materials.get(alg) ?? importJWK({ ...key }, alg);
  materials.set(alg, made);
  return made;
}

/** A key without a kid could be any. RFC 7517 §4.2, §4.4, §4.5 */
function suits(key: ClientKey, alg: ClientSigningAlgorithm, kid: JsonObject[string] | undefined): boolean {
  const { kty, crv } = KEY_OF[alg];
  if (key['kty'] !== kty || (crv !== undefined && key['crv'] !== crv)) return false;
  if (key['use'] !== undefined && key['use'] !== 'sig') return false;
  if (typeof key['alg'] === 'string' && !isSameAlgorithm(key['alg'], alg)) return false;
  return kid === undefined || key['kid'] === undefined || key['kid'] === kid;
}

type Material = Awaited<ReturnType<typeof importJWK>>;

async function payloadOf(
  jwt: string,
  alg: string,
  material: () => Material | Promise<Material>,
): Promise<JsonObject | undefined> {
  if (jwt.length > LONGEST_JWT) return undefined;
  try {
    const verified = await compactVerify(jwt, await material(), { algorithms: [alg] });
    const payload: unknown = JSON.parse(UTF8.decode(verified.payload));
    return isJsonObject(payload) ? payload : undefined;
  } catch {
    // Not by this key, or the key is none: the caller asked exactly that.
    return undefined;
  }
}

function refused(why: string): Signed {
  return { kind: 'refused', why };
}
