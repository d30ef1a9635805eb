/** Groups in the admin API. Renaming one follows everything that refers to it; removing one never opens an application. */
import type { Answered } from '../contract/admin/types.ts';
import { applicationsOpenToGroupAlone, createGroup, removeGroup, renameGroup } from '../directory/groups.ts';
import type { Group } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { listCollection } from './listing.ts';
import { notFound } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import type { Order } from './order.ts';
import { usersOfGroup } from './used-by.ts';

export const GROUP_ORDER: Order<Group> = {
  searched: ({ name }) => [name],
  sorted: {
    name: (group) => group.name,
    number: (group) => group.number,
    created_at: (group) => group.created_at,
    updated_at: (group) => group.updated_at,
  },
  standard: 'name',
};

async function viewGroup(collections: Collections, group: Group): Promise<Answered<'readGroup'>> {
  const { id, number, name, created_at, updated_at } = group;
  const [users, accounts, applications, used_by] = await Promise.all([
    collections.collection('users').find('group', name),
    collections.collection('service_accounts').find('group', name),
    applicationsOpenToGroupAlone(collections, name),
    usersOfGroup(collections, name),
  ]);
  const client_ids = applications.map(({ client_id }) => client_id).sort();
  const members = users.length + accounts.length;
  return { id, number, name, members, applications: client_ids, used_by, created_at, updated_at };
}

async function readGroupRecord(collections: Collections, id: string): Promise<Group> {
  const group = await collections.collection('groups').get(id);
  if (group === undefined) throw notFound('group');
  return group;
}

type GroupOperation = 'listGroups' | 'readGroup' | 'createGroup' | 'changeGroup' | 'removeGroup';

export const GROUP_HANDLERS: Handlers<GroupOperation> = {
  async listGroups({ query }, cx) {
    const show = (group: Group) => viewGroup(cx.store, group);
    return { body: await listCollection('groups', { order: GROUP_ORDER, query, show }, cx) };
  },

  async readGroup({ path }, cx) {
    return single(await viewGroup(cx.store, await readGroupRecord(cx.store, path.id)), 'changeGroup');
  },

  async createGroup({ body }, cx) {
    const view = await cx.store.transaction(async (within) => {
      const group = await createGroup(within, body, cx.now);
      const made = await viewGroup(within, group);
      const detail = { id: group.id, after: fieldsOf(made) };
      await recordChange(
        within,
        { type: 'group.created', target: group.name, detail, touched: [['groups', group.id]] },
        cx,
      );
      return made;
    });
    return single(view, 'changeGroup');
  },

  async changeGroup({ path, body, preconditions }, cx) {
    const view = await cx.store.transaction(async (within) => {
      const before = await viewGroup(within, await readGroupRecord(within, path.id));
      assertCurrent(before, 'changeGroup', preconditions);
      const group = await renameGroup(within, path.id, body.name ?? before.name, cx.now);
      const after = await viewGroup(within, group);
      const detail = { id: group.id, ...differences(before, after) };
      await recordChange(within, { type: 'group.changed', target: group.name, detail }, cx);
      return after;
    });
    return single(view, 'changeGroup');
  },

  async removeGroup({ path, preconditions }, cx) {
    await cx.store.transaction(async (within) => {
      const group = await within.collection('groups').get(path.id);
      if (group === undefined) return;
      const before = await viewGroup(within, group);
      assertCurrent(before, 'changeGroup', preconditions);
      await removeGroup(within, group.id, cx.now);
      const detail = { id: group.id, before: fieldsOf(before) };
      await recordChange(within, { type: 'group.removed', target: group.name, detail }, cx);
    });
    return {};
  },
};
