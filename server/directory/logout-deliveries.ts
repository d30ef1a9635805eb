/**
 * What applications are to be told of sessions that ended: written down with the end itself, so that neither a slow
 * application nor a restart loses it. When it is tried and how often is decided here; telling them is a job's work.
 */
import { randomUUID } from 'node:crypto';
import type { Application } from '../storage/records/directory.ts';
import type { Session } from '../storage/records/flow.ts';
import type { LogoutDelivery } from '../storage/records/logout-deliveries.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { applicationsOf } from './session-applications.ts';

/** How long an admin can see how it went. */
const KEPT_S = 7 * 24 * 3600;
/** The pause after each try that was for nothing: six tries within an hour. */
const PAUSES_S = [10, 60, 240, 900, 2390] as const;

/** How a try ended. */
export type Outcome =
  | { readonly kind: 'told'; readonly status: number }
  /** `final`: the next try would end the same way. */
  | { readonly kind: 'untold'; readonly status?: number; readonly error: string; readonly final: boolean };

/** Writes down whom to tell, at once. In the transaction that ends the session. OIDC Back-Channel Logout §2.3 */
export async function announceLogout(
  within: Transaction,
  session: Pick<Session, 'sid' | 'user_id' | 'client_ids'>,
  now: number,
): Promise<void> {
  for (const application of await applicationsOf(within, session)) {
    await announceLogoutTo(within, application, session, now);
  }
}

/** Whether there is anybody to tell: also where the session itself goes on, and one application alone has to forget it. */
export async function announceLogoutTo(
  within: Transaction,
  { client_id, backchannel_logout_uri }: Application,
  { sid, user_id }: Pick<Session, 'sid' | 'user_id'>,
  now: number,
): Promise<boolean> {
  if (backchannel_logout_uri === undefined) return false;
  const times = { created_at: now, expires_at: now + KEPT_S, next_try_at: now };
  await within
    .collection('logout_deliveries')
    .insert({ id: randomUUID(), client_id, user_id, sid, tries: 0, ...times });
  return true;
}

/** Those that are to be tried by `now`, the longest waiting first. */
export async function dueLogoutDeliveries(collections: Collections, now: number): Promise<readonly LogoutDelivery[]> {
  const waiting = await collections.collection('logout_deliveries').find('waiting', 'yes');
  return waiting.filter((delivery) => isDue(delivery, now)).toSorted(byAge);
}

export function isDue({ next_try_at }: LogoutDelivery, now: number): boolean {
  return next_try_at !== undefined && next_try_at <= now;
}

function byAge(one: LogoutDelivery, other: LogoutDelivery): number {
  return one.created_at - other.created_at;
}

/** The same delivery after one more try. */
export function afterTry(delivery: LogoutDelivery, outcome: Outcome, now: number): LogoutDelivery {
  const { next_try_at: _due, status: _status, error: _error, ...kept } = delivery;
  const tried = { ...kept, tries: kept.tries + 1, tried_at: now };
  if (outcome.kind === 'told') return { ...tried, told_at: now, status: outcome.status };
  const { status, error, final } = outcome;
  const failed = { ...tried, error, ...(status === undefined ? {} : { status }) };
  const pause = PAUSES_S[delivery.tries];
  return final || pause === undefined ? failed : { ...failed, next_try_at: now + pause };
}

/** Whether nobody was told, and nobody will be unless an admin asks for it. */
export function hasFailed({ next_try_at, told_at }: LogoutDelivery): boolean {
  return next_try_at === undefined && told_at === undefined;
}

/** Lets one be tried at once, also where it was given up. One that was told stays as it is. */
export function retryAtOnce(delivery: LogoutDelivery, now: number): LogoutDelivery {
  return delivery.told_at === undefined ? { ...delivery, next_try_at: now } : delivery;
}

/** Of an application that is removed: another of the same client_id is nobody to tell. */
export async function removeLogoutDeliveries(within: Transaction, client_id: string): Promise<void> {
  const deliveries = within.collection('logout_deliveries');
  for (const { id } of await deliveries.find('client_id', client_id)) await deliveries.remove(id);
}
