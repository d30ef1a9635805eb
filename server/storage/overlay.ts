/** What lies above one table: the newest unflushed value of each record that a draft touched. */
import type { CollectionRow } from './collections.ts';
import type { Draft, DraftEntry } from './draft.ts';
import { IndexMaps, type Stored } from './index-maps.ts';
import { byCodeUnit } from './table.ts';

export class Overlay {
  readonly indexes: IndexMaps;
  readonly #entries = new Map<string, DraftEntry>();

  constructor(row: CollectionRow<Stored>) {
    this.indexes = new IndexMaps(row);
  }

  get(id: string): DraftEntry | undefined {
    return this.#entries.get(id);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** Returns what lay there before, so that it can be put back. */
  set(id: string, entry: DraftEntry | undefined): DraftEntry | undefined {
    const before = this.#entries.get(id);
    if (before?.record !== undefined) this.indexes.delete(before.record);
    if (entry === undefined) this.#entries.delete(id);
    else this.#entries.set(id, entry);
    if (entry?.record !== undefined) this.indexes.add(entry.record);
    return before;
  }

  /** Lets go of a value that has become durable, unless a later draft has changed it since. */
  release(id: string, draft: Draft): void {
    if (this.#entries.get(id)?.draft === draft) this.set(id, undefined);
  }

  /** Ids after `cursor`, in order, those of removed records included. */
  idsAfter(cursor: string | undefined): readonly string[] {
    const ids = [...this.#entries.keys()];
    return (cursor === undefined ? ids : ids.filter((id) => id > cursor)).toSorted(byCodeUnit);
  }

  clear(): void {
    this.#entries.clear();
    this.indexes.clear();
  }
}
