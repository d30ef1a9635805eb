/** People. Their passwords are hashed elsewhere (password-hasher.ts), their sessions and consents have their own files. */
import { randomUUID } from 'node:crypto';
import { checkNewUsername, checkReserved, checkUsername, usernameKey } from '../spec/username.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { DomainError } from './domain-error.ts';
import { withdrawConsentsOfUser } from './consents.ts';
import { endGrantsOfUser } from './grants.ts';
import { type FieldChanges, mergeFields, touched } from './merge-fields.ts';
import { assertNobodyKeptHere, assertNobodysAddress, assertNobodysName } from './names-and-addresses.ts';
import { takeNumber } from './numbers.ts';
import { endPanelSessionsOfUser } from './panel-sessions.ts';
import { removeSessionsOfUser } from './sessions.ts';
import { removeAppPasswordsOf } from './user-app-passwords.ts';

/** Far beyond any valid username; longer ones are unknown without being looked at. */
const LONGEST_LOOKED_UP = 1000;

/** What a person is made of; what is absent gets its default: no groups, not an admin, not disabled, `name` the username. */
export interface NewUser {
  readonly username: string;
  /** argon2id in PHC form. */
  readonly password_hash?: string | undefined;
  readonly name?: string | undefined;
  readonly given_name?: string | undefined;
  readonly family_name?: string | undefined;
  readonly email?: string | undefined;
  /** True where absent: an admin entered the address. */
  readonly email_verified?: boolean | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly admin?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly claims?: JsonObject | undefined;
  /** Of somebody whom the office's own sign-in program keeps (external-people.ts). */
  readonly external_subject?: string | undefined;
}

export type UserChanges = FieldChanges<Omit<User, 'id' | 'number' | 'username_key' | 'created_at' | 'updated_at'>>;

/** However the username is spelled: case, width and surrounding spaces don't count. */
export async function findUserByUsername(collections: Collections, username: string): Promise<User | undefined> {
  if (username.length > LONGEST_LOOKED_UP) return undefined;
  return (await collections.collection('users').find('username_key', usernameKey(username)))[0];
}

/**
 * An address that two have, or that nobody verified, tells nobody apart. Who only says that it is theirs takes it from nobody:
 * strangers may say so of any (auth0-sign-up.ts).
 */
export async function findUserByEmail(collections: Collections, email: string): Promise<User | undefined> {
  const holders = await collections.collection('users').find('email', email.toLowerCase());
  const [only, another] = holders.filter(({ email_verified }) => email_verified);
  return another === undefined ? only : undefined;
}

/** Whom somebody means who types a name to sign in: a username, or an address that is verified and only one person's. */
export async function findUserByName(collections: Collections, typed: string): Promise<User | undefined> {
  const named = await findUserByUsername(collections, typed);
  if (!typed.includes('@') || (named !== undefined && !onlyClaimsAddress(named))) return named;
  return (await findUserByEmail(collections, typed)) ?? named;
}

/** Whether somebody goes by an address that nobody verified as theirs, or that another program has for them. */
function onlyClaimsAddress({ username, email, email_verified, external_subject }: User): boolean {
  if (external_subject !== undefined) return true;
  return !email_verified && email !== undefined && usernameKey(email) === usernameKey(username);
}

/**
 * Adds a person. References to groups are the caller's to check.
 * Throws DomainError invalid for a username that nobody may have, conflict for one that is taken or somebody's address, and for
 * an address that is somebody's name.
 */
export async function createUser(within: Transaction, input: NewUser, now: number): Promise<User> {
  const username = input.username.trim();
  await assertUsernameFree(within, username, undefined);
  const { password_hash, given_name, family_name, email, external_subject } = input;
  if (email !== undefined) await assertNobodysName(within, email, undefined);
  const user: User = {
    id: randomUUID(),
    number: await takeNumber(within, 'users'),
    username,
    username_key: usernameKey(username),
    ...(password_hash === undefined ? {} : { password_hash }),
    name: input.name ?? username,
    ...(given_name === undefined ? {} : { given_name }),
    ...(family_name === undefined ? {} : { family_name }),
    ...(email === undefined ? {} : { email }),
    email_verified: input.email_verified ?? true,
    groups: input.groups ?? [],
    admin: input.admin ?? false,
    disabled: input.disabled ?? false,
    claims: input.claims ?? {},
    ...(external_subject === undefined ? {} : { external_subject }),
    created_at: now,
    updated_at: now,
  };
  await assertSubjectFree(within, user, undefined);
  await within.collection('users').insert(user);
  return user;
}

/**
 * Changes a person; whether an admin remains is `assertAdminRemains`'s to ask, after all changes of the transaction.
 * Throws StorageError not_found, DomainError invalid or conflict for the new username or address.
 */
export async function changeUser(within: Transaction, id: string, changes: UserChanges, now: number): Promise<User> {
  const username = changes.username?.trim();
  if (username !== undefined) await assertUsernameFree(within, username, id);
  const renamed = username === undefined ? {} : { username, username_key: usernameKey(username) };
  const users = within.collection('users');
  const before = await users.get(id);
  if (before !== undefined) {
    const after = mergeFields(before, changes);
    await assertSubjectFree(within, after, before);
    if (after.email !== undefined && after.email !== before.email) await assertNobodysName(within, after.email, id);
  }
  return users.update(id, (old) => touched(old, { ...mergeFields(old, changes), ...renamed }, now));
}

