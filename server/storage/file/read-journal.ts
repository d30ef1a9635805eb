/**
 * Reads a journal and tells a write that a crash cut short (dropped, since nobody was answered) from damage (refused).
 * Pure: the bytes come from outside, and cutting the file is left to who goes on writing it.
 */
import { NEWLINE, readCheckedLine } from './checked-line.ts';
import { damagedFile, damagedLine } from './damage.ts';
import { type Expected, type Header, parseHeader } from './header.ts';
import { type JournalTransaction, parseTransaction } from './journal-lines.ts';

export interface JournalContents {
  readonly header: Header;
  readonly transactions: readonly JournalTransaction[];
  /** The number of the last transaction in it, or before it when it is empty. */
  readonly sequence: number;
  /** Where the last whole line ends, its newline not counted. */
  readonly end: number;
  /** Whether after `end` there is one newline and nothing else. */
  readonly clean: boolean;
}

/**
 * `newest` says that this is the journal that was being written: only there can a write have been cut short.
 * Throws damaged with the offset, or unsupported.
 */
export function readJournal(
  file: string,
  bytes: Buffer,
  expected: Omit<Expected, 'kind'> & { readonly newest: boolean },
): JournalContents {
  const first = readCheckedLine(bytes, 0);
  if (first === undefined) throw damagedFile(file, 'its header is unreadable');
  const header = parseHeader(file, JSON.parse(first.json), { kind: 'journal', ...expected });
  const transactions: JournalTransaction[] = [];
  let { sequence } = header;
  let { end } = first;
  while (bytes[end] === NEWLINE && end + 1 < bytes.length) {
    const start = end + 1;
    const line = readCheckedLine(bytes, start);
    const transaction = line && parseTransaction(line.json);
    if (line === undefined) {
      assertTorn(file, bytes, start, expected.newest);
      return { header, transactions, sequence, end, clean: false };
    }
    if (transaction?.sequence !== sequence + 1)
      throw damagedLine(file, start, 'a line is missing or out of order here');
    transactions.push(transaction);
    sequence += 1;
    end = line.end;
  }
  const clean = end + 1 === bytes.length && bytes[end] === NEWLINE;
  if (end < bytes.length && !clean) assertTorn(file, bytes, end, expected.newest);
  return { header, transactions, sequence, end, clean };
}

/** Returns when what begins at `start` was never acknowledged; throws damaged when it may have been. */
function assertTorn(file: string, bytes: Buffer, start: number, newest: boolean): void {
  if (!newest) throw damagedFile(file, 'a line is unreadable, and later journals build on it', start);
  const newline = bytes.indexOf(NEWLINE, start);
  if (newline === -1) return;
  const later = batchesAfter(bytes, newline);
  // A batch is begun only when the one before is durable, so that a batch from further down proves that this line was.
  if (later.some((batch) => batch > start))
    throw damagedLine(file, start, 'a line is unreadable, and good ones follow it');
  const holes = bytes.subarray(start, newline).includes(0);
  if (later.length > 0 || holes) return;
  throw damagedLine(file, start, 'a line is complete, but its checksum is wrong');
}

/** Where the batches of all whole lines after `newline` began. */
function batchesAfter(bytes: Buffer, newline: number): readonly number[] {
  const batches: number[] = [];
  for (let at = newline; at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    const line = readCheckedLine(bytes, at + 1);
    const transaction = line && parseTransaction(line.json);
    if (transaction !== undefined) batches.push(transaction.batch);
  }
  return batches;
}
