/**
 * Encrypts what an application alone shall read, to a key that it published; and the table of algorithms for that. Key
 * wrapping (AES-KW) is left out: the desktop program's crypto library lacks it. Compact JWE is jose's. RFC 7516
 */
import { CompactEncrypt, importJWK } from 'jose';
import { type ClientKey, publicKeysIn } from '../spec/client-keys.ts';
import type { ContentEncryption, KeyEncryption } from '../spec/vocabulary.ts';

export interface EncryptedBy {
  readonly alg: KeyEncryption;
  readonly enc: ContentEncryption;
}

/** Which keys an algorithm takes. RFC 7518 §4.3, §4.6, RFC 8037 §3.2 */
const TAKES: { readonly [A in KeyEncryption]: (key: ClientKey) => boolean } = {
  'RSA-OAEP-256': ({ kty }) => kty === 'RSA',
  'ECDH-ES': ({ kty, crv }) => kty === 'EC' || (kty === 'OKP' && crv === 'X25519'),
};

export const KEY_ENCRYPTIONS: readonly KeyEncryption[] = ['RSA-OAEP-256', 'ECDH-ES'];
/** The first is meant where an application names none. OIDC Registration §2 */
export const CONTENT_ENCRYPTIONS: readonly ContentEncryption[] = [
  'A128CBC-HS256',
  'A256CBC-HS512',
  'A128GCM',
  'A256GCM',
];

/** What it encrypts is a JWT, or bare JSON. RFC 7519 §5.2 */
export type Encrypt = (plain: string, content: 'JWT' | 'JSON') => Promise<string>;

/**
 * Encrypts to the first key of `jwks`, whatever else stands in it, that is good for it; undefined where there is none.
 * RFC 7516 §5.1
 */
export async function encryptionFor(jwks: unknown, { alg, enc }: EncryptedBy): Promise<Encrypt | undefined> {
  for (const key of publicKeysIn(jwks).filter((each) => suits(each, alg))) {
    const material = await importJWK({ ...key }, alg).catch(() => undefined);
    if (material === undefined) continue;
    const { kid } = key;
    const named = { alg, enc, ...(typeof kid === 'string' ? { kid } : {}) };
    return (plain, content) =>
      new CompactEncrypt(Buffer.from(plain))
        .setProtectedHeader(content === 'JWT' ? { ...named, cty: 'JWT' } : named)
        .encrypt(material);
  }
  return undefined;
}

/** RFC 7517 §4.2, §4.4 */
function suits(key: ClientKey, alg: KeyEncryption): boolean {
  const { use, alg: its } = key;
  return TAKES[alg](key) && (use === undefined || use === 'enc') && (its === undefined || its === alg);
}
