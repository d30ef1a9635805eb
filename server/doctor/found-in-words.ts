/** What start-up found in the store, in words: for the log of a start, and for the doctor's report. */
import type { Log } from '../log/log.ts';
import type { Found } from '../storage/file/found.ts';
import { countInWords, momentInWords, spanInWords } from './in-words.ts';

/** `snapshot 7 of 2026-11-20 14:03 UTC (3 hours old) and 1,204 transactions of the journal`. `now` in epoch seconds. */
export function sourceInWords({ snapshot, transactions }: Found, now: number): string {
  const journal = countInWords(transactions, 'transaction', 'transactions');
  if (snapshot === undefined) return `${journal} of the journal; there is no snapshot yet`;
  const { generation, written_at } = snapshot;
  const age =
    written_at === undefined
      ? ''
      : ` of ${momentInWords(written_at)} (${spanInWords(Math.max(0, now - written_at))} old)`;
  return `snapshot ${generation}${age} and ${journal} of the journal`;
}

export interface Telling {
  /** Epoch seconds. */
  readonly now: number;
  readonly took_ms: number;
}

/**
 * Answers what tells the operator what a start found, for when that start has nothing left to fail at: a refusal is one
 * line and no more. `undefined` is a store that was made just now. That another process's lock was taken over, or a
 * damaged snapshot passed over, the store has told itself when it happened.
 */
export function foundTeller(log: Log, found: Found | undefined, { now, took_ms }: Telling): () => void {
  const took = { took_ms: Math.round(took_ms) };
  if (found === undefined) return () => log.info('a new store was made', took);
  const kept = Object.fromEntries([...found.records].filter(([, count]) => count > 0));
  const size = countInWords(found.torn_bytes, 'byte', 'bytes');
  return () => {
    log.info(`the store was read: ${sourceInWords(found, now)}`, { ...took, ...kept });
    if (found.torn_bytes === 0) return;
    log.warn(
      `the last write was cut short when Lanyard ended, and was dropped (${size}); unless the disk is at fault, nobody had been answered`,
    );
  };
}
