/** Trusted issuers in the admin API: servers that are believed when they vouch for people. */
import type { Answered } from '../contract/admin/types.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { everyRecord } from '../directory/every-record.ts';
import { mergeFields, touched } from '../directory/merge-fields.ts';
import { assertKeys, createTrustedIssuer } from '../directory/trusted-issuers.ts';
import type { TrustedIssuer } from '../storage/records/trusted-issuers.ts';
import type { Collections } from '../storage/store.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { notFound } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import { assertReferences } from './references.ts';
import { shownKeys } from './shown-keys.ts';
import { tidyScope } from './tidy-scope.ts';

type View = Answered<'readTrustedIssuer'>;

const ORDER: Order<View> = {
  searched: ({ name, issuer }) => [name, issuer],
  sorted: {
    name: (view) => view.name,
    issuer: (view) => view.issuer,
    disabled: (view) => Number(view.disabled),
    created_at: (view) => view.created_at,
    updated_at: (view) => view.updated_at,
  },
  standard: 'name',
};

function view(record: TrustedIssuer): View {
  const { jwks, jwks_uri, ...others } = record;
  return { ...others, ...definedFields({ jwks: jwks && shownKeys(jwks), jwks_uri }), audience: [...record.audience] };
}

async function readRecord(collections: Collections, id: string): Promise<TrustedIssuer> {
  const record = await collections.collection('trusted_issuers').get(id);
  if (record === undefined) throw notFound('trusted issuer');
  return record;
}

type Operation =
  | 'listTrustedIssuers'
  | 'readTrustedIssuer'
  | 'createTrustedIssuer'
  | 'changeTrustedIssuer'
  | 'removeTrustedIssuer';

export const TRUSTED_ISSUER_HANDLERS: Handlers<Operation> = {
  async listTrustedIssuers({ query }, cx) {
    const views: View[] = [];
    for await (const record of everyRecord(cx.store.collection('trusted_issuers'))) views.push(view(record));
    return { body: await listRecords(views, { order: ORDER, query, show: (shown) => shown }) };
  },

  async readTrustedIssuer({ path }, cx) {
    return single(view(await readRecord(cx.store, path.id)), 'changeTrustedIssuer');
  },

  async createTrustedIssuer({ body }, cx) {
    const shown = await cx.store.transaction(async (within) => {
      await assertReferences(within, { scope: body.scope, audience: body.audience });
      const made = view(await createTrustedIssuer(within, { ...body, ...tidyScope(body.scope) }, cx.now));
      const detail = { id: made.id, after: fieldsOf(made) };
      await recordChange(within, { type: 'trusted_issuer.created', target: made.issuer, detail, touched: [] }, cx);
      return made;
    });
    return single(shown, 'changeTrustedIssuer');
  },

  async changeTrustedIssuer({ path, body, preconditions }, cx) {
    const shown = await cx.store.transaction(async (within) => {
      const old = await readRecord(within, path.id);
      const before = view(old);
      assertCurrent(before, 'changeTrustedIssuer', preconditions);
      await assertReferences(within, { scope: body.scope, audience: body.audience });
      const next = mergeFields(old, { ...body, ...tidyScope(body.scope) });
      assertKeys(next);
      const changed = await within
        .collection('trusted_issuers')
        .update(old.id, (record) => touched(record, next, cx.now));
      const after = view(changed);
      const detail = { id: old.id, ...differences(before, after) };
      await recordChange(within, { type: 'trusted_issuer.changed', target: old.issuer, detail, touched: [] }, cx);
      return after;
    });
    return single(shown, 'changeTrustedIssuer');
  },

  /** What it vouched for ends with it: the access policy asks for the issuer. */
  async removeTrustedIssuer({ path, preconditions }, cx) {
    await cx.store.transaction(async (within) => {
      const record = await within.collection('trusted_issuers').get(path.id);
      if (record === undefined) return;
      const before = view(record);
      assertCurrent(before, 'changeTrustedIssuer', preconditions);
      await within.collection('trusted_issuers').remove(record.id);
      const detail = { id: record.id, before: fieldsOf(before) };
      await recordChange(within, { type: 'trusted_issuer.removed', target: record.issuer, detail, touched: [] }, cx);
    });
    return {};
  },
};
