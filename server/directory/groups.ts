/** Groups: a name that people, service accounts and allow-lists refer to. */
import { randomUUID } from 'node:crypto';
import { checkShownText } from '../spec/shown-text.ts';
import type { Application, Group } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { DomainError } from './domain-error.ts';
import { everyRecord } from './every-record.ts';
import { touched } from './merge-fields.ts';
import { applicationsIn } from './phrases.ts';
import { takeNumber } from './numbers.ts';

export async function findGroup(collections: Collections, name: string): Promise<Group | undefined> {
  return (await collections.collection('groups').find('name', name))[0];
}

/** Those of `names` that no group has. */
export async function unknownGroups(collections: Collections, names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => findGroup(collections, name)));
  return names.filter((_, index) => found[index] === undefined);
}

/** Throws DomainError invalid for a name that could pass for another, conflict for one that is taken however it is spelled. */
async function assertNameFree(within: Transaction, name: string, own_id: string | undefined): Promise<void> {
  const reason = checkShownText(name);
  if (reason !== undefined) throw new DomainError('invalid', `the group's name ${reason}`, 'name', reason);
  const holders = await within.collection('groups').find('name_key', name.normalize('NFKC').toLowerCase());
  const holder = holders.find(({ id }) => id !== own_id);
  if (holder === undefined) return;
  const spelled = holder.name === name ? '' : `, which counts as the same as ${holder.name}`;
  const message = `there is a group ${holder.name} already`;
  throw new DomainError('conflict', message, 'name', `is the name of another group${spelled}`);
}

/** Throws DomainError invalid or conflict for the name. */
export async function createGroup(within: Transaction, input: { readonly name: string }, now: number): Promise<Group> {
  await assertNameFree(within, input.name, undefined);
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

/**
 * Renames a group, and everything that refers to it: people, service accounts and lists of who may use an application.
 * Throws StorageError not_found, DomainError invalid or conflict for the new name.
 */
export async function renameGroup(within: Transaction, id: string, name: string, now: number): Promise<Group> {
  const old = await within.collection('groups').get(id);
  // Two from before that differ by case alone may keep their names.
  if (old?.name !== name) await assertNameFree(within, name, id);
  const renamed = await within.collection('groups').update(id, (group) => touched(group, { ...group, name }, now));
  if (old !== undefined && old.name !== name) {
    await changeReferences(within, old.name, (names) => names.map((each) => (each === old.name ? name : each)), now);
  }
  return renamed;
}

/**
 * Removes a group from people, service accounts and lists of who may use an application. Throws DomainError conflict where
 * an application is open to this group alone: without it, it would be open to everybody. Nothing happens when there is none.
 */
export async function removeGroup(within: Transaction, id: string, now: number): Promise<void> {
  const group = await within.collection('groups').get(id);
  if (group === undefined) return;
  const alone = await applicationsOpenToGroupAlone(within, group.name);
  if (alone.length > 0) {
    const named = applicationsIn(alone.map(({ client_id }) => client_id));
    const message = `${named} would be open to everybody without the group ${group.name}; change who may use it first`;
    throw new DomainError('conflict', message);
  }
  const [only] = await scopesOfGroupAlone(within, group.name);
  if (only !== undefined) {
    const message = `the scope ${only} would go to everybody without the group ${group.name}; change who gets it first`;
    throw new DomainError('conflict', message);
  }
  await changeReferences(within, group.name, (names) => names.filter((each) => each !== group.name), now);
  await within.collection('groups').remove(id);
}

/** Applications that nobody may use but the members of this group. */
export async function applicationsOpenToGroupAlone(
  collections: Collections,
  name: string,
): Promise<readonly Application[]> {
  const found = await collections.collection('applications').find('allowed_group', name);
  return found.filter(({ allowed_groups }) => allowed_groups.length === 1);
}

/** Names of scopes of APIs that only the members of this group get. */
async function scopesOfGroupAlone(collections: Collections, name: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { scopes } of everyRecord(collections.collection('apis'))) {
    for (const { name: scope, allowed_groups = [] } of scopes) {
      if (allowed_groups.length === 1 && allowed_groups[0] === name) found.push(scope);
    }
  }
  return found;
}

type ChangeNames = (names: readonly string[]) => readonly string[];

async function changeReferences(within: Transaction, name: string, change: ChangeNames, now: number): Promise<void> {
  for (const collection of ['users', 'service_accounts'] as const) {
    const members = await within.collection(collection).find('group', name);
    for (const { id } of members) await changeMember(within, collection, id, change, now);
  }
  await changeScopesOfApis(within, name, change, now);
  for (const { id } of await within.collection('applications').find('allowed_group', name)) {
    await within.collection('applications').update(id, (old) => ({
      ...old,
      allowed_groups: change(old.allowed_groups),
      updated_at: now,
    }));
  }
}

async function changeScopesOfApis(within: Transaction, name: string, change: ChangeNames, now: number): Promise<void> {
  const concerned: string[] = [];
  for await (const { id, scopes } of everyRecord(within.collection('apis'))) {
    if (scopes.some(({ allowed_groups = [] }) => allowed_groups.includes(name))) concerned.push(id);
  }
  for (const id of concerned) {
    await within.collection('apis').update(id, (api) => ({
      ...api,
      scopes: api.scopes.map((scope) =>
        scope.allowed_groups === undefined ? scope : { ...scope, allowed_groups: change(scope.allowed_groups) },
      ),
      updated_at: now,
    }));
  }
}

async function changeMember(
  within: Transaction,
  collection: 'users' | 'service_accounts',
  id: string,
  change: ChangeNames,
  now: number,
): Promise<void> {
  const changed = { updated_at: now };
  if (collection === 'users') {
    await within.collection('users').update(id, (old) => ({ ...old, ...changed, groups: change(old.groups) }));
    return;
  }
  await within.collection('service_accounts').update(id, (old) => ({ ...old, ...changed, groups: change(old.groups) }));
}
