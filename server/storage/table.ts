/** The flushed records of one collection, by id, by index, in order, and by when they expire. Drafts lie above it (overlay.ts). */
import { COLLECTION_NAMES, COLLECTIONS, type CollectionName, type CollectionRow } from './collections.ts';
import { IndexMaps, type Stored } from './index-maps.ts';

export type Tables = ReadonlyMap<CollectionName, Table>;

/** An empty table for every collection. */
export function createTables(): Tables {
  return new Map(COLLECTION_NAMES.map((name) => [name, new Table(rowOf(name))]));
}

/**
 * The row of a collection, for code that knows no collection by name.
 * The cast is sound as long as only records of that collection reach its table: collection() sees to that.
 */
export function rowOf(name: CollectionName): CollectionRow<Stored> {
  return COLLECTIONS[name] as unknown as CollectionRow<Stored>;
}

export class Table {
  readonly row: CollectionRow<Stored>;
  readonly indexes: IndexMaps;
  readonly #records = new Map<string, Stored>();
  /** Minute of expiry → ids; they may be gone by then, or have been given another minute. */
  readonly #buckets = new Map<number, string[]>();
  /** Every id in order, made at the first list; may hold ids that are gone. */
  #sorted: string[] | undefined;
  #goneFromSorted = 0;

  constructor(row: CollectionRow<Stored>) {
    this.row = row;
    this.indexes = new IndexMaps(row);
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: string): Stored | undefined {
    return this.#records.get(id);
  }

  /** Throws TypeError for an index that the collection does not have. */
  find(index: string, value: string): readonly Stored[] {
    const found: Stored[] = [];
    for (const id of this.indexes.ids(index, value)) {
      const record = this.#records.get(id);
      if (record !== undefined) found.push(record);
    }
    return found;
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  values(): Iterable<Stored> {
    return this.#records.values();
  }

  /** Inserts or replaces; uniqueness was judged by who wrote the draft. */
  put(record: Stored): void {
    const old = this.#records.get(record.id);
    this.#records.set(record.id, record);
    if (old === undefined) {
      this.indexes.add(record);
      this.#addToSorted(record.id);
    } else {
      this.indexes.replace(old, record);
    }
    this.#putIntoBucket(old, record);
  }

  remove(id: string): boolean {
    const old = this.#records.get(id);
    if (old === undefined) return false;
    this.#records.delete(id);
    this.indexes.delete(old);
    if (this.#sorted !== undefined) this.#goneFromSorted += 1;
    return true;
  }

  /** Ids after `cursor` (from the start without one), ordered by UTF-16 code unit. */
  *idsAfter(cursor: string | undefined): Generator<string> {
    const sorted = this.#sortedIds();
    for (let at = cursor === undefined ? 0 : positionAfter(sorted, cursor); at < sorted.length; at += 1) {
      const id = sorted[at];
      if (id !== undefined && this.#records.has(id)) yield id;
    }
  }

  /** Whether the record expired before `now`, in epoch seconds. */
  isExpired(record: Stored, now: number): boolean {
    const expires_at = this.row.expires?.(record);
    return expires_at !== undefined && expires_at < now;
  }

  /**
   * Removes what was to expire in a minute that has passed, after looking at `limit` ids at most. Answers how many records
   * it removed and whether there is more to do.
   */
  forgetExpired(now: number, limit: number): { readonly forgotten: number; readonly more: boolean } {
    const current = minuteOf(now);
    let forgotten = 0;
    let left = limit;
    for (const [minute, ids] of this.#buckets) {
      if (minute >= current) continue;
      while (left > 0 && ids.length > 0) {
        left -= 1;
        const record = this.#records.get(ids.pop() ?? '');
        if (record === undefined || !this.isExpired(record, now)) continue;
        this.remove(record.id);
        forgotten += 1;
      }
      if (ids.length > 0) return { forgotten, more: true };
      this.#buckets.delete(minute);
    }
    return { forgotten, more: false };
  }

  #putIntoBucket(old: Stored | undefined, record: Stored): void {
    const expires_at = this.row.expires?.(record);
    if (expires_at === undefined) return;
    const minute = minuteOf(expires_at);
    const before = old && this.row.expires?.(old);
    if (before !== undefined && minuteOf(before) === minute) return;
    const ids = this.#buckets.get(minute);
    if (ids === undefined) this.#buckets.set(minute, [record.id]);
    else ids.push(record.id);
  }

  #addToSorted(id: string): void {
    const last = this.#sorted?.at(-1);
    if (last !== undefined && id > last) this.#sorted?.push(id);
    else this.#sorted = undefined;
  }

  #sortedIds(): readonly string[] {
    if (this.#sorted === undefined || this.#goneFromSorted > this.#records.size) {
      this.#sorted = [...this.#records.keys()].toSorted(byCodeUnit);
      this.#goneFromSorted = 0;
    }
    return this.#sorted;
  }
}

/** Orders ids by UTF-16 code unit, in every locale alike. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function minuteOf(seconds: number): number {
  return Math.floor(seconds / 60);
}

function positionAfter(sorted: readonly string[], cursor: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') <= cursor) low = middle + 1;
    else high = middle;
  }
  return low;
}
