import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { group, NOW, session, user } from '../stored-records.ts';
import { createFaultyDisk, diskError, type FaultyDisk, type Operation } from './faulty-disk.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { crashCopy, freshDirectory } from './temporary-directory.ts';

const JOURNAL = 'journal-00000001.jsonl';
const UNAVAILABLE = { code: 'unavailable' };

interface Faulty extends TestStore {
  readonly directory: string;
  readonly disk: FaultyDisk;
}

async function openFaulty(): Promise<Faulty> {
  const directory = freshDirectory();
  const disk = createFaultyDisk();
  return { directory, disk, ...(await openTestStore(directory, { disk })) };
}

/** Fails the given operations on the journal until told otherwise; counts them. */
function failJournal(disk: FaultyDisk, verbs: readonly Operation['verb'][], code: 'EIO' | 'ENOSPC' = 'EIO') {
  const faults = { count: 0, mend: () => (disk.before = () => undefined) };
  disk.before = ({ verb, name }) => {
    if (name !== JOURNAL || !verbs.includes(verb)) return;
    faults.count += 1;
    throw diskError(code);
  };
  return faults;
}

/** Lets every sync wait until it is let go. */
function holdSyncs(disk: FaultyDisk) {
  let reached = Promise.withResolvers<void>();
  let held = Promise.withResolvers<void>();
  disk.before = async ({ verb }) => {
    if (verb !== 'sync') return;
    reached.resolve();
    await held.promise;
  };
  return {
    reached: () => reached.promise,
    letGo: () => {
      reached = Promise.withResolvers<void>();
      const { resolve } = held;
      held = Promise.withResolvers<void>();
      resolve();
    },
    end: () => {
      disk.before = () => undefined;
      held.resolve();
    },
  };
}

describe('group commit', () => {
  it('shares one write and one sync among everybody who waits', async () => {
    const { store, disk } = await openFaulty();
    const seen: string[] = [];
    disk.before = ({ verb }) => void seen.push(verb);
    await Promise.all(Array.from({ length: 100 }, (_, n) => store.collection('groups').insert(group(`g${n}`))));
    expect(seen).toEqual(['write', 'sync']);
    await store.close();
  });

  it('answers nobody before the sync has returned', async () => {
    const { store, disk } = await openFaulty();
    const sync = holdSyncs(disk);
    let answered = false;
    const insert = store
      .collection('groups')
      .insert(group('a'))
      .then(() => {
        answered = true;
      });
    await sync.reached();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answered).toBe(false);
    expect(await store.collection('groups').get('a')).toBeUndefined();
    sync.end();
    await insert;
    expect(await store.collection('groups').get('a')).toEqual(group('a'));
    await store.close();
  });

  it('shows later transactions the newest draft while an older one of the same record becomes durable', async () => {
    const { store, disk } = await openFaulty();
    await store.collection('counters').insert({ id: 'n', value: 0 });
    const increment = () => store.collection('counters').update('n', (old) => ({ ...old, value: old.value + 1 }));
    const sync = holdSyncs(disk);
    const first = increment();
    await sync.reached();
    const second = increment();
    sync.letGo();
    await first;
    await sync.reached();
    expect((await store.collection('counters').get('n'))?.value).toBe(1);
    const third = increment();
    sync.letGo();
    await second;
    await sync.reached();
    sync.letGo();
    expect((await third).value).toBe(3);
    sync.end();
    await store.close();
  });

  it('leaves nothing behind of a transaction that threw after what it had built on became durable', async () => {
    const { store, disk } = await openFaulty();
    const sync = holdSyncs(disk);
    const below = store.collection('sessions').insert(session('s', { expires_at: NOW + 10 }));
    await sync.reached();
    const reason = new Error('no');
    const work = store.transaction(async (within) => {
      await within.collection('sessions').update('s', (old) => ({ ...old, acr: '2' }));
      sync.letGo();
      await below;
      throw reason;
    });
    await expect(work).rejects.toBe(reason);
    sync.end();
    expect(await store.collection('sessions').get('s')).toMatchObject({ acr: '1' });
    await store.sweep(NOW + 60);
    expect(await store.transaction((within) => within.collection('sessions').get('s'))).toBeUndefined();
    await store.close();
  });
});

