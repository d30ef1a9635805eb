/** What people have allowed applications, as grants on record. How one is made and used is the engine's. */
import { usernameKey } from '../spec/username.ts';
import type { AccessToken, Grant } from '../storage/records/flow.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { everyRecord } from './every-record.ts';
import { type RefreshLimits, refreshTokenEnds } from './refresh-limits.ts';

/** Ends every grant of a person, and with it the codes and tokens that hang on it. Answers how many there were. */
export async function endGrantsOfUser(
  within: Transaction,
  user_id: string,
  because: string,
  now: number,
): Promise<number> {
  return endGrants(within, await within.collection('grants').find('user_id', user_id), because, now);
}

/** Ends what an application holds of anybody. Answers how many grants there were. */
export async function endGrantsForApplication(
  within: Transaction,
  client_id: string,
  because: string,
  now: number,
): Promise<number> {
  return endGrants(within, await within.collection('grants').find('client_id', client_id), because, now);
}

async function endGrants(within: Transaction, grants: readonly Grant[], because: string, now: number): Promise<number> {
  const live = grants.filter(({ revoked_at, expires_at }) => revoked_at === undefined && expires_at > now);
  for (const { id } of live) await endGrant(within, id, because, now);
  return live.length;
}

/** Does nothing to one that has ended already. */
export async function endGrant(within: Transaction, id: string, because: string, now: number): Promise<void> {
  const grants = within.collection('grants');
  if ((await grants.get(id))?.revoked_at !== undefined) return;
  await grants.update(id, (old) => ({ ...old, revoked_at: now, revoked_because: because }));
}

export interface TokensOfGrant {
  /** Opaque access tokens that are alive. */
  readonly access_tokens: number;
  /** When the refresh token that is alive runs out if nobody uses it; null where none is. */
  readonly refreshes_until: number | null;
  /** When its last access token runs out, and may run out where none is on record; null where none works any more. */
  readonly access_until: number | null;
}

interface TokenRules {
  /** Those of its application and APIs. */
  readonly limits: RefreshLimits;
  /** How long a JWT lives, of which there is no record; 0 where its access tokens are none. */
  readonly jwt_lifetime_s: number;
}

export async function readTokensOfGrant(
  collections: Collections,
  grant: Grant,
  { limits, jwt_lifetime_s }: TokenRules,
  now: number,
): Promise<TokensOfGrant> {
  const { id } = grant;
  const [access, refresh] = await Promise.all([
    collections.collection('access_tokens').find('grant_id', id),
    collections.collection('refresh_tokens').find('grant_id', id),
  ]);
  const unused = refresh.filter(({ consumed_at }) => consumed_at === undefined);
  const until = Math.max(0, ...unused.map((token) => refreshTokenEnds(token, grant, limits)));
  const access_until = Math.max(
    0,
    ...access.map(({ expires_at }) => expires_at),
    ...[...firstIssue(grant), ...refresh.map(({ issued_at }) => issued_at)].map((at) => at + jwt_lifetime_s),
  );
  return {
    access_tokens: access.filter((token) => token.expires_at > now).length,
    refreshes_until: until > now ? until : null,
    access_until: access_until > now ? access_until : null,
  };
}

/** When it first brought tokens; a code that nobody redeemed has brought none. */
function firstIssue({ created_at, collect_by, collected_at }: Grant): readonly number[] {
  return collect_by === undefined ? [collected_at ?? created_at] : [];
}

/**
 * Which opaque tokens an application holds by no person: its own, and those of service accounts that act through it. A
 * service account that acts by itself stands under its username, which may be spelled like the application's client_id.
 */
export async function ownTokensOf(
  collections: Collections,
  client_id: string,
): Promise<(token: AccessToken) => boolean> {
  const [namesake] = await collections.collection('service_accounts').find('username_key', usernameKey(client_id));
  const other = namesake?.username === client_id ? namesake.id : undefined;
  return (token) =>
    token.client_id === client_id &&
    token.grant_id === undefined &&
    (token.service_account_id === undefined || token.service_account_id !== other);
}

/** Removes the opaque tokens that an application holds by no person. Answers how many were alive. */
export async function removeOwnTokens(within: Transaction, client_id: string, now: number): Promise<number> {
  return removeTokens(within, await ownTokensOf(within, client_id), now);
}

/** Goes through all of them: no index leads there. Answers how many were alive. */
export async function removeTokens(
  within: Transaction,
  isMeant: (token: AccessToken) => boolean,
  now: number,
): Promise<number> {
  const own: AccessToken[] = [];
  for await (const token of everyRecord(within.collection('access_tokens'))) if (isMeant(token)) own.push(token);
  for (const { id } of own) await within.collection('access_tokens').remove(id);
  return own.filter(({ expires_at }) => expires_at > now).length;
}
