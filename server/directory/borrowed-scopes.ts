/** Scopes that applications written for another product ask for by that product's names. */
import type { DialectName } from '../spec/vocabulary.ts';
import { FORGE_SCOPES } from './forge-scopes.ts';
import { GITHUB_SCOPES } from './github-scopes.ts';

export interface BorrowedScope {
  readonly name: string;
  readonly description: string;
  /** Our own scopes that it amounts to: whoever may have those may have it. Absent: it must be registered. */
  readonly amounts_to?: readonly string[];
  /** Narrower ones that come with it. */
  readonly includes?: readonly string[];
  readonly sensitive?: boolean;
  /** Whether it reaches what Lanyard doesn't keep: other servers that take its tokens do. */
  readonly elsewhere?: boolean;
}

/** As much of GitHub's as authentik knows. */
const AUTHENTIK: readonly BorrowedScope[] = [
  { name: 'user', description: 'see your profile and e-mail address', amounts_to: ['profile', 'email'] },
  { name: 'read:user', description: 'see your profile', amounts_to: ['profile'] },
  { name: 'user:email', description: 'see your e-mail address', amounts_to: ['email'] },
  { name: 'read:org', description: 'see your groups', amounts_to: ['groups'] },
];

/** Auth0's names for single claims of OpenID Connect's. */
const AUTH0: readonly BorrowedScope[] = [
  { name: 'name', description: 'see your name', amounts_to: ['profile'] },
  { name: 'given_name', description: 'see your first name', amounts_to: ['profile'] },
  { name: 'family_name', description: 'see your last name', amounts_to: ['profile'] },
  { name: 'nickname', description: 'see your username', amounts_to: ['profile'] },
  { name: 'picture', description: 'see your picture', amounts_to: ['profile'] },
  { name: 'email_verified', description: 'see whether your e-mail address is verified', amounts_to: ['email'] },
];

/** The older name that Ory keeps beside the standard one. */
const ORY: readonly BorrowedScope[] = [
  { name: 'offline', description: 'stay signed in when you are away', includes: ['offline_access'] },
];

/** By the dialect of the applications that ask by these names. */
const BORROWED: Partial<Readonly<Record<DialectName, readonly BorrowedScope[]>>> = {
  github: GITHUB_SCOPES,
  authentik: AUTHENTIK,
  gitea: FORGE_SCOPES,
  forgejo: FORGE_SCOPES,
  auth0: AUTH0,
  ory: ORY,
};

export const BORROWED_SCOPE_NAMES: readonly string[] = [
  ...new Set(Object.values(BORROWED).flatMap((rows) => rows.map(({ name }) => name))),
];

const NAMES: ReadonlySet<string> = new Set(BORROWED_SCOPE_NAMES);

/** Whether it is a name of any product. */
export function isBorrowedScope(name: string): boolean {
  return NAMES.has(name);
}

export function borrowedScope(name: string, dialect: DialectName): BorrowedScope | undefined {
  return BORROWED[dialect]?.find((scope) => scope.name === name);
}

/** What the names of a product include directly. */
export function borrowedInclusions(dialect: DialectName): ReadonlyMap<string, readonly string[]> {
  return INCLUSIONS.get(dialect) ?? NONE;
}

const NONE: ReadonlyMap<string, readonly string[]> = new Map();

const INCLUSIONS = new Map(
  Object.entries(BORROWED).map(([dialect, rows]) => [
    dialect,
    new Map(rows.flatMap(({ name, includes = [] }) => (includes.length === 0 ? [] : [[name, includes] as const]))),
  ]),
);
