/**
 * What one attempt to sign in with a password counts for, whether at the page of sign-in or at the panel: they share the
 * counters, so that nobody has twice as many guesses.
 */
import { networkOf } from '../spec/network.ts';
import { usernameKey } from '../spec/username.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections, Store } from '../storage/store.ts';
import { type Attempt, refundAttempt, takeAttempt } from './attempts.ts';

/** An address may fail this many times as often as an account, before it has to wait: an office may share one address. */
const ADDRESS_SHARE = 10;
/** And an account this many times as often as from one address, over all addresses that it never signed in from. */
const ACCOUNT_SHARE = 5;

export type Counter = readonly [key: string, most: number];

export interface SignInAttempt {
  readonly username: string;
  /** Whom the username names, if anybody. */
  readonly user: User | undefined;
  readonly address: string;
  /** Failures per minute, by account and address. */
  readonly limit: number;
}

/**
 * Guessing from ever new addresses ends at the account's own limit; a person is not held to it where they have signed in
 * before, so that nobody can lock them out from elsewhere.
 */
export async function signInCounters(collections: Collections, attempt: SignInAttempt): Promise<readonly Counter[]> {
  const { username, user, address, limit } = attempt;
  const from = networkOf(address);
  const key = usernameKey(username);
  const sessions = user === undefined ? [] : await collections.collection('sessions').find('user_id', user.id);
  const known = sessions.some((session) => networkOf(session.address) === from);
  return [
    [`login ${key} ${from}`, limit],
    [`login-from ${from}`, limit * ADDRESS_SHARE],
    ...(known ? [] : [[`login ${key}`, limit * ACCOUNT_SHARE] as const]),
  ];
}

/** Counts one attempt by each counter; the first that is full refuses it. */
export async function takeSignInAttempt(store: Store, counters: readonly Counter[], now: number): Promise<Attempt> {
  for (const [key, most] of counters) {
    const taken = await takeAttempt(store, key, most, now);
    if (!taken.allowed) return taken;
  }
  return { allowed: true };
}

/** Gives it back: it was no failure. Side by side: they share one flush, and nobody who signs in waits for three. */
export async function refundSignInAttempt(store: Store, counters: readonly Counter[], now: number): Promise<void> {
  await Promise.all(counters.map(([key]) => refundAttempt(store, key, now)));
}
