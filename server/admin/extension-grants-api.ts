/** Grants of the office's own in the admin API: what a grant_type leads to, the keys of its hook's answers, and a way to try it. */
import type { Answered } from '../contract/admin/types.ts';
import { findApplication } from '../directory/applications.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { everyRecord } from '../directory/every-record.ts';
import { assertExtensionGrantUnused, createExtensionGrant } from '../directory/extension-grants.ts';
import { mergeFields, touched } from '../directory/merge-fields.ts';
import { makeAnswerKey } from '../keys/answer-key.ts';
import type { ExtensionGrant } from '../storage/records/extension-grants.ts';
import type { Collections } from '../storage/store.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { invalidFields, notFound } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import { tryHook } from './try-hook.ts';

type View = Answered<'readExtensionGrant'>;

const ORDER: Order<View> = {
  searched: ({ name, grant_type, hook_uri }) => [name, grant_type, hook_uri],
  sorted: {
    name: (view) => view.name,
    grant_type: (view) => view.grant_type,
    disabled: (view) => Number(view.disabled),
    created_at: (view) => view.created_at,
    updated_at: (view) => view.updated_at,
  },
  standard: 'name',
};

function view({ jwks, signs_in = false, ...others }: ExtensionGrant): View {
  const keys = jwks.keys.map((key) =>
    Object.fromEntries(
      Object.entries(key).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    ),
  );
  return { ...others, signs_in, jwks: { keys } };
}

async function readRecord(collections: Collections, id: string): Promise<ExtensionGrant> {
  const record = await collections.collection('extension_grants').get(id);
  if (record === undefined) throw notFound('grant of the office’s own');
  return record;
}

type Operation =
  | 'listExtensionGrants'
  | 'readExtensionGrant'
  | 'createExtensionGrant'
  | 'changeExtensionGrant'
  | 'makeExtensionGrantKey'
  | 'tryExtensionGrant'
  | 'removeExtensionGrant';

export const EXTENSION_GRANT_HANDLERS: Handlers<Operation> = {
  async listExtensionGrants({ query }, cx) {
    const views: View[] = [];
    for await (const record of everyRecord(cx.store.collection('extension_grants'))) views.push(view(record));
    return { body: await listRecords(views, { order: ORDER, query, show: (each) => each }) };
  },

  async readExtensionGrant({ path }, cx) {
    return single(view(await readRecord(cx.store, path.id)), 'changeExtensionGrant');
  },

  async createExtensionGrant({ body }, cx) {
    const pair = body.jwks === undefined ? await makeAnswerKey() : undefined;
    const jwks = body.jwks ?? pair?.jwks;
    if (jwks === undefined) throw new Error('there are no keys, given or made');
    const shown = await cx.store.transaction(async (within) => {
      const made = view(await createExtensionGrant(within, { ...body, jwks }, cx.now));
      const detail = { id: made.id, after: fieldsOf(made) };
      await recordChange(within, { type: 'extension_grant.created', target: made.name, detail, touched: [] }, cx);
      return made;
    });
    const { etag } = single(shown, 'changeExtensionGrant');
    return { body: { ...shown, ...definedFields({ answer_key: pair?.private_key }) }, etag };
  },

  async changeExtensionGrant({ path, body, preconditions }, cx) {
    const shown = await cx.store.transaction(async (within) => {
      const old = await readRecord(within, path.id);
      const before = view(old);
      assertCurrent(before, 'changeExtensionGrant', preconditions);
      const next = mergeFields(old, body);
      const changed = await within
        .collection('extension_grants')
        .update(old.id, (record) => touched(record, next, cx.now));
      const after = view(changed);
      const detail = { id: old.id, ...differences(before, after) };
      await recordChange(within, { type: 'extension_grant.changed', target: after.name, detail, touched: [] }, cx);
      return after;
    });
    return single(shown, 'changeExtensionGrant');
  },

  async makeExtensionGrantKey({ path }, cx) {
    const pair = await makeAnswerKey();
    const shown = await cx.store.transaction(async (within) => {
      const old = await readRecord(within, path.id);
      const changed = await within
        .collection('extension_grants')
        .update(old.id, (record) => touched(record, { ...record, jwks: pair.jwks }, cx.now));
      const detail = { id: old.id, kid: pair.kid };
      await recordChange(within, { type: 'extension_grant.key_made', target: old.name, detail, touched: [] }, cx);
      return view(changed);
    });
    return { body: { ...shown, answer_key: pair.private_key } };
  },

  async tryExtensionGrant({ path, body }, cx) {
    const extension = await readRecord(cx.store, path.id);
    const application = await findApplication(cx.store, body.client_id);
    if (application === undefined) throw invalidFields([{ path: ['client_id'], reason: 'names no application' }]);
    const told = await tryHook(extension, application, body.parameters, cx);
    await cx.store.transaction((within) => {
      const detail = { because: told.outcome, client_id: application.client_id };
      return recordChange(within, { type: 'extension_grant.tried', target: extension.name, detail, touched: [] }, cx);
    });
    return { body: told };
  },

  /** What it led to ends with it: the access policy asks for the grant of the office's own. */
  async removeExtensionGrant({ path, preconditions }, cx) {
    await cx.store.transaction(async (within) => {
      const record = await within.collection('extension_grants').get(path.id);
      if (record === undefined) return;
      const before = view(record);
      assertCurrent(before, 'changeExtensionGrant', preconditions);
      await assertExtensionGrantUnused(within, record);
      await within.collection('extension_grants').remove(record.id);
      const detail = { id: record.id, before: fieldsOf(before) };
      await recordChange(within, { type: 'extension_grant.removed', target: record.name, detail, touched: [] }, cx);
    });
    return {};
  },
};
