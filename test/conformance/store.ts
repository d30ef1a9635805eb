/** What every store must do, whichever it is. A store's own tests call describeStore and add what is special about it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorizationCode } from '../../server/storage/records/flow.ts';
import { StorageError, type Store } from '../../server/storage/store.ts';
import { accessToken, authorizationCode, group, NOW, session, user } from '../storage/stored-records.ts';

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens it again on the same data; absent where nothing is kept. */
  readonly reopen?: () => Promise<Store>;
}

const UNUSUAL_IDS = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '\u0000',
  'ü',
  '日本語',
  '😀',
  '\ud800',
  '"\\\n',
  'x'.repeat(20_000),
];

/** Runs the suite on stores that `open` makes: each of them empty. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a store`, () => {
    let opened: OpenedStore;
    let store: Store;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });

    afterEach(async () => {
      await store.close();
    });

    describe('the six verbs', () => {
      it('gets a record that was inserted, and nothing for an id that was not', async () => {
        await store.collection('groups').insert(group('a'));
        expect(await store.collection('groups').get('a')).toEqual(group('a'));
        expect(await store.collection('groups').get('b')).toBeUndefined();
        expect(await store.collection('apis').get('a')).toBeUndefined();
      });

      it('refuses a second record with the same id and keeps the first', async () => {
        await store.collection('groups').insert(group('a', { name: 'first' }));
        await expect(store.collection('groups').insert(group('a', { name: 'second' }))).rejects.toMatchObject({
          code: 'already_exists',
        });
        expect(await store.collection('groups').get('a')).toEqual(group('a', { name: 'first' }));
      });

      it('updates a record from its newest value and answers the new one', async () => {
        await store.collection('groups').insert(group('a'));
        const renamed = await store.collection('groups').update('a', (old) => ({ ...old, name: `${old.name}!` }));
        expect(renamed).toEqual(group('a', { name: 'group a!' }));
        expect(await store.collection('groups').get('a')).toEqual(renamed);
      });

      it('answers not_found for an update of a record that is not there', async () => {
        await expect(store.collection('groups').update('a', (old) => old)).rejects.toMatchObject({ code: 'not_found' });
      });

      it('cancels an update whose change throws, and passes on what it threw', async () => {
        const refusal = new Error('no');
        await store.collection('groups').insert(group('a'));
        const update = store.collection('groups').update('a', () => {
          throw refusal;
        });
        await expect(update).rejects.toBe(refusal);
        expect(await store.collection('groups').get('a')).toEqual(group('a'));
      });

      it('refuses an update that changes the id', async () => {
        await store.collection('groups').insert(group('a'));
        await expect(store.collection('groups').update('a', (old) => ({ ...old, id: 'b' }))).rejects.toThrow(TypeError);
        expect(await store.collection('groups').get('a')).toEqual(group('a'));
      });

      it('removes a record once, and says whether there was one', async () => {
        await store.collection('groups').insert(group('a'));
        expect(await store.collection('groups').remove('a')).toBe(true);
        expect(await store.collection('groups').remove('a')).toBe(false);
        expect(await store.collection('groups').get('a')).toBeUndefined();
      });

      it('takes an id again after its record was removed', async () => {
        await store.collection('groups').insert(group('a', { name: 'first' }));
        await store.collection('groups').remove('a');
        await store.collection('groups').insert(group('a', { name: 'second' }));
        expect(await store.collection('groups').get('a')).toEqual(group('a', { name: 'second' }));
      });

      it('keeps records under ids of every kind', async () => {
        for (const id of UNUSUAL_IDS) await store.collection('access_tokens').insert(accessToken(id));
        for (const id of UNUSUAL_IDS) expect(await store.collection('access_tokens').get(id)).toEqual(accessToken(id));
        expect(await store.collection('access_tokens').get('hasOwnProperty')).toBeUndefined();
      });

      it('keeps claims of every name and kind', async () => {
        const claims = JSON.parse('{"__proto__":{"x":1},"10":"b","2":null,"n":-1.5e300,"s":"\\u2028\\n😀"}') as object;
        await store.collection('users').insert(user('alice', { claims: { ...claims } }));
        const kept = await store.collection('users').get('alice');
        expect(JSON.stringify(kept?.claims)).toBe(JSON.stringify(claims));
      });
    });

    describe('indexes', () => {
      it('finds records by each of the values that an index gives them', async () => {
        await store.collection('users').insert(user('alice', { groups: ['staff', 'board'] }));
        await store.collection('users').insert(user('bob', { groups: ['staff', 'staff'], email: 'Bob@Example.LAN' }));
        expect(idsOf(await store.collection('users').find('group', 'staff'))).toEqual(['alice', 'bob']);
        expect(idsOf(await store.collection('users').find('group', 'board'))).toEqual(['alice']);
        expect(idsOf(await store.collection('users').find('email', 'bob@example.lan'))).toEqual(['bob']);
        expect(await store.collection('users').find('group', '__proto__')).toEqual([]);
      });

      it('finds a record by its new values only after an update, and not at all after a removal', async () => {
        await store.collection('users').insert(user('alice', { groups: ['staff'] }));
        await store.collection('users').update('alice', (old) => ({ ...old, groups: ['board'] }));
        expect(await store.collection('users').find('group', 'staff')).toEqual([]);
        expect(idsOf(await store.collection('users').find('group', 'board'))).toEqual(['alice']);
        await store.collection('users').remove('alice');
        expect(await store.collection('users').find('group', 'board')).toEqual([]);
      });

      it('refuses an index that the collection does not have', async () => {
        await expect(store.collection('users').find('colour', 'red')).rejects.toThrow(TypeError);
      });

      it('refuses a taken unique value and names the index, and takes it once it is free', async () => {
        await store.collection('users').insert(user('alice'));
        const taken = { code: 'already_exists', detail: { index: 'username_key' } };
        const second = user('alice-2', { username_key: 'alice' });
        await expect(store.collection('users').insert(second)).rejects.toMatchObject(taken);
        await store.collection('users').insert(user('bob'));
        await expect(
          store.collection('users').update('bob', (old) => ({ ...old, username_key: 'alice' })),
        ).rejects.toMatchObject(taken);
        await store.collection('users').update('alice', (old) => ({ ...old, username_key: 'alicia' }));
        await store.collection('users').insert(second);
        expect(idsOf(await store.collection('users').find('username_key', 'alice'))).toEqual(['alice-2']);
        expect(idsOf(await store.collection('users').find('username_key', 'bob'))).toEqual(['bob']);
      });

      it('lets a record keep its own unique value through an update', async () => {
        await store.collection('users').insert(user('alice'));
        await store.collection('users').update('alice', (old) => ({ ...old, name: 'Alice' }));
        expect((await store.collection('users').get('alice'))?.name).toBe('Alice');
      });

      it('lets exactly one of many concurrent inserts have a unique value', async () => {
        const inserts = Array.from({ length: 20 }, (_, n) =>
          store.collection('users').insert(user(`u${n}`, { username_key: 'same' })),
        );
        const outcomes = await Promise.allSettled(inserts);
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await store.collection('users').find('username_key', 'same')).toHaveLength(1);
      });
    });

    describe('lists', () => {
      it('pages through all records in the order of their ids, each exactly once', async () => {
        const ids = Array.from({ length: 25 }, (_, n) => `g${String((n * 7) % 25).padStart(2, '0')}`);
        for (const id of ids) await store.collection('groups').insert(group(id));
        expect(await pageThrough(store, 10)).toEqual([
          ids.toSorted().slice(0, 10),
          ids.toSorted().slice(10, 20),
          ids.toSorted().slice(20),
        ]);
        expect(await pageThrough(store, 25)).toEqual([ids.toSorted()]);
      });

      it('answers an empty page, and no next, where there is nothing', async () => {
        expect(await store.collection('groups').list({ limit: 10 })).toEqual({ items: [], next: null });
      });

      it('goes on after a cursor whose record has gone, and shows what came and went in between', async () => {
        for (const id of ['a', 'c', 'e', 'g']) await store.collection('groups').insert(group(id));
        const first = await store.collection('groups').list({ limit: 2 });
        expect(first).toEqual({ items: [group('a'), group('c')], next: 'c' });
        await store.collection('groups').remove('c');
        await store.collection('groups').insert(group('d'));
        await store.collection('groups').remove('e');
        await store.collection('groups').insert(group('h'));
        const second = await store.collection('groups').list({ limit: 10, cursor: first.next ?? '' });
        expect(second).toEqual({ items: [group('d'), group('g'), group('h')], next: null });
      });

      it('refuses a page without a positive limit', async () => {
        await expect(store.collection('groups').list({ limit: 0 })).rejects.toThrow(RangeError);
      });
    });

    describe('transactions', () => {
      it('answers what the work answered, with all of its changes made', async () => {
        const answer = await store.transaction(async (within) => {
          await within.collection('groups').insert(group('a'));
          await within.collection('users').insert(user('alice'));
          return 'done';
        });
        expect(answer).toBe('done');
        expect(await store.collection('groups').get('a')).toEqual(group('a'));
        expect(await store.collection('users').get('alice')).toEqual(user('alice'));
      });

      it('undoes every change when the work throws, and passes on what it threw', async () => {
        await store.collection('users').insert(user('alice', { groups: ['staff'] }));
        await store.collection('users').insert(user('bob'));
        const reason = new Error('changed my mind');
        const work = store.transaction(async (within) => {
          const users = within.collection('users');
          await users.update('alice', (old) => ({ ...old, groups: ['board'], username_key: 'alicia' }));
          await users.update('alice', (old) => ({ ...old, groups: ['none'] }));
          await users.remove('bob');
          await users.insert(user('carol'));
          throw reason;
        });
        await expect(work).rejects.toBe(reason);
        const seen = await store.transaction((within) => within.collection('users').list({ limit: 10 }));
        expect(seen.items).toEqual([user('alice', { groups: ['staff'] }), user('bob')]);
        await store.transaction(async (within) => {
          expect(idsOf(await within.collection('users').find('group', 'staff'))).toEqual(['alice']);
          expect(await within.collection('users').find('group', 'board')).toEqual([]);
          expect(await within.collection('users').find('username_key', 'alicia')).toEqual([]);
        });
      });

      it('reads its own changes with every verb', async () => {
        for (const id of ['a', 'b', 'c']) await store.collection('users').insert(user(id, { groups: ['staff'] }));
        await store.transaction(async (within) => {
          const users = within.collection('users');
          await users.remove('a');
          await users.update('b', (old) => ({ ...old, groups: [] }));
          await users.insert(user('aa', { groups: ['staff'] }));
          await users.insert(user('z', { groups: ['staff'] }));
          expect(await users.get('a')).toBeUndefined();
          expect((await users.get('b'))?.groups).toEqual([]);
          expect(idsOf(await users.find('group', 'staff'))).toEqual(['aa', 'c', 'z']);
          expect((await users.list({ limit: 2 })).items.map(({ id }) => id)).toEqual(['aa', 'b']);
          expect((await users.list({ limit: 2, cursor: 'b' })).items.map(({ id }) => id)).toEqual(['c', 'z']);
          await expect(users.insert(user('c'))).rejects.toMatchObject({ code: 'already_exists' });
          await expect(users.insert(user('y', { username_key: 'z' }))).rejects.toMatchObject({
            code: 'already_exists',
          });
          await users.insert(user('y', { username_key: 'a' }));
          await expect(users.update('a', (old) => old)).rejects.toMatchObject({ code: 'not_found' });
          expect(await users.remove('a')).toBe(false);
        });
        expect((await store.collection('users').list({ limit: 10 })).items.map(({ id }) => id)).toEqual([
          'aa',
          'b',
          'c',
          'y',
          'z',
        ]);
      });

      it('lets two records swap a unique value within one transaction', async () => {
        await store.collection('users').insert(user('a', { username_key: 'x' }));
        await store.collection('users').insert(user('b', { username_key: 'y' }));
        await store.transaction(async (within) => {
          const users = within.collection('users');
          await users.update('a', (old) => ({ ...old, username_key: 'free' }));
          await users.update('b', (old) => ({ ...old, username_key: 'x' }));
          await users.update('a', (old) => ({ ...old, username_key: 'y' }));
        });
        expect(idsOf(await store.collection('users').find('username_key', 'x'))).toEqual(['b']);
        expect(idsOf(await store.collection('users').find('username_key', 'y'))).toEqual(['a']);
        expect(await store.collection('users').find('username_key', 'free')).toEqual([]);
      });

      it('shows outside readers nothing before it ends', async () => {
        await store.collection('groups').insert(group('old'));
        await store.transaction(async (within) => {
          await within.collection('groups').insert(group('new'));
          await within.collection('groups').remove('old');
          expect(await store.collection('groups').get('new')).toBeUndefined();
          expect(await store.collection('groups').get('old')).toEqual(group('old'));
          expect(await store.collection('groups').find('name', 'group new')).toEqual([]);
          expect((await store.collection('groups').list({ limit: 10 })).items).toEqual([group('old')]);
        });
        expect((await store.collection('groups').list({ limit: 10 })).items).toEqual([group('new')]);
      });

      it('runs one after the other, in the order in which they were asked for, single verbs among them', async () => {
        const order: string[] = [];
        await store.collection('counters').insert({ id: 'n', value: 0 });
        const step = (name: string) =>
          store.transaction(async (within) => {
            order.push(`${name} begins`);
            const before = await within.collection('counters').get('n');
            await new Promise((resolve) => setTimeout(resolve, 3));
            await within.collection('counters').update('n', () => ({ id: 'n', value: (before?.value ?? 0) + 1 }));
            order.push(`${name} ends`);
          });
        const single = store.collection('counters').update.bind(store.collection('counters'));
        await Promise.all([
          step('first'),
          single('n', (old) => {
            order.push('single');
            return { ...old, value: old.value + 1 };
          }),
          step('second'),
        ]);
        expect(order).toEqual(['first begins', 'first ends', 'single', 'second begins', 'second ends']);
        expect((await store.collection('counters').get('n'))?.value).toBe(3);
      });

      it('loses no increment of 200 concurrent ones, by single verbs and by transactions', async () => {
        await store.collection('counters').insert({ id: 'n', value: 0 });
        const increment = (n: number) =>
          n % 2 === 0
            ? store.collection('counters').update('n', (old) => ({ ...old, value: old.value + 1 }))
            : store.transaction(async (within) => {
                const old = await within.collection('counters').get('n');
                await within.collection('counters').update('n', () => ({ id: 'n', value: (old?.value ?? 0) + 1 }));
              });
        await Promise.all(Array.from({ length: 200 }, (_, n) => increment(n)));
        expect((await store.collection('counters').get('n'))?.value).toBe(200);
      });

      it('lets exactly one of 50 concurrent redemptions consume a code', async () => {
        await store.collection('authorization_codes').insert(authorizationCode('code'));
        const redeem = () => store.collection('authorization_codes').update('code', consume);
        const redeemWithin = () =>
          store.transaction(async (within) => {
            const code = await within.collection('authorization_codes').update('code', consume);
            await within.collection('access_tokens').insert(accessToken('token'));
            return code;
          });
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? redeemWithin() : redeem())),
        );
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome.status === 'rejected' && !isConsumed(outcome.reason))).toEqual([]);
        expect((await store.collection('authorization_codes').get('code'))?.consumed_at).toBe(NOW);
      });

      it('goes on after a transaction whose work threw at once', async () => {
        const reason = new Error('at once');
        const broken = store.transaction(() => {
          throw reason;
        });
        await expect(broken).rejects.toBe(reason);
        await store.collection('groups').insert(group('a'));
        expect(await store.transaction((within) => within.collection('groups').get('a'))).toEqual(group('a'));
      });

      it('refuses a verb that comes after its transaction has ended', async () => {
        const leaked = await store.transaction(async (within) => ({ within }));
        await expect(leaked.within.collection('groups').insert(group('a'))).rejects.toThrow('ended');
        expect(await store.collection('groups').get('a')).toBeUndefined();
      });
    });

    describe('forgetting', () => {
      it('sweeps what expired a minute before now, and nothing that is alive', async () => {
        const expiries = { long: NOW - 4_000, just: NOW - 61, now: NOW, soon: NOW + 1, later: NOW + 90 };
        for (const [id, expires_at] of Object.entries(expiries)) {
          await store.collection('sessions').insert(session(id, { expires_at }));
        }
        await store.collection('groups').insert(group('a'));
        expect(await store.sweep(NOW)).toBe(2);
        const left = await store.collection('sessions').list({ limit: 10 });
        expect(left.items.map(({ id }) => id)).toEqual(['later', 'now', 'soon']);
        expect(await store.collection('sessions').find('sid', 'sid of long')).toEqual([]);
        expect(await store.sweep(NOW)).toBe(0);
        expect(await store.sweep(NOW + 62)).toBe(2);
        expect(await store.collection('groups').get('a')).toEqual(group('a'));
      });

      it('goes by the newest expiry of a record', async () => {
        await store.collection('sessions').insert(session('a', { expires_at: NOW + 10 }));
        await store.collection('sessions').update('a', (old) => ({ ...old, expires_at: NOW + 600 }));
        await store.collection('sessions').insert(session('b', { expires_at: NOW + 600 }));
        await store.collection('sessions').update('b', (old) => ({ ...old, expires_at: NOW + 10 }));
        expect(await store.sweep(NOW + 70)).toBe(1);
        expect(await store.collection('sessions').get('a')).toBeDefined();
        expect(await store.collection('sessions').get('b')).toBeUndefined();
      });

      it('sweeps more than it does in one go, and keeps what has no expiry', async () => {
        await Promise.all(
          Array.from({ length: 4_100 }, (_, n) =>
            store.collection('revoked_tokens').insert({ id: `t${n}`, expires_at: NOW - (n % 300) }),
          ),
        );
        await store
          .collection('app_passwords')
          .insert({ id: 'p', service_account_id: 's', name: 'main', hash: 'h', created_at: NOW });
        expect(await store.sweep(NOW + 61)).toBe(4_100);
        expect(await store.collection('app_passwords').get('p')).toBeDefined();
      });

      it('frees the unique values of what was swept', async () => {
        await store.collection('sessions').insert(session('a', { sid: 'same', expires_at: NOW - 1 }));
        await expect(store.collection('sessions').insert(session('b', { sid: 'same' }))).rejects.toThrow(StorageError);
        await store.sweep(NOW + 60);
        await store.collection('sessions').insert(session('b', { sid: 'same' }));
        expect(idsOf(await store.collection('sessions').find('sid', 'same'))).toEqual(['b']);
      });
    });

    describe('closing', () => {
      it('is writable until it is closed, and refuses changes afterwards', async () => {
        expect(store.writable()).toBe(true);
        await store.close();
        expect(store.writable()).toBe(false);
        await expect(store.collection('groups').insert(group('a'))).rejects.toMatchObject({ code: 'unavailable' });
        await expect(store.transaction(async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
      });

      it('finishes what was asked for before', async () => {
        const slow = store.transaction(async (within) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          await within.collection('groups').insert(group('slow'));
        });
        const queued = store.collection('groups').insert(group('queued'));
        await Promise.all([store.close(), slow, queued]);
        expect(await store.collection('groups').get('slow')).toEqual(group('slow'));
        expect(await store.collection('groups').get('queued')).toEqual(group('queued'));
      });

      it('finds everything again after it was reopened', async ({ skip }) => {
        const { reopen } = opened;
        if (reopen === undefined) return skip('this store keeps nothing');
        for (const id of UNUSUAL_IDS) await store.collection('access_tokens').insert(accessToken(id));
        await store.collection('users').insert(user('alice', { groups: ['staff'] }));
        await store.collection('users').insert(user('bob'));
        await store.collection('users').update('alice', (old) => ({ ...old, name: 'Alice' }));
        await store.collection('users').remove('bob');
        store = await reopen();
        for (const id of UNUSUAL_IDS) expect(await store.collection('access_tokens').get(id)).toEqual(accessToken(id));
        const users = await store.collection('users').list({ limit: 10 });
        expect(users.items).toEqual([user('alice', { groups: ['staff'], name: 'Alice' })]);
        expect(idsOf(await store.collection('users').find('group', 'staff'))).toEqual(['alice']);
        await expect(
          store.collection('users').insert(user('alice-2', { username_key: 'alice' })),
        ).rejects.toMatchObject({
          code: 'already_exists',
        });
      });
    });
  });
}

class Consumed extends Error {}

function consume(old: AuthorizationCode): AuthorizationCode {
  if (old.consumed_at !== undefined) throw new Consumed('used');
  return { ...old, consumed_at: NOW };
}

function isConsumed(error: unknown): boolean {
  return error instanceof Consumed;
}

/** A store promises no order of what it finds. */
function idsOf(records: readonly { readonly id: string }[]): readonly string[] {
  return records.map(({ id }) => id).toSorted();
}

async function pageThrough(store: Store, limit: number): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await store.collection('groups').list({ limit, cursor });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.next;
  }
  return pages;
}
