/** Commands on the data directory and starts of the server, killed at a random moment: as a whole, or not at all. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { READY_PREFIX } from '../../server/contract/ready.ts';
import { openFileStore } from '../../server/storage/file/file-store.ts';
import type { SigningKey } from '../../server/storage/records/keys.ts';
import type { Store } from '../../server/storage/store.ts';
import { environmentWithoutOurs } from '../support/start-server.ts';
import type { Newcomers } from './promised.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Killed {
  finished: number;
  killed: number;
  /** How long one took that was let finish, in milliseconds: kills come in its second half, where it writes. */
  takes_ms: number;
}

/** Enough for the first one to finish. */
export const UNKNOWN_MS = 10_000;

/** Writes a document with new people, who are not stored yet. */
export async function writePeople(file: string, prefix: string, count: number): Promise<Newcomers> {
  const people = Array.from({ length: count }, (_, n) => ({
    username: `${prefix}-${n}`,
    password: `the password of ${prefix}-${n}`,
  }));
  const users = people.map((who) => ({ ...who, name: who.username }));
  await writeFile(file, JSON.stringify({ lanyard: 1, users }));
  return { people, stored: false };
}

/** `import` of three people; they are stored where it ended by itself. */
export async function killImport(data: string, file: string, tally: Killed): Promise<Newcomers> {
  const newcomers = await writePeople(file, `imported-${tally.finished + tally.killed}`, 3);
  const finished = await runKilled(['import', file, '--data-dir', data], tally);
  return { ...newcomers, stored: finished };
}

/** A start that imports three people; they are stored where it said that it is ready. */
export async function killStart(data: string, file: string, tally: Killed): Promise<Newcomers> {
  const newcomers = await writePeople(file, `started-${tally.finished + tally.killed}`, 3);
  const args = ['serve', '--port', '0', '--data-dir', data, '--import', file, '--log-level', 'error'];
  const ready = await runKilled(args, tally);
  return { ...newcomers, stored: ready };
}

/** `rotate-keys`, when the next keys have been published long enough: all of them take over, or none. */
export async function killRotation(data: string, store: string, tally: Killed): Promise<void> {
  const before = await withStore(store, publishedLongAgo);
  const finished = await runKilled(['rotate-keys', '--data-dir', data], tally);
  const after = await withStore(store, signingKeys);
  const unchanged = after.length === before.length;
  if (unchanged) expect(after).toEqual(before);
  else expectRotated(before, after);
  if (finished) expect(unchanged).toBe(false);
}

function expectRotated(before: readonly SigningKey[], after: readonly SigningKey[]): void {
  const promoted = { active: 'retired', next: 'active', retired: 'retired' } as const;
  const states = new Map(after.map(({ id, state }) => [id, state]));
  for (const { id, state } of before) expect(states.get(id), 'a key after a rotation').toBe(promoted[state]);
  const made = after.filter(({ id }) => before.every((key) => key.id !== id));
  const algorithms = (keys: readonly SigningKey[]) => keys.map(({ alg }) => alg).toSorted();
  expect(algorithms(made)).toEqual(algorithms(before.filter(({ state }) => state === 'next')));
  expect(made.every(({ state }) => state === 'next')).toBe(true);
}

async function withStore<T>(directory: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openFileStore({ directory, now: () => 0, log: () => undefined });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function signingKeys(store: Store): Promise<readonly SigningKey[]> {
  return (await store.collection('signing_keys').list({ limit: 10_000 })).items;
}

/** An hour passes for the keys that wait. */
async function publishedLongAgo(store: Store): Promise<readonly SigningKey[]> {
  for (const { id, state, published_at } of await signingKeys(store)) {
    if (state !== 'next') continue;
    await store.collection('signing_keys').update(id, (old) => ({ ...old, published_at: published_at - 3_600 }));
  }
  return signingKeys(store);
}

/** Whether it was done, by its exit code or its ready line, before it was killed. */
async function runKilled(args: readonly string[], tally: Killed): Promise<boolean> {
  const began = performance.now();
  const child = spawn(process.execPath, ['build/require-node.mjs', 'build/run-server.ts', ...args], {
    cwd: ROOT,
    env: environmentWithoutOurs(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const kill = setTimeout(() => child.kill('SIGKILL'), tally.takes_ms * (0.5 + Math.random() * 0.6));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    // A server that is ready has no more to do.
    if (output.includes(READY_PREFIX)) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearTimeout(kill);
  if (code !== 0 && code !== null) throw new Error(`${args[0]} ended with ${code}`);
  const done = code === 0 || output.includes(READY_PREFIX);
  if (done) tally.takes_ms = performance.now() - began;
  if (done) tally.finished += 1;
  else tally.killed += 1;
  return done;
}
