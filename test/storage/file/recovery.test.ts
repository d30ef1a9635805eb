import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../../server/storage/store.ts';
import { accessToken, group } from '../stored-records.ts';
import { openTestStore } from './open-test-store.ts';
import { crashCopy, editFile, flipByte, freshDirectory } from './temporary-directory.ts';

const JOURNAL = 'journal-00000001.jsonl';

describe('starting again', () => {
  it('drops a last line that was cut short, at every byte of it, and goes on from there', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('groups').insert(group('a'));
    await store.collection('groups').insert(group('b'));
    const start = (await stat(join(directory, JOURNAL))).size;
    await store.collection('groups').remove('b');
    const end = (await stat(join(directory, JOURNAL))).size;
    for (let length = start; length <= end; length += 1) {
      const copy = await crashCopy(directory);
      await editFile(join(copy, JOURNAL), (bytes) => bytes.subarray(0, length));
      const { store: again, logged } = await openTestStore(copy);
      const whole = length >= end - 1;
      expect(await again.collection('groups').get('b'), `cut at ${length}`).toEqual(whole ? undefined : group('b'));
      expect(logged).toEqual([]);
      await again.collection('groups').insert(group('c'));
      const { store: third } = await openTestStore(await crashCopy(copy));
      expect(await third.collection('groups').get('c'), `cut at ${length}`).toEqual(group('c'));
      await Promise.all([again.close(), third.close()]);
    }
    await store.close();
  });

  it('goes on after a batch that arrived in part, and nothing of the rest comes back', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('groups').insert(group('a'));
    const start = (await stat(join(directory, JOURNAL))).size;
    await Promise.all(['b', 'c', 'd'].map((id) => store.collection('groups').insert(group(id))));
    const copy = await crashCopy(directory);
    await store.close();
    await editFile(join(copy, JOURNAL), (bytes) => Buffer.from(bytes).fill(0, start + 10, start + 40));
    const { store: again } = await openTestStore(copy);
    for (let n = 1; n <= 6; n += 1) {
      await again.collection('counters').insert({ id: `n${n}`, value: 0 });
      const { store: third } = await openTestStore(await crashCopy(copy));
      expect((await third.collection('groups').list({ limit: 9 })).items).toEqual([group('a')]);
      expect((await third.collection('counters').list({ limit: 9 })).items).toHaveLength(n);
      await third.close();
    }
    await again.close();
  });

  it('refuses a byte that was changed in the middle, names file and offset, and changes nothing', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await store.collection('groups').insert(group('a'));
    const offset = (await stat(join(directory, JOURNAL))).size;
    await store.collection('groups').insert(group('b'));
    await store.collection('groups').insert(group('c'));
    await store.close();
    const file = join(directory, JOURNAL);
    await editFile(file, (bytes) => flipByte(bytes, offset + 60));
    const damaged = await readFile(file);
    const opening = openTestStore(directory);
    await expect(opening).rejects.toBeInstanceOf(StorageError);
    await expect(opening).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(`${file} is damaged at byte ${offset}`) as string,
      detail: { file, offset },
    });
    expect(await readFile(file)).toEqual(damaged);
  });

  it('refuses a changed byte in the last batch before a clean stop', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    const offset = (await stat(join(directory, JOURNAL))).size;
    await Promise.all(['a', 'b', 'c'].map((id) => store.collection('access_tokens').insert(accessToken(id))));
    await store.close();
    await editFile(join(directory, JOURNAL), (bytes) => flipByte(bytes, offset + 60));
    await expect(openTestStore(directory)).rejects.toMatchObject({ code: 'damaged', detail: { offset } });
  });
});
