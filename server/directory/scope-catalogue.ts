/** What a scope means to a person, wherever it was defined: built in, by the office, by an API, or by another product. */
import type { ConsentScopeView } from '../contract/page-parts.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import type { ScopeClaims } from '../spec/dialect-traits.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import { definedFields } from './defined-fields.ts';
import { madeOfDirectory } from './directory-version.ts';
import { everyRecord } from './every-record.ts';
import { borrowedScope, isBorrowedScope } from './borrowed-scopes.ts';
import { type Inclusions, withIncluded } from './scope-inclusion.ts';
import { ADMIN_SCOPE, BUILT_IN_SCOPES, findScope } from './scopes.ts';

/**
 * Whether an application may ask for `name`: it is registered, or another product's name for what is. `registered` are
 * the application's scopes with what they include, `defined` the names that mean something else here (definedHere).
 */
export function isScopeOpenTo(
  name: string,
  registered: readonly string[],
  dialect: DialectName,
  defined: ReadonlySet<string>,
): boolean {
  if (registered.includes(name)) return true;
  if (defined.has(name)) return false;
  const amounts_to = borrowedScope(name, dialect)?.amounts_to ?? [];
  return amounts_to.length > 0 && amounts_to.every((own) => registered.includes(own));
}

interface Asking {
  readonly person: User | undefined;
  readonly dialect: DialectName;
  /** What the product shows under a scope beside the standard claims. */
  readonly scope_claims?: readonly ScopeClaims[] | undefined;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * What the office and its APIs define, as far as it matters for `names`: nothing, and at once, where none of these is a
 * product's name for something that many may have.
 */
export function definedHere(
  names: readonly string[],
  dialect: DialectName,
  collections: Collections,
): Awaitable<ReadonlySet<string>> {
  const isLent = names.some((name) => borrowedScope(name, dialect)?.amounts_to !== undefined);
  return isLent ? readDefined(collections) : NOTHING;
}

const readDefined = madeOfDirectory(definedIn);

/** What each scope lets an application of `dialect` do, with the values of `person` that it and what it includes show. */
export async function describeScopes(
  collections: Collections,
  names: readonly string[],
  { person, dialect, scope_claims = [] }: Asking,
  inclusions: Inclusions,
): Promise<readonly Omit<ConsentScopeView, 'optional'>[]> {
  return Promise.all(
    names.map(async (name) => {
      const valuesOf = (each: string, known: User) => [
        ...valuesShown(each, known, dialect),
        ...(showsGroups(each, scope_claims) ? known.groups : []),
      ];
      const [own, ...included] = await Promise.all(
        withIncluded([name], inclusions).map(async (each) => ({
          name: each,
          ...withGroups(await describe(collections, each, dialect), showsGroups(each, scope_claims)),
        })),
      );
      const all = [...(own === undefined ? [] : [own]), ...included];
      // Its own sentence says that already.
      const parts = included.filter((each) => each.name !== 'groups' || !showsGroups(name, scope_claims));
      const shows = all.flatMap((each) => (person === undefined ? [] : valuesOf(each.name, person)));
      return {
        name,
        ...definedFields({ description: own && sentenceOf(own) }),
        sensitive: all.some(({ sensitive }) => sensitive),
        ...(parts.length === 0 ? {} : { includes: parts.map((each) => each.description ?? each.name) }),
        shows: [...new Set(shows)],
      };
    }),
  );
}

/**
 * With the groups in what shows them already, where both are among `names`: a choice of their own would be none, because
 * the application learns them all the same.
 */
export function withGroupsShown(
  names: readonly string[],
  inclusions: Inclusions,
  scope_claims: readonly ScopeClaims[] = [],
): Inclusions {
  const showing = names.includes('groups') ? names.filter((name) => showsGroups(name, scope_claims)) : [];
  if (showing.length === 0) return inclusions;
  return new Map([
    ...inclusions,
    ...showing.map((name) => [name, [...(inclusions.get(name) ?? []), 'groups']] as const),
  ]);
}

function showsGroups(name: string, scope_claims: readonly ScopeClaims[]): boolean {
  return scope_claims.some((its) => its.name === name && Object.values(its.claims).includes('user.groups'));
}

/** Nobody would look for them there. */
function withGroups(described: Described, groups: boolean): Described {
  const { description } = described;
  return groups && description !== undefined
    ? { ...described, description: `${description}, and your groups` }
    : described;
}

/** Those of `names` that nobody defines: neither Lanyard, nor a product that it stands in for, the office or one of its APIs. */
export async function undefinedScopes(collections: Collections, names: readonly string[]): Promise<readonly string[]> {
  const unknown = names.filter((name) => !BUILT_IN_SCOPES.has(name) && !isBorrowedScope(name));
  if (unknown.length === 0) return [];
  const defined = await definedIn(collections);
  return unknown.filter((name) => !defined.has(name));
}

async function definedIn(collections: Collections): Promise<ReadonlySet<string>> {
  const defined = new Set<string>();
  for await (const scope of everyRecord(collections.collection('scopes'))) defined.add(scope.name);
  for await (const api of everyRecord(collections.collection('apis'))) {
    for (const scope of api.scopes) defined.add(scope.name);
  }
  return defined;
}

interface Described {
  readonly description: string | undefined;
  readonly sensitive: boolean;
  /** Whether it reaches what other servers keep. */
  readonly elsewhere?: boolean | undefined;
}

/** Whoever reads of repositories looks for them here otherwise. */
function sentenceOf({ description, elsewhere }: Described): string | undefined {
  return elsewhere === true && description !== undefined
    ? `${description}, on other servers of your office`
    : description;
}

async function describe(collections: Collections, name: string, dialect: DialectName): Promise<Described> {
  const known = BUILT_IN_SCOPES.get(name);
  if (known !== undefined) return { description: known, sensitive: name === ADMIN_SCOPE };
  // What the office means by it goes before what another product does.
  const borrowed = borrowedScope(name, dialect);
  const own = await findScope(collections, name);
  if (own !== undefined) return inWordsOf(own, own.sensitive ?? borrowed?.sensitive ?? false, borrowed);
  for await (const api of everyRecord(collections.collection('apis'))) {
    const scope = api.scopes.find((row) => row.name === name);
    if (scope !== undefined) return inWordsOf(scope, scope.sensitive ?? true, borrowed);
  }
  return {
    description: borrowed?.description,
    sensitive: borrowed === undefined || borrowed.sensitive === true,
    elsewhere: borrowed?.elsewhere,
  };
}

function inWordsOf(
  { description }: { readonly description?: string | undefined },
  sensitive: boolean,
  borrowed: { readonly description: string } | undefined,
) {
  return { description: description ?? borrowed?.description, sensitive };
}

function valuesShown(name: string, person: User, dialect: DialectName): readonly string[] {
  const amount = borrowedScope(name, dialect)?.amounts_to;
  if (amount !== undefined) return amount.flatMap((own) => valuesShown(own, person, dialect));
  switch (name) {
    case 'profile':
      return [person.name];
    case 'email':
      return person.email === undefined ? [] : [person.email];
    case 'groups':
      return person.groups;
    case 'phone':
      return typeof person.claims['phone_number'] === 'string' ? [person.claims['phone_number']] : [];
    default:
      return [];
  }
}
