/**
 * Guessing slowed down: attempts are taken before the check and given back on success, so only failures stay counted and
 * guesses sent side by side can't slip through together.
 */
import type { Attempts } from '../storage/records/flow.ts';
import type { Collections, Store, Transaction } from '../storage/store.ts';
import { hashSecret } from './machine-secrets.ts';

const WINDOW_S = 60;

export type Attempt = { readonly allowed: true } | { readonly allowed: false; readonly retry_after_s: number };

/** What is guessed, and from where; and how many a minute it may be. */
export type Counter = readonly [key: string, most: number];

/**
 * Counts one attempt under `key` unless `limit` within a minute are counted already. The window begins with its first
 * attempt.
 */
export function takeAttempt(store: Store, key: string, limit: number, now: number): Promise<Attempt> {
  return takeAttempts(store, [[key, limit]], now);
}

/** One attempt by several counters: by each of them, or, where one is full, by none, so that a refused flood writes nothing. */
export function takeAttempts(store: Store, counters: readonly Counter[], now: number): Promise<Attempt> {
  return store.transaction(async (within) => {
    const attempts = within.collection('attempts');
    for (const [key, most] of counters) {
      if (most <= 0) return { allowed: false, retry_after_s: WINDOW_S };
      const kept = await attempts.get(attemptsId(key));
      const refused = kept && refusal(kept, most, now);
      if (refused !== undefined) return refused;
    }
    for (const [key] of counters) await countOne(within, attemptsId(key), now);
    return ALLOWED;
  });
}

async function countOne(within: Transaction, id: string, now: number): Promise<void> {
  const attempts = within.collection('attempts');
  const first = { id, count: 1, expires_at: now + WINDOW_S };
  if ((await attempts.get(id)) === undefined) await attempts.insert(first);
  else await attempts.update(id, (old) => (isOver(old, now) ? first : { ...old, count: old.count + 1 }));
}

/** Whether an attempt would be allowed; counts nothing. Enough where the secret is too long to be guessed in parallel. */
export function peekAttempts(collections: Collections, key: string, limit: number, now: number): Promise<Attempt> {
  const kept = collections.collection('attempts').get(attemptsId(key));
  return kept.then((attempts) => (attempts && refusal(attempts, limit, now)) ?? ALLOWED);
}

/** Gives back an attempt that turned out not to be a failure. */
export async function refundAttempt(store: Store, key: string, now: number): Promise<void> {
  await store.transaction(async (within) => {
    const attempts = within.collection('attempts');
    const id = attemptsId(key);
    const kept = await attempts.get(id);
    if (kept === undefined || isOver(kept, now)) return;
    if (kept.count <= 1) await attempts.remove(id);
    else await attempts.update(id, (old) => ({ ...old, count: old.count - 1 }));
  });
}

const ALLOWED: Attempt = { allowed: true };

function refusal(kept: Attempts, limit: number, now: number): Attempt | undefined {
  if (isOver(kept, now) || kept.count < limit) return undefined;
  return { allowed: false, retry_after_s: Math.min(kept.expires_at - now, WINDOW_S) };
}

function isOver(kept: Attempts, now: number): boolean {
  return kept.expires_at <= now;
}

/** Keys hold what strangers typed; hashed they are short and harmless. */
function attemptsId(key: string): string {
  return hashSecret(key);
}
