/** The doctor reads files that another process writes, rotates and removes meanwhile: none of that may look like damage. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectStore } from '../../server/storage/file/inspect.ts';
import { freshDirectory } from '../storage/file/temporary-directory.ts';
import { NOW } from '../storage/stored-records.ts';

const LEAST_LOOKS = 12;
const LEAST_GENERATIONS = 4;

test('looks at a store that is written all the time find it whole, through several compactions', async () => {
  const directory = freshDirectory();
  const writer = spawn(process.execPath, [
    join(import.meta.dirname, '../storage/file/hold-store.ts'),
    directory,
    'write',
  ]);
  try {
    await once(writer.stdout.resume(), 'data');
    const generations = new Set<number>();
    // As long as nothing is written, rotated or removed meanwhile, the looks prove nothing.
    for (let look = 0; look < LEAST_LOOKS || generations.size < LEAST_GENERATIONS; look += 1) {
      const { contents, holder } = await inspectStore({ directory, now: NOW });
      expect(contents).toMatchObject({ kind: 'whole' });
      expect(holder).toEqual({ kind: 'running', pid: writer.pid });
      if (contents.kind === 'whole') generations.add(contents.found.snapshot?.generation ?? 0);
    }
  } finally {
    writer.kill('SIGKILL');
    await once(writer, 'exit');
  }
});
