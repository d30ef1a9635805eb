/** Everybody and everything that a person's grant depends on, as they stand now. Whether that is enough, access-policy.ts says. */
import type { Application, User } from '../storage/records/directory.ts';
import type { Consent, Grant, Session } from '../storage/records/flow.ts';
import type { GrantOrigin } from '../storage/records/grant-origin.ts';
import type { Collections } from '../storage/store.ts';
import type { Behind } from './parties.ts';
import { findApplication } from './applications.ts';
import { findConsent } from './consents.ts';
import { getSessionBySid } from './sessions.ts';
import { readSettings } from './settings.ts';
import { vouchingFor } from './trusted-issuers.ts';

export interface GrantParties {
  readonly kind: 'user';
  readonly user: User | undefined;
  readonly application: Application;
  readonly grant: Grant;
  readonly session: Session | undefined;
  readonly consent: Consent | undefined;
  /** What the grant came from, where that is no answer of the person. */
  readonly behind?: Behind;
}

/** Person, session and consent may be gone. */
export async function partiesOfGrant(
  grant: Grant,
  application: Application,
  collections: Collections,
): Promise<GrantParties> {
  const { origin } = grant;
  const [user, session, consent, behind] = await Promise.all([
    collections.collection('users').get(grant.user_id),
    getSessionBySid(collections, grant.sid),
    findConsent(collections, grant.user_id, grant.client_id),
    origin && whatStandsBehind(origin, collections),
  ]);
  return { kind: 'user', user, application, grant, session, consent, ...(behind === undefined ? {} : { behind }) };
}

/** What a grant came from, in the place of a session and a consent. */
export async function whatStandsBehind(origin: GrantOrigin, collections: Collections): Promise<Behind> {
  const { kind } = origin;
  switch (kind) {
    case 'password':
      return { kind, allowed: (await readSettings(collections)).legacy_grants };
    case 'mail':
      return { kind, allowed: (await readSettings(collections)).sign_in_by_mail !== 'off' };
    case 'assertion': {
      const issuer = await collections.collection('trusted_issuers').get(origin.issuer_id);
      return { kind, issuer: issuer && (await vouchingFor(issuer, collections)) };
    }
    case 'exchange':
      return { kind, parties: await exchangedParties(origin.grant_id, collections) };
    case 'extension':
      return { kind, extension: await collections.collection('extension_grants').get(origin.extension_id) };
    case 'app_password': {
      const app_password = await collections.collection('user_app_passwords').get(origin.app_password_id);
      return { kind, app_password, allowed: (await readSettings(collections)).user_app_passwords === 'on' };
    }
    default:
      return kind satisfies never;
  }
}

async function exchangedParties(grant_id: string, collections: Collections): Promise<GrantParties | undefined> {
  const grant = await collections.collection('grants').get(grant_id);
  const application = grant && (await findApplication(collections, grant.client_id));
  return grant && application && partiesOfGrant(grant, application, collections);
}
