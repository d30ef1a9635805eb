/** Initial access tokens in the admin API: made and shown once, counted down by what registers, and removed at once. */
import { createInitialAccessToken } from '../directory/initial-access-tokens.ts';
import { everyRecord } from '../directory/every-record.ts';
import type { InitialAccessToken } from '../storage/records/directory.ts';
import type { Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { recordChange } from './record-change.ts';

const TOKEN_ORDER: Order<InitialAccessToken> = {
  searched: ({ name }) => [name],
  sorted: {
    name: ({ name }) => name,
    uses_left: ({ uses_left }) => uses_left,
    expires_at: ({ expires_at }) => expires_at,
    created_at: ({ created_at }) => created_at,
  },
  standard: 'name',
};

type TokenOperation = 'listInitialAccessTokens' | 'createInitialAccessToken' | 'removeInitialAccessToken';

export const INITIAL_ACCESS_TOKEN_HANDLERS: Handlers<TokenOperation> = {
  async listInitialAccessTokens({ query }, cx) {
    const records: InitialAccessToken[] = [];
    for await (const record of everyRecord(cx.store.collection('initial_access_tokens'))) {
      if (record.expires_at > cx.now) records.push(record);
    }
    return { body: await listRecords(records, { order: TOKEN_ORDER, query, show: view }) };
  },

  async createInitialAccessToken({ body }, cx) {
    const { name, uses, expires_in_s } = body;
    const made = await cx.store.transaction(async (within) => {
      const created = await createInitialAccessToken(within, { name, uses, expires_at: cx.now + expires_in_s }, cx.now);
      const detail = { after: { name, uses, expires_at: created.record.expires_at } };
      await recordChange(within, { type: 'initial_access_token.created', target: name, detail, touched: [] }, cx);
      return created;
    });
    return { body: { ...view(made.record), token: made.token } };
  },

  async removeInitialAccessToken({ path }, cx) {
    await cx.store.transaction(async (within) => {
      const record = await within.collection('initial_access_tokens').get(path.id);
      if (record === undefined) return;
      await within.collection('initial_access_tokens').remove(record.id);
      const { name, uses_left } = record;
      const detail = { before: { name, uses_left } };
      await recordChange(within, { type: 'initial_access_token.removed', target: name, detail, touched: [] }, cx);
    });
    return {};
  },
};

function view({ id, name, uses_left, expires_at, created_at }: InitialAccessToken) {
  return { id, name, uses_left, expires_at, created_at };
}
