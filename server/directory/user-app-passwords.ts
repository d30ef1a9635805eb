/**
 * App passwords of people: made, listed, ended. Each opens one thing, for a program of theirs that can't show a page. Machine
 * secrets, so hashed as such. Whose one is that comes along is verify-user-app-password.ts's to find out.
 */
import { randomUUID } from 'node:crypto';
import { checkShownText } from '../spec/shown-text.ts';
import type { Application, Settings, User } from '../storage/records/directory.ts';
import type { AppPasswordUse, UserAppPassword } from '../storage/records/user-app-passwords.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { DomainError } from './domain-error.ts';
import { generateSecret, hashSecret } from './machine-secrets.ts';

/** Stands before each, so that it can be told from a token where both may come along. */
export const APP_PASSWORD_PREFIX = 'lanyard_';

export interface NewUserAppPassword {
  readonly name: string;
  readonly is_for: AppPasswordUse;
  /** Epoch seconds; absent: it does not expire. */
  readonly expires_at?: number | undefined;
}

export interface MadeUserAppPassword {
  readonly app_password: UserAppPassword;
  /** In clear; it can never be read again. */
  readonly password: string;
}

/** What the office allows. */
export type AppPasswordRules = Pick<Settings, 'user_app_passwords' | 'user_app_passwords_each'>;

/** Those that are in force, oldest first. */
export async function listUserAppPasswords(
  collections: Collections,
  user_id: string,
  now: number,
): Promise<readonly UserAppPassword[]> {
  const found = await collections.collection('user_app_passwords').find('user_id', user_id);
  return found
    .filter((one) => isInForce(one, now))
    .toSorted((one, other) => one.created_at - other.created_at || one.name.localeCompare(other.name));
}

/** `name` as it was given. */
export async function findUserAppPassword(
  collections: Collections,
  user_id: string,
  name: string,
): Promise<UserAppPassword | undefined> {
  return (await collections.collection('user_app_passwords').find('name', `${user_id} ${name}`))[0];
}

/**
 * One that has expired makes room for its name. Throws DomainError forbidden where the office lets nobody have any or the
 * person has as many as they may, invalid or conflict for the name.
 */
export async function createUserAppPassword(
  within: Transaction,
  { id: user_id }: Pick<User, 'id'>,
  { name, is_for, expires_at }: NewUserAppPassword,
  rules: AppPasswordRules,
  now: number,
): Promise<MadeUserAppPassword> {
  if (rules.user_app_passwords === 'off') throw new DomainError('forbidden', 'this office lets people have none');
  const wrong = checkShownText(name);
  if (wrong !== undefined) throw new DomainError('invalid', `name ${wrong}`, 'name', wrong);
  const { length } = await listUserAppPasswords(within, user_id, now);
  if (length >= rules.user_app_passwords_each) {
    throw new DomainError('forbidden', `you have ${length} app passwords, which is as many as this office allows each`);
  }
  const before = await findUserAppPassword(within, user_id, name);
  if (before !== undefined && isInForce(before, now)) {
    throw new DomainError(
      'conflict',
      `you have an app password ${name} already`,
      'name',
      'is that of another of yours',
    );
  }
  if (before !== undefined) await within.collection('user_app_passwords').remove(before.id);
  const password = `${APP_PASSWORD_PREFIX}${generateSecret()}`;
  const hash = hashSecret(password);
  return { app_password: await addUserAppPassword(within, { user_id, name, hash, is_for, expires_at }, now), password };
}

/** One that was made before, somewhere. Throws StorageError already_exists for a name or a hash that is there. */
export async function addUserAppPassword(
  within: Transaction,
  { expires_at, ...fields }: NewUserAppPassword & Pick<UserAppPassword, 'user_id' | 'hash'>,
  now: number,
): Promise<UserAppPassword> {
  const app_password: UserAppPassword = {
    id: randomUUID(),
    ...fields,
    created_at: now,
    ...(expires_at === undefined ? {} : { expires_at }),
  };
  await within.collection('user_app_passwords').insert(app_password);
  return app_password;
}

/** Undefined where the person has none of that id. */
export async function removeUserAppPassword(
  within: Transaction,
  user_id: string,
  id: string,
): Promise<UserAppPassword | undefined> {
  const passwords = within.collection('user_app_passwords');
  const found = await passwords.get(id);
  if (found?.user_id !== user_id) return undefined;
  await passwords.remove(id);
  return found;
}

/** All that a person has for one application. Answers how many there were. */
export async function removeOwnAppPasswordsFor(
  within: Transaction,
  user_id: string,
  application_id: string,
): Promise<number> {
  const passwords = within.collection('user_app_passwords');
  const found = await passwords.find('application_id', application_id);
  const own = found.filter((one) => one.user_id === user_id);
  for (const { id } of own) await passwords.remove(id);
  return own.length;
}

/** All of a person's. Answers how many there were. */
export function removeAppPasswordsOf(within: Transaction, user_id: string): Promise<number> {
  return removeAll(within, 'user_id', user_id);
}

/** All that people have for an application. Answers how many there were. */
export function removeAppPasswordsFor(within: Transaction, application_id: string): Promise<number> {
  return removeAll(within, 'application_id', application_id);
}

async function removeAll(within: Transaction, index: 'user_id' | 'application_id', value: string): Promise<number> {
  const passwords = within.collection('user_app_passwords');
  const found = await passwords.find(index, value);
  for (const { id } of found) await passwords.remove(id);
  return found.length;
}

export function isInForce({ expires_at }: Pick<UserAppPassword, 'expires_at'>, now: number): boolean {
  return expires_at === undefined || expires_at > now;
}

/** Whether it was made for this very application. */
export function opensApplication({ is_for }: UserAppPassword, { id }: Pick<Application, 'id'>): boolean {
  return is_for.kind === 'application' && is_for.application_id === id;
}

/** What people are told is to the minute, and programs that call all the time need not be written down each time. */
const USE_KNOWN_TO_S = 60;

/** Whether its last use has to be written down anew. */
export function isUseStale({ used_at }: UserAppPassword, now: number): boolean {
  return used_at === undefined || now - used_at >= USE_KNOWN_TO_S;
}

/** Writes down that it let somebody in. False where it is there no more. */
export async function noteUse(within: Transaction, id: string, now: number): Promise<boolean> {
  const passwords = within.collection('user_app_passwords');
  const kept = await passwords.get(id);
  if (kept === undefined || !isInForce(kept, now)) return false;
  if (isUseStale(kept, now)) await passwords.update(id, (old) => ({ ...old, used_at: now }));
  return true;
}
