/** Service accounts: programs that act for themselves. What they sign in with is app-passwords.ts. */
import { randomUUID } from 'node:crypto';
import { usernameKey } from '../spec/username.ts';
import type { ServiceAccount } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { removeTokens } from './grants.ts';
import { touched } from './merge-fields.ts';
import { assertUsernameFree } from './users.ts';

export interface NewServiceAccount {
  readonly username: string;
  /** The username where absent. */
  readonly name?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly admin?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Space-separated scopes that it may ask for. */
  readonly scope?: string | undefined;
}

export type ServiceAccountChanges = Partial<
  Omit<ServiceAccount, 'id' | 'username_key' | 'tokens_from' | 'created_at' | 'updated_at'>
>;

/** Usernames longer than any valid one are unknown without being looked at. */
const LONGEST_LOOKED_UP = 1000;

export async function findServiceAccount(
  collections: Collections,
  username: string,
): Promise<ServiceAccount | undefined> {
  if (username.length > LONGEST_LOOKED_UP) return undefined;
  return (await collections.collection('service_accounts').find('username_key', usernameKey(username)))[0];
}

/** Throws DomainError invalid or conflict for its username, which it must not share with a person either. */
export async function createServiceAccount(
  within: Transaction,
  input: NewServiceAccount,
  now: number,
): Promise<ServiceAccount> {
  const username = input.username.trim();
  await assertUsernameFree(within, username, undefined);
  const account: ServiceAccount = {
    id: randomUUID(),
    username,
    username_key: usernameKey(username),
    name: input.name ?? username,
    groups: input.groups ?? [],
    admin: input.admin ?? false,
    disabled: input.disabled ?? false,
    scope: input.scope ?? '',
    created_at: now,
    updated_at: now,
  };
  await within.collection('service_accounts').insert(account);
  return account;
}

/**
 * Switching one off ends every token that it holds. Throws StorageError not_found, DomainError invalid or conflict for the
 * new username.
 */
export async function changeServiceAccount(
  within: Transaction,
  id: string,
  changes: ServiceAccountChanges,
  now: number,
): Promise<ServiceAccount> {
  const username = changes.username?.trim();
  if (username !== undefined) await assertUsernameFree(within, username, id);
  const renamed = username === undefined ? {} : { username, username_key: usernameKey(username) };
  return within.collection('service_accounts').update(id, (old) => {
    const off = changes.disabled === true && !old.disabled ? { tokens_from: now } : {};
    return touched(old, { ...old, ...changes, ...renamed, ...off }, now);
  });
}

/**
 * Removes a service account with its app passwords and its tokens. Nothing happens when there is none.
 */
export async function removeServiceAccount(within: Transaction, id: string, now: number): Promise<void> {
  const account = await within.collection('service_accounts').get(id);
  if (account === undefined) return;
  const passwords = await within.collection('app_passwords').find('service_account_id', id);
  for (const password of passwords) await within.collection('app_passwords').remove(password.id);
  await removeTokens(within, ({ service_account_id }) => service_account_id === account.id, now);
  await within.collection('service_accounts').remove(id);
}
