/** What start-up found on the disk, as a value: for the log, and for whoever looks without starting. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectionName } from '../collections.ts';
import type { StorageError } from '../store.ts';
import type { Tables } from '../table.ts';
import { nameOf } from './layout.ts';
import type { Recovered } from './recovery.ts';

export interface Found {
  readonly snapshot: FoundSnapshot | undefined;
  /** The schema version of what lay on the disk. */
  readonly schema: number;
  /** Whether the records were brought into a newer shape, or a damaged snapshot was passed over. */
  readonly outdated: boolean;
  /** How many transactions were carried out from the journals. */
  readonly transactions: number;
  /** The length of a last write that was cut short and dropped; 0 for none. */
  readonly torn_bytes: number;
  /** What is wrong with the newest snapshot, where the one before was used. */
  readonly passedOver: StorageError | undefined;
  /** How many there are of each kind, without what has expired. */
  readonly records: ReadonlyMap<CollectionName, number>;
}

export interface FoundSnapshot {
  readonly generation: number;
  /** Both files of it. */
  readonly bytes: number;
  /** Epoch seconds; undefined where the file system doesn't say. */
  readonly written_at: number | undefined;
}

/** `tables` are what was loaded of it. */
export async function describeFound(directory: string, recovered: Recovered, tables: Tables): Promise<Found> {
  const { base, fromSnapshot, schema, outdated, transactions, journal, passedOver } = recovered;
  return {
    snapshot: fromSnapshot ? await describeSnapshot(directory, base) : undefined,
    schema,
    outdated,
    transactions,
    torn_bytes: journal.torn_bytes,
    passedOver,
    records: new Map([...tables].map(([name, table]) => [name, table.size])),
  };
}

/** A file that was read and of which the system says nothing more is no reason not to start. */
async function describeSnapshot(directory: string, generation: number): Promise<FoundSnapshot> {
  const statsOf = (kind: 'directory' | 'stream') =>
    stat(join(directory, nameOf(kind, generation))).catch(() => undefined);
  const [people, stream] = await Promise.all([statsOf('directory'), statsOf('stream')]);
  return {
    generation,
    bytes: (people?.size ?? 0) + (stream?.size ?? 0),
    written_at: people && Math.floor(people.mtimeMs / 1000),
  };
}
