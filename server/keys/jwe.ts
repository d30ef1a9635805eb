/**
 * Compact JWE that others encrypted to us: which keys of ours open one, and nothing else. What was in it, and whether
 * anybody signed it, is the caller's to judge. RFC 7516
 */
import type { KeyObject } from 'node:crypto';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { DECRYPTION } from './algorithms.ts';
import { CONTENT_ENCRYPTIONS } from './encrypt-for-client.ts';

/** As for a JWT that is not encrypted. In characters. */
const LONGEST_JWE = 65_536;
/** Of keys, where the header names none. */
const MOST_TRIED = 4;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Whether it has the five parts of a compact JWE. RFC 7516 §7.1 */
export function isCompactJwe(text: string): boolean {
  return text.length <= LONGEST_JWE && text.split('.', 6).length === 5;
}

/**
 * The text inside of a JWE that was encrypted to one of `keys` (by kid) by an algorithm of ours; undefined for every other
 * string. The header only ever picks among our keys. RFC 7516 §5.2, RFC 8725 §3.1
 */
export async function decryptCompact(keys: ReadonlyMap<string, KeyObject>, jwe: string): Promise<string | undefined> {
  if (!isCompactJwe(jwe)) return undefined;
  for (const key of candidates(keys, kidOf(jwe))) {
    const text = await open(jwe, key);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The enc of its header; nothing of it is proved. RFC 7516 §4.1.2 */
export function encryptedBy(jwe: string): string | undefined {
  try {
    return decodeProtectedHeader(jwe).enc;
  } catch {
    return undefined;
  }
}

function candidates(keys: ReadonlyMap<string, KeyObject>, kid: unknown): readonly KeyObject[] {
  if (kid === undefined) return [...keys.values()].slice(0, MOST_TRIED);
  const named = typeof kid === 'string' ? keys.get(kid) : undefined;
  return named === undefined ? [] : [named];
}

function kidOf(jwe: string): unknown {
  try {
    return decodeProtectedHeader(jwe).kid;
  } catch {
    // No header at all: no key will open it either.
    return null;
  }
}

async function open(jwe: string, key: KeyObject): Promise<string | undefined> {
  const only = { keyManagementAlgorithms: [DECRYPTION], contentEncryptionAlgorithms: [...CONTENT_ENCRYPTIONS] };
  try {
    return UTF8.decode((await compactDecrypt(jwe, key, only)).plaintext);
  } catch {
    // Not to this key, altered, or no text: the caller asked exactly that.
    return undefined;
  }
}
