/**
 * Guessing of what a hook lets people in by, slowed down: what the hook refuses with invalid_grant stays counted, everything
 * else is given back. A client that proved nothing is counted by its network; one that proved itself brings what many people
 * show it from one address, and is counted as a whole.
 */
import { type Counter, refundAttempt, takeAttempts } from '../../directory/attempts.ts';
import { networkOf } from '../../spec/network.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';

/** All people of an application may fail this many times as often as one network. */
const HOUSE_SHARE = 50;

export type HookCounters = readonly Counter[];

/**
 * Before the hook is asked, so that guesses sent side by side count as well. Throws temporarily_unavailable (429) where too
 * many failed within a minute.
 */
export async function takeGuess(
  { application: { client_id }, method }: Client & { readonly kind: 'application' },
  { store, settings, address, now }: Context,
): Promise<HookCounters> {
  const limit = settings.login_attempts_per_minute;
  const all: Counter = [`hook of ${client_id}`, limit * HOUSE_SHARE];
  const counters: HookCounters =
    method === 'none' ? [[`hook of ${client_id} from ${networkOf(address)}`, limit], all] : [all];
  const taken = await takeAttempts(store, counters, now);
  if (taken.allowed) return counters;
  const headers = { 'Retry-After': String(taken.retry_after_s) };
  throw new OAuthError('temporarily_unavailable', 'too much was tried that the office refused', {
    status: 429,
    headers,
  });
}

/** The hook did not refuse what was shown to it. */
export async function refundGuess(counters: HookCounters, { store, now }: Context): Promise<void> {
  for (const [key] of counters) await refundAttempt(store, key, now);
}
