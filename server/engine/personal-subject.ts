/** Everybody that one authorization depends on, as they stand now. */
import type { Behind } from '../directory/access-policy.ts';
import { findApplication } from '../directory/applications.ts';
import { findConsent } from '../directory/consents.ts';
import { getSessionBySid } from '../directory/sessions.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Grant as GrantRecord, GrantOrigin } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import type { Subject } from './grants/grant.ts';
import type { NamedPerson } from './subject-identifier.ts';

export type PersonalSubject = Subject & { readonly kind: 'user' };

/** Whom it stands for; only their id where they are gone. */
export function personIn({ user, grant }: PersonalSubject): NamedPerson {
  return user ?? { id: grant.user_id };
}

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
    case 'password':
      return { kind };
    case 'assertion':
      return { kind, issuer: await cx.store.collection('trusted_issuers').get(origin.issuer_id) };
    case 'exchange':
      return { kind, parties: await partiesOf(origin.grant_id, cx) };
    default:
      return kind satisfies never;
  }
}

async function partiesOf(grant_id: string, cx: Context): Promise<PersonalSubject | undefined> {
  const grant = await cx.store.collection('grants').get(grant_id);
  const application = grant && (await findApplication(cx.store, grant.client_id));
  return grant && application && personalSubject(grant, application, cx);
}
