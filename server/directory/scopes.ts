/** Which scopes exist: the built-in ones, and those that the office defined for itself. Scopes of APIs are apis.ts. */
import { randomUUID } from 'node:crypto';
import type { Awaitable } from '../spec/awaitable.ts';
import type { Scope } from '../storage/records/apis.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { definedFields } from './defined-fields.ts';
import { DomainError } from './domain-error.ts';

/** Opens the admin API; only for people and service accounts with `admin: true`. */
export const ADMIN_SCOPE = 'lanyard:admin';

/** Lets an application be registered, as the scope of an initial access token. RFC 7591 §3 */
export const REGISTER_SCOPE = 'lanyard:register';

/** Lets a service account answer for people as the office's own sign-in program, and nothing beyond. */
export const SIGN_IN_PROGRAM_SCOPE = 'lanyard:sign-in-program';

/** Those that open something of this Lanyard itself. */
export const OFFICE_SCOPES: readonly string[] = [ADMIN_SCOPE, REGISTER_SCOPE, SIGN_IN_PROGRAM_SCOPE];

/** Each with what it allows, as the end of "Grafana would like to …". OIDC Core §5.4, §11 */
export const BUILT_IN_SCOPES: ReadonlyMap<string, string> = new Map([
  ['openid', 'know who you are'],
  ['profile', 'see your name and profile'],
  ['email', 'see your e-mail address'],
  ['groups', 'see your groups'],
  ['phone', 'see your phone number'],
  ['address', 'see your address'],
  ['offline_access', 'stay connected while you are away'],
  [REGISTER_SCOPE, 'register applications'],
  [SIGN_IN_PROGRAM_SCOPE, 'say who signs in, as the sign-in program of this office'],
  [ADMIN_SCOPE, 'manage this Lanyard: people, applications and settings'],
]);

/** They show who somebody is: without a person there is nothing to show. OIDC Core §5.4 */
export const PERSONAL_SCOPES: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'groups',
  'phone',
  'address',
]);

/** Rights over the office are asked of the admin, and what is decided anew each time needs no renewal. */
export const NEVER_HANDED_ON: ReadonlySet<string> = new Set([ADMIN_SCOPE, SIGN_IN_PROGRAM_SCOPE, 'offline_access']);

export interface NewScope {
  readonly name: string;
  readonly description?: string | undefined;
  /** claim → where it comes from (claim-source.ts). */
  readonly claims?: Readonly<Record<string, string>> | undefined;
  readonly includes?: readonly string[] | undefined;
  readonly sensitive?: boolean | undefined;
}

export async function findScope(collections: Collections, name: string): Promise<Scope | undefined> {
  return (await collections.collection('scopes').find('name', name))[0];
}

/** The office's own scopes among `names`; built-in ones have no record. */
export function readCustomScopes(collections: Collections, names: readonly string[]): Awaitable<readonly Scope[]> {
  const own = names.filter((name) => !BUILT_IN_SCOPES.has(name));
  return own.length === 0 ? [] : findScopes(collections, own);
}

async function findScopes(collections: Collections, names: readonly string[]): Promise<readonly Scope[]> {
  const found = await Promise.all(names.map((name) => findScope(collections, name)));
  return found.filter((scope) => scope !== undefined);
}

/** Throws DomainError conflict for the name of a built-in scope. */
export async function createScope(within: Transaction, input: NewScope, now: number): Promise<Scope> {
  if (BUILT_IN_SCOPES.has(input.name)) throw new DomainError('conflict', `the scope ${input.name} is built in`, 'name');
  const scope: Scope = {
    id: randomUUID(),
    name: input.name,
    ...definedFields({ description: input.description, includes: input.includes, sensitive: input.sensitive }),
    claims: input.claims ?? {},
    created_at: now,
    updated_at: now,
  };
  await within.collection('scopes').insert(scope);
  return scope;
}
