/** The public keys that an application registers for itself: which JWK Sets are taken at all. RFC 7517 */
import { isJsonObject } from './json-object.ts';
import type { JsonObject } from './vocabulary.ts';

const MOST_KEYS = 20;
const LONGEST = 32_768;
/** Members that only private and symmetric keys have. RFC 7518 §6.2.2, §6.3.2, §6.4.1 */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const BASE64URL = /^[A-Za-z0-9_-]+$/;
/** 2048 bits and 4096 bits, in characters of base64url: what is longer takes longer than a stranger may take. RFC 7518 §3.3 */
const RSA_CHARACTERS = { least: 342, most: 683 };
const EC_CURVES: readonly unknown[] = ['P-256', 'P-384', 'P-521'];
const OKP_CURVES: readonly unknown[] = ['Ed25519', 'X25519'];

/** A JWK Set as it is kept: `{ keys: [ … ] }`, and nothing private in it. */
export interface ClientKeys {
  readonly keys: readonly ClientKey[];
}

export type ClientKey = Readonly<Record<string, string | readonly string[]>>;

/** What is wrong with a JWK Set that an application brings, as the end of a sentence; undefined for a good one. */
export function checkClientKeys(value: unknown): string | undefined {
  if (!isJsonObject(value) || !Array.isArray(value['keys'])) return 'is not a JWK Set: an object with a list keys';
  const keys: readonly unknown[] = value['keys'];
  if (keys.length === 0 || keys.length > MOST_KEYS) return `must hold 1 to ${MOST_KEYS} keys`;
  if (JSON.stringify(value).length > LONGEST) return `is longer than ${LONGEST} characters`;
  const kids = keys.flatMap((key) => (isJsonObject(key) && key['kid'] !== undefined ? [key['kid']] : []));
  if (new Set(kids).size < kids.length) return 'holds two keys with the same kid';
  for (const [index, key] of keys.entries()) {
    const reason = checkKey(key);
    if (reason !== undefined) return `holds a key (keys[${index}]) that ${reason}`;
  }
  return undefined;
}

/** The members of a public key that anything here reads. */
const KEPT_MEMBERS = ['kty', 'use', 'alg', 'kid', 'n', 'e', 'crv', 'x', 'y'] as const;

/** Enough for a certificate and the authorities above it. RFC 7517 §4.7 */
const MOST_CERTIFICATES = 8;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * A JWK Set that checkClientKeys found nothing wrong with, as it is kept. Of its certificates the first stays, which is that of
 * the key itself (RFC 7517 §4.7); whatever else it held is left out.
 */
export function tidyClientKeys({ keys }: { readonly keys: readonly Readonly<Record<string, unknown>>[] }): ClientKeys {
  return {
    keys: keys.map((key) => ({
      ...Object.fromEntries(
        KEPT_MEMBERS.flatMap((name) => {
          const value = key[name];
          return typeof value === 'string' ? [[name, value] as const] : [];
        }),
      ),
      ...firstCertificate(key['x5c']),
    })),
  };
}

/**
 * The keys of a JWK Set that nobody checked yet, as it stands at an address: those that are public and whose size and curve
 * are among ours. An exponent as long as the modulus makes one check of a signature as dear as a hundred signatures.
 */
export function publicKeysIn(jwks: unknown): readonly ClientKey[] {
  const keys: readonly unknown[] = isJsonObject(jwks) && Array.isArray(jwks['keys']) ? jwks['keys'] : [];
  const good = keys.filter(isJsonObject).filter((key) => privateMemberOf(key) === undefined && !checkMaterial(key));
  return tidyClientKeys({ keys: good }).keys;
}

function firstCertificate(x5c: unknown): { readonly x5c?: readonly string[] } {
  const certificates: readonly unknown[] = Array.isArray(x5c) ? x5c : [];
  const [first] = certificates;
  return typeof first === 'string' ? { x5c: [first] } : {};
}

function checkCertificates(x5c: unknown): string | undefined {
  if (x5c === undefined) return undefined;
  const certificates: readonly unknown[] = Array.isArray(x5c) ? x5c : [];
  const fit = (each: unknown) => typeof each === 'string' && each.length <= 8_192 && BASE64.test(each);
  const good = certificates.length > 0 && certificates.length <= MOST_CERTIFICATES && certificates.every(fit);
  return good ? undefined : 'has an x5c that is no list of certificates in base64';
}

function checkKey(key: unknown): string | undefined {
  if (!isJsonObject(key)) return 'is no object';
  const secret = privateMemberOf(key);
  if (secret !== undefined) return `holds ${secret}: only public keys may be told to others`;
  for (const name of ['kid', 'use', 'alg']) {
    const value = key[name];
    if (value !== undefined && (typeof value !== 'string' || value.length > 255))
      return `has a ${name} that is no text`;
  }
  return checkMaterial(key) ?? checkCertificates(key['x5c']);
}

function privateMemberOf(key: JsonObject): string | undefined {
  return PRIVATE_MEMBERS.find((name) => Object.hasOwn(key, name));
}

function checkMaterial(key: JsonObject): string | undefined {
  const { kty, crv, n, e, x, y } = key;
  if (kty === 'RSA') {
    if (!isBase64url(n) || !isBase64url(e)) return 'lacks n or e in base64url';
    const fits = n.length >= RSA_CHARACTERS.least && n.length <= RSA_CHARACTERS.most && e.length <= 6;
    return fits ? undefined : 'has not 2048 to 4096 bits, or an exponent above 36';
  }
  if (kty === 'EC') {
    if (!EC_CURVES.includes(crv)) return 'has a curve that is not known here';
    return isBase64url(x) && isBase64url(y) ? undefined : 'lacks x or y in base64url';
  }
  if (kty !== 'OKP') return 'is neither RSA, EC nor OKP';
  if (!OKP_CURVES.includes(crv)) return 'has a curve that is not known here';
  return isBase64url(x) ? undefined : 'lacks x in base64url';
}

function isBase64url(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 2_000 && BASE64URL.test(value);
}
