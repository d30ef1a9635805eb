/** Everybody that one authorization depends on, as they stand now. */
import { findConsent } from '../directory/consents.ts';
import { getSessionBySid } from '../directory/sessions.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import type { Subject } from './grants/grant.ts';

export type PersonalSubject = Subject & { readonly kind: 'user' };

/** Person, session and consent may be gone: whether that matters is asked at the one door. */
export async function personalSubject(
  grant: GrantRecord,
  application: Application,
  cx: Context,
): Promise<PersonalSubject> {
  const [user, session, consent] = await Promise.all([
    cx.store.collection('users').get(grant.user_id),
    getSessionBySid(cx.store, grant.sid),
    findConsent(cx.store, grant.user_id, grant.client_id),
  ]);
  return { kind: 'user', user, application, grant, session, consent };
}
