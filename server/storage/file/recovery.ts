/**
 * Start-up: the newest good snapshot, then every journal from there on. It reads only; what it finds cut short or
 * outdated is for the file store to put right. Nothing that is missing is ever taken for empty.
 */
import { join } from 'node:path';
import {
  latestVersion,
  type Migration,
  type PlainCollections,
  type PlainRecord,
  runMigrations,
} from '../migrations/index.ts';
import { StorageError } from '../store.ts';
import { damagedFile } from './damage.ts';
import { readDirectorySnapshot } from './directory-snapshot.ts';
import type { Disk } from './disk.ts';
import type { JournalTransaction } from './journal-lines.ts';
import { generationsOf, MARKER, nameOf } from './layout.ts';
import type { Log } from './log.ts';
import { type JournalContents, readJournal } from './read-journal.ts';
import { readStreamSnapshot } from './stream-snapshot.ts';

export interface RecoverySource {
  readonly disk: Disk;
  readonly directory: string;
  readonly migrations: readonly Migration[];
  readonly log: Log;
}

/** A journal as it was found, and where it may be gone on with. */
export interface FoundJournal extends JournalContents {
  readonly path: string;
  readonly generation: number;
  /** How much follows its last whole line: a write that was cut short, and that nobody was answered for. */
  readonly torn_bytes: number;
}

export interface Recovered {
  /** In the newest shape; within a collection in the order in which the records got their last value. */
  readonly collections: PlainCollections;
  readonly journal: FoundJournal;
  /** The generation whose snapshot was read. */
  readonly base: number;
  /** False where everything came out of the journals, from the first one on. */
  readonly fromSnapshot: boolean;
  /** The schema version of what was read first. */
  readonly schema: number;
  /** How many transactions of the journals were carried out; those that changed nothing don't count. */
  readonly transactions: number;
  /** What was wrong with the newest snapshot, where an older one stood in for it. */
  readonly passedOver?: StorageError;
  /** Whether what lies on the disk is older than the newest schema, or a damaged snapshot was passed over. */
  readonly outdated: boolean;
}

/** A base without a snapshot: the state before the first journal. */
const BEGINNING = 1;

/** Undefined where no store was ever made. Throws damaged or unsupported. */
export async function recover(source: RecoverySource): Promise<Recovered | undefined> {
  const names = await source.disk.list(source.directory);
  const journals = generationsOf(names, 'journal');
  const people = generationsOf(names, 'directory');
  const streams = generationsOf(names, 'stream');
  const snapshots = people.filter((generation) => streams.includes(generation));
  // A generation's journal is there before its snapshot, so that a snapshot without one tells of a journal that was lost.
  const newest = Math.max(0, ...journals, ...people, ...streams);
  if (newest === 0 && !names.includes(MARKER)) return undefined;
  if (newest === 0) throw lost(source.directory, 'its journals and snapshots are gone');
  let failure: StorageError | undefined;
  for (const base of [...snapshots.toReversed(), ...(journals[0] === BEGINNING ? [BEGINNING] : [])]) {
    if (!isWhole(journals, { from: base, to: newest })) continue;
    try {
      const recovered = await recoverFrom(source, base, { journals, fromSnapshot: snapshots.includes(base) });
      if (failure === undefined) return recovered;
      source.log(
        'warn',
        `${failure.detail.file} is damaged; everything was recovered from generation ${base} and its journals instead`,
      );
      return { ...recovered, outdated: true, passedOver: failure };
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'damaged') throw error;
      failure ??= error;
    }
  }
  throw failure ?? lost(source.directory, 'a journal or a snapshot that the others build on is gone');
}

/** Whether there is a journal for every generation in this range. */
function isWhole(journals: readonly number[], { from, to }: { readonly from: number; readonly to: number }): boolean {
  return journals.filter((generation) => generation >= from).length === to - from + 1;
}

