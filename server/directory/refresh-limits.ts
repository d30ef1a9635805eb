/**
 * How long an application may renew its tokens without the person: office, application and APIs may each say so, and the
 * shortest holds. Asked again at every use, so that a limit which an admin shortens counts for what is out already.
 */
import type { Awaitable } from '../spec/awaitable.ts';
import type { Application, Settings } from '../storage/records/directory.ts';
import type { Grant, RefreshToken } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';
import { findApiOver } from './api-rules.ts';
import { definedFields } from './defined-fields.ts';

/** Seconds, as somebody wrote them down. */
export interface OwnRefreshLimits {
  readonly refresh_token_lifetime_s?: number | undefined;
  /** 0 says nothing. */
  readonly refresh_token_idle_lifetime_s?: number | undefined;
}

/** Seconds. */
export interface RefreshLimits {
  /** From the sign-in to the end of the family. */
  readonly lifetime_s: number;
  /** That a token may lie unused; Infinity for as long as it likes. */
  readonly idle_lifetime_s: number;
}

/** Those two fields of a record alone, and only where they are there. */
export function ownRefreshLimits({ refresh_token_lifetime_s, refresh_token_idle_lifetime_s }: OwnRefreshLimits) {
  return definedFields({ refresh_token_lifetime_s, refresh_token_idle_lifetime_s });
}

/** The shortest of what they say. Pure. */
export function refreshLimitsOf(limits: readonly OwnRefreshLimits[]): RefreshLimits {
  return {
    lifetime_s: shortest(limits.map((limit) => limit.refresh_token_lifetime_s)),
    idle_lifetime_s: shortest(limits.map((limit) => limit.refresh_token_idle_lifetime_s)),
  };
}

/** What holds for an application's tokens for these APIs. */
export function refreshLimits(
  collections: Collections,
  settings: Settings,
  application: Application | undefined,
  audience: readonly string[],
): Awaitable<RefreshLimits> {
  const own = [settings, application ?? {}];
  if (audience.length === 0) return refreshLimitsOf(own);
  const found = audience.map((name) => findApiOver(name, collections));
  return Promise.all(found).then((apis) => refreshLimitsOf([...own, ...apis.filter((api) => api !== undefined)]));
}

/** When a refresh token that nobody uses can't be used any more. Pure. RFC 9700 §4.14.2 */
export function refreshTokenEnds(
  token: Pick<RefreshToken, 'issued_at' | 'expires_at'>,
  grant: Pick<Grant, 'created_at'>,
  { lifetime_s, idle_lifetime_s }: RefreshLimits,
): number {
  return Math.min(token.expires_at, grant.created_at + lifetime_s, token.issued_at + idle_lifetime_s);
}

function shortest(limits: readonly (number | undefined)[]): number {
  return Math.min(...limits.filter((limit) => limit !== undefined && limit > 0).map(Number));
}
