/** What a snapshot file holds once it is read, whichever of the two it is. */
import type { PlainCollections, PlainRecord } from '../migrations/index.ts';
import { damagedFile } from './damage.ts';
import type { Header } from './header.ts';

export interface SnapshotContents {
  readonly header: Header;
  readonly collections: PlainCollections;
}

/** Throws damaged when one of them has no id. */
export function plainRecords(file: string, values: readonly unknown[]): readonly PlainRecord[] {
  if (!values.every(isPlainRecord)) throw damagedFile(file, 'a record in it has no id');
  return values;
}

/** Whether a value that came out of JSON is a record. */
export function isPlainRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
