/** The single claims that an authorization carries beside its scopes, with the values that the person has now. */
import { isDeepStrictEqual } from 'node:util';
import { claimsForScopes } from '../../directory/claims.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';
import type { User } from '../../storage/records/directory.ts';
import type { Wanted } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { mappedClaims } from '../mapped-claims.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import { stillRegistered } from '../still-registered.ts';

/**
 * What was asked for at `place` and is still allowed: a consent that no longer covers a claim's scope takes the claim with
 * it. A claim whose value is not one of those asked for is left out. OIDC Core §5.5
 */
export function requestedClaims(
  place: 'userinfo' | 'id_token',
  user: User,
  { grant, application, consent }: PersonalSubject,
  cx: Context,
): Awaitable<JsonObject> {
  if (grant.claims === undefined) return {};
  const covered = (scope: string) => application.consent !== 'remember' || consent?.scope.includes(scope) === true;
  return claimsWanted(
    Object.entries(grant.claims[place]).filter(([, { scope }]) => covered(scope)),
    user,
    { application, grant },
    cx,
  );
}

async function claimsWanted(
  wanted: readonly (readonly [name: string, wish: Wanted])[],
  user: User,
  { application, grant: { audience } }: Pick<PersonalSubject, 'application' | 'grant'>,
  cx: Context,
): Promise<JsonObject> {
  const named = [...new Set(wanted.map(([, { scope }]) => scope))];
  const { scope: scopes } = await stillRegistered({ scope: named, audience }, application, cx);
  const known = claimsForScopes(user, scopes, await mappedClaims(application, scopes, cx));
  return Object.fromEntries(
    wanted.flatMap(([name, wish]) => {
      const value = Object.hasOwn(known, name) ? known[name] : undefined;
      return value === undefined || !suits(value, wish) ? [] : [[name, value]];
    }),
  );
}

function suits(value: Json, { values }: Wanted): boolean {
  return values === undefined || values.some((wanted) => isDeepStrictEqual(wanted, value));
}
