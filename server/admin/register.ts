/**
 * Whole collections of the directory as lists are made of them, kept in memory: in order by any field that a resource may
 * be sorted by, and as text to search in. A change that says what it touched moves just that; after any other they are
 * read anew.
 */
import { directoryVersion } from '../directory/directory-version.ts';
import { everyRecord } from '../directory/every-record.ts';
import type { CollectionName, Records } from '../storage/collections.ts';
import type { Collections, Store } from '../storage/store.ts';
import { compareEntries, type Entry, folded, type Order, positionOf, sortKey } from './order.ts';
import { TextIndex } from './text-index.ts';

/** Rolls that are further behind are made anew. */
const MOST_NOTES = 1_000;

/** A search that may find more than this part of everything had better read it all, which is in order already. */
const MOST_CANDIDATES = 0.1;

export type Touched = readonly [collection: CollectionName, id: string];

export interface Register {
  roll<N extends CollectionName>(name: N, order: Order<Records[N]>, store: Store): Promise<Roll<Records[N]>>;
  /** Which records the change that leads to this version touched; undefined where it doesn't know. */
  note(version: number, touched: readonly Touched[] | undefined): void;
}

export function createRegister(): Register {
  const kept = new Map<CollectionName, { version: number; readonly roll: unknown }>();
  const notes = new Map<number, readonly Touched[]>();

  /** The ids of `name` that changed on the way from one version to the other; undefined where not all of it is known. */
  function touchedBetween(name: CollectionName, from: number, to: number): ReadonlySet<string> | undefined {
    const ids = new Set<string>();
    for (let version = from + 1; version <= to; version += 1) {
      const touched = notes.get(version);
      if (touched === undefined) return undefined;
      for (const [collection, id] of touched) if (collection === name) ids.add(id);
    }
    return ids;
  }

  return {
    async roll(name, order, store) {
      const version = await directoryVersion(store);
      const before = kept.get(name);
      const touched = before === undefined ? undefined : touchedBetween(name, before.version, version);
      if (before === undefined || touched === undefined) {
        const roll = new Roll(await readAll(store, name), order);
        kept.set(name, { version, roll });
        return roll;
      }
      // What lies under a name was made for it, a few lines above.
      const roll = before.roll as Roll<Records[typeof name]>;
      for (const id of touched) roll.replace(id, await store.collection(name).get(id));
      before.version = Math.max(before.version, version);
      return roll;
    },
    note(version, touched) {
      if (touched === undefined) notes.delete(version);
      else notes.set(version, touched);
      const [oldest] = notes.keys();
      if (oldest !== undefined && notes.size > MOST_NOTES) notes.delete(oldest);
    },
  };
}

async function readAll<N extends CollectionName>(from: Collections, name: N): Promise<readonly Records[N][]> {
  const records: Records[N][] = [];
  for await (const record of everyRecord(from.collection(name))) records.push(record);
  return records;
}

export class Roll<R extends { readonly id: string }> {
  readonly #order: Order<R>;
  readonly #records: Map<string, R>;
  /** Made when they are first asked for. */
  readonly #sorted = new Map<string, Entry<R>[]>();
  readonly #texts = new WeakMap<R, string>();
  #index: TextIndex | undefined;
  #searches = 0;

  constructor(records: readonly R[], order: Order<R>) {
    this.#order = order;
    this.#records = new Map(records.map((record) => [record.id, record]));
  }

  get size(): number {
    return this.#records.size;
  }

  /** All of them upwards by a field of `Order.sorted`. */
  by(field: string): readonly Entry<R>[] {
    const known = this.#sorted.get(field);
    if (known !== undefined) return known;
    const entries = Array.from(this.#records.values(), (record) => this.#entry(field, record));
    entries.sort(compareEntries);
    this.#sorted.set(field, entries);
    return entries;
  }

  /** Those in which `wanted`, folded, stands, upwards by a field of `Order.sorted`. */
  find(field: string, wanted: string): readonly Entry<R>[] {
    if (wanted === '') return this.by(field);
    const candidates = this.#indexed()?.candidates(wanted);
    if (candidates === undefined || candidates.size > this.size * MOST_CANDIDATES) {
      return this.by(field).filter(({ record }) => this.#textOf(record).includes(wanted));
    }
    const found: Entry<R>[] = [];
    for (const id of candidates) {
      const record = this.#records.get(id);
      if (record !== undefined && this.#textOf(record).includes(wanted)) found.push(this.#entry(field, record));
    }
    return found.sort(compareEntries);
  }

  /** Made by the second search, since one alone is sooner done without; anew when half of it is of texts that are gone. */
  #indexed(): TextIndex | undefined {
    this.#searches += 1;
    if (this.#searches === 1) return undefined;
    if (this.#index !== undefined && this.#index.size <= 2 * this.size) return this.#index;
    const index = new TextIndex();
    for (const record of this.#records.values()) index.add(record.id, this.#textOf(record));
    this.#index = index;
    return index;
  }

  /** As it is searched: one spelling for every way of writing it. */
  #textOf(record: R): string {
    const known = this.#texts.get(record);
    if (known !== undefined) return known;
    const text = folded(this.#order.searched(record).join('\n'));
    this.#texts.set(record, text);
    return text;
  }

  /** The record of that id as it is now; undefined where it is gone. */
  replace(id: string, record: R | undefined): void {
    const before = this.#records.get(id);
    for (const [field, entries] of this.#sorted) {
      if (before !== undefined) entries.splice(positionOf(entries, this.#entry(field, before)), 1);
      if (record === undefined) continue;
      const entry = this.#entry(field, record);
      entries.splice(positionOf(entries, entry), 0, entry);
    }
    if (record === undefined) this.#records.delete(id);
    else this.#records.set(id, record);
    if (record !== undefined) this.#index?.add(id, this.#textOf(record));
  }

  #entry(field: string, record: R): Entry<R> {
    return { record, id: record.id, key: sortKey(this.#order.sorted[field]?.(record)) };
  }
}
