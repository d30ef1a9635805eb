/** Signing keys in the admin API: their timeline, and what an admin may do about it. When which key is used the keys room plans. */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { Answered } from '../contract/admin/types.ts';
import { everyRecord } from '../directory/every-record.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { DECRYPTION } from '../keys/algorithms.ts';
import { firstRecord } from '../keys/new-signing-key.ts';
import { earliestUse, leavesAt, type RotationPlan, takesOverAt } from '../keys/rotation-plan.ts';
import type { SigningKey } from '../storage/records/keys.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { rotatedIn } from './kept-keyring.ts';
import { listRecords } from './listing.ts';
import { invalidFields, notFound, ProblemError } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import type { Order } from './order.ts';

type KeyView = Answered<'readSigningKey'>;
type Listed = { readonly id: string; readonly view: KeyView };

const STATES = ['next', 'active', 'retired'] as const;

const KEY_ORDER: Order<Listed> = {
  searched: ({ view }) => [view.kid, view.alg, view.state],
  sorted: {
    alg: ({ view }) => view.alg,
    state: ({ view }) => STATES.indexOf(view.state),
    published_at: ({ view }) => view.published_at,
    activated_at: ({ view }) => view.activated_at ?? 0,
  },
  standard: 'alg',
};

/** Whoever schedules further ahead has mistaken the unit. */
const FURTHEST_AHEAD_S = 10 * 366 * 24 * 3600;

type KeyOperation =
  | 'listSigningKeys'
  | 'readSigningKey'
  | 'createSigningKey'
  | 'changeSigningKey'
  | 'removeSigningKey'
  | 'rotateSigningKeys'
  | 'revokeSigningKey';

export const KEY_HANDLERS: Handlers<KeyOperation> = {
  async listSigningKeys({ query }, cx) {
    const all = await readKeys(cx.store);
    const listed = all.map((key) => ({ id: key.id, view: viewKey(key, all, cx) }));
    return { body: await listRecords(listed, { order: KEY_ORDER, query, show: ({ view }) => view }) };
  },

  async readSigningKey({ path }, cx) {
    return single(await readView(cx.store, path.kid, cx), 'changeSigningKey');
  },

  async createSigningKey({ body }, cx) {
    await refuseSecondNext(cx.store, body.alg);
    const made = await cx.house.keys.makeKey(body.alg);
    const view = await cx.house.keys.rewrite(async (within) => {
      await refuseSecondNext(within, body.alg);
      await within.collection('signing_keys').insert(firstRecord(made, 'next', cx.now));
      const { view: shown, detail } = await describe(within, made.id, cx);
      await recordChange(
        within,
        { type: 'signing_key.created', target: made.id, detail: { after: detail }, touched: [] },
        cx,
      );
      return shown;
    });
    return single(view, 'changeSigningKey');
  },

  async changeSigningKey({ path, body, preconditions }, cx) {
    const view = await cx.house.keys.rewrite(async (within) => {
      const before = await readView(within, path.kid, cx);
      assertCurrent(before, 'changeSigningKey', preconditions);
      if (body.activates_at === undefined) return before;
      const key = await readKey(within, path.kid);
      assertSchedulable(key, body.activates_at, cx);
      const { activates_at } = body;
      await within.collection('signing_keys').update(key.id, (old) => ({ ...old, activates_at }));
      const after = await readView(within, path.kid, cx);
      await recordChange(
        within,
        { type: 'signing_key.changed', target: key.id, detail: differences(before, after), touched: [] },
        cx,
      );
      return after;
    });
    return single(view, 'changeSigningKey');
  },

  async removeSigningKey({ path, preconditions }, cx) {
    await cx.house.keys.rewrite(async (within) => {
      const key = await within.collection('signing_keys').get(path.kid);
      if (key === undefined) return;
      const { view, detail } = await describe(within, key.id, cx);
      assertCurrent(view, 'changeSigningKey', preconditions);
      if (key.state === 'active') {
        throw new ProblemError('conflict', { detail: 'the key signs now: rotate first, or revoke it' });
      }
      await within.collection('signing_keys').remove(key.id);
      await recordChange(
        within,
        { type: 'signing_key.removed', target: key.id, detail: { before: detail }, touched: [] },
        cx,
      );
    });
    return {};
  },

  async rotateSigningKeys({ body }, cx) {
    const note = async (within: Transaction, plan: RotationPlan) => {
      const rotated = rotatedIn(plan);
      if (rotated.length === 0) return;
      const change = {
        type: 'signing_keys.rotated',
        target: body.alg ?? 'all',
        detail: { rotated },
        touched: [],
      } as const;
      await recordChange(within, change, cx);
    };
    const rotations = await cx.house.keys.rotate(cx.now, body.alg, note);
    return {
      body: {
        rotations: rotations.map(({ alg, rotated, kid, waits_until = null }) => ({ alg, rotated, kid, waits_until })),
      },
    };
  },

  async revokeSigningKey({ path, body }, cx) {
    let died = '';
    const note = async (within: Transaction) => {
      // As it is now: it may have taken over since the request began.
      const key = await readKey(within, path.kid);
      died = whatDied(key);
      const detail = { alg: key.alg, state: key.state, ...definedFields({ reason: body.reason }) };
      await recordChange(within, { type: 'signing_key.revoked', target: key.id, detail, touched: [] }, cx);
    };
    const active_kid = await cx.house.keys.revoke(cx.now, path.kid, note);
    if (active_kid === undefined) throw notFound('signing key');
    return { body: { kid: path.kid, active_kid, died } };
  },
};

