/** Initial access tokens: with one an application may register itself without waiting, so many times and until then. */
import { randomUUID } from 'node:crypto';
import type { InitialAccessToken } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { generateSecret, hashSecret } from './machine-secrets.ts';

export interface NewInitialAccessToken {
  /** Unique. */
  readonly name: string;
  /** How many applications may register with it. */
  readonly uses: number;
  /** Epoch seconds. */
  readonly expires_at: number;
}

export interface CreatedInitialAccessToken {
  readonly record: InitialAccessToken;
  /** In clear; it can never be read again. */
  readonly token: string;
}

/** Throws StorageError already_exists for a name that is taken. RFC 7591 §3 */
export async function createInitialAccessToken(
  within: Transaction,
  { name, uses, expires_at }: NewInitialAccessToken,
  now: number,
): Promise<CreatedInitialAccessToken> {
  const token = generateSecret();
  const record = { id: randomUUID(), name, hash: hashSecret(token), uses_left: uses, expires_at, created_at: now };
  await within.collection('initial_access_tokens').insert(record);
  return { record, token };
}

/** The one that `token` is, if it is still good for a registration. */
export async function findInitialAccessToken(
  collections: Collections,
  token: string,
  now: number,
): Promise<InitialAccessToken | undefined> {
  const [found] = await collections.collection('initial_access_tokens').find('hash', hashSecret(token));
  return found !== undefined && found.uses_left > 0 && found.expires_at > now ? found : undefined;
}

/** Counts one registration; false where there is none left. In the transaction that writes the application. */
export async function spendInitialAccessToken(within: Transaction, id: string, now: number): Promise<boolean> {
  const tokens = within.collection('initial_access_tokens');
  const record = await tokens.get(id);
  if (record === undefined || record.uses_left <= 0 || record.expires_at <= now) return false;
  await tokens.update(id, (old) => ({ ...old, uses_left: old.uses_left - 1 }));
  return true;
}
