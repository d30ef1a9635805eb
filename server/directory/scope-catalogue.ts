/** What a scope means to a person, wherever it was defined: built in, by the office, by an API, or by another product. */
import type { ConsentScopeView } from '../contract/pages.ts';
import { parseScope } from '../spec/scope.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import { everyRecord } from './every-record.ts';
import { ADMIN_SCOPE, BUILT_IN_SCOPES, findScope } from './scopes.ts';

interface BorrowedScope {
  /** The dialect of the applications that ask by this name. */
  readonly dialect: DialectName;
  readonly description: string;
  /** Our own scopes that it amounts to: whoever may have those may have it. */
  readonly amounts_to: readonly string[];
}

/** Scopes that applications written for another product ask for by that product's names. */
const BORROWED: ReadonlyMap<string, BorrowedScope> = new Map([
  ['user', { dialect: 'github', description: 'see your profile and e-mail address', amounts_to: ['profile', 'email'] }],
  ['read:user', { dialect: 'github', description: 'see your profile', amounts_to: ['profile'] }],
  ['user:email', { dialect: 'github', description: 'see your e-mail address', amounts_to: ['email'] }],
  ['read:org', { dialect: 'github', description: 'see your groups', amounts_to: ['groups'] }],
]);

export const BORROWED_SCOPE_NAMES: readonly string[] = [...BORROWED.keys()];

/** Whether an application may ask for `name`: it is registered, or another product's name for what is. */
export function isScopeOpenTo(name: string, { scope, dialect }: Pick<Application, 'scope' | 'dialect'>): boolean {
  const registered = parseScope(scope);
  if (registered.includes(name)) return true;
  const borrowed = BORROWED.get(name);
  return borrowed?.dialect === dialect && borrowed.amounts_to.every((own) => registered.includes(own));
}

/** What each scope lets an application do, with the values of `person` that it shows. */
export async function describeScopes(
  collections: Collections,
  names: readonly string[],
  person: User | undefined,
): Promise<readonly Omit<ConsentScopeView, 'optional'>[]> {
  return Promise.all(
    names.map(async (name) => {
      const description = await describe(collections, name);
      return {
        name,
        ...(description.text === undefined ? {} : { description: description.text }),
        sensitive: name === ADMIN_SCOPE || description.of === 'api',
        shows: person === undefined ? [] : valuesShown(name, person),
      };
    }),
  );
}

/** Those of `names` that nobody defines: neither Lanyard, nor a product that it stands in for, the office or one of its APIs. */
export async function undefinedScopes(collections: Collections, names: readonly string[]): Promise<readonly string[]> {
  const unknown = names.filter((name) => !BUILT_IN_SCOPES.has(name) && !BORROWED.has(name));
  if (unknown.length === 0) return [];
  const defined = new Set<string>();
  for await (const scope of everyRecord(collections.collection('scopes'))) defined.add(scope.name);
  for await (const api of everyRecord(collections.collection('apis'))) {
    for (const scope of api.scopes) defined.add(scope.name);
  }
  return unknown.filter((name) => !defined.has(name));
}

async function describe(
  collections: Collections,
  name: string,
): Promise<{ text: string | undefined; of: 'person' | 'api' }> {
  const known = BUILT_IN_SCOPES.get(name) ?? BORROWED.get(name)?.description;
  if (known !== undefined) return { text: known, of: 'person' };
  const own = await findScope(collections, name);
  if (own !== undefined) return { text: own.description, of: 'person' };
  for await (const api of everyRecord(collections.collection('apis'))) {
    const scope = api.scopes.find((row) => row.name === name);
    if (scope !== undefined) return { text: scope.description, of: 'api' };
  }
  return { text: undefined, of: 'api' };
}

function valuesShown(name: string, person: User): readonly string[] {
  const amount = BORROWED.get(name)?.amounts_to;
  if (amount !== undefined) return amount.flatMap((own) => valuesShown(own, person));
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
