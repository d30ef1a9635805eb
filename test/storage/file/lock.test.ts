import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LOCK } from '../../../server/storage/file/layout.ts';
import { identify } from '../../../server/storage/file/process-identity.ts';
import { eventually } from '../../support/eventually.ts';
import { openTestStore } from './open-test-store.ts';
import { freshDirectory } from './temporary-directory.ts';

interface Holder {
  readonly child: ChildProcess;
  readonly lines: string[];
  firstLine(): Promise<string>;
  kill(): Promise<void>;
}

/** Another process on the same directory. */
function startHolder(directory: string, task: 'hold' | 'write' = 'hold'): Holder {
  const script = join(import.meta.dirname, 'hold-store.ts');
  const child = spawn(process.execPath, [script, directory, task], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const first = once(reader, 'line').then(() => lines[0] ?? '');
  const closed = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  onTestFinished(kill);
  return { child, lines, firstLine: () => first, kill };
}

/** The number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

describe('a data directory', () => {
  it('is refused to a second process while the first runs, and is taken over when the first was killed', async () => {
    const directory = freshDirectory();
    const holder = startHolder(directory);
    expect(await holder.firstLine()).toBe('open');
    await expect(openTestStore(directory)).rejects.toMatchObject({
      code: 'in_use',
      message: `${directory} is in use by process ${holder.child.pid}`,
      detail: { pid: holder.child.pid },
    });
    await holder.kill();
    const { store, logged } = await openTestStore(directory);
    expect(logged).toEqual([expect.stringContaining(`process ${holder.child.pid}, which no longer runs`)]);
    await store.close();
    expect((await readdir(directory)).filter((name) => name.startsWith(LOCK))).toEqual([]);
  });

  it('is refused to a second store of the same process, and free again when the first has closed', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await expect(openTestStore(directory)).rejects.toMatchObject({ code: 'in_use', detail: { pid: process.pid } });
    expect(await readdir(directory)).toContain(LOCK);
    await store.close();
    const again = await openTestStore(directory);
    expect(again.logged).toEqual([]);
    await again.store.close();
  });

  it.each([
    ['a process that has ended', async () => JSON.stringify({ pid: await endedPid() })],
    ['an earlier process with the number of one that runs', async () => JSON.stringify({ pid: 1, started: '1' })],
    ['an earlier process with our own number', async () => JSON.stringify({ pid: process.pid })],
    ['nobody, since a power failure emptied it', async () => ''],
  ])('is taken over, and that is said, when its lock belongs to %s', async (_, lockText) => {
    const directory = freshDirectory();
    await mkdir(directory);
    await writeFile(join(directory, LOCK), await lockText());
    const { store, logged } = await openTestStore(directory);
    expect(logged).toEqual([expect.stringMatching(/^warn: took over the lock/)]);
    expect(JSON.parse(await readFile(join(directory, LOCK), 'utf8'))).toMatchObject(await identify(process.pid));
    await store.close();
  });

  it('goes to exactly one of several that find the same stale lock', async () => {
    const directory = freshDirectory();
    await mkdir(directory);
    await writeFile(join(directory, LOCK), JSON.stringify({ pid: await endedPid() }));
    const holders = Array.from({ length: 4 }, () => startHolder(directory));
    const outcomes = await Promise.all(holders.map((holder) => holder.firstLine()));
    expect(outcomes.toSorted()).toEqual(['in_use', 'in_use', 'in_use', 'open']);
  });

  it.each([
    ['killed', async () => JSON.stringify({ pid: await endedPid() })],
    ['cut short by a power failure', async () => ''],
  ])('is taken over even when an earlier takeover was %s', async (_, left) => {
    const directory = freshDirectory();
    await mkdir(directory);
    await writeFile(join(directory, LOCK), await left());
    await writeFile(join(directory, `${LOCK}.takeover`), await left());
    const { store } = await openTestStore(directory);
    await store.close();
    expect((await readdir(directory)).filter((name) => name.startsWith(LOCK))).toEqual([]);
  });

  it('is left alone at closing when somebody else owns it by then', async () => {
    const directory = freshDirectory();
    const { store } = await openTestStore(directory);
    await writeFile(join(directory, LOCK), 'not ours');
    await store.close();
    expect(await readFile(join(directory, LOCK), 'utf8')).toBe('not ours');
  });

  it('holds everything that was answered when its owner is killed while it writes and compacts', async () => {
    const directory = freshDirectory();
    for (let round = 0; round < 3; round += 1) {
      const holder = startHolder(join(directory, String(round)), 'write');
      expect(await holder.firstLine()).toBe('open');
      // Some compactions later: what is written is compacted after each 30 kB.
      await eventually(() => holder.lines.length > 150 + round * 170, 'answers');
      await holder.kill();
      const answered = holder.lines.slice(1);
      const { store } = await openTestStore(join(directory, String(round)));
      const { items } = await store.collection('access_tokens').list({ limit: 1_000_000 });
      const kept = new Set(items.map(({ id }) => id));
      expect(answered.filter((id) => !kept.has(id))).toEqual([]);
      await store.close();
    }
  });
});
