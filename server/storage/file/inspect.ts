/**
 * Looks at a store as start-up would, and changes nothing: no lock, no byte. A server may be writing meanwhile, so what
 * looks like damage counts only when a second look, a moment later, finds the very same.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DraftStore } from '../draft-store.ts';
import { latestVersion, MIGRATIONS, type Migration } from '../migrations/index.ts';
import { type Collections, StorageError } from '../store.ts';
import type { Tables } from '../table.ts';
import { UNFINISHED } from './atomic-file.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { describeFound, type Found } from './found.ts';
import { generationsOf, LOCK, MARKER, nameOf, parseName } from './layout.ts';
import { loadTables } from './load-tables.ts';
import { type Holder, readHolder } from './lock.ts';
import { codeOf, reasonOf } from './log.ts';
import { recover } from './recovery.ts';

export interface Inspection {
  readonly directory: string;
  readonly holder: Holder;
  /** Every file in the folder. */
  readonly files: readonly StoreFile[];
  readonly contents: Contents;
}

export interface StoreFile {
  readonly name: string;
  /** Whether a store has files of this name. */
  readonly ours: boolean;
  readonly bytes: number;
  readonly uid: number;
}

export type Contents =
  /** No store was ever made here. */
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly found: Found; readonly records: Collections; readonly reserve: Reserve }
  /** Start-up would refuse it: damaged or unsupported. */
  | { readonly kind: 'refused'; readonly error: StorageError }
  /** The system doesn't let us read it. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** A server wrote so much meanwhile that no look came to its end. */
  | { readonly kind: 'moving' };

/** Whether start-up could do without the newest snapshot. `none`: there is nothing older yet. */
export type Reserve =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'damaged'; readonly error: StorageError };

export interface InspectOptions {
  readonly directory: string;
  /** Epoch seconds; what expired before is not counted. */
  readonly now: number;
  readonly disk?: Disk;
  readonly migrations?: readonly Migration[];
}

type Looking = Required<InspectOptions>;

const LOOKS = 20;
const BETWEEN_LOOKS_MS = 100;

/** The newest schema version that this Lanyard knows. */
export const NEWEST_SCHEMA = latestVersion(MIGRATIONS);

export async function inspectStore({
  disk = nodeDisk,
  migrations = MIGRATIONS,
  ...rest
}: InspectOptions): Promise<Inspection> {
  const looking: Looking = { disk, migrations, ...rest };
  const { directory } = rest;
  try {
    const contents = await lookTwice(looking);
    return { directory, holder: await readHolder(directory), files: await filesIn(directory), contents };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    const nothing = { directory, holder: { kind: 'nobody' }, files: [] } as const;
    if (codeOf(error) === 'ENOENT') return { ...nothing, contents: { kind: 'none' } };
    return { ...nothing, contents: { kind: 'unreadable', reason: reasonOf(error) } };
  }
}

async function lookTwice(looking: Looking): Promise<Contents> {
  let before: string | undefined;
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await pause(BETWEEN_LOOKS_MS);
    const contents = await lookOnce(looking);
    const doubt = doubtIn(contents);
    if (doubt === undefined || (doubt === before && contents.kind !== 'moving')) return contents;
    before = doubt;
  }
  return { kind: 'moving' };
}

/** What a file that is just being written could have made of it; undefined where nothing could. */
function doubtIn(contents: Contents): string | undefined {
  if (contents.kind === 'moving') return 'moving';
  if (contents.kind === 'refused') return contents.error.message;
  if (contents.kind !== 'whole') return undefined;
  const { found, reserve } = contents;
  if (reserve.kind === 'damaged') return reserve.error.message;
  return found.passedOver?.message;
}

async function lookOnce(looking: Looking): Promise<Contents> {
  const { directory, disk } = looking;
  const names = await disk.list(directory);
  try {
    const read = await readThrough(looking, disk);
    if (read === undefined) return { kind: 'none' };
    const { found, tables } = read;
    return { kind: 'whole', found, records: onlyToRead(tables), reserve: await readReserve(looking, found, names) };
  } catch (error) {
    if (error instanceof StorageError) return { kind: 'refused', error };
    // Compaction removed a file after it was listed.
    if (codeOf(error) === 'ENOENT') return { kind: 'moving' };
    throw error;
  }
}

async function readThrough({ directory, migrations, now }: Looking, disk: Disk) {
  const recovered = await recover({ disk, directory, migrations, log: () => undefined });
  if (recovered === undefined) return undefined;
  const tables = loadTables(recovered.collections, now);
  return { tables, found: await describeFound(directory, recovered, tables) };
}

/** Reads once more, without the snapshot that was used: that is what a start would do if it were damaged. */
async function readReserve(looking: Looking, found: Found, names: readonly string[]): Promise<Reserve> {
  const { snapshot, passedOver } = found;
  // Where one was passed over, what was used is the reserve.
  if (snapshot === undefined || passedOver !== undefined) return { kind: 'none' };
  const { generation } = snapshot;
  const older = [...generationsOf(names, 'directory'), ...generationsOf(names, 'journal')];
  if (!older.some((candidate) => candidate < generation)) return { kind: 'none' };
  const hidden = [nameOf('directory', generation), nameOf('stream', generation)];
  const list = async (directory: string) =>
    (await looking.disk.list(directory)).filter((name) => !hidden.includes(name));
  try {
    await readThrough(looking, { ...looking.disk, list });
    return { kind: 'whole' };
  } catch (error) {
    if (error instanceof StorageError) return { kind: 'damaged', error };
    throw error;
  }
}

/** The records behind the usual verbs; whoever tried to change one would be refused. */
function onlyToRead(tables: Tables): Collections {
  return new DraftStore(tables, {
    append: () => {
      throw new StorageError('unavailable', 'the store was opened only to look at it');
    },
    writable: () => false,
    close: () => Promise.resolve(),
  });
}

async function filesIn(directory: string): Promise<readonly StoreFile[]> {
  const files: StoreFile[] = [];
  for (const name of await readdir(directory)) {
    const stats = await stat(join(directory, name)).catch(() => undefined);
    // What is gone by now was never more than unfinished.
    if (stats !== undefined) files.push({ name, ours: isOurs(name), bytes: stats.size, uid: stats.uid });
  }
  return files;
}

function isOurs(name: string): boolean {
  if (name.startsWith(LOCK)) return true;
  const finished = name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name;
  return finished === MARKER || parseName(finished) !== undefined;
}
