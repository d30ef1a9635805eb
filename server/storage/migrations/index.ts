/** The table of schema versions, and the runner that brings stored collections up to date. Plain values in, plain values out. */
import type { JsonObject } from '../../spec/vocabulary.ts';

export type PlainRecord = JsonObject & { readonly id: string };

/** Collection name → its records, in any order. A collection may be absent. */
export type PlainCollections = ReadonlyMap<string, readonly PlainRecord[]>;

export interface Migration {
  /** The schema version that it leads to. */
  readonly version: number;
  readonly name: string;
  /** From the version before. Pure: it returns new collections and may run again on the same ones after a crash. */
  migrate(collections: PlainCollections): PlainCollections;
}

/** In ascending order without gaps. A store begins at the last version. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'the first shape', migrate: (collections) => collections },
];

/** The schema version that this table leads to. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Runs every migration above `from`, up to and including `to`, in order. */
export function runMigrations(
  migrations: readonly Migration[],
  collections: PlainCollections,
  { from, to }: { readonly from: number; readonly to: number },
): PlainCollections {
  return migrations
    .filter(({ version }) => version > from && version <= to)
    .reduce((shaped, migration) => migration.migrate(shaped), collections);
}
