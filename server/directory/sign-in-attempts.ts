/**
 * What one attempt to sign in with a password counts for, whether at the page of sign-in or at the panel: they share the
 * counters, so that nobody has twice as many guesses.
 */
import { networkOf } from '../spec/network.ts';
import { usernameKey } from '../spec/username.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections, Store } from '../storage/store.ts';
import { type Attempt, type Counter, refundAttempt, takeAttempts } from './attempts.ts';
import { isLivePanelSession } from './panel-sessions.ts';

/** An address may fail this many times as often as an account, before it has to wait: an office may share one address. */
export const ADDRESS_SHARE = 10;
/** And an account this many times as often as from one address, over all addresses that it never signed in from. */
const ACCOUNT_SHARE = 5;

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
export async function signInCounters(
  collections: Collections,
  attempt: SignInAttempt,
  now: number,
): Promise<readonly Counter[]> {
  const { username, user, address, limit } = attempt;
  const from = networkOf(address);
  const key = usernameKey(username);
  const known = user !== undefined && (await networksOf(user, collections, now)).includes(from);
  return [
    [`login-from ${from}`, limit * ADDRESS_SHARE],
    [`login ${key} ${from}`, limit],
    ...(known ? [] : [[`login ${key}`, limit * ACCOUNT_SHARE] as const]),
  ];
}

/** From where a person has signed in, for applications or to the panel. */
async function networksOf(user: User, collections: Collections, now: number): Promise<readonly string[]> {
  const [sessions, panel] = await Promise.all([
    collections.collection('sessions').find('user_id', user.id),
    collections.collection('panel_sessions').find('user_id', user.id),
  ]);
  const live = panel.filter((session) => isLivePanelSession(session, user, now));
  return [...sessions, ...live].map(({ address }) => networkOf(address));
}

/** Counts one attempt by each counter, or by none where one is full: that refuses it. */
export function takeSignInAttempt(store: Store, counters: readonly Counter[], now: number): Promise<Attempt> {
  return takeAttempts(store, counters, now);
}

/** Gives it back: it was no failure. Side by side: they share one flush, and nobody who signs in waits for three. */
export async function refundSignInAttempt(store: Store, counters: readonly Counter[], now: number): Promise<void> {
  await Promise.all(counters.map(([key]) => refundAttempt(store, key, now)));
}
