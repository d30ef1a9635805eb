/**
 * What applications hold of a person, application by application: what was allowed, by which sign-ins, and how all of it
 * ends. Single grants are grants.ts's, what is remembered of the question is consents.ts's.
 */
import { uniteScopes } from '../spec/scope.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Consent, Grant } from '../storage/records/flow.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { findApplication } from './applications.ts';
import { findConsent, withdrawConsent } from './consents.ts';
import { endGrant } from './grants.ts';
import { isLiveGrant } from './live-grants.ts';
import { announceLogoutTo } from './logout-deliveries.ts';
import { removeOwnAppPasswordsFor } from './user-app-passwords.ts';

export interface HeldByApplication {
  readonly application: Application;
  /** What is remembered; absent where the application is never asked about, or each time. */
  readonly consent: Consent | undefined;
  /** Those that are alive. */
  readonly grants: readonly Grant[];
  /** All that was allowed. */
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  /** When it began. */
  readonly since: number;
  /** When something was last asked for by it. */
  readonly used_at: number;
}

/** Those that may do something, or would not have to ask; by their names. */
export async function readHeldByApplications(
  collections: Collections,
  user_id: string,
  now: number,
): Promise<readonly HeldByApplication[]> {
  const [grants, consents] = await Promise.all([
    collections.collection('grants').find('user_id', user_id),
    collections.collection('consents').find('user_id', user_id),
  ]);
  const clients = new Set([...grants, ...consents].map(({ client_id }) => client_id));
  const held = await Promise.all(
    [...clients].map((client_id) => {
      const mine = grants.filter((grant) => grant.client_id === client_id);
      return describe(
        collections,
        mine,
        consents.find((consent) => consent.client_id === client_id),
        { client_id, now },
      );
    }),
  );
  return held.filter((each) => each !== undefined).toSorted(byName);
}

/** Undefined where it holds nothing, or is no more. */
async function describe(
  collections: Collections,
  grants: readonly Grant[],
  consent: Consent | undefined,
  { client_id, now }: { readonly client_id: string; readonly now: number },
): Promise<HeldByApplication | undefined> {
  const application = await findApplication(collections, client_id);
  const living = await Promise.all(grants.map((grant) => isLiveGrant(collections, grant, now)));
  const live = grants.filter((_, index) => living[index]);
  if (application === undefined || (live.length === 0 && (consent?.scope ?? []).length === 0)) return undefined;
  const began = [...live, ...(consent === undefined ? [] : [consent])].map(({ created_at }) => created_at);
  const used = await Promise.all(live.map((grant) => lastUse(collections, grant)));
  return {
    application,
    consent,
    grants: live,
    scope: [consent?.scope ?? [], ...live.map(({ scope }) => scope)].reduce(
      (one, other) => uniteScopes(one, other),
      [],
    ),
    audience: [
      ...new Set([...(consent?.apis ?? []).map((api) => api.audience), ...live.flatMap(({ audience }) => audience)]),
    ],
    since: Math.min(...began),
    used_at: Math.max(...began, ...used),
  };
}

/** JWT access tokens leave no record; what renews them does. */
async function lastUse(collections: Collections, grant: Grant): Promise<number> {
  const [access, refresh] = await Promise.all([
    collections.collection('access_tokens').find('grant_id', grant.id),
    collections.collection('refresh_tokens').find('grant_id', grant.id),
  ]);
  return Math.max(grant.created_at, ...[...access, ...refresh].map(({ issued_at }) => issued_at));
}

function byName({ application: one }: HeldByApplication, { application: other }: HeldByApplication): number {
  return one.client_name.localeCompare(other.client_name) || (one.client_id < other.client_id ? -1 : 1);
}

export interface Withdrawn {
  /** How many sign-ins ended. */
  readonly grants: number;
  /** Whether something was remembered. */
  readonly consent: boolean;
  /** How many app passwords went, which the person had for it. */
  readonly app_passwords: number;
  /** Whether the application will be told. */
  readonly told: boolean;
}

/**
 * Ends all that an application holds of a person, so that it has to ask again, with the app passwords by which programs of
 * theirs would come back to it, and lets it know where it has an address for
 * that. `because` completes "ended because …".
 */
export async function withdrawApplication(
  within: Transaction,
  { user_id, application }: { readonly user_id: string; readonly application: Application },
  because: string,
  now: number,
): Promise<Withdrawn> {
  const { client_id } = application;
  const found = await within.collection('grants').find('user_id', user_id);
  const mine = found.filter((grant) => grant.client_id === client_id);
  const living = await Promise.all(mine.map((grant) => isLiveGrant(within, grant, now)));
  const live = mine.filter((_, index) => living[index]);
  // Those whose session has ended have to go as well: were it to come back, so would they.
  for (const { id } of mine) await endGrant(within, id, because, now);
  const consent = (await findConsent(within, user_id, client_id)) !== undefined;
  if (consent) await withdrawConsent(within, user_id, client_id);
  const app_passwords = await removeOwnAppPasswordsFor(within, user_id, application.id);
  const sids = new Set(live.filter(knowsSignIn).map(({ sid }) => sid));
  let told = false;
  for (const sid of sids) told = (await announceLogoutTo(within, application, { sid, user_id }, now)) || told;
  return { grants: live.length, consent, app_passwords, told };
}

/** Whether the application was told of the sign-in, by an ID token: of no other could it be told the end. */
export function knowsSignIn({ scope, origin }: Grant): boolean {
  return scope.includes('openid') && (origin === undefined || origin.kind === 'password' || origin.kind === 'mail');
}
