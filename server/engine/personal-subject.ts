/** Everybody that one authorization depends on, as they stand now. */
import type { Behind } from '../directory/access-policy.ts';
import { findConsent } from '../directory/consents.ts';
import { getSessionBySid } from '../directory/sessions.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Grant as GrantRecord, GrantOrigin } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import type { Subject } from './grants/grant.ts';

export type PersonalSubject = Subject & { readonly kind: 'user' };

/** Person, session and consent may be gone: whether that matters is asked at the one door. */
export async function personalSubject(
  grant: GrantRecord,
  application: Application,
  cx: Context,
): Promise<PersonalSubject> {
  const { origin } = grant;
  const [user, session, consent, behind] = await Promise.all([
    cx.store.collection('users').get(grant.user_id),
    getSessionBySid(cx.store, grant.sid),
    findConsent(cx.store, grant.user_id, grant.client_id),
    origin && whatStandsBehind(origin, cx),
  ]);
  return { kind: 'user', user, application, grant, session, consent, ...(behind === undefined ? {} : { behind }) };
}

/** What a grant came from, as it stands now, in the place of a session and a consent. */
async function whatStandsBehind(origin: GrantOrigin, cx: Context): Promise<Behind> {
  const { kind } = origin;
  switch (kind) {
    case 'extension':
      return { kind, extension: await cx.store.collection('extension_grants').get(origin.extension_id) };
    default:
      return kind satisfies never;
  }
}
