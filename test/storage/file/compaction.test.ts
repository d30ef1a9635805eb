import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { FileStore } from '../../../server/storage/file/file-store.ts';
import { accessToken, group } from '../stored-records.ts';
import { createFaultyDisk, diskError, type FaultyDisk } from './faulty-disk.ts';
import { openTestStore } from './open-test-store.ts';
import { crashCopy, freshDirectory } from './temporary-directory.ts';

async function idsIn(store: FileStore): Promise<readonly string[]> {
  const groups = await store.collection('groups').list({ limit: 100_000 });
  const tokens = await store.collection('access_tokens').list({ limit: 100_000 });
  return [...groups.items, ...tokens.items].map(({ id }) => id).toSorted();
}

/** Everything fails from the n-th operation on, as after a crash. Answers how many there were. */
function crashAt(disk: FaultyDisk, n: number): { count: number } {
  const seen = { count: 0 };
  disk.before = () => {
    seen.count += 1;
    if (seen.count >= n) throw diskError('EIO');
  };
  return seen;
}

describe('compaction', () => {
  it('happens by itself when the journal has grown, and keeps one generation before', async () => {
    const directory = freshDirectory();
    const { store, logged } = await openTestStore(directory, { compactAfterBytes: 20_000 });
    const ids = Array.from({ length: 600 }, (_, n) => `t${n}`);
    for (let n = 0; n < ids.length; n += 20) {
      await Promise.all(ids.slice(n, n + 20).map((id) => store.collection('access_tokens').insert(accessToken(id))));
      await store.collection('access_tokens').update('t0', (old) => ({ ...old, scope: String(n) }));
    }
    await store.close();
    expect(logged).toEqual([]);
    const names = (await readdir(directory)).filter((name) => name.startsWith('stream'));
    expect(names).toHaveLength(2);
    const { store: again } = await openTestStore(directory);
    expect(await idsIn(again)).toEqual(ids.toSorted());
    expect((await again.collection('access_tokens').get('t0'))?.scope).toBe('580');
    await again.close();
  });

  it('loses nothing that is written meanwhile, wherever a crash comes', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    const written: string[] = [];
    let running = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; running; n += 1) {
        const id = `w${writer} ${n}`;
        await store.collection('access_tokens').insert(accessToken(id));
        written.push(id);
      }
    });
    for (let round = 0; round < 5; round += 1) {
      await store.compact();
      const answered = written.slice();
      const { store: after } = await openTestStore(await crashCopy(directory));
      expect(await idsIn(after)).toEqual(expect.arrayContaining(answered));
      await after.close();
    }
    running = false;
    await Promise.all(writers);
    await store.close();
    const { store: again } = await openTestStore(directory);
    expect(await idsIn(again)).toEqual(written.toSorted());
    await again.close();
  });

  it('can be cut short by a crash at any of its steps', async () => {
    let steps = 0;
    for (let n = 1; n <= steps + 1; n += 1) {
      const directory = freshDirectory();
      const disk = createFaultyDisk();
      const { store } = await openTestStore(directory, { disk });
      await store.collection('groups').insert(group('a'));
      await store.collection('access_tokens').insert(accessToken('b'));
      await store.compact();
      await store.collection('groups').insert(group('c'));
      const seen = crashAt(disk, n);
      await store.compact().catch(() => undefined);
      steps = Math.max(steps, seen.count);
      const answered = await store
        .collection('groups')
        .insert(group('d'))
        .then(
          () => ['d'],
          () => [],
        );
      const { store: after, logged } = await openTestStore(await crashCopy(directory));
      expect(await idsIn(after), `crash at step ${n}`).toEqual(['a', 'b', 'c', ...answered]);
      expect(logged).toEqual([]);
      await after.collection('groups').insert(group('e'));
      await after.compact();
      await after.close();
      disk.before = () => undefined;
      await store.close();
    }
    expect(steps).toBeGreaterThan(12);
  });

  it('can fail at any of its steps, with the store going on and whole at the next start', async () => {
    let steps = 0;
    for (let n = 1; n <= steps + 1; n += 1) {
      const directory = freshDirectory();
      const disk = createFaultyDisk();
      const { store } = await openTestStore(directory, { disk });
      await store.collection('groups').insert(group('a'));
      const seen = crashAt(disk, n);
      await store.compact().catch(() => undefined);
      steps = Math.max(steps, seen.count);
      disk.before = () => undefined;
      await store.collection('groups').insert(group('b'));
      const { store: crashed } = await openTestStore(await crashCopy(directory));
      expect(await idsIn(crashed), `failure at step ${n}`).toEqual(['a', 'b']);
      await crashed.close();
      await store.compact();
      await store.collection('groups').insert(group('c'));
      await store.close();
      const { store: after } = await openTestStore(directory);
      expect(await idsIn(after), `failure at step ${n}`).toEqual(['a', 'b', 'c']);
      expect((await readdir(directory)).filter((name) => name.endsWith('.new'))).toEqual([]);
      await after.close();
    }
    expect(steps).toBeGreaterThan(12);
  });

  it('holds nobody up while a large state is written', async () => {
    const { store } = await openTestStore(freshDirectory());
    const ids = Array.from({ length: 20_000 }, (_, n) => `t${n}`);
    await Promise.all(ids.map((id) => store.collection('access_tokens').insert(accessToken(id))));
    let compacting = true;
    const compaction = store.compact().finally(() => {
      compacting = false;
    });
    let answeredMeanwhile = 0;
    while (compacting) {
      await store.collection('counters').insert({ id: `n${answeredMeanwhile}`, value: 0 });
      if (compacting) answeredMeanwhile += 1;
    }
    await compaction;
    expect(answeredMeanwhile).toBeGreaterThan(5);
    await store.close();
  });
});
