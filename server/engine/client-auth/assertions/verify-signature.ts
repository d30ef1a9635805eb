/** Whether an application signed something: with a key that it registered, or one that stands where it said. */
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { OutboundError } from '../../../outbound/outbound-error.ts';
import type { JsonObject } from '../../../spec/vocabulary.ts';
import type { Application } from '../../../storage/records/directory.ts';
import type { Context } from '../../context.ts';

export type Signed =
  | { readonly kind: 'signed'; readonly header: JsonObject; readonly payload: JsonObject }
  /** `why` is for the operator. */
  | { readonly kind: 'refused'; readonly why: string };

/** Far above what clients send. In characters. */
const LONGEST_JWT = 16_384;
const MOST_TRIED = 8;
const KEY_TYPES: Readonly<Record<string, string>> = { RS256: 'RSA', PS256: 'RSA', ES256: 'EC', EdDSA: 'OKP' };
/** RFC 7517 §8.5.1, and what web servers make of a .json file. */
const JWKS_TYPES = ['application/json', 'application/jwk-set+json'];

/** The protected header of a compact JWS; undefined for anything else. Nothing of it is proved. RFC 7515 §4 */
export function readHeader(jwt: string): JsonObject | undefined {
  if (jwt.length > LONGEST_JWT) return undefined;
  try {
    const header: unknown = decodeProtectedHeader(jwt);
    return isJsonObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether `application`, or whoever else has keys on record, signed `jwt` with one of `algorithms`, all of them asymmetric. The header picks among its own keys;
 * nothing in it is fetched or followed. An unknown `kid` makes us look for newer keys at jwks_uri, at most once a minute.
 * RFC 7515 §5.2, RFC 8725 §3.1, §3.10
 */
export async function verifyByItsKeys(
  jwt: string,
  application: Pick<Application, 'jwks' | 'jwks_uri' | 'registration'>,
  algorithms: readonly string[],
  cx: Context,
): Promise<Signed> {
  const header = readHeader(jwt);
  const alg = header?.['alg'];
  if (header === undefined) return refused('is not a JWT');
  if (typeof alg !== 'string' || !algorithms.includes(alg)) return refused('has an alg that is not accepted');
  const { jwks, jwks_uri } = application;
  if (jwks !== undefined) return tryKeys(jwt, header, alg, jwks);
  if (jwks_uri === undefined) return refused('comes from an application that registered no keys');
  const asked = {
    url: jwks_uri,
    entered_by: application.registration === undefined ? ('admin' as const) : ('stranger' as const),
    accept: JWKS_TYPES,
  };
  try {
    const kept = await cx.outbound.keptDocument(asked);
    const first = await tryKeys(jwt, header, alg, kept);
    if (first.kind === 'signed') return first;
    const newer = await cx.outbound.renewedDocument(asked);
    return newer === kept ? first : await tryKeys(jwt, header, alg, newer);
  } catch (thrown) {
    if (thrown instanceof OutboundError) return refused(`can't be checked: its keys can't be read: ${thrown.message}`);
    throw thrown;
  }
}

/** HS256 with a secret that both sides know. RFC 7518 §3.2 */
export function verifyBySecret(jwt: string, client_secret: string): Promise<JsonObject | undefined> {
  return verifyWith(jwt, Buffer.from(client_secret), 'HS256');
}

async function tryKeys(jwt: string, header: JsonObject, alg: string, jwks: unknown): Promise<Signed> {
  const keys = keysOf(jwks).filter((key) => fits(key, header, alg));
  if (keys.length === 0) return refused('names no key that is registered and fits its alg');
  for (const key of keys.slice(0, MOST_TRIED)) {
    const payload = await verifyWith(jwt, key, alg);
    if (payload !== undefined) return { kind: 'signed', header, payload };
  }
  return refused('has a signature that none of the registered keys made');
}

function keysOf(jwks: unknown): readonly JsonObject[] {
  const keys: unknown = isJsonObject(jwks) ? jwks['keys'] : undefined;
  return Array.isArray(keys) ? keys.filter(isJsonObject) : [];
}

/** A key without a kid could be any. RFC 7517 §4.2, §4.4, §4.5 */
function fits(key: JsonObject, header: JsonObject, alg: string): boolean {
  const { kty, kid, use, alg: its } = key;
  if (kty !== KEY_TYPES[alg] || use === 'enc') return false;
  if (its !== undefined && its !== alg) return false;
  return header['kid'] === undefined || kid === undefined || kid === header['kid'];
}

async function verifyWith(jwt: string, key: JsonObject | Buffer, alg: string): Promise<JsonObject | undefined> {
  try {
    const material = Buffer.isBuffer(key) ? key : await importJWK(key as JWK, alg);
    const verified = await compactVerify(jwt, material, { algorithms: [alg] });
    const payload: unknown = JSON.parse(UTF8.decode(verified.payload));
    return isJsonObject(payload) ? payload : undefined;
  } catch {
    // Not signed by this key, or the key is none: the caller asked exactly that.
    return undefined;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function refused(why: string): Signed {
  return { kind: 'refused', why };
}

/** For values that come from JSON. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
