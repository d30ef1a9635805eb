/**
 * The six verbs as a transaction does them: they read through the drafts to the table, and write into a draft.
 * All of them finish at once; when and whether a draft becomes durable is decided in draft-store.ts.
 */
import type { CollectionName } from './collections.ts';
import type { Draft } from './draft.ts';
import type { Stored } from './index-maps.ts';
import { listPage, mergeInOrder } from './list-page.ts';
import type { Overlay } from './overlay.ts';
import { type Page, type PageOf, StorageError } from './store.ts';
import type { Table } from './table.ts';

/** One collection: what is flushed, and above it what is not. */
export interface Layers {
  readonly name: CollectionName;
  readonly table: Table;
  readonly overlay: Overlay;
}

export function getThrough({ table, overlay }: Layers, id: string): Stored | undefined {
  const entry = overlay.get(id);
  return entry === undefined ? table.get(id) : entry.record;
}

export function findThrough(layers: Layers, index: string, value: string): readonly Stored[] {
  const found: Stored[] = [];
  for (const id of idsThrough(layers, index, value)) {
    const record = getThrough(layers, id);
    if (record !== undefined) found.push(record);
  }
  return found;
}

export function listThrough(layers: Layers, page: Page): PageOf<Stored> {
  const { table, overlay } = layers;
  const ids = mergeInOrder(table.idsAfter(page.cursor), overlay.idsAfter(page.cursor));
  return listPage(page, ids, (id) => getThrough(layers, id));
}

/** Throws already_exists. */
export function insertInto(layers: Layers, draft: Draft, record: Stored): void {
  if (getThrough(layers, record.id) !== undefined) {
    throw new StorageError('already_exists', `${layers.name} already has a record with this id`);
  }
  assertUnique(layers, record);
  write(layers, draft, record.id, record);
}

/** Throws not_found, already_exists, and whatever `change` throws. */
export function updateIn(layers: Layers, draft: Draft, id: string, change: (old: Stored) => Stored): Stored {
  const old = getThrough(layers, id);
  if (old === undefined) throw new StorageError('not_found', `${layers.name} has no record with this id`);
  const next = change(old);
  if (next === old) return old;
  if (next.id !== id) throw new TypeError(`an update in ${layers.name} tried to change a record's id`);
  assertUnique(layers, next);
  write(layers, draft, id, next);
  return next;
}

export function removeFrom(layers: Layers, draft: Draft, id: string): boolean {
  if (getThrough(layers, id) === undefined) return false;
  write(layers, draft, id, undefined);
  return true;
}

function write(layers: Layers, draft: Draft, id: string, record: Stored | undefined): void {
  draft.replaced.push(layers.overlay.set(id, { record, draft }));
  draft.changes.push([layers.name, id, record ?? null]);
}

function* idsThrough({ table, overlay }: Layers, index: string, value: string): Generator<string> {
  for (const id of table.indexes.ids(index, value)) if (!overlay.has(id)) yield id;
  yield* overlay.indexes.ids(index, value);
}

function assertUnique(layers: Layers, record: Stored): void {
  for (const index of layers.table.row.unique) {
    for (const value of layers.table.indexes.values(index, record)) {
      for (const id of idsThrough(layers, index, value)) {
        if (id === record.id) continue;
        throw new StorageError('already_exists', `${layers.name} already has a record with this ${index}`, { index });
      }
    }
  }
}
