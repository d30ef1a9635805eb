/** App passwords of people in the admin API: what there is, and its end. Only their person makes them. */
import type { Answered } from '../contract/admin/types.ts';
import { useInWords } from '../directory/app-password-use.ts';
import { listUserAppPasswords, removeUserAppPassword } from '../directory/user-app-passwords.ts';
import type { UserAppPassword } from '../storage/records/user-app-passwords.ts';
import type { Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { recordChange } from './record-change.ts';
import { readUserRecord } from './users-api.ts';

/** With what it is for, in words. */
interface Told {
  readonly id: string;
  readonly one: UserAppPassword;
  readonly is_for: string;
}

const ORDER: Order<Told> = {
  searched: ({ one, is_for }) => [one.name, is_for],
  sorted: {
    name: ({ one }) => one.name,
    created_at: ({ one }) => one.created_at,
    used_at: ({ one }) => one.used_at,
    expires_at: ({ one }) => one.expires_at,
  },
  standard: 'name',
};

export const USER_APP_PASSWORD_HANDLERS: Handlers<'listUserAppPasswords' | 'removeUserAppPassword'> = {
  async listUserAppPasswords({ path, query }, { store, now }) {
    const { id } = await readUserRecord(store, path.id);
    const found = await listUserAppPasswords(store, id, now);
    const told = await Promise.all(
      found.map(async (one) => ({ id: one.id, one, is_for: await useInWords(one.is_for, store) })),
    );
    return { body: await listRecords(told, { order: ORDER, query, show: view }) };
  },

  async removeUserAppPassword({ path }, cx) {
    await cx.store.transaction(async (within) => {
      const user = await within.collection('users').get(path.id);
      const removed = user && (await removeUserAppPassword(within, user.id, path.app_password_id));
      if (user === undefined || removed === undefined) return;
      const before = { name: removed.name, is_for: await useInWords(removed.is_for, within) };
      const target = `${removed.name} of ${user.username}`;
      const detail = { username: user.username, before };
      await recordChange(within, { type: 'user_app_password.removed', target, detail, touched: [] }, cx);
    });
    return {};
  },
};

function view({ id, one, is_for }: Told): Answered<'listUserAppPasswords'>['items'][number] {
  const { name, created_at, used_at = null, expires_at = null } = one;
  return { id, name, is_for, created_at, used_at, expires_at };
}
