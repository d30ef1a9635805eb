/** Groups: a name that people, service accounts and allow-lists refer to. */
import { randomUUID } from 'node:crypto';
import { checkShownText } from '../spec/shown-text.ts';
import type { Group } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { DomainError } from './domain-error.ts';
import { takeNumber } from './numbers.ts';

export async function findGroup(collections: Collections, name: string): Promise<Group | undefined> {
  return (await collections.collection('groups').find('name', name))[0];
}

/** Those of `names` that no group has. */
export async function unknownGroups(collections: Collections, names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => findGroup(collections, name)));
  return names.filter((_, index) => found[index] === undefined);
}

/** Throws DomainError invalid for a name that could pass for another, StorageError already_exists for one that is taken. */
export async function createGroup(within: Transaction, input: { readonly name: string }, now: number): Promise<Group> {
  const reason = checkShownText(input.name);
  if (reason !== undefined) throw new DomainError('invalid', `the group's name ${reason}`, 'name');
  const group: Group = {
    id: randomUUID(),
    number: await takeNumber(within, 'groups'),
    name: input.name,
    created_at: now,
    updated_at: now,
  };
  await within.collection('groups').insert(group);
  return group;
}
