/** What a person may make an app password for, and what that is in words: one application, or the calls of programs of a forge. */
import type { AppPasswordFormView, AppPasswordsView, AppPasswordView } from '../contract/app-password-pages.ts';
import { isInAllowedGroup } from '../directory/access-policy.ts';
import { findApplication } from '../directory/applications.ts';
import { borrowedScope } from '../directory/borrowed-scopes.ts';
import { everyRecord } from '../directory/every-record.ts';
import { listUserAppPasswords } from '../directory/user-app-passwords.ts';
import type { Context } from '../engine/context.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { AppPasswordUse, UserAppPassword } from '../storage/records/user-app-passwords.ts';

/** In place of the id of an application. */
export const FORGE = 'forge';

/** Those of Gitea's and Forgejo's scopes that some call here asks for. What only reads is ticked at first. */
const OFFERED: readonly string[] = ['read:user', 'read:organization', 'write:user'];
export const TICKED: readonly string[] = OFFERED.filter((name) => name.startsWith('read:'));

export const SCOPES: AppPasswordFormView['scopes'] = OFFERED.flatMap((name) => {
  const scope = borrowedScope(name, 'forgejo');
  return scope === undefined ? [] : [{ name, description: scope.description, sensitive: scope.sensitive === true }];
});

/** Those at which programs of the person could sign in, by their names. */
export async function applicationsFor(user: User, cx: Context): Promise<readonly Application[]> {
  const open: Application[] = [];
  for await (const record of everyRecord(cx.store.collection('applications'))) {
    if (cx.traits[record.dialect]?.people_by_app_password !== true) continue;
    const application = await findApplication(cx.store, record.client_id);
    if (application !== undefined && !application.disabled && isInAllowedGroup(application, user.groups))
      open.push(application);
  }
  return open.toSorted((one, other) => one.client_name.localeCompare(other.client_name));
}

/** Undefined for somebody who has none, and may have none. */
export async function viewAppPasswords({ id }: User, cx: Context): Promise<AppPasswordsView | undefined> {
  const { user_app_passwords, user_app_passwords_each } = cx.settings;
  const all = await listUserAppPasswords(cx.store, id, cx.now);
  if (user_app_passwords === 'off' && all.length === 0) return undefined;
  const app_passwords = await Promise.all(all.map((one) => viewAppPassword(one, cx)));
  if (user_app_passwords === 'off') return { app_passwords, making: 'closed' };
  return { app_passwords, making: all.length < user_app_passwords_each ? 'open' : 'full' };
}

export async function viewAppPassword(one: UserAppPassword, cx: Context): Promise<AppPasswordView> {
  const { id, name, is_for, created_at, used_at, expires_at } = one;
  return {
    id,
    name,
    is_for: await viewUse(is_for, cx),
    since: created_at,
    ...(used_at === undefined ? {} : { used_at }),
    ...(expires_at === undefined ? {} : { expires_at }),
  };
}

async function viewUse(is_for: AppPasswordUse, { store }: Context): Promise<AppPasswordView['is_for']> {
  if (is_for.kind === 'forge') {
    return { kind: 'forge', may: is_for.scope.map((name) => borrowedScope(name, 'forgejo')?.description ?? name) };
  }
  const application = await store.collection('applications').get(is_for.application_id);
  return { kind: 'application', client_name: application?.client_name };
}
