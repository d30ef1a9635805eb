/**
 * Guessing of user codes slowed down, without shutting anybody out: who is signed in is counted for themselves alone, so that
 * no stranger can use up their tries; everybody else by their network and all together. RFC 8628 §5.1
 */
import { type Attempt, type Counter, refundAttempt, takeAttempts } from '../../directory/attempts.ts';
import { networkOf } from '../../spec/network.ts';
import type { Session } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';

/** All networks together may fail this many times as often as one: against 20^8 codes that is still next to nothing. */
const HOUSE_SHARE = 50;

export function codeCounters(session: Session | undefined, { address, settings }: Context): readonly Counter[] {
  const limit = settings.login_attempts_per_minute;
  if (session !== undefined) return [[`user-code of ${session.user_id}`, limit]];
  return [
    [`user-code from ${networkOf(address)}`, limit],
    ['user-code', limit * HOUSE_SHARE],
  ];
}

/** Before the code is looked for, so that guesses sent side by side count as well. */
export function takeCodeAttempt(counters: readonly Counter[], { store, now }: Context): Promise<Attempt> {
  return takeAttempts(store, counters, now);
}

/** The code was right. */
export async function refundCodeAttempt(counters: readonly Counter[], { store, now }: Context): Promise<void> {
  await Promise.all(counters.map(([key]) => refundAttempt(store, key, now)));
}
