/** The store in files: recovers at start, journals every change, compacts in between. Wires the parts of this folder together. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DraftStore } from '../draft-store.ts';
import { latestVersion, MIGRATIONS, type Migration } from '../migrations/index.ts';
import { StorageError, type Store } from '../store.ts';
import { createTables, type Tables } from '../table.ts';
import { UNFINISHED, writeAtomically } from './atomic-file.ts';
import { Compactor } from './compactor.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { describeFound, type Found } from './found.ts';
import { createJournal, Journal, type JournalPosition, resumeJournal } from './journal.ts';
import { MARKER, nameOf, parseName } from './layout.ts';
import { loadTables } from './load-tables.ts';
import { type Lock, takeLock } from './lock.ts';
import { codeOf, type Log, reasonOf } from './log.ts';
import { type RecoverySource, recover } from './recovery.ts';

export interface FileStoreOptions {
  /** Made with mode 0700 when it is missing. */
  readonly directory: string;
  /** Epoch seconds; what expired before is not loaded. */
  readonly now: () => number;
  readonly log: Log;
  /** The process that is to own the directory; this one unless told otherwise. */
  readonly pid?: number;
  /** How long the journal may get at least, in bytes, before the state is written as a snapshot. */
  readonly compactAfterBytes?: number;
  readonly disk?: Disk;
  readonly migrations?: readonly Migration[];
}

export interface FileStore extends Store {
  /** What start-up found on the disk; undefined for a store that was made just now. */
  readonly found: Found | undefined;
  /** Writes the state as a new snapshot and begins a new journal; other verbs go on meanwhile. */
  compact(): Promise<void>;
}

/** A start then reads little, and an office fills that in hours. A larger store waits for as much as its snapshot holds. */
const COMPACT_AFTER_BYTES = 1024 * 1024;

/** Throws in_use, damaged (with file and offset), unsupported, or unavailable when the disk refuses. */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  const { directory, log, pid = process.pid } = options;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const lock = await takeLock(directory, { pid, log });
    return await openLocked(options, lock).catch(async (error: unknown) => {
      await lock.release();
      throw error;
    });
  } catch (error) {
    if (codeOf(error) === undefined || error instanceof StorageError) throw error;
    throw new StorageError('unavailable', `${directory} can't be used: ${reasonOf(error)}`, { cause: error });
  }
}

async function openLocked(options: FileStoreOptions, lock: Lock): Promise<FileStore> {
  const { directory, log, disk = nodeDisk, migrations = MIGRATIONS, compactAfterBytes = COMPACT_AFTER_BYTES } = options;
  const schema = latestVersion(migrations);
  const pathOf = (generation: number) => join(directory, nameOf('journal', generation));
  const start = await startUp({ ...options, disk, migrations }, { disk, schema, pathOf });
  const { tables, position, base } = start;

  const drafts: DraftStore = new DraftStore(tables, {
    append: (draft) => journal.append(draft),
    writable: () => journal.writable(),
    close: async () => {
      await compactor.stop();
      try {
        await journal.close();
      } finally {
        await lock.release();
      }
    },
  });
  const grown = (length: number) => compactor.grown(length);
  const journal = new Journal(position, drafts, { disk, log, schema, pathOf, grown });
  const rotate = <T>(atCut: (position: JournalPosition) => T) => journal.rotate(atCut);
  const afterBytes = compactAfterBytes;
  const snapshotBytes = start.found?.snapshot?.bytes ?? 0;
  const compactor = new Compactor({ disk, directory, log, schema, tables, afterBytes, snapshotBytes, base, rotate });

  if (start.outdated) {
    await compactor.compact().catch(async (error: unknown) => {
      await journal.close();
      throw error;
    });
  }
  return {
    found: start.found,
    collection: (name) => drafts.collection(name),
    transaction: (work) => drafts.transaction(work),
    sweep: (now) => drafts.sweep(now),
    writable: () => drafts.writable(),
    compact: () => compactor.compact(),
    close: () => drafts.close(),
  };
}

interface Start {
  readonly found: Found | undefined;
  readonly tables: Tables;
  readonly position: JournalPosition;
  readonly base: number;
  readonly outdated: boolean;
}

async function startUp(
  { disk, directory, migrations, log, now }: FileStoreOptions & RecoverySource,
  journals: Parameters<typeof createJournal>[0],
): Promise<Start> {
  await removeUnfinished(disk, directory);
  const recovered = await recover({ disk, directory, migrations, log });
  if (recovered === undefined) {
    const position = await createJournal(journals, { generation: 1, sequence: 0 });
    await markStore(disk, directory);
    return { found: undefined, tables: createTables(), position, base: position.generation, outdated: false };
  }
  const { base, outdated, journal } = recovered;
  const tables = loadTables(recovered.collections, now());
  const found = await describeFound(directory, recovered, tables);
  await markStore(disk, directory);
  return { found, tables, position: await resumeJournal(disk, journal), base, outdated };
}

async function markStore(disk: Disk, directory: string): Promise<void> {
  const names = await disk.list(directory);
  if (names.includes(MARKER)) return;
  const text = {
    format: 'lanyard-store/1',
    note: 'A Lanyard store lives in this folder. Back up the folder as a whole.',
  };
  await writeAtomically(disk, join(directory, MARKER), [`${JSON.stringify(text, null, 2)}\n`]);
}

async function removeUnfinished(disk: Disk, directory: string): Promise<void> {
  for (const name of await disk.list(directory)) {
    const finished = name.slice(0, -UNFINISHED.length);
    if (!name.endsWith(UNFINISHED) || (finished !== MARKER && parseName(finished) === undefined)) continue;
    await disk.remove(join(directory, name));
  }
}
