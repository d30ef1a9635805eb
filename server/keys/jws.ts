/**
 * Compact JWS with keys at hand: node:crypto signs, because that is what a token endpoint waits for; jose verifies,
 * because that is where a parser meets strangers. Which keys there are is the keyring's. RFC 7515
 */
import type { KeyObject } from 'node:crypto';
import { type CryptoKey, compactVerify, decodeProtectedHeader } from 'jose';
import { isJsonObject } from '../spec/json-object.ts';
import type { JsonObject, SigningAlgorithm } from '../spec/vocabulary.ts';
import { ALGORITHMS } from './algorithms.ts';
import type { VerifiedJwt } from './keyring.ts';

export interface SignsWith {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** `typ` → the protected header in base64url. Types are words of our own code, so there are few. */
  readonly headers: Map<string, string>;
}

export interface PublishedKey {
  readonly alg: SigningAlgorithm;
  readonly key: CryptoKey | Uint8Array;
}

/** Far above any token of ours, and little enough to hash for a stranger. In characters. */
const LONGEST_JWT = 65_536;
/** All that our headers ever carry. `jku`, `jwk`, `x5c`, `crit`, `b64` … name keys or rules of somebody else. */
const OUR_HEADERS: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);

/** Answers header.payload.signature; a promise only where the algorithm signs on the thread pool. RFC 7515 §7.1 */
export function signCompact(by: SignsWith, typ: string, payload: JsonObject): string | Promise<string> {
  const input = `${headerOf(by, typ)}.${base64url(payload)}`;
  const signature = ALGORITHMS[by.alg].sign(by.privateKey, input);
  if (!(signature instanceof Promise)) return `${input}.${signature.toString('base64url')}`;
  return signature.then((bytes) => `${input}.${bytes.toString('base64url')}`);
}

function headerOf(by: SignsWith, typ: string): string {
  const known = by.headers.get(typ);
  if (known !== undefined) return known;
  const header = base64url({ alg: by.alg, typ, kid: by.kid });
  by.headers.set(typ, header);
  return header;
}

function base64url(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * The parts of a JWT that one of `published` signed with that key's own algorithm; undefined for every other string.
 * The header only ever picks among our keys, and nothing in it is fetched or followed. RFC 8725 §3.1, §3.10
 */
export async function verifyCompact(
  published: ReadonlyMap<string, PublishedKey>,
  jwt: string,
): Promise<VerifiedJwt | undefined> {
  if (jwt.length > LONGEST_JWT) return undefined;
  try {
    const header: unknown = decodeProtectedHeader(jwt);
    if (!isJsonObject(header) || !Object.keys(header).every((name) => OUR_HEADERS.has(name))) return undefined;
    const key = typeof header['kid'] === 'string' ? published.get(header['kid']) : undefined;
    if (key === undefined || header['alg'] !== key.alg) return undefined;

    const verified = await compactVerify(jwt, key.key, { algorithms: [key.alg] });
    const payload: unknown = JSON.parse(Buffer.from(verified.payload).toString('utf8'));
    if (!isJsonObject(payload)) return undefined;
    return { header, payload };
  } catch {
    // Not a JWT, or not signed by us: the caller asked exactly that.
    return undefined;
  }
}
