/** reset-admin: lets an admin in again who lost the password, or makes the first one without a browser. */
import { randomBytes } from 'node:crypto';
import { appendAudit } from '../audit/append.ts';
import { everyRecord } from '../directory/every-record.ts';
import { endSessionsOfUser } from '../directory/sessions.ts';
import { changeUser, createUser, findUserByUsername } from '../directory/users.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import type { User } from '../storage/records/directory.ts';
import type { Command, CommandWork } from './command.ts';

export const resetAdmin: Command = {
  name: 'reset-admin',
  summary: 'gives an admin a new password, and makes one where there is none',
  options: [
    {
      name: 'username',
      placeholder: 'NAME',
      initially: 'the only admin, else admin',
      means: 'whose password it is',
      repeatable: false,
      read: (text) => (text.trim() === '' ? { expected: 'a username' } : { value: text }),
    },
  ],
  run: resetAdminPassword,
};

/** The password is printed once and kept nowhere but as a hash. Every session of that person ends. */
async function resetAdminPassword({ store, passwords, now, option }: CommandWork): Promise<readonly string[]> {
  const password = randomBytes(15).toString('base64url');
  const password_hash = await passwords.hash(password);
  const username = option('username') ?? (await onlyAdmin(store)) ?? 'admin';
  const { user, made } = await store.transaction(async (within) => {
    const written = await write(within, username, password_hash, now);
    const ended = await endSessionsOfUser(within, written.user.id, now);
    await appendAudit(within, {
      at: now,
      type: 'user.admin_reset',
      actor: 'operator',
      target: written.user.username,
      address: '',
      detail: { created: written.made, sessions_ended: ended },
    });
    return written;
  });
  return [
    made ? `${user.username} was made, and is an admin.` : `${user.username} has a new password, and is an admin.`,
    `username: ${user.username}`,
    `password: ${password}`,
  ];
}

async function write(within: Transaction, username: string, password_hash: string, now: number) {
  const known = await findUserByUsername(within, username);
  const rights = { password_hash, admin: true, disabled: false };
  if (known === undefined) return { user: await createUser(within, { username, ...rights }, now), made: true };
  return { user: await changeUser(within, known.id, rights, now), made: false };
}

async function onlyAdmin(collections: Collections): Promise<string | undefined> {
  const admins: User[] = [];
  for await (const user of everyRecord(collections.collection('users'))) if (user.admin) admins.push(user);
  return admins.length === 1 ? admins[0]?.username : undefined;
}
