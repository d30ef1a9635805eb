/** The snapshot of what flows leave behind, of which there can be very much: one checksummed line per record, counted at the end. */
import type { Stored } from '../index-maps.ts';
import type { PlainRecord } from '../migrations/index.ts';
import { inSlices, writeAtomically } from './atomic-file.ts';
import { checkedLine, NEWLINE, readCheckedLine } from './checked-line.ts';
import { damagedFile } from './damage.ts';
import type { Disk } from './disk.ts';
import { type Expected, type Header, headerOf, parseHeader } from './header.ts';
import { elementsOf, fieldsOf } from './json-shape.ts';
import { isPlainRecord, type SnapshotContents } from './snapshot-contents.ts';

/** Writes the snapshot atomically; returns its length in bytes. */
export function writeStreamSnapshot(
  disk: Disk,
  path: string,
  snapshot: { header: Omit<Header, 'format'>; collections: ReadonlyMap<string, readonly Stored[]> },
): Promise<number> {
  return writeAtomically(disk, path, inSlices(lines(snapshot.header, snapshot.collections)));
}

/** Throws damaged (with the offset of the bad line) or unsupported. */
export async function readStreamSnapshot(
  disk: Disk,
  path: string,
  expected: Omit<Expected, 'kind'>,
): Promise<SnapshotContents> {
  const bytes = await disk.read(path);
  const first = readCheckedLine(bytes, 0);
  if (first === undefined) throw damagedFile(path, 'its header is unreadable');
  const header = parseHeader(path, JSON.parse(first.json), { kind: 'stream', ...expected });
  const collections = new Map<string, PlainRecord[]>();
  let count = 0;
  let start = first.end + 1;
  while (start < bytes.length) {
    const line = readCheckedLine(bytes, start);
    if (line === undefined || bytes[line.end] !== NEWLINE) throw damagedFile(path, 'a line is unreadable', start);
    const value: unknown = JSON.parse(line.json);
    const pair = elementsOf(value);
    if (pair === undefined) {
      assertEnd(path, fieldsOf(value)['records'], count, { start, last: line.end + 1 === bytes.length });
      return { header, collections };
    }
    const [name, record] = pair;
    if (typeof name !== 'string' || !isPlainRecord(record)) throw damagedFile(path, 'a line is no record', start);
    const records = collections.get(name);
    if (records === undefined) collections.set(name, [record]);
    else records.push(record);
    count += 1;
    start = line.end + 1;
  }
  throw damagedFile(path, 'its last line is missing', bytes.length);
}

function* lines(
  header: Omit<Header, 'format'>,
  collections: ReadonlyMap<string, readonly Stored[]>,
): Generator<string> {
  yield checkedLine(JSON.stringify(headerOf('stream', header)));
  let count = 0;
  for (const [name, records] of collections) {
    for (const record of records) yield checkedLine(JSON.stringify([name, record]));
    count += records.length;
  }
  yield checkedLine(JSON.stringify({ records: count }));
}

function assertEnd(path: string, said: unknown, count: number, at: { start: number; last: boolean }): void {
  if (said !== count) throw damagedFile(path, `it should hold ${String(said)} records and holds ${count}`, at.start);
  if (!at.last) throw damagedFile(path, 'something follows its last line', at.start);
}
