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

it.skipIf(process.platform !== 'linux')('asks Linux to make every write to an opened file durable', async () => {
  const directory = freshDirectory();
  await mkdir(directory);
  const path = join(directory, 'journal');
  await (await nodeDisk.create(path)).close();
  const file = await nodeDisk.open(path);
  try {
    expect(flagsOf(path) & fs.constants.O_DSYNC).toBe(fs.constants.O_DSYNC);
    await file.writeDurably(Buffer.from('kept'), 0);
    expect(await readFile(path, 'utf8')).toBe('kept');
  } finally {
    await file.close();
  }
});

/** The flags with which this process holds the file open, as the kernel knows them. */
function flagsOf(path: string): number {
  const fd = fs.readdirSync('/proc/self/fd').find((name) => isLinkTo(`/proc/self/fd/${name}`, path));
  const info = fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
  return Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '', 8);
}

function isLinkTo(link: string, path: string): boolean {
  try {
    return fs.readlinkSync(link) === path;
  } catch {
    // The descriptor that was read the folder with is gone again.
    return false;
  }
}