function whatDied({ state, alg }: SigningKey): string {
  if (alg === DECRYPTION) {
    return (
      'Signed requests that applications encrypted to this key are refused from now on; they succeed again as soon as the ' +
      'applications read the keys anew (within five minutes). Nobody is signed out.'
    );
  }
  if (state === 'next') return 'Nothing stops working: the key had signed nothing yet.';
  return (
    `Every ID token and every JWT access token that this ${alg} key signed is refused here from now on, and by ` +
    'applications as soon as they read the keys anew (within five minutes). People stay signed in; applications get new tokens.'
  );
}

async function readKeys(collections: Collections): Promise<readonly SigningKey[]> {
  const keys: SigningKey[] = [];
  for await (const key of everyRecord(collections.collection('signing_keys'))) keys.push(key);
  return keys;
}

/** Throws ProblemError not_found. */
async function readKey(collections: Collections, kid: string): Promise<SigningKey> {
  const key = await collections.collection('signing_keys').get(kid);
  if (key === undefined) throw notFound('signing key');
  return key;
}

async function readView(collections: Collections, kid: string, cx: AdminContext): Promise<KeyView> {
  const key = await readKey(collections, kid);
  return viewKey(key, await readKeys(collections), cx);
}

/** The view, and what of it an event tells: the public key is in the key's own name. */
async function describe(collections: Collections, kid: string, cx: AdminContext) {
  const view = await readView(collections, kid, cx);
  const { public_jwk: _jwk, public_pem: _pem, ...told } = view;
  return { view, detail: fieldsOf(told) };
}

function viewKey(key: SigningKey, all: readonly SigningKey[], cx: AdminContext): KeyView {
  const rules = cx.house.keys.rules();
  const siblings = all.filter(({ alg }) => alg === key.alg);
  const active = siblings.find(({ state }) => state === 'active');
  const next = siblings.find(({ state }) => state === 'next');
  const changes_at = active === undefined || next === undefined ? null : takesOverAt(active, next, rules);
  return {
    kid: key.id,
    alg: key.alg,
    state: key.state,
    public_jwk: { ...key.public_jwk },
    public_pem: pemOf(key),
    published_at: key.published_at,
    activated_at: key.activated_at ?? null,
    retired_at: key.retired_at ?? null,
    activates_at: key.state === 'next' ? changes_at : null,
    retires_at: key.state === 'active' ? changes_at : null,
    removed_at: key.state === 'retired' ? leavesAt(key, rules) : null,
  };
}

const PEMS = new WeakMap<SigningKey, string>();

/** The same for as long as the record is. */
function pemOf(key: SigningKey): string {
  const known = PEMS.get(key);
  if (known !== undefined) return known;
  const jwk: JsonWebKey = { ...key.public_jwk };
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  PEMS.set(key, pem);
  return pem;
}

/** Throws ProblemError conflict where the algorithm has its next key. */
async function refuseSecondNext(collections: Collections, alg: SigningKey['alg']): Promise<void> {
  const keys = await collections.collection('signing_keys').find('alg', alg);
  const next = keys.find(({ state }) => state === 'next');
  if (next === undefined) return;
  throw new ProblemError('conflict', { detail: `${alg} has its next key already: ${next.id}` });
}

/** Throws ProblemError for a key that isn't next, and for a time at which applications can't know it yet. */
function assertSchedulable(key: SigningKey, activates_at: number, cx: AdminContext): void {
  if (key.state !== 'next') throw new ProblemError('conflict', { detail: 'only a next key can be scheduled' });
  const earliest = earliestUse(key, cx.house.keys.rules());
  if (activates_at < earliest) {
    throw badSchedule(`is too early: applications may not know the key before ${written(earliest)}`);
  }
  const latest = cx.now + FURTHEST_AHEAD_S;
  if (activates_at > latest) throw badSchedule(`is too far ahead: it may be ${written(latest)} at the latest`);
}

function badSchedule(reason: string): ProblemError {
  return invalidFields([{ path: ['activates_at'], reason }]);
}

function written(moment: number): string {
  return new Date(moment * 1000).toISOString();
}
