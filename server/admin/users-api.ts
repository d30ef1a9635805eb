/** People in the admin API: who they are, their rights, and their password. Where they are signed in is sessions-api.ts's. */
import { randomBytes } from 'node:crypto';
import type { PERSON_STATES } from '../contract/admin/people.ts';
import type { Answered } from '../contract/admin/types.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { endGrantsOfUser } from '../directory/grants.ts';
import { mergePatch } from '../directory/merge-fields.ts';
import { endWhatIsLost } from '../directory/lost-rights.ts';
import { carryPanelSession, endPanelSessionsOfUser } from '../directory/panel-sessions.ts';
import { checkObviousPassword } from '../directory/obvious-passwords.ts';
import { checkNewPassword } from '../spec/new-password.ts';
import { endSessionsOfUser } from '../directory/sessions.ts';
import { removeAppPasswordsOf } from '../directory/user-app-passwords.ts';
import { assertAdminRemains, changeUser, createUser, removeUser } from '../directory/users.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { assertConfirmed } from './confirmed.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { listCollection, listRecords } from './listing.ts';
import { invalidFields, notFound } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import { assertReferences } from './references.ts';
import type { Order } from './order.ts';

export const USER_ORDER: Order<User> = {
  searched: ({ username, name, given_name, family_name, email }) => [username, name, given_name, family_name, email],
  sorted: {
    username: (user) => user.username,
    name: (user) => user.name,
    given_name: (user) => user.given_name,
    family_name: (user) => user.family_name,
    email: (user) => user.email,
    number: (user) => user.number,
    admin: (user) => Number(user.admin),
    disabled: (user) => Number(user.disabled),
    created_at: (user) => user.created_at,
    updated_at: (user) => user.updated_at,
  },
  standard: 'name',
};

const IS_IN_STATE: Readonly<Record<(typeof PERSON_STATES)[number], (user: User) => boolean>> = {
  admin: ({ admin }) => admin,
  disabled: ({ disabled }) => disabled,
  no_password: ({ password_hash }) => password_hash === undefined,
};

export function viewUser(user: User): Answered<'readUser'> {
  const { id, number, username, name, given_name, family_name, email, email_verified } = user;
  const { groups, admin, disabled, password_hash, claims, external_subject, created_at, updated_at } = user;
  return {
    id,
    number,
    username,
    name,
    ...definedFields({ given_name, family_name, email }),
    email_verified,
    groups: [...groups],
    admin,
    disabled,
    has_password: password_hash !== undefined,
    claims,
    ...definedFields({ external_subject }),
    created_at,
    updated_at,
  };
}

/** Throws ProblemError not_found. */
export async function readUserRecord(collections: Collections, id: string): Promise<User> {
  const user = await collections.collection('users').get(id);
  if (user === undefined) throw notFound('person');
  return user;
}

type UserOperation = 'listUsers' | 'readUser' | 'createUser' | 'changeUser' | 'removeUser' | 'resetUserPassword';