async function recoverFrom(
  source: RecoverySource,
  base: number,
  found: { journals: readonly number[]; fromSnapshot: boolean },
): Promise<Recovered> {
  const latest = latestVersion(source.migrations);
  const start = found.fromSnapshot ? await readSnapshot(source, base) : undefined;
  const journals = await readJournals(
    source,
    found.journals.filter((generation) => generation >= base),
  );
  const last = journals.at(-1);
  if (last === undefined) throw lost(source.directory, 'its journals are gone');
  const oldest = start?.schema ?? journals[0]?.header.schema ?? latest;
  let schema = oldest;
  let collections: PlainCollections = start?.collections ?? new Map();
  let sequence = start?.sequence ?? 0;
  for (const journal of journals) {
    if (journal.header.sequence !== sequence) {
      throw damagedFile(
        journal.path,
        `transactions ${sequence + 1} to ${journal.header.sequence} are missing before it`,
      );
    }
    collections = runMigrations(source.migrations, collections, { from: schema, to: journal.header.schema });
    schema = Math.max(schema, journal.header.schema);
    collections = replay(collections, journal.transactions);
    sequence = journal.sequence;
  }
  return {
    collections: runMigrations(source.migrations, collections, { from: schema, to: latest }),
    journal: last,
    base,
    fromSnapshot: found.fromSnapshot,
    schema: oldest,
    transactions: journals.reduce((count, { transactions }) => count + changing(transactions), 0),
    outdated: oldest < latest,
  };
}

/** A clean stop leaves a transaction without changes. */
function changing(transactions: readonly JournalTransaction[]): number {
  return transactions.filter(({ changes }) => changes.length > 0).length;
}

async function readSnapshot({ disk, directory, migrations }: RecoverySource, generation: number) {
  const expected = { generation, schema: latestVersion(migrations) };
  const directoryPath = join(directory, nameOf('directory', generation));
  const people = await readDirectorySnapshot(disk, directoryPath, expected);
  const stream = await readStreamSnapshot(disk, join(directory, nameOf('stream', generation)), expected);
  if (people.header.sequence !== stream.header.sequence || people.header.schema !== stream.header.schema) {
    throw damagedFile(directoryPath, 'it does not belong to the stream segment of the same generation');
  }
  return {
    schema: people.header.schema,
    sequence: people.header.sequence,
    collections: new Map([...people.collections, ...stream.collections]),
  };
}

/**
 * The journals of consecutive generations, oldest first. A trailing one that was begun and never used, because the
 * rotation to it failed, is left out: the one before went on.
 */
async function readJournals(
  { disk, directory, migrations }: RecoverySource,
  generations: readonly number[],
): Promise<readonly FoundJournal[]> {
  const journals: FoundJournal[] = [];
  for (const generation of generations.toReversed()) {
    const path = join(directory, nameOf('journal', generation));
    const newest = journals.every(({ transactions }) => transactions.length === 0);
    const expected = { generation, schema: latestVersion(migrations), newest };
    const bytes = await disk.read(path);
    const contents = readJournal(path, bytes, expected);
    const journal = { path, generation, ...contents, torn_bytes: Math.max(0, bytes.length - contents.end - 1) };
    while (newest && (journals[0]?.header.sequence ?? Number.POSITIVE_INFINITY) < journal.sequence) journals.shift();
    journals.unshift(journal);
  }
  return journals;
}

function replay(collections: PlainCollections, transactions: readonly JournalTransaction[]): PlainCollections {
  const byId = new Map<string, Map<string, PlainRecord>>();
  for (const [name, records] of collections) byId.set(name, new Map(records.map((record) => [record.id, record])));
  for (const [name, id, record] of transactions.flatMap(({ changes }) => changes)) {
    const records = byId.get(name) ?? new Map<string, PlainRecord>();
    byId.set(name, records);
    records.delete(id);
    if (record !== null) records.set(id, record);
  }
  return new Map([...byId].map(([name, records]) => [name, [...records.values()]]));
}

function lost(directory: string, what: string): StorageError {
  return new StorageError(
    'damaged',
    `a store was made in ${directory}, but ${what}. Nothing was changed. Put the files back, or restore a backup.`,
    { file: directory, offset: 0 },
  );
}
