/**
 * The mark that this office has had an admin. It lies beside the store, so that a store that lost its people is noticed
 * as a loss, and nobody is offered to become the first admin of an office that has one.
 */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log/log.ts';
import { StorageError } from '../storage/store.ts';

const NAME = 'has-admin';

/** Writes the mark where there is none. Durable when it resolves. */
export async function markAdmin(dataDir: string): Promise<void> {
  const path = join(dataDir, NAME);
  if (await isThere(path)) return;
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile('This office has an admin. Lanyard looks for this file when it starts.\n');
    await file.sync();
  } finally {
    await file.close();
  }
  // Windows can't open a folder; its file system keeps the entry in its own journal.
  if (process.platform === 'win32') return;
  const directory = await open(dataDir, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** The same for an admin who was just made, and is told so, whatever becomes of the mark. */
export async function tryMarkAdmin(dataDir: string, log: Log): Promise<void> {
  try {
    await markAdmin(dataDir);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    log.error('the mark of the first admin could not be made; the next start makes up for it', { reason });
  }
}

/** Throws damaged when the office had an admin, but `admin` says that the store knows none. */
export async function refuseLostAdmin(dataDir: string, admin: boolean): Promise<void> {
  const path = join(dataDir, NAME);
  if (admin || !(await isThere(path))) return;
  throw new StorageError(
    'damaged',
    `${dataDir} has had an admin, and its store knows none: it was emptied or replaced. Restore a backup; or make an ` +
      `admin in what is left with "npm run lanyard -- reset-admin"; or, to begin anew, remove ${path}.`,
    { file: path, offset: 0 },
  );
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    // A mark that can't be looked at is no mark that isn't there.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false;
    throw cause;
  }
}
