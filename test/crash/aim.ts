/** When to kill: at any moment, or as soon as the store begins to write a new generation. */
import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { UNFINISHED } from '../../server/storage/file/atomic-file.ts';
import { generationsOf, parseName } from '../../server/storage/file/layout.ts';

/** Some compactions are over in a moment, so that a new file is shot at within this time, in milliseconds. */
const AIMED_WITHIN_MS = 12;
const GIVE_UP_AFTER_MS = 1_800;

/** Resolves some hundred milliseconds from now. */
export function anyMoment(): Promise<void> {
  return pause(200 + Math.random() * 600);
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
