/** What stands in a journal: a header, then one line per transaction. Writing them is journal.ts, recovering read-journal.ts. */
import type { Change } from '../draft.ts';
import type { PlainRecord } from '../migrations/index.ts';
import { checkedLine } from './checked-line.ts';
import { fieldsOf, isCount } from './json-shape.ts';

export interface JournalTransaction {
  /** Counts every transaction of the store, without gaps. */
  readonly sequence: number;
  /** Where the batch that was synced as one began, in bytes. A later batch begins only when this one is durable. */
  readonly batch: number;
  /** Empty in the line that a clean stop leaves as proof that what is above it was durable. */
  readonly changes: readonly PlainChange[];
}

/** A change as it was read: the collection may be one that no longer is. */
export type PlainChange = readonly [collection: string, id: string, record: PlainRecord | null];

/** Made when the transaction ends, so that what JSON can't hold refuses this transaction and no other. */
export function changesText(changes: readonly Change[]): string {
  return JSON.stringify(changes);
}

/** `changes` is what changesText answered. */
export function transactionLine(sequence: number, batch: number, changes: string): string {
  return checkedLine(`{"sequence":${sequence},"batch":${batch},"changes":${changes}}`);
}

/** Undefined for JSON that is no transaction. */
export function parseTransaction(json: string): JournalTransaction | undefined {
  const { sequence, batch, changes } = fieldsOf(JSON.parse(json));
  if (!isCount(sequence) || !isCount(batch) || !Array.isArray(changes)) return undefined;
  return changes.every(isChange) ? { sequence, batch, changes } : undefined;
}

/** A start asks this of every line that was ever written, so nothing is copied. */
function isChange(value: unknown): value is PlainChange {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [collection, id, record] = value as readonly unknown[];
  return typeof collection === 'string' && typeof id === 'string' && (record === null || hasId(record, id));
}

function hasId(record: unknown, id: string): boolean {
  return typeof record === 'object' && record !== null && 'id' in record && record.id === id;
}
