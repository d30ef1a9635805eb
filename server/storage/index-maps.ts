/** The secondary indexes of one set of records: value → ids. Which records are in the set is the owner's to say. */
import type { CollectionRow, IndexedValue } from './collections.ts';

/** What every record of every collection has. */
export interface Stored {
  readonly id: string;
}

/** One id is by far the commonest, so that a Set is made only for the second. */
type Ids = string | Set<string>;

interface IndexMap {
  readonly valueOf: (record: Stored) => IndexedValue;
  readonly ids: Map<string, Ids>;
}

const NOTHING: readonly string[] = [];

export class IndexMaps {
  readonly #indexes = new Map<string, IndexMap>();
  /** The same, for going through them at every write. */
  readonly #all: readonly IndexMap[];

  constructor(row: CollectionRow<Stored>) {
    for (const [name, valueOf] of Object.entries(row.indexes)) this.#indexes.set(name, { valueOf, ids: new Map() });
    this.#all = [...this.#indexes.values()];
  }

  add(record: Stored): void {
    for (const index of this.#all) {
      for (const value of valuesOf(index.valueOf(record))) addId(index.ids, value, record.id);
    }
  }

  delete(record: Stored): void {
    for (const index of this.#all) {
      for (const value of valuesOf(index.valueOf(record))) deleteId(index.ids, value, record.id);
    }
  }

  /** `next` takes the place of `old`, which has the same id. */
  replace(old: Stored, next: Stored): void {
    for (const index of this.#all) {
      const before = index.valueOf(old);
      const after = index.valueOf(next);
      if (before === after) continue;
      for (const value of valuesOf(before)) deleteId(index.ids, value, old.id);
      for (const value of valuesOf(after)) addId(index.ids, value, next.id);
    }
  }

  /** Whose value in `index` is `value`. A name that is not in the collection's row is a bug, and throws. */
  ids(index: string, value: string): Iterable<string> {
    const ids = this.#index(index).ids.get(value);
    if (ids === undefined) return NOTHING;
    return typeof ids === 'string' ? [ids] : ids;
  }

  /** The values under which `record` stands in `index`. */
  values(index: string, record: Stored): readonly string[] {
    return valuesOf(this.#index(index).valueOf(record));
  }

  clear(): void {
    for (const index of this.#all) index.ids.clear();
  }

  #index(name: string): IndexMap {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new TypeError(`there is no index ${name}`);
    return index;
  }
}

function valuesOf(value: IndexedValue): readonly string[] {
  if (value === undefined) return NOTHING;
  return typeof value === 'string' ? [value] : value;
}

function addId(map: Map<string, Ids>, value: string, id: string): void {
  const ids = map.get(value);
  if (ids === undefined) map.set(value, id);
  else if (typeof ids !== 'string') ids.add(id);
  else if (ids !== id) map.set(value, new Set([ids, id]));
}

function deleteId(map: Map<string, Ids>, value: string, id: string): void {
  const ids = map.get(value);
  if (ids === undefined) return;
  if (typeof ids === 'string') {
    if (ids === id) map.delete(value);
    return;
  }
  ids.delete(id);
  if (ids.size === 0) map.delete(value);
}