/**
 * Of whom another program says who they are, nobody can say so here: they have no password, and never rights over the office.
 * Throws DomainError invalid, and conflict for a name that another person has there or here.
 */
async function assertSubjectFree(collections: Collections, user: User, before: User | undefined): Promise<void> {
  const { external_subject: subject, id } = user;
  if (subject === undefined) return;
  if (subject !== before?.external_subject) await assertSubjectNew(collections, subject, id);
  const reason = 'stands against a person whom the office’s own sign-in program keeps';
  for (const [field, given] of [
    ['admin', user.admin],
    ['password_hash', user.password_hash !== undefined],
  ] as const) {
    if (given) throw new DomainError('invalid', `${field} ${reason}`, field === 'admin' ? field : 'password', reason);
  }
}

async function assertSubjectNew(collections: Collections, subject: string, own_id: string): Promise<void> {
  const holders = await collections.collection('users').find('external_subject', subject);
  if (holders.some(({ id }) => id !== own_id)) {
    const taken = 'is taken by another person';
    throw new DomainError('conflict', `external_subject ${taken}`, 'external_subject', taken);
  }
  await assertNobodyKeptHere(collections, subject, { field: 'external_subject', own_id });
}

export interface EndedWithUser {
  readonly sessions: number;
  readonly grants: number;
  readonly consents: number;
}

/**
 * Removes a person and ends at once what hangs on them: sessions, grants with their tokens, consents, app passwords. Nothing happens when
 * there is no such person. Whether an admin remains is `assertAdminRemains`'s to ask.
 */
export async function removeUser(within: Transaction, id: string, now: number): Promise<EndedWithUser> {
  await endPanelSessionsOfUser(within, id);
  const ended = {
    sessions: await removeSessionsOfUser(within, id, now),
    grants: await endGrantsOfUser(within, id, 'the person was removed', now),
    consents: await withdrawConsentsOfUser(within, id),
  };
  await removeAppPasswordsOf(within, id);
  await within.collection('users').remove(id);
  return ended;
}

/** People and service accounts share one space of names, so that a username always means one of them. */
export async function assertUsernameFree(
  collections: Collections,
  username: string,
  own_id: string | undefined,
): Promise<void> {
  await assertAllowed(collections, username, own_id);
  const key = usernameKey(username);
  const [user] = await collections.collection('users').find('username_key', key);
  const [account] = await collections.collection('service_accounts').find('username_key', key);
  const holder = user ?? account;
  if (holder === undefined) return assertNobodysAddress(collections, username, own_id);
  if (holder.id === own_id) return;
  const spelled = holder.username === username ? '' : `, which counts as the same as ${holder.username},`;
  const kind = user === undefined ? 'a service account' : 'a person';
  const taken = `is taken by ${kind}`;
  throw new DomainError('conflict', `the username ${username}${spelled} ${taken}`, 'username', taken);
}

/** Who has had a name from before that nobody would be given today may keep it. */
async function assertAllowed(collections: Collections, username: string, own_id: string | undefined) {
  const never = checkUsername(username);
  const today = never ?? checkNewUsername(username) ?? checkReserved(username);
  if (today === undefined) return;
  const own =
    own_id &&
    ((await collections.collection('users').get(own_id)) ??
      (await collections.collection('service_accounts').get(own_id)));
  if (never === undefined && own && own.username_key === usernameKey(username)) return;
  throw new DomainError('invalid', `the username ${username} ${today}`, 'username', today);
}

/** Whether some person who is not disabled is an admin. Service accounts don't count. */
export async function hasAdmin(collections: Collections): Promise<boolean> {
  return (await readAdmins(collections)).length > 0;
}

/** The people who administer the office now, in the order in which they came. */
export async function readAdmins(collections: Collections): Promise<readonly User[]> {
  const admins = await collections.collection('users').find('administers', 'yes');
  return admins.toSorted((a, b) => a.number - b.number);
}

/** Whether some admin can sign in: one without a password administers nothing. */
export async function hasAbleAdmin(collections: Collections): Promise<boolean> {
  return (await readAdmins(collections)).some(isAble);
}

/**
 * `before` is the person whom this transaction changed or removed, as they were. Throws DomainError conflict when that left
 * nobody to administer the office, or took the last admin who can sign in.
 */
export async function assertAdminRemains(within: Transaction, before: User): Promise<void> {
  if (!(await hasAdmin(within))) {
    throw new DomainError('conflict', 'the last admin among people cannot be deleted, disabled or demoted');
  }
  if (!before.admin || before.disabled || !isAble(before) || (await hasAbleAdmin(within))) return;
  const message = 'no other admin has a password: the last who can sign in cannot be deleted, disabled or demoted';
  throw new DomainError('conflict', message);
}

function isAble({ password_hash }: User): boolean {
  return password_hash !== undefined;
}
