import fs from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { nodeDisk } from '../../../server/storage/file/disk.ts';
import { freshDirectory } from './temporary-directory.ts';

it('writes all of it where the system takes only a few bytes at a time', async () => {
  const directory = freshDirectory();
  await mkdir(directory);
  const path = join(directory, 'file');
  const whole = fs.write;
  const short = vi
    .spyOn(fs, 'write')
    .mockImplementation(((fd, bytes, from, length, position, done) =>
      whole(fd, bytes, from, Math.min(length ?? 0, 7), position, done)) as typeof fs.write);
  try {
    const file = await nodeDisk.create(path);
    const text = 'a line that is longer than seven bytes\n'.repeat(20);
    await file.write(Buffer.from(text), 0);
    await file.write(Buffer.from(text), text.length);
    await file.close();
    expect(await readFile(path, 'utf8')).toBe(text + text);
    expect(short.mock.calls.length).toBeGreaterThan((2 * text.length) / 7);
  } finally {
    short.mockRestore();
  }
});
