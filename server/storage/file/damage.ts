/** What the store says when a file is not as it was written, or was written by a newer Lanyard. */
import { StorageError } from '../store.ts';

/** In the newest journal, which can be cut: `offset` is where the line begins, in bytes; `what` says what is wrong there. */
export function damagedLine(file: string, offset: number, what: string): StorageError {
  return new StorageError(
    'damaged',
    `${file} is damaged at byte ${offset}: ${what}. Nothing was changed. Restore the data directory from a backup; ` +
      `or, to give up everything from that byte on, keep a copy and cut the file there.`,
    { file, offset },
  );
}

/** In anything else: only a whole copy helps. */
export function damagedFile(file: string, what: string, offset = 0): StorageError {
  return new StorageError(
    'damaged',
    `${file} is damaged at byte ${offset}: ${what}. Nothing was changed. Restore the data directory from a backup.`,
    { file, offset },
  );
}

export function tooNew(file: string, found: string | number, known: string | number): StorageError {
  return new StorageError(
    'unsupported',
    `${file} was written by a newer Lanyard (${found}; this one reads ${known}). Start that version, or restore a backup.`,
    { file },
  );
}