export const USER_HANDLERS: Handlers<UserOperation> = {
  async listUsers({ query }, cx) {
    const filter = query.state === undefined ? undefined : IS_IN_STATE[query.state];
    const listing = { order: USER_ORDER, query, filter, show: viewUser };
    if (query.group === undefined) return { body: await listCollection('users', listing, cx) };
    return { body: await listRecords(await cx.store.collection('users').find('group', query.group), listing) };
  },

  async readUser({ path }, cx) {
    return single(viewUser(await readUserRecord(cx.store, path.id)), 'changeUser');
  },

  async createUser({ body }, cx) {
    const { password, ...fields } = body;
    const username = body.username.trim();
    const password_hash = password === undefined ? undefined : await hashNew(password, username, cx);
    const user = await cx.store.transaction(async (within) => {
      await assertReferences(within, { groups: ['groups', fields.groups] });
      const made = await createUser(within, { ...fields, password_hash }, cx.now);
      const detail = { id: made.id, after: fieldsOf(viewUser(made)) };
      await recordChange(
        within,
        { type: 'user.created', target: made.username, detail, touched: [['users', made.id]] },
        cx,
      );
      return made;
    });
    return single(viewUser(user), 'changeUser');
  },

  async changeUser({ path, body, preconditions }, cx) {
    const user = await cx.store.transaction(async (within) => {
      const old = await readUserRecord(within, path.id);
      assertCurrent(viewUser(old), 'changeUser', preconditions);
      await assertReferences(within, { groups: ['groups', body.groups] });
      const { claims, ...fields } = body;
      const merged: { readonly claims?: JsonObject } =
        claims === undefined ? {} : { claims: mergePatch(old.claims, claims) };
      const changed = await changeUser(within, old.id, { ...fields, ...merged }, cx.now);
      await assertAdminRemains(within, old);
      if (administers(changed) && !administers(old)) assertConfirmed(cx, 'this makes somebody an admin');
      const detail = {
        id: old.id,
        ...differences(viewUser(old), viewUser(changed)),
        ...(await endedWith(within, old, changed, cx.now)),
        ...(changed.disabled && !old.disabled ? await stoppedWith(within, old) : {}),
      };
      await recordChange(
        within,
        { type: 'user.changed', target: changed.username, detail, touched: [['users', old.id]] },
        cx,
      );
      return changed;
    });
    return single(viewUser(user), 'changeUser');
  },

  async removeUser({ path, preconditions }, cx) {
    await cx.store.transaction(async (within) => {
      const user = await within.collection('users').get(path.id);
      if (user === undefined) return;
      assertCurrent(viewUser(user), 'changeUser', preconditions);
      const ended = await removeUser(within, user.id, cx.now);
      await assertAdminRemains(within, user);
      const stopped = await stoppedWith(within, user);
      const detail = { id: user.id, before: fieldsOf(viewUser(user)), ended: { ...ended }, ...stopped };
      await recordChange(
        within,
        { type: 'user.removed', target: user.username, detail, touched: [['users', user.id]] },
        cx,
      );
    });
    return {};
  },

  async resetUserPassword({ path, body }, cx) {
    const { username } = await readUserRecord(cx.store, path.id);
    const made = body.password === undefined ? randomBytes(15).toString('base64url') : undefined;
    const password_hash = await hashNew(made ?? body.password ?? '', username, cx);
    const sign_out = body.sign_out ?? true;
    await cx.store.transaction(async (within) => {
      const user = await readUserRecord(within, path.id);
      const changed = await changeUser(within, user.id, { password_hash }, cx.now);
      // Who sets their own stays: the answer may hold the only copy of it.
      const own = cx.actor.kind === 'panel' && cx.actor.user.id === user.id ? cx.actor.session.id : undefined;
      if (own !== undefined) await carryPanelSession(within, own, changed);
      // Whoever knew the old password may have let themselves and applications in.
      const panel_sessions_ended = await endPanelSessionsOfUser(within, user.id, own);
      const sessions_ended = sign_out ? await endSessionsOfUser(within, user.id, cx.now) : 0;
      const grants_ended = sign_out ? await endGrantsOfUser(within, user.id, 'the password was reset', cx.now) : 0;
      const app_passwords_ended = sign_out ? await removeAppPasswordsOf(within, user.id) : 0;
      const detail = { id: user.id, sessions_ended, panel_sessions_ended, grants_ended, app_passwords_ended };
      await recordChange(
        within,
        { type: 'user.password_reset', target: user.username, detail, touched: [['users', user.id]] },
        cx,
      );
    });
    return { body: made === undefined ? {} : { password: made } };
  },
};

function administers({ admin, disabled }: User): boolean {
  return admin && !disabled;
}

async function endedWith(within: Transaction, old: User, changed: User, now: number): Promise<JsonObject> {
  const ended = await endWhatIsLost(within, old, changed, now);
  return ended === undefined ? {} : { ended: { ...ended } };
}

/** What they registered stands still with them. */
async function stoppedWith(within: Transaction, { id }: User): Promise<JsonObject> {
  const owned = await within.collection('applications').find('owner_id', id);
  return owned.length === 0 ? {} : { applications_stopped: owned.map(({ client_id }) => client_id) };
}

type Hashing = Parameters<Handlers<'createUser'>['createUser']>[1];

/** Throws ProblemError invalid for a password that may not be one. Before any transaction: it takes a while. */
async function hashNew(password: string, username: string, { passwords }: Hashing): Promise<string> {
  const reason = checkNewPassword(password) ?? checkObviousPassword(password, username);
  if (reason !== undefined) throw invalidFields([{ path: ['password'], reason }]);
  return passwords.hash(password);
}
