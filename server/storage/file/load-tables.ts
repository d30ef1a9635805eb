/** Turns recovered plain records into tables, leaving out what has expired. */
import { COLLECTIONS, type CollectionName } from '../collections.ts';
import type { PlainCollections } from '../migrations/index.ts';
import { StorageError } from '../store.ts';
import { createTables, type Table, type Tables } from '../table.ts';

/** `now` in epoch seconds. Throws unsupported for a collection that this version doesn't know: dropping it would lose it. */
export function loadTables(collections: PlainCollections, now: number): Tables {
  const tables = createTables();
  for (const [name, records] of collections) {
    const table = isCollectionName(name) ? tables.get(name) : undefined;
    if (table === undefined)
      throw new StorageError('unsupported', `the store holds a collection ${name}, which is unknown`);
    for (const record of records) {
      if (table.isExpired(record, now)) continue;
      removeForgotten(table, record);
      table.put(record);
    }
  }
  return tables;
}

/**
 * Sweeping leaves no line in the journal, so that an expired record can come back when the clock was set back.
 * Where a later record took its place in a unique index, that one stands.
 */
function removeForgotten(table: Table, record: { readonly id: string }): void {
  for (const index of table.row.unique) {
    for (const value of table.indexes.values(index, record)) {
      const taken = Array.from(table.indexes.ids(index, value)).filter((id) => id !== record.id);
      for (const id of taken) table.remove(id);
    }
  }
}

function isCollectionName(name: string): name is CollectionName {
  return Object.hasOwn(COLLECTIONS, name);
}
