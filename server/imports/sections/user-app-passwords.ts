/** App passwords of people in the configuration document; those that it doesn't name stay. */
import type { Entries } from '../../contract/configuration.ts';
import { findApplicationRecord } from '../../directory/applications.ts';
import { borrowedScope } from '../../directory/borrowed-scopes.ts';
import { addUserAppPassword, findUserAppPassword } from '../../directory/user-app-passwords.ts';
import { findUserByUsername } from '../../directory/users.ts';
import { parseScope } from '../../spec/scope.ts';
import { usernameKey } from '../../spec/username.ts';
import type { AppPasswordUse } from '../../storage/records/user-app-passwords.ts';
import { differs } from '../differs.ts';
import type { ApplyContext, Section } from '../section.ts';

type Entry = Entries['user_app_passwords'];

export const userAppPasswords: Section<Entry> = {
  noun: 'app password',
  keyField: 'name',
  key: ({ username, name }) => `${name} of ${usernameKey(username)}`,
  check({ scope }, refuse) {
    const unknown = parseScope(scope).filter((name) => borrowedScope(name, 'forgejo') === undefined);
    if (unknown.length > 0) refuse(['scope'], `names ${unknown.join(' ')}, which is no scope of Gitea or Forgejo`);
  },
  async apply(entry, cx) {
    const { within, now, refuse } = cx;
    const user = await findUserByUsername(within, entry.username);
    if (user === undefined) {
      refuse(['username'], `names ${entry.username}, who does not exist; add them under users`);
      return 'unchanged';
    }
    if (user.disabled) {
      refuse(['username'], `names ${entry.username}, who is disabled and can have none`);
      return 'unchanged';
    }
    const is_for = await useOf(entry, cx);
    if (is_for === undefined) return 'unchanged';
    const { name, password_hash: hash, expires_at } = entry;
    const old = await findUserAppPassword(within, user.id, name);
    const [holder] = await within.collection('user_app_passwords').find('hash', hash);
    if (holder !== undefined && holder.id !== old?.id) {
      refuse(['password_hash'], 'is that of another app password');
      return 'unchanged';
    }
    if (old === undefined) {
      await addUserAppPassword(within, { user_id: user.id, name, hash, is_for, expires_at }, now);
      return 'created';
    }
    const changes = { hash, is_for, ...(expires_at === undefined ? {} : { expires_at }) };
    if (!differs(old, changes)) return 'unchanged';
    await within.collection('user_app_passwords').update(old.id, (kept) => ({ ...kept, ...changes }));
    return 'changed';
  },
};

/** Undefined where it was refused. */
async function useOf(
  { application: client_id, scope }: Entry,
  { within, refuse }: ApplyContext,
): Promise<AppPasswordUse | undefined> {
  if (client_id === undefined) return { kind: 'forge', scope: parseScope(scope) };
  const application = await findApplicationRecord(within, client_id);
  if (application !== undefined) return { kind: 'application', application_id: application.id };
  refuse(['application'], `names ${client_id}, which does not exist; add it under applications`);
  return undefined;
}
