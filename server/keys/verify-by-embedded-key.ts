/**
 * Verifies a JWS with the public key in its own header: that proves no more than that its sender holds the key. A client
 * sends the same header with each request, so that the key behind it is read once; and what a request waits for is verified
 * here and now, because the way to the thread pool takes longer.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { isJsonObject } from '../spec/json-object.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import { publicMembers } from './algorithms.ts';
import type { VerifiedJwt } from './keyring.ts';

export interface ByEmbeddedKey extends VerifiedJwt {
  /** SHA-256 thumbprint of the key. RFC 7638 §3 */
  readonly jkt: string;
}

interface EmbeddedAlgorithm {
  fits(key: KeyObject): boolean;
  verify(data: Buffer, key: KeyObject, signature: Buffer): boolean;
}

const RSA = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) =>
  asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
const ED25519: EmbeddedAlgorithm = {
  fits: (key) => key.asymmetricKeyType === 'ed25519',
  verify: (data, key, signature) => verify(null, data, key, signature),
};

/** RFC 7518 §3.1, RFC 8037 §3.1; newer libraries name EdDSA by its curve (RFC 9864 §2.2). */
const ALGORITHMS: ReadonlyMap<string, EmbeddedAlgorithm> = new Map([
  ['RS256', { fits: RSA, verify: (data, key, signature) => verify('sha256', data, key, signature) }],
  [
    'PS256',
    {
      fits: RSA,
      verify: (data, key, signature) =>
        verify('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, signature),
    },
  ],
  [
    'ES256',
    {
      fits: ({ asymmetricKeyType, asymmetricKeyDetails }) =>
        asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1',
      verify: (data, key, signature) => verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature),
    },
  ],
  ['EdDSA', ED25519],
  ['Ed25519', ED25519],
]);

export const EMBEDDED_KEY_ALGORITHMS: readonly string[] = [...ALGORITHMS.keys()];

const LONGEST_JWT = 8_192;
/** In characters: 4096 bits, and exponents of four bytes. Strangers choose how long it takes us to verify. */
const LONGEST_RSA = { n: 690, e: 8 } as const;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'] as const;

interface ReadHeader {
  readonly header: JsonObject;
  readonly algorithm: EmbeddedAlgorithm;
  readonly key: KeyObject;
  readonly jkt: string;
}

/** The first part of a JWS → what it says. The oldest is forgotten first: strangers can send any number. */
const READ = new Map<string, ReadHeader>();
const MOST_READ = 1_000;

/** Undefined for whatever was not signed by the key in its `jwk`, which must be public. RFC 7515 §4.1.3 */
export async function verifyByEmbeddedKey(jwt: string): Promise<ByEmbeddedKey | undefined> {
  if (jwt.length > LONGEST_JWT || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) return undefined;
  const [head = '', body = '', signature = ''] = jwt.split('.');
  try {
    const read = READ.get(head) ?? (await readHeader(head));
    if (read === undefined) return undefined;
    const data = Buffer.from(jwt.slice(0, jwt.lastIndexOf('.')));
    if (!read.algorithm.verify(data, read.key, Buffer.from(signature, 'base64url'))) return undefined;
    const payload = parse(body);
    return isJsonObject(payload) ? { header: read.header, payload, jkt: read.jkt } : undefined;
  } catch {
    // No JWT, or no key: the caller asked exactly that.
    return undefined;
  }
}

async function readHeader(head: string): Promise<ReadHeader | undefined> {
  const header = parse(head);
  // Nothing critical is understood here. RFC 7515 §4.1.11
  if (!isJsonObject(header) || Object.hasOwn(header, 'crit') || !isJsonObject(header['jwk'])) return undefined;
  const { alg, jwk } = header;
  const algorithm = typeof alg === 'string' ? ALGORITHMS.get(alg) : undefined;
  const members = readPublicKey(jwk);
  if (algorithm === undefined || members === undefined) return undefined;
  const key = createPublicKey({ key: { ...members }, format: 'jwk' });
  if (!algorithm.fits(key)) return undefined;
  const read = { header, algorithm, key, jkt: await calculateJwkThumbprint(members, 'sha256') };
  const [oldest] = READ.size < MOST_READ ? [] : READ.keys();
  if (oldest !== undefined) READ.delete(oldest);
  READ.set(head, read);
  return read;
}

/** Whatever else the key says of itself (its use, an alg of its own) does not count. RFC 9449 §4.2 */
function readPublicKey(jwk: JsonObject): Readonly<Record<string, string>> | undefined {
  if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(jwk, name))) return undefined;
  const { kty, crv, x, y, n, e } = publicMembers(jwk);
  if (typeof n === 'string' && n.length > LONGEST_RSA.n) return undefined;
  if (typeof e === 'string' && e.length > LONGEST_RSA.e) return undefined;
  const members = Object.entries({ kty, crv, x, y, n, e });
  return Object.fromEntries(members.filter((member): member is [string, string] => typeof member[1] === 'string'));
}

function parse(part: string): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')));
}
