/** How often applications may bring themselves here, or change what they said of themselves. */
import { takeAttempt } from '../../directory/attempts.ts';
import { networkOf } from '../../spec/network.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Context } from '../context.ts';

/** Whoever develops an application changes it now and then; each change is written, and may ask another server. */
const MOST_CHANGES_A_MINUTE = 10;

/** Counts a registration, or a replacement of one, for the caller's network. Throws temporarily_unavailable, status 429. */
export function refuseFlood(cx: Context): Promise<void> {
  const key = `registration ${networkOf(cx.address)}`;
  return refuse({ key, most: cx.settings.registrations_per_minute, client_id: '', what: 'too many registrations' }, cx);
}

/** Counts a sound replacement, for the application. Throws temporarily_unavailable, status 429. */
export function refuseRestless(client_id: string, cx: Context): Promise<void> {
  const what = 'too many changes of a registration';
  return refuse({ key: `registration of ${client_id}`, most: MOST_CHANGES_A_MINUTE, client_id, what }, cx);
}

interface Bound {
  readonly key: string;
  readonly most: number;
  readonly client_id: string;
  readonly what: string;
}

async function refuse({ key, most, client_id, what }: Bound, cx: Context): Promise<void> {
  const taken = await takeAttempt(cx.store, key, most, cx.now);
  if (taken.allowed) return;
  cx.counts.add('registration.turned_away', client_id, what, cx.address);
  throw new OAuthError('temporarily_unavailable', `${what} within a minute`, {
    status: 429,
    headers: { 'Retry-After': String(taken.retry_after_s) },
  });
}