describe('a flush that fails', () => {
  it.each([
    ['write', 'ENOSPC'],
    ['sync', 'EIO'],
  ] as const)(
    'at %s with %s undoes its draft and every draft above it, and the store recovers later',
    async (verb, code) => {
      const { store, disk, directory, logged } = await openFaulty();
      await store.collection('counters').insert({ id: 'n', value: 1 });
      const faults = failJournal(disk, [verb], code);
      const increment = () => store.collection('counters').update('n', (old) => ({ ...old, value: old.value + 1 }));
      const outcomes = await Promise.allSettled([
        increment(),
        store.transaction(async (within) => {
          await within.collection('users').insert(user('alice'));
          await within.collection('counters').update('n', (old) => ({ ...old, value: old.value + 1 }));
        }),
        store.collection('groups').insert(group('a')),
        // It only reads, but what it reads is about to be undone.
        store.transaction(async (within) => within.collection('counters').get('n')),
        // It refuses because of what is about to be undone.
        store.collection('groups').insert(group('a')),
      ]);
      for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: UNAVAILABLE });
      expect(faults.count).toBe(1);
      expect(store.writable()).toBe(false);
      expect(logged).toEqual([expect.stringMatching(/^error: .*injected/)]);

      faults.mend();
      const seen = await store.transaction(async (within) => ({
        counter: await within.collection('counters').get('n'),
        alice: await within.collection('users').get('alice'),
        byName: await within.collection('users').find('username_key', 'alice'),
      }));
      expect(seen).toEqual({ counter: { id: 'n', value: 1 }, alice: undefined, byName: [] });
      await increment();
      await store.collection('users').insert(user('alice'));
      expect(store.writable()).toBe(true);
      expect(logged.at(-1)).toMatch(/^info: .*again/);

      const { store: after } = await openTestStore(await crashCopy(directory));
      expect(await after.collection('counters').get('n')).toEqual({ id: 'n', value: 2 });
      expect(await after.collection('users').get('alice')).toEqual(user('alice'));
      expect(await after.collection('groups').get('a')).toBeUndefined();
      await Promise.all([store.close(), after.close()]);
    },
  );

  it('undoes the transaction that is running, which had read what is undone', async () => {
    const { store, disk } = await openFaulty();
    await store.collection('counters').insert({ id: 'n', value: 1 });
    failJournal(disk, ['sync']);
    const below = store.collection('counters').update('n', () => ({ id: 'n', value: 2 }));
    const verbAfterwards = Promise.withResolvers<unknown>();
    const running = store.transaction(async (within) => {
      const read = await within.collection('counters').get('n');
      expect(read?.value).toBe(2);
      await within.collection('groups').insert(group('a'));
      await expect(below).rejects.toMatchObject(UNAVAILABLE);
      verbAfterwards.resolve(
        await within
          .collection('counters')
          .get('n')
          .catch((error: unknown) => error),
      );
      return read;
    });
    await expect(running).rejects.toMatchObject(UNAVAILABLE);
    expect(await verbAfterwards.promise).toMatchObject(UNAVAILABLE);
    disk.before = () => undefined;
    await store.collection('groups').insert(group('a', { name: 'anew' }));
    expect(await store.collection('groups').get('a')).toEqual(group('a', { name: 'anew' }));
    await store.close();
  });

  it('does not undo what was durable before it', async () => {
    const { store, disk, directory } = await openFaulty();
    const first = store.collection('groups').insert(group('first'));
    let syncs = 0;
    disk.before = ({ verb }) => {
      if (verb !== 'sync') return;
      syncs += 1;
      if (syncs > 1) throw diskError('EIO');
    };
    const second = first.then(() => store.collection('groups').update('first', (old) => ({ ...old, name: 'x' })));
    await expect(second).rejects.toMatchObject(UNAVAILABLE);
    expect(await store.collection('groups').get('first')).toEqual(group('first'));
    disk.before = () => undefined;
    await store.close();
    const { store: after } = await openTestStore(directory);
    expect((await after.collection('groups').list({ limit: 9 })).items).toEqual([group('first')]);
    await after.close();
  });

  it('goes on refusing, saying so once, until the file can be cut back', async () => {
    const { store, disk, logged, directory } = await openFaulty();
    await store.collection('groups').insert(group('kept'));
    const durable = (await stat(join(directory, JOURNAL))).size;
    const faults = failJournal(disk, ['write', 'truncate']);
    for (let n = 0; n < 3; n += 1) {
      await expect(store.collection('groups').insert(group('a'))).rejects.toMatchObject(UNAVAILABLE);
      expect(store.writable()).toBe(false);
    }
    expect(logged).toHaveLength(1);
    expect(await store.collection('groups').get('kept')).toEqual(group('kept'));
    expect((await stat(join(directory, JOURNAL))).size).toBeGreaterThan(durable);
    faults.mend();
    await store.close();
    const { store: after } = await openTestStore(directory);
    expect((await after.collection('groups').list({ limit: 9 })).items).toEqual([group('kept')]);
    await after.close();
  });

  it('does not concern a record that JSON cannot hold: only its own writer is refused', async () => {
    const { store } = await openFaulty();
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const [bad, good] = await Promise.allSettled([
      store.collection('users').insert(user('bad', { claims: cyclic as never })),
      store.collection('users').insert(user('good')),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
    expect(good.status).toBe('fulfilled');
    expect(await store.transaction((within) => within.collection('users').find('username_key', 'bad'))).toEqual([]);
    await store.close();
  });
});
