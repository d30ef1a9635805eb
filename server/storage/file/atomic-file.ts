/** Writes a whole file so that a crash leaves either the old one or the new one. */
import { dirname } from 'node:path';
import type { Disk } from './disk.ts';

/** Files that were being written when a crash came; start-up removes them. */
export const UNFINISHED = '.new';

/**
 * Writes the slices one after the other, makes them durable and only then gives the file its name.
 * Each slice is made after the one before was written, so that everything else gets its turn in between.
 * Returns how many bytes it wrote.
 */
export async function writeAtomically(disk: Disk, path: string, slices: Iterable<string>): Promise<number> {
  const unfinished = path + UNFINISHED;
  let length: number;
  try {
    length = await writeAll(disk, unfinished, slices);
    await disk.rename(unfinished, path);
  } catch (error) {
    // A full disk must not stay full because of what could not be finished.
    await disk.remove(unfinished).catch(() => undefined);
    throw error;
  }
  await disk.syncDirectory(dirname(path));
  return length;
}

async function writeAll(disk: Disk, path: string, slices: Iterable<string>): Promise<number> {
  const file = await disk.create(path);
  // One for all slices: memory outside of the heap that comes and goes by the megabyte has the whole heap collected.
  let scratch = Buffer.alloc(0);
  try {
    let position = 0;
    for (const slice of slices) {
      const most = slice.length * MOST_UTF8_BYTES;
      if (scratch.length < most) scratch = Buffer.allocUnsafe(most * 2);
      const bytes = scratch.subarray(0, scratch.write(slice));
      await file.write(bytes, position);
      position += bytes.length;
    }
    await file.sync();
    return position;
  } finally {
    await file.close();
  }
}

/** Of one UTF-16 code unit. */
const MOST_UTF8_BYTES = 3;

/** Joins small pieces to slices of about 64 KiB: a fraction of a millisecond of work each. */
export function* inSlices(pieces: Iterable<string>): Generator<string> {
  let slice = '';
  for (const piece of pieces) {
    slice += piece;
    if (slice.length < 65_536) continue;
    yield slice;
    slice = '';
  }
  if (slice !== '') yield slice;
}
