/** Writes the state as a new generation's snapshot and removes what no start-up needs any more. */
import { join } from 'node:path';
import type { Stored } from '../index-maps.ts';
import type { Tables } from '../table.ts';
import { writeDirectorySnapshot } from './directory-snapshot.ts';
import type { Disk } from './disk.ts';
import { nameOf, parseName } from './layout.ts';
import { writeStreamSnapshot } from './stream-snapshot.ts';

/** The durable state at one moment. Records are immutable, so that references to them are a copy. */
export interface Cut {
  readonly generation: number;
  readonly schema: number;
  readonly sequence: number;
  readonly directory: ReadonlyMap<string, readonly Stored[]>;
  readonly stream: ReadonlyMap<string, readonly Stored[]>;
}

export function takeCut(tables: Tables, facts: { generation: number; schema: number; sequence: number }): Cut {
  const kept = (where: 'directory' | 'stream') =>
    new Map(
      [...tables].filter(([, { row }]) => row.kept === where).map(([name, table]) => [name, [...table.values()]]),
    );
  return { ...facts, directory: kept('directory'), stream: kept('stream') };
}

/** Both files count only together: a crash in between leaves the generation before in force. Returns their length in bytes. */
export async function writeSnapshot(disk: Disk, directory: string, cut: Cut): Promise<number> {
  const { generation, schema, sequence } = cut;
  const header = { generation, schema, sequence };
  const pathOf = (kind: 'directory' | 'stream') => join(directory, nameOf(kind, generation));
  const stream = await writeStreamSnapshot(disk, pathOf('stream'), { header, collections: cut.stream });
  const people = await writeDirectorySnapshot(disk, pathOf('directory'), { header, collections: cut.directory });
  return stream + people;
}

/** Keeps the snapshot of `newest` and that of `previous`, and every journal since; removes all else of this layout. */
export async function removeOld(
  disk: Disk,
  directory: string,
  { previous, newest }: { readonly previous: number; readonly newest: number },
): Promise<void> {
  for (const name of await disk.list(directory)) {
    const file = parseName(name);
    if (file === undefined || file.generation >= newest || file.generation === previous) continue;
    if (file.kind === 'journal' && file.generation > previous) continue;
    await disk.remove(join(directory, name));
  }
  await disk.syncDirectory(directory);
}
