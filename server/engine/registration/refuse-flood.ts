/** How often applications may bring themselves here, or change what they said of themselves. */
import { type Counter, takeAttempts } from '../../directory/attempts.ts';
import { networkOf } from '../../spec/network.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Context } from '../context.ts';

/** Whoever develops an application changes it now and then; each change is written, and may ask another server. */
const MOST_CHANGES_A_MINUTE = 10;

/**
 * Counts one registration of the caller's network, and where it is a change one of the application `changed`.
 * Throws temporarily_unavailable with status 429.
 */
export async function refuseFlood(cx: Context, changed?: string): Promise<void> {
  const counters: Counter[] = [[`registration ${networkOf(cx.address)}`, cx.settings.registrations_per_minute]];
  if (changed !== undefined) counters.push([`registration of ${changed}`, MOST_CHANGES_A_MINUTE]);
  const taken = await takeAttempts(cx.store, counters, cx.now);
  if (taken.allowed) return;
  const what = changed === undefined ? 'too many registrations' : 'too many changes of a registration';
  cx.counts.add('registration.turned_away', changed ?? '', what, cx.address);
  throw new OAuthError('temporarily_unavailable', `${what}; try again in a minute`, {
    status: 429,
    headers: { 'Retry-After': String(taken.retry_after_s) },
  });
}
