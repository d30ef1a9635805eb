/** The refresh tokens of one grant as a family, each in the place of the one before. Pure; nothing of the tokens is in it. */
import type { Grant, RefreshToken } from '../storage/records/flow.ts';
import { type RefreshLimits, refreshTokenEnds } from './refresh-limits.ts';

export interface FamilyMember {
  /** From 1 on. */
  readonly generation: number;
  readonly state: 'alive' | 'used' | 'replayed' | 'idle' | 'expired' | 'ended';
  readonly token: RefreshToken;
  /** The one that came in its place. */
  readonly successor: RefreshToken | undefined;
  /** When nobody can use it any more, if nobody did before. */
  readonly runs_out_at: number;
}

/** The eldest first. */
export function familyOf(
  tokens: readonly RefreshToken[],
  grant: Grant,
  limits: RefreshLimits,
  now: number,
): readonly FamilyMember[] {
  const children = new Map(
    tokens.flatMap((token) => (token.parent_id === undefined ? [] : [[token.parent_id, token]])),
  );
  const known = new Set(tokens.map(({ id }) => id));
  const eldest = tokens.filter(({ parent_id }) => parent_id === undefined || !known.has(parent_id));
  return eldest
    .flatMap((token) => lineFrom(token, children))
    .map((token, index) => ({
      generation: index + 1,
      state: stateOf(token, grant, limits, now),
      token,
      successor: children.get(token.id),
      runs_out_at: refreshTokenEnds(token, grant, limits),
    }));
}

function lineFrom(eldest: RefreshToken, children: ReadonlyMap<string, RefreshToken>): readonly RefreshToken[] {
  const line: RefreshToken[] = [];
  for (let next: RefreshToken | undefined = eldest; next !== undefined; next = children.get(next.id)) line.push(next);
  return line;
}

function stateOf(token: RefreshToken, grant: Grant, limits: RefreshLimits, now: number): FamilyMember['state'] {
  if (token.replayed_at !== undefined) return 'replayed';
  if (token.consumed_at !== undefined) return 'used';
  if (grant.revoked_at !== undefined) return 'ended';
  const ends = refreshTokenEnds(token, grant, limits);
  if (ends > now) return 'alive';
  return refreshTokenEnds(token, grant, { ...limits, idle_lifetime_s: Infinity }) > ends ? 'idle' : 'expired';
}
