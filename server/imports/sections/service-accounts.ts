/** Service accounts of the configuration document, with their app passwords; those that it doesn't name stay. */
import type { Entries } from '../../contract/configuration.ts';
import { createAppPassword, findAppPassword } from '../../directory/app-passwords.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import { changeServiceAccount, createServiceAccount, findServiceAccount } from '../../directory/service-accounts.ts';
import { joinScope, parseScope } from '../../spec/scope.ts';
import { usernameKey } from '../../spec/username.ts';
import type { ServiceAccount } from '../../storage/records/directory.ts';
import { differs } from '../differs.ts';
import { refuseUndefinedScopes, refuseUnknownGroups } from '../references.ts';
import type { ApplyContext, Outcome, Section } from '../section.ts';

type Entry = Entries['service_accounts'];
type AppPasswordEntry = NonNullable<Entry['app_passwords']>[number];

export const serviceAccounts: Section<Entry> = {
  noun: 'service account',
  keyField: 'username',
  key: ({ username }) => usernameKey(username),
  check({ app_passwords = [] }, refuse) {
    const seen = new Set<string>();
    app_passwords.forEach(({ name }, index) => {
      if (seen.has(name)) refuse(['app_passwords', index, 'name'], `is ${name}, which stands in this list already`);
      seen.add(name);
    });
  },
  async apply(entry, cx) {
    await refuseUnknownGroups('groups', entry.groups, cx);
    await refuseUndefinedScopes(entry.scope, cx);
    const [account, outcome] = await applyAccount(entry, cx);
    let changed = false;
    for (const password of entry.app_passwords ?? []) {
      if (await applyAppPassword(account, password, cx)) changed = true;
    }
    return changed && outcome === 'unchanged' ? 'changed' : outcome;
  },
};

async function applyAccount(entry: Entry, { within, now }: ApplyContext): Promise<readonly [ServiceAccount, Outcome]> {
  const { app_passwords: _, scope, ...others } = entry;
  const fields = {
    ...others,
    username: entry.username.trim(),
    ...(scope === undefined ? {} : { scope: joinScope(parseScope(scope)) }),
  };
  const old = await findServiceAccount(within, entry.username);
  if (old === undefined) return [await createServiceAccount(within, fields, now), 'created'];
  if (!differs(old, fields)) return [old, 'unchanged'];
  return [await changeServiceAccount(within, old.id, fields, now), 'changed'];
}

/** Whether anything had to be written. */
async function applyAppPassword(
  account: ServiceAccount,
  entry: AppPasswordEntry,
  { within, now }: ApplyContext,
): Promise<boolean> {
  const hash = entry.password === undefined ? entry.password_hash : hashSecret(entry.password);
  if (hash === undefined) return false;
  const { name, expires_at } = entry;
  const old = await findAppPassword(within, account.id, name);
  if (old === undefined) {
    await createAppPassword(within, account, { name, hash, expires_at }, now);
    return true;
  }
  const changes = { hash, ...(expires_at === undefined ? {} : { expires_at }) };
  if (!differs(old, changes)) return false;
  await within.collection('app_passwords').update(old.id, (kept) => ({ ...kept, ...changes }));
  return true;
}
