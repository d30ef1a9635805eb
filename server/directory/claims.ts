/** What scopes show of a person: the standard claims, the names of their groups, and the office's own mappings. Not `sub`, which is the token's. */
import type { ScopeClaims } from '../spec/dialect-traits.ts';
import type { Json, JsonObject } from '../spec/vocabulary.ts';
import type { Scope } from '../storage/records/apis.ts';
import type { User } from '../storage/records/directory.ts';
import type { Outcome } from './claim-expression.ts';
import { checkMappedClaim } from './claim-path.ts';
import { readClaimSource } from './claim-source.ts';

type Source = (user: User) => Json | undefined;

const claim =
  (name: string): Source =>
  (user) =>
    Object.hasOwn(user.claims, name) ? user.claims[name] : undefined;

const claimsNamed = (names: readonly string[]) => names.map((name) => [name, claim(name)] as const);

/** Scope → claims → where each comes from. OIDC Core §5.1, §5.4 */
const CLAIMS_OF_SCOPES: ReadonlyMap<string, readonly (readonly [name: string, source: Source])[]> = new Map([
  [
    'profile',
    [
      ['name', (user: User) => user.name],
      ['given_name', (user: User) => user.given_name],
      ['family_name', (user: User) => user.family_name],
      ['preferred_username', (user: User) => user.username],
      ['updated_at', (user: User) => user.updated_at],
      ...claimsNamed([
        'middle_name',
        'nickname',
        'profile',
        'picture',
        'website',
        'gender',
        'birthdate',
        'zoneinfo',
        'locale',
      ]),
    ],
  ],
  [
    'email',
    [
      ['email', (user: User) => user.email],
      ['email_verified', (user: User) => (user.email === undefined ? undefined : user.email_verified)],
    ],
  ],
  ['groups', [['groups', (user: User) => user.groups]]],
  ['phone', claimsNamed(['phone_number', 'phone_number_verified'])],
  ['address', claimsNamed(['address'])],
]);

const STANDARD_CLAIMS: ReadonlyMap<string, Source> = new Map([...CLAIMS_OF_SCOPES.values()].flat());

/**
 * The claims that `scope` shows of `user`; a claim without a value is left out. `customScopes` are the office's scopes and
 * those of a product; only those named in `scope` count, and a built-in claim is not overwritten by a mapping of the same name.
 */
export function claimsForScopes(
  user: User,
  scope: readonly string[],
  customScopes: readonly ScopeClaims[],
): JsonObject {
  // No claim is called __proto__: the standard ones are ours, and it can't be mapped (claim-path.ts).
  const claims: Record<string, Json> = {};
  for (const custom of customScopes) {
    if (!scope.includes(custom.name)) continue;
    for (const [name, source] of Object.entries(custom.claims)) {
      put(claims, name, mapped(user, name, source));
    }
  }
  for (const name of scope) {
    for (const [standard, source] of CLAIMS_OF_SCOPES.get(name) ?? []) put(claims, standard, source(user));
  }
  return claims;
}

/** The scope that shows a claim: a built-in one, or else one of `customScopes`; undefined for a claim that no scope shows. */
export function scopeOfClaim(name: string, customScopes: readonly Scope[]): string | undefined {
  for (const [scope, sources] of CLAIMS_OF_SCOPES) {
    if (sources.some(([standard]) => standard === name)) return scope;
  }
  if (checkMappedClaim(name) !== undefined) return undefined;
  return customScopes.find(({ claims }) => Object.hasOwn(claims, name))?.name;
}

/** A claim that has a meaning of its own is shown as what it is, or not at all. */
function mapped(user: User, name: string, source: string): Json | undefined {
  if (checkMappedClaim(name) === undefined) return valueOf(readClaimSource(user, source));
  return source === `user.${name}` ? STANDARD_CLAIMS.get(name)?.(user) : undefined;
}

/** A fault shows nothing: signing in goes on, and the panel's preview tells what is wrong. */
function valueOf(outcome: Outcome): Json | undefined {
  return 'fault' in outcome ? undefined : outcome.value;
}

function put(claims: Record<string, Json>, name: string, value: Json | undefined): void {
  if (value !== undefined) claims[name] = value;
}
