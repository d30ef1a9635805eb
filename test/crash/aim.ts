/** When to kill: at any moment at which something was promised, or as soon as the store begins to write a new generation. */
import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { UNFINISHED } from '../../server/storage/file/atomic-file.ts';
import { generationsOf, parseName } from '../../server/storage/file/layout.ts';
import { eventually } from '../support/eventually.ts';
import type { Promised } from './promised.ts';

/** Some compactions are over in a moment, so that a new file is shot at within this time, in milliseconds. */
const AIMED_WITHIN_MS = 12;
/** A journal is full long before, however slow the machine is. */
const GIVE_UP_AFTER_MS = 20_000;

/** What was answered before a kill, at least: tokens that were given back, and ID tokens of people. */
const LEAST = { revoked: 60, id_tokens: 6 };

/** Resolves some hundred milliseconds after enough was answered for a kill to be able to break a promise. */
export async function anyMoment({ revoked, id_tokens }: Promised): Promise<void> {
  await eventually(() => revoked.size >= LEAST.revoked && id_tokens.length >= LEAST.id_tokens, 'answers', 60_000);
  await pause(Math.random() * 500);
}

/** Resolves in the middle of the next compaction in `store`, or after a while where none comes. */
export async function nextCompaction(store: string): Promise<void> {
  const before = new Set(await readdir(store));
  const watcher = watch(store);
  try {
    await Promise.race([
      pause(GIVE_UP_AFTER_MS),
      new Promise<void>((seen) => {
        watcher.on('change', (_, name) => {
          if (typeof name === 'string' && !before.has(name) && isOfGeneration(name)) seen();
        });
      }),
    ]);
  } finally {
    watcher.close();
  }
  const wait = Math.random() * AIMED_WITHIN_MS;
  if (wait >= 1) await pause(wait);
}

/** Whether a compaction was cut short: by what lies in the folder, and didn't when the server started. */
export function wasCompacting(before: readonly string[], after: readonly string[]): boolean {
  if (after.some((name) => name.endsWith(UNFINISHED) && isOfGeneration(name))) return true;
  const newest = generationsOf(after, 'journal').at(-1) ?? 0;
  const begun = newest > (generationsOf(before, 'journal').at(-1) ?? newest);
  return begun && !generationsOf(after, 'directory').includes(newest);
}

function isOfGeneration(name: string): boolean {
  return parseName(name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name) !== undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((waited) => setTimeout(waited, ms));
}
