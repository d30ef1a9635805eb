/**
 * Encryption at rest: what must not lie readable in the store is sealed under one 32-byte key.
 * Where that key lives is key-file.ts's (or the shell's) affair; what is sealed under which label is the caller's.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

export interface Sealer {
  /**
   * Answers `v1.` and base64url of nonce, ciphertext and tag (AES-256-GCM, a fresh random 96-bit nonce).
   * `label` names the record, such as `signing_keys/<kid>`: it is authenticated with the text, so a sealed value that
   * is moved to another record doesn't open there. It is not secret and appears in errors.
   */
  seal(label: string, plain: string): string;
  /**
   * Throws SealingError when `sealed` was not sealed by this key under this very label, or is spelled in another way than
   * it was: what may be used once is remembered by its text.
   */
  unseal(label: string, sealed: string): string;
  /** A 32-byte key of its own for another purpose, an HMAC for instance; the same for the same label. HKDF-SHA256 */
  derive(label: string): KeyObject;
}

export type SealingErrorCode = 'bad_key' | 'unknown_format' | 'not_authentic';

/** Its message says what to do, and holds neither key nor plain text. */
export class SealingError extends Error {
  readonly code: SealingErrorCode;

  constructor(code: SealingErrorCode, message: string) {
    super(message);
    this.name = 'SealingError';
    this.code = code;
  }
}

export const SEALING_KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^v1\.([A-Za-z0-9_-]+)$/;

/** `key` is 32 random bytes; throws SealingError (bad_key) for any other length. */
export function createSealer(key: Buffer): Sealer {
  if (key.length !== SEALING_KEY_BYTES) {
    throw new SealingError(
      'bad_key',
      `The sealing key has ${key.length} bytes; exactly ${SEALING_KEY_BYTES} are expected.`,
    );
  }
  // Neither use of the key can stand in for the other: both are sub-keys, and no label of derive() reaches the first.
  const sealingKey = subKey(key, 'lanyard seal v1');
  return {
    seal: (label, plain) => seal(sealingKey, label, plain),
    unseal: (label, sealed) => unseal(sealingKey, label, sealed),
    derive: (label) => subKey(key, `lanyard derive v1 ${label}`),
  };
}

/** As a key object, because node:crypto takes ten times as long to find out that a Buffer is a key. */
function subKey(key: Buffer, info: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, SEALING_KEY_BYTES)));
}

function seal(key: KeyObject, label: string, plain: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${sealed.toString('base64url')}`;
}

function unseal(key: KeyObject, label: string, sealed: string): string {
  const text = FORM.exec(sealed)?.[1] ?? '';
  const bytes = Buffer.from(text, 'base64url');
  // The last character may hold bits that nothing decodes: the same bytes have up to sixteen spellings. RFC 4648 §3.5
  if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== text) {
    throw new SealingError(
      'unknown_format',
      `The sealed value of ${label} is damaged or was written by a newer version of Lanyard. ` +
        'Start the version that wrote it, or restore a backup.',
    );
  }
  const tagAt = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(label))
    .setAuthTag(bytes.subarray(tagAt));
  const start = decipher.update(bytes.subarray(NONCE_BYTES, tagAt));
  try {
    return Buffer.concat([start, decipher.final()]).toString('utf8');
  } catch {
    throw new SealingError(
      'not_authentic',
      `The sealed value of ${label} does not open with this key: it was sealed with another key, or altered. ` +
        'Put back the key that belongs to this data directory, or restore data and key from the same backup.',
    );
  }
}
