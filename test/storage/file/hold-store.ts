/** A process of its own that opens a store, says how that went, and writes until it is killed. Arguments: directory, `hold` or `write`. */
import { openFileStore } from '../../../server/storage/file/file-store.ts';
import { StorageError } from '../../../server/storage/store.ts';
import { accessToken, NOW } from '../stored-records.ts';

const [directory = '', task = 'hold'] = process.argv.slice(2);

try {
  const store = await openFileStore({ directory, now: () => NOW, log: () => undefined, compactAfterBytes: 30_000 });
  process.stdout.write('open\n');
  if (task === 'write') {
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; ; n += 1) {
        await store.collection('access_tokens').insert(accessToken(`w${writer} ${n}`));
        process.stdout.write(`w${writer} ${n}\n`);
      }
    });
    await Promise.all(writers);
  }
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(error instanceof StorageError ? `${error.code}\n` : `${String(error)}\n`);
}
