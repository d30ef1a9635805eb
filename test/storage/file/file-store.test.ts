import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK, MARKER } from '../../../server/storage/file/layout.ts';
import type { Migration } from '../../../server/storage/migrations/index.ts';
import { describeStore } from '../../conformance/store.ts';
import { accessToken, group, NOW, session, user } from '../stored-records.ts';
import { createFaultyDisk, diskError } from './faulty-disk.ts';
import { openTestStore } from './open-test-store.ts';
import { crashCopy, editFile, flipByte, freshDirectory } from './temporary-directory.ts';

const JOURNAL = 'journal-00000001.jsonl';

describeStore('the file store', async () => {
  const directory = freshDirectory();
  const { store } = await openTestStore(directory);
  const reopen = async () => {
    await store.close();
    return (await openTestStore(directory)).store;
  };
  return { store, reopen };
});

describeStore('the file store, compacting all the time', async () => {
  const directory = freshDirectory();
  const { store } = await openTestStore(directory, { compactAfterBytes: 1 });
  const reopen = async () => {
    await store.close();
    return (await openTestStore(directory, { compactAfterBytes: 1 })).store;
  };
  return { store, reopen };
});

describe('the files of a store', () => {
  it('are readable by their owner alone', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('users').insert(user('alice'));
    await store.compact();
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    const names = (await readdir(directory)).toSorted();
    expect(names).toEqual([
      'directory-00000002.json',
      JOURNAL,
      'journal-00000002.jsonl',
      MARKER,
      LOCK,
      'stream-00000002.jsonl',
    ]);
    for (const name of names) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
    await store.close();
    expect(await readdir(directory)).not.toContain(LOCK);
  });

  it('show what people edit as JSON that a person can read', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('users').insert(user('alice', { claims: { zoneinfo: 'Europe/Berlin' } }));
    await store.collection('access_tokens').insert(accessToken('token'));
    await store.compact();
    await store.close();
    const text = await readFile(join(directory, 'directory-00000002.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      format: 'lanyard-directory/1',
      generation: 2,
      schema: 1,
      sequence: 2,
      collections: { users: [user('alice', { claims: { zoneinfo: 'Europe/Berlin' } })], groups: [] },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(text).toContain('\n          "zoneinfo": "Europe/Berlin"\n');
    expect(text).not.toMatch(/"(access_tokens|refresh_tokens|sessions)"/);
  });

  it('never show a draft to a reader before it is on the disk', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    const inserted = store.collection('groups').insert(group('a'));
    const earlier = store.transaction(async (within) => within.collection('groups').get('a'));
    expect(await store.collection('groups').get('a')).toBeUndefined();
    expect(await earlier).toEqual(group('a'));
    expect(await readFile(join(directory, JOURNAL), 'utf8')).toContain('group a');
    await inserted;
    expect(await store.collection('groups').get('a')).toEqual(group('a'));
    await store.close();
  });

  it('are not touched by a transaction that only reads', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('groups').insert(group('a'));
    const before = await stat(join(directory, JOURNAL));
    await store.transaction(async (within) => within.collection('groups').get('a'));
    await store.collection('groups').update('a', (old) => old);
    await store.collection('groups').remove('b');
    expect((await stat(join(directory, JOURNAL))).size).toBe(before.size);
    await store.close();
  });

  it('drop what has expired when they are loaded', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('sessions').insert(session('old', { expires_at: NOW + 10 }));
    await store.collection('sessions').insert(session('new', { expires_at: NOW + 90 }));
    await store.close();
    const { store: reopened } = await openTestStore(directory, { now: () => NOW + 60 });
    expect((await reopened.collection('sessions').list({ limit: 10 })).items.map(({ id }) => id)).toEqual(['new']);
    await reopened.close();
  });

  it('open with a clock that was set back after a sweep had freed a unique value', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('sessions').insert(session('second', { sid: 'other' }));
    await store.collection('sessions').insert(session('first', { sid: 'same', expires_at: NOW + 10 }));
    await store.sweep(NOW + 60);
    await store.collection('sessions').update('second', (old) => ({ ...old, sid: 'same' }));
    await store.close();
    const { store: reopened } = await openTestStore(directory);
    expect((await reopened.collection('sessions').find('sid', 'same')).map(({ id }) => id)).toEqual(['second']);
    await reopened.close();
  });

  it('are refused, not made anew, when all but the marker is gone', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.close();
    await rm(join(directory, JOURNAL));
    await expect(openTestStore(directory)).rejects.toMatchObject({ code: 'damaged', detail: { file: directory } });
    expect(await readdir(directory)).toEqual([MARKER]);
  });

  it('are refused when the first journal is gone and nothing stands for it', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.compact();
    await store.compact();
    await store.close();
    for (const name of await readdir(directory)) if (!name.startsWith('journal')) await rm(join(directory, name));
    await expect(openTestStore(directory)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('are refused when the newest journal is gone, although an older state could be read', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('groups').insert(group('a'));
    await store.compact();
    await store.collection('groups').insert(group('b'));
    await store.close();
    await rm(join(directory, 'journal-00000002.jsonl'));
    await expect(openTestStore(directory)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('are refused when an older journal that is still needed has lost its last lines', async () => {
    const directory = freshDirectory();
    const disk = createFaultyDisk();
    const { store } = await openTestStore(directory, { disk });
    await store.collection('groups').insert(group('a'));
    const length = (await stat(join(directory, JOURNAL))).size;
    await store.collection('groups').insert(group('b'));
    disk.before = ({ verb, name }) => {
      if (verb === 'create' && name.startsWith('stream')) throw diskError('ENOSPC');
    };
    await expect(store.compact()).rejects.toMatchObject({ code: 'ENOSPC' });
    await store.collection('groups').insert(group('c'));
    await store.close();
    const whole = await openTestStore(await crashCopy(directory));
    expect((await whole.store.collection('groups').list({ limit: 9 })).items).toHaveLength(3);
    await whole.store.close();
    await editFile(join(directory, JOURNAL), (bytes) => bytes.subarray(0, length));
    const file = join(directory, 'journal-00000002.jsonl');
    await expect(openTestStore(directory)).rejects.toMatchObject({ code: 'damaged', detail: { file, offset: 0 } });
  });

  it('open without the marker, which is then there again', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('groups').insert(group('a'));
    await store.close();
    await rm(join(directory, MARKER));
    const { store: reopened } = await openTestStore(directory);
    expect(await reopened.collection('groups').get('a')).toEqual(group('a'));
    expect(await readdir(directory)).toContain(MARKER);
    await reopened.close();
  });
});

describe('a snapshot that is damaged', () => {
  async function twiceCompacted(): Promise<string> {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('groups').insert(group('a'));
    await store.collection('access_tokens').insert(accessToken('a'));
    await store.compact();
    await store.collection('groups').insert(group('b'));
    await store.compact();
    await store.collection('groups').insert(group('c'));
    await store.close();
    return directory;
  }

  it.each(['directory-00000003.json', 'stream-00000003.jsonl'])(
    'is passed over with a warning that names it while the generation before is whole: %s',
    async (name) => {
      const directory = await twiceCompacted();
      await editFile(join(directory, name), (bytes) => flipByte(bytes, bytes.length >> 1));
      const { store, logged } = await openTestStore(directory);
      expect((await store.collection('groups').list({ limit: 9 })).items).toEqual([group('a'), group('b'), group('c')]);
      expect(await store.collection('access_tokens').get('a')).toEqual(accessToken('a'));
      expect(logged).toEqual([expect.stringMatching(/^warn: /)]);
      expect(logged[0]).toContain(name);
      await store.close();
      const again = await openTestStore(directory);
      expect(again.logged).toEqual([]);
      await again.store.close();
    },
  );

  it('is refused, with its name, when the generation before is not whole either', async () => {
    const directory = await twiceCompacted();
    const file = join(directory, 'directory-00000003.json');
    await editFile(file, (bytes) => flipByte(bytes, bytes.length >> 1));
    await rm(join(directory, 'journal-00000002.jsonl'));
    const before = (await readdir(directory)).toSorted();
    await expect(openTestStore(directory)).rejects.toMatchObject({ code: 'damaged', detail: { file } });
    expect((await readdir(directory)).toSorted()).toEqual(before);
  });

  it('is noticed wherever a byte of it was changed', async () => {
    const directory = await twiceCompacted();
    await rm(join(directory, 'journal-00000002.jsonl'));
    for (const name of ['directory-00000003.json', 'stream-00000003.jsonl']) {
      const whole = await readFile(join(directory, name));
      for (let offset = 0; offset < whole.length; offset += 7) {
        await writeFile(join(directory, name), flipByte(whole, offset));
        await expect(openTestStore(directory), `${name} at ${offset}`).rejects.toMatchObject({
          code: expect.stringMatching(/^(damaged|unsupported)$/) as string,
        });
      }
      await writeFile(join(directory, name), whole);
    }
  });
});

describe('migrations', () => {
  const first: Migration = { version: 1, name: 'first', migrate: (collections) => collections };
  const second: Migration = {
    version: 2,
    name: 'groups get a number',
    migrate: (collections) => {
      const groups = collections.get('groups') ?? [];
      return new Map([...collections, ['groups', groups.map((record, n) => ({ ...record, number: n + 100 }))]]);
    },
  };

  async function olderStore(): Promise<string> {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory, { migrations: [first] });
    await store.collection('groups').insert(group('a'));
    await store.compact();
    await store.collection('groups').insert(group('b'));
    await store.close();
    return directory;
  }

  it('bring an older store up to date once, and write it down', async () => {
    const directory = await olderStore();
    for (let round = 0; round < 2; round += 1) {
      const { store } = await openTestStore(directory, { migrations: [first, second] });
      const { items } = await store.collection('groups').list({ limit: 9 });
      expect(items).toEqual([group('a', { number: 100 }), group('b', { number: 101 })]);
      await store.close();
    }
    const { store } = await openTestStore(await crashCopy(directory), {
      migrations: [first, { ...second, migrate: () => expect.fail('ran twice') }],
    });
    await store.close();
  });

  it('refuse a store that a newer version wrote, and leave it as it is', async () => {
    const directory = await olderStore();
    const { store } = await openTestStore(directory, { migrations: [first, second] });
    await store.close();
    const before = await readdir(directory);
    await expect(openTestStore(directory, { migrations: [first] })).rejects.toMatchObject({ code: 'unsupported' });
    expect(await readdir(directory)).toEqual(before);
  });
});
