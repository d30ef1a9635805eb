/** reset-admin: lets an admin in again who lost the password, or makes the first one without a browser. */
import { randomBytes } from 'node:crypto';
import { appendAudit } from '../audit/append.ts';
import { ConfigError } from '../config/config-error.ts';
import { everyRecord } from '../directory/every-record.ts';
import { endGrantsOfUser } from '../directory/grants.ts';
import { endSessionsOfUser } from '../directory/sessions.ts';
import { removeAppPasswordsOf } from '../directory/user-app-passwords.ts';
import { changeUser, createUser, findUserByUsername } from '../directory/users.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import type { User } from '../storage/records/directory.ts';
import type { Command, CommandWork } from './command.ts';

/** The name of the first admin of an office where nobody named one. */
const FIRST = 'admin';

export const resetAdmin: Command = {
  name: 'reset-admin',
  summary: 'gives an admin a new password, and makes one where there is none',
  options: [
    {
      name: 'username',
      placeholder: 'NAME',
      initially: `the only admin; ${FIRST} where there is none`,
      means: 'whose password it is',
      repeatable: false,
      read: (text) => (text.trim() === '' ? { expected: 'a username' } : { value: text }),
    },
    {
      name: 'promote',
      placeholder: '',
      initially: '',
      means: 'with --username: makes that person an admin, or a new one where nobody has the name',
      repeatable: false,
      flag: true,
      read: (text) => ({ value: text }),
    },
  ],
  makesAdmin: true,
  run: resetAdminPassword,
};

/** Whom it is about: somebody who is known, or a name for somebody new. */
type Chosen = { readonly known: User } | { readonly username: string };

/**
 * The password is printed once and kept nowhere but as a hash. Every session of that person
 * ends, every token that applications hold for them, and their app passwords. Throws ConfigError
 * where it isn't certain who is meant: nobody becomes an admin, and nobody's password changes, by a slip of the keyboard.
 */
async function resetAdminPassword({ store, passwords, now, option }: CommandWork): Promise<readonly string[]> {
  const chosen = await choose(store, option('username'), option('promote') !== undefined);
  const password = randomBytes(15).toString('base64url');
  const password_hash = await passwords.hash(password);
  const { user, ended } = await store.transaction(async (within) => {
    const written = await write(within, chosen, password_hash, now);
    const sessions_ended = await endSessionsOfUser(within, written.id, now);
    // Whoever knew the old password may have let applications in meanwhile, and made app passwords.
    const grants_ended = await endGrantsOfUser(within, written.id, 'the password was reset', now);
    const app_passwords_ended = await removeAppPasswordsOf(within, written.id);
    const { created, promoted, enabled } = changesFor(chosen);
    await appendAudit(within, {
      at: now,
      type: 'user.admin_reset',
      actor: 'operator',
      target: written.username,
      address: '',
      detail: { created, promoted, enabled, sessions_ended, grants_ended, app_passwords_ended },
    });
    return { user: written, ended: { sessions: sessions_ended, grants: grants_ended } };
  });
  return [...report(chosen, user, ended), `username: ${user.username}`, `password: ${password}`];
}

async function choose(collections: Collections, username: string | undefined, promote: boolean): Promise<Chosen> {
  if (username === undefined) {
    if (promote) throw new ConfigError('--promote from the command line needs --username NAME');
    return chooseByRights(collections);
  }
  const known = await findUserByUsername(collections, username);
  if (known?.admin === true) return { known };
  if (!promote) {
    const what = known === undefined ? `nobody here is called "${username}"` : `${known.username} is not an admin`;
    const would = known === undefined ? 'make a new admin of that name' : 'make that person one';
    const admins = (await adminsIn(collections)).map((admin) => admin.username);
    const others = admins.length === 0 ? 'there is no admin yet' : `admins are ${admins.join(', ')}`;
    throw new ConfigError(
      `--username from the command line: ${what}; ${others}. Nothing was changed; add --promote to ${would}`,
    );
  }
  return known === undefined ? { username } : { known };
}

async function chooseByRights(collections: Collections): Promise<Chosen> {
  const admins = await adminsIn(collections);
  const [only, another] = admins;
  if (another !== undefined) {
    const names = admins.map((admin) => admin.username).join(', ');
    throw new ConfigError(`reset-admin needs --username, because there are several admins: ${names}`);
  }
  if (only !== undefined) return { known: only };
  const namesake = await findUserByUsername(collections, FIRST);
  if (namesake === undefined) return { username: FIRST };
  throw new ConfigError(
    `there is no admin yet, and ${namesake.username} is an ordinary person: reset-admin needs --username NAME --promote`,
  );
}

/** In the order in which they came. */
async function adminsIn(collections: Collections): Promise<readonly User[]> {
  const admins: User[] = [];
  for await (const user of everyRecord(collections.collection('users'))) if (user.admin) admins.push(user);
  return admins.toSorted((a, b) => a.number - b.number);
}

function changesFor(chosen: Chosen) {
  if (!('known' in chosen)) return { created: true, promoted: false, enabled: false };
  return { created: false, promoted: !chosen.known.admin, enabled: chosen.known.disabled };
}

function write(within: Transaction, chosen: Chosen, password_hash: string, now: number): Promise<User> {
  const rights = { password_hash, admin: true, disabled: false };
  if ('known' in chosen) return changeUser(within, chosen.known.id, rights, now);
  return createUser(within, { username: chosen.username, ...rights }, now);
}

interface Ended {
  readonly sessions: number;
  /** What the person had let applications do. */
  readonly grants: number;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function report(chosen: Chosen, { username }: User, ended: Ended): readonly string[] {
  const { created, promoted, enabled } = changesFor(chosen);
  if (created) return [`${username} was made, and is an admin.`];
  return [
    `${username} has a new password.`,
    ...(promoted ? [`${username} was an ordinary person, and is an admin now.`] : []),
    ...(enabled ? [`${username} was disabled, and is enabled again.`] : []),
    ...(ended.sessions === 0 ? [] : [`${username} was signed out of ${counted(ended.sessions, 'browser')}.`]),
    ...(ended.grants === 0 ? [] : [`${counted(ended.grants, 'sign-in')} at applications ended.`]),
  ];
}
