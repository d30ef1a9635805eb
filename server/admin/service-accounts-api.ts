/** Service accounts and their app passwords in the admin API. An app password is shown once, when it is made. */
import type { Answered, Body } from '../contract/admin/types.ts';
import { createAppPassword, findAppPassword } from '../directory/app-passwords.ts';
import { DomainError } from '../directory/domain-error.ts';
import { SIGN_IN_PROGRAM_SCOPE } from '../directory/scopes.ts';
import { changeServiceAccount, createServiceAccount, removeServiceAccount } from '../directory/service-accounts.ts';
import { parseScope } from '../spec/scope.ts';
import type { AppPassword, ServiceAccount } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { assertConfirmed } from './confirmed.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { isAsked, listCollection, listRecords } from './listing.ts';
import { assertNoApplication } from './one-name.ts';
import { notFound } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import { assertReferences } from './references.ts';
import type { Order } from './order.ts';
import { tidyScope } from './tidy-scope.ts';

export const ACCOUNT_ORDER: Order<ServiceAccount> = {
  searched: ({ username, name, scope }) => [username, name, scope],
  sorted: {
    username: (account) => account.username,
    name: (account) => account.name,
    admin: (account) => Number(account.admin),
    disabled: (account) => Number(account.disabled),
    created_at: (account) => account.created_at,
    updated_at: (account) => account.updated_at,
  },
  standard: 'name',
};

const PASSWORD_ORDER: Order<AppPassword> = {
  searched: ({ name }) => [name],
  sorted: {
    name: (password) => password.name,
    created_at: (password) => password.created_at,
    expires_at: (password) => password.expires_at,
  },
  standard: 'name',
};

function viewAccount(account: ServiceAccount): Answered<'readServiceAccount'> {
  const { id, username, name, groups, admin, disabled, scope, created_at, updated_at } = account;
  return { id, username, name, groups: [...groups], admin, disabled, scope, created_at, updated_at };
}

async function readAccountRecord(collections: Collections, id: string): Promise<ServiceAccount> {
  const account = await collections.collection('service_accounts').get(id);
  if (account === undefined) throw notFound('service account');
  return account;
}

type AccountOperation =
  | 'listServiceAccounts'
  | 'readServiceAccount'
  | 'createServiceAccount'
  | 'changeServiceAccount'
  | 'removeServiceAccount'
  | 'listAppPasswords'
  | 'createAppPassword'
  | 'removeAppPassword';

