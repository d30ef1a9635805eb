import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withBuildLock } from '../../build/build-lock.ts';

let directory: string;
let lock: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-lock-'));
  lock = join(directory, 'out/build-lock');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('several builds at once run one after the other', async () => {
  let running = 0;
  let most = 0;
  const build = async (name: string) => {
    most = Math.max(most, (running += 1));
    await sleep(30);
    running -= 1;
    return name;
  };
  const all = ['a', 'b', 'c'].map((name) => withBuildLock(() => build(name), lock));
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  expect(most).toBe(1);
});

test('leaves nothing behind, however the build ends', async () => {
  await withBuildLock(() => Promise.resolve(), lock);
  await expect(withBuildLock(() => Promise.reject(new Error('no luck')), lock)).rejects.toThrow('no luck');
  expect(await readdir(join(directory, 'out'))).toEqual([]);
});

test('a lock whose owner is gone is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await withBuildLock(() => Promise.resolve(), lock);
  await writeFile(lock, String(pid));
  expect(await withBuildLock(() => Promise.resolve('built'), lock, 5)).toBe('built');
  expect(await readdir(join(directory, 'out'))).toEqual([]);
});

test('a living owner keeps it, and whoever waited for long is told which file it is', async () => {
  await withBuildLock(async () => {
    await expect(withBuildLock(() => Promise.resolve(), lock, 0.3)).rejects.toThrow(
      `another build has held ${lock} for 0.3 s; if none is running, delete that file`,
    );
    expect(existsSync(lock)).toBe(true);
  }, lock);
});
