/** Which grants are alive, for whoever lists, ends or counts them. The engine asks more before each token: access-policy.ts. */
import type { Grant } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';
import { findApplication } from './applications.ts';
import { partiesOfGrant } from './grant-parties.ts';
import { originRefusal } from './origin-refusal.ts';
import { refused } from './refusal.ts';
import { getSessionBySid, isLiveSession } from './sessions.ts';

/** Whether something may still be had by it: not ended, not run out, and what it hangs on alive. */
export async function isLiveGrant(collections: Collections, grant: Grant, now: number): Promise<boolean> {
  if (grant.revoked_at !== undefined || grant.expires_at <= now || isUncollected(grant, now)) return false;
  if (grant.origin !== undefined) return isOriginGood(collections, grant, now);
  if (grant.offline) return true;
  const session = await getSessionBySid(collections, grant.sid);
  return session !== undefined && isLiveSession(session, now);
}

/** Whether its code ran out before anybody redeemed it: then nobody has, or gets, anything by it. */
export function isUncollected({ collect_by }: Grant, now: number): boolean {
  return collect_by !== undefined && collect_by <= now;
}

async function isOriginGood(collections: Collections, grant: Grant, now: number): Promise<boolean> {
  const application = await findApplication(collections, grant.client_id);
  if (application === undefined) return false;
  const parties = await partiesOfGrant(grant, application, collections);
  const exchanged = parties.behind?.kind === 'exchange' ? parties.behind.parties?.grant : undefined;
  const ended = exchanged !== undefined && !(await isLiveGrant(collections, exchanged, now));
  const before = () => (ended ? refused('the grant is not valid', 'what was exchanged has ended') : undefined);
  return originRefusal(parties, application, grant.scope, { before, now }) === undefined;
}