export const ACCOUNT_HANDLERS: Handlers<AccountOperation> = {
  async listServiceAccounts({ query }, cx) {
    const filter = ({ admin, disabled }: ServiceAccount) =>
      isAsked(admin, query.admin) && isAsked(disabled, query.disabled);
    const listing = { order: ACCOUNT_ORDER, query, filter, show: viewAccount };
    return { body: await listCollection('service_accounts', listing, cx) };
  },

  async readServiceAccount({ path }, cx) {
    return single(viewAccount(await readAccountRecord(cx.store, path.id)), 'changeServiceAccount');
  },

  async createServiceAccount({ body }, cx) {
    const { app_password = {}, ...fields } = body;
    const made = await cx.store.transaction(async (within) => {
      await assertReferred(within, fields);
      await assertNoApplication(within, fields.username);
      const account = await createServiceAccount(within, { ...fields, ...tidyScope(fields.scope) }, cx.now);
      const first = { name: app_password.name ?? 'main', expires_in_s: app_password.expires_in_s };
      const password = await makePassword(within, account, first, cx.now);
      const detail = { id: account.id, after: fieldsOf(viewAccount(account)), first_app_password: password.name };
      await recordChange(
        within,
        {
          type: 'service_account.created',
          target: account.username,
          detail,
          touched: [['service_accounts', account.id]],
        },
        cx,
      );
      return { account, password };
    });
    const { body: view, etag } = single(viewAccount(made.account), 'changeServiceAccount');
    return { body: { ...view, app_password: made.password }, etag };
  },

  async changeServiceAccount({ path, body, preconditions }, cx) {
    const account = await cx.store.transaction(async (within) => {
      const old = await readAccountRecord(within, path.id);
      assertCurrent(viewAccount(old), 'changeServiceAccount', preconditions);
      await assertReferred(within, body);
      if (body.username !== undefined && body.username !== old.username)
        await assertNoApplication(within, body.username);
      const changed = await changeServiceAccount(within, old.id, { ...body, ...tidyScope(body.scope) }, cx.now);
      if (administers(changed) && !administers(old)) assertConfirmed(cx, 'this makes a service account an admin');
      if (signsPeopleIn(changed) && !signsPeopleIn(old)) assertConfirmed(cx, 'this lets a program say who signs in');
      const detail = { id: old.id, ...differences(viewAccount(old), viewAccount(changed)) };
      await recordChange(
        within,
        { type: 'service_account.changed', target: changed.username, detail, touched: [['service_accounts', old.id]] },
        cx,
      );
      return changed;
    });
    return single(viewAccount(account), 'changeServiceAccount');
  },

  async removeServiceAccount({ path, preconditions }, cx) {
    await cx.store.transaction(async (within) => {
      const account = await within.collection('service_accounts').get(path.id);
      if (account === undefined) return;
      assertCurrent(viewAccount(account), 'changeServiceAccount', preconditions);
      await removeServiceAccount(within, account.id, cx.now);
      const detail = { id: account.id, before: fieldsOf(viewAccount(account)) };
      await recordChange(
        within,
        {
          type: 'service_account.removed',
          target: account.username,
          detail,
          touched: [['service_accounts', account.id]],
        },
        cx,
      );
    });
    return {};
  },

  async listAppPasswords({ path, query }, cx) {
    const { id } = await readAccountRecord(cx.store, path.id);
    const passwords = await cx.store.collection('app_passwords').find('service_account_id', id);
    const inForce = passwords.filter(({ expires_at }) => expires_at === undefined || expires_at > cx.now);
    return { body: await listRecords(inForce, { order: PASSWORD_ORDER, query, show: viewPassword }) };
  },

  async createAppPassword({ path, body }, cx) {
    const made = await cx.store.transaction(async (within) => {
      const account = await readAccountRecord(within, path.id);
      const password = await makePassword(within, account, body, cx.now);
      const { name, expires_at } = password;
      const detail = { service_account: account.username, after: { name, expires_at } };
      await recordChange(
        within,
        { type: 'app_password.created', target: nameOf(account, name), detail, touched: [] },
        cx,
      );
      return password;
    });
    return { body: made };
  },

  async removeAppPassword({ path }, cx) {
    await cx.store.transaction(async (within) => {
      const account = await within.collection('service_accounts').get(path.id);
      const password = await within.collection('app_passwords').get(path.app_password_id);
      if (account === undefined || password?.service_account_id !== account.id) return;
      await within.collection('app_passwords').remove(password.id);
      const detail = { service_account: account.username, before: { name: password.name } };
      await recordChange(
        within,
        { type: 'app_password.removed', target: nameOf(account, password.name), detail, touched: [] },
        cx,
      );
    });
    return {};
  },
};

function viewPassword({
  id,
  name,
  expires_at = null,
  created_at,
}: Omit<AppPassword, 'expires_at'> & { readonly expires_at?: number | null }) {
  return { id, name, expires_at, created_at };
}

function nameOf(account: ServiceAccount, name: string): string {
  return `${name} of ${account.username}`;
}

type NewPassword = { readonly name: string; readonly expires_in_s?: number | undefined };

/** Throws DomainError conflict for a name that the account uses. One that has expired makes room. */
async function makePassword(within: Transaction, account: ServiceAccount, asked: NewPassword, now: number) {
  const { name, expires_in_s } = asked;
  const before = await findAppPassword(within, account.id, name);
  if (before !== undefined) {
    if (before.expires_at === undefined || before.expires_at > now) {
      const message = `${account.username} has an app password ${name} already`;
      throw new DomainError('conflict', message, 'name', 'is the name of another app password of this account');
    }
    await within.collection('app_passwords').remove(before.id);
  }
  const expires_at = expires_in_s === undefined ? undefined : now + expires_in_s;
  const { password = '' } = await createAppPassword(within, account, { name, expires_at }, now);
  return { name, password, expires_at: expires_at ?? null };
}

function administers({ admin, disabled }: ServiceAccount): boolean {
  return admin && !disabled;
}

function signsPeopleIn({ scope, disabled }: ServiceAccount): boolean {
  return parseScope(scope).includes(SIGN_IN_PROGRAM_SCOPE) && !disabled;
}

type Referring = Pick<Body<'changeServiceAccount'>, 'groups' | 'scope'>;

function assertReferred(within: Transaction, { groups, scope }: Referring): Promise<void> {
  return assertReferences(within, { groups: ['groups', groups], scope });
}
