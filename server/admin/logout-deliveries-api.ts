/** What applications answered when they were told of a sign-out, in the admin API, and the way to tell them again. */
import type { Answered } from '../contract/admin/types.ts';
import { hasFailed, retryAtOnce } from '../directory/logout-deliveries.ts';
import type { User } from '../storage/records/directory.ts';
import type { LogoutDelivery } from '../storage/records/logout-deliveries.ts';
import { readApplicationRecord } from './applications-api.ts';
import type { Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { notFound } from './problem-error.ts';
import { recordChange } from './record-change.ts';

type DeliveryView = Answered<'retryLogoutDelivery'>;

/** A delivery and whose session it was; nobody's where the person is gone. */
interface OwnedDelivery {
  readonly id: string;
  readonly delivery: LogoutDelivery;
  readonly user: User | undefined;
}

const ORDER: Order<OwnedDelivery> = {
  searched: ({ delivery, user }) => [user?.username, user?.name, delivery.error],
  sorted: {
    username: ({ user }) => user?.username,
    ended_at: ({ delivery }) => delivery.created_at,
    tried_at: ({ delivery }) => delivery.tried_at,
  },
  standard: '-ended_at',
};

export const LOGOUT_DELIVERY_HANDLERS: Handlers<'listLogoutDeliveries' | 'retryLogoutDelivery'> = {
  async listLogoutDeliveries({ path, query }, cx) {
    const { client_id } = await readApplicationRecord(cx.store, path.id);
    const found = await cx.store.collection('logout_deliveries').find('client_id', client_id);
    const users = await Promise.all(found.map(({ user_id }) => cx.store.collection('users').get(user_id)));
    const owned = found.map((delivery, index) => ({ id: delivery.id, delivery, user: users[index] }));
    return { body: await listRecords(owned, { order: ORDER, query, show: view }) };
  },

  async retryLogoutDelivery({ path }, cx) {
    const owned = await cx.store.transaction(async (within) => {
      const { client_id } = await readApplicationRecord(within, path.id);
      const deliveries = within.collection('logout_deliveries');
      const old = await deliveries.get(path.delivery_id);
      if (old?.client_id !== client_id) throw notFound('sign-out');
      const delivery = await deliveries.update(old.id, (found) => retryAtOnce(found, cx.now));
      const user = await within.collection('users').get(old.user_id);
      if (old.told_at !== undefined) return { id: old.id, delivery, user };
      const detail = { sid: old.sid, username: user?.username ?? old.user_id };
      await recordChange(within, { type: 'logout.retried', target: client_id, detail, touched: [] }, cx);
      return { id: old.id, delivery, user };
    });
    return { body: view(owned) };
  },
};

function view({ delivery, user }: OwnedDelivery): DeliveryView {
  const { id, sid, user_id, tries, created_at, tried_at = null, status = null } = delivery;
  const { error = null, next_try_at = null } = delivery;
  const username = user?.username ?? user_id;
  const state = stateOf(delivery);
  return { id, sid, user_id, username, state, tries, ended_at: created_at, tried_at, status, error, next_try_at };
}

function stateOf(delivery: LogoutDelivery): DeliveryView['state'] {
  if (delivery.told_at !== undefined) return 'told';
  return hasFailed(delivery) ? 'failed' : 'waiting';
}
