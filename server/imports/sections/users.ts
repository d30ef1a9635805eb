/** People of the configuration document. Their password counts on creation only: afterwards it is theirs. */
import type { Entries } from '../../contract/configuration.ts';
import { endWhatIsLost } from '../../directory/lost-rights.ts';
import { checkNewPassword } from '../../spec/new-password.ts';
import { changeUser, createUser, findUserByUsername } from '../../directory/users.ts';
import { usernameKey } from '../../spec/username.ts';
import type { User } from '../../storage/records/directory.ts';
import { differs } from '../differs.ts';
import { refuseUnknownGroups } from '../references.ts';
import type { Section } from '../section.ts';

export const users: Section<Entries['users']> = {
  noun: 'user',
  keyField: 'username',
  key: ({ username }) => usernameKey(username),
  check({ password }, refuse) {
    const reason = password === undefined ? undefined : checkNewPassword(password);
    if (reason !== undefined) refuse(['password'], reason);
  },
  async apply(entry, cx) {
    await refuseUnknownGroups('groups', entry.groups, cx);
    const { password, password_hash, ...fields } = { ...entry, username: entry.username.trim() };
    const old = await findUserByUsername(cx.within, entry.username);
    if (old === undefined) {
      const hash = password === undefined ? password_hash : cx.hashOf(password);
      await createUser(cx.within, { ...fields, password_hash: hash }, cx.now);
      return 'created';
    }
    if (password !== undefined) cx.keepsPassword();
    if (!differs(old, fields)) return 'unchanged';
    const changed = await changeUser(cx.within, old.id, fields, cx.now);
    await endWhatIsLost(cx.within, old, changed, cx.now);
    if (administers(old) && !administers(changed)) cx.demotes();
    return 'changed';
  },
};

function administers(user: User): boolean {
  return user.admin && !user.disabled;
}
