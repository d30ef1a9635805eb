/**
 * Checks the audit chain of a store that is in use, in slices, so that requests are served in between; and remembers what it
 * found. When it runs is the jobs room's.
 */
import type { Collections } from '../storage/store.ts';
import { auditEventId, type ChainVerdict, endChain, followChain, NOTHING_READ } from './chain.ts';

/** Hashed in a millisecond or two. */
const SLICE = 250;

export interface ChainCheck {
  /** Goes through the whole log. Gives up without a verdict when `stopping` aborts. Rejects when the store does. */
  run(stopping?: AbortSignal): Promise<ChainVerdict | undefined>;
  /** Undefined until a check has ended. */
  last(): CheckedChain | undefined;
}

export interface CheckedChain {
  /** Epoch seconds. */
  readonly checked_at: number;
  readonly verdict: ChainVerdict;
}

/** `now` answers epoch seconds. */
export function createChainCheck(store: Collections, now: () => number): ChainCheck {
  let last: CheckedChain | undefined;
  return {
    async run(stopping) {
      const verdict = await checkChain(store, stopping);
      if (verdict !== undefined) last = { checked_at: now(), verdict };
      return verdict;
    },
    last: () => last,
  };
}

/** Up to the event that is the newest when it begins. */
async function checkChain(store: Collections, stopping: AbortSignal | undefined): Promise<ChainVerdict | undefined> {
  const head = await store.collection('counters').get('audit');
  const last = head?.value ?? 0;
  let read = NOTHING_READ;
  while (read.events < last) {
    const cursor = auditEventId(read.events);
    const { items } = await store.collection('audit_events').list({ limit: SLICE, cursor });
    if (items.length === 0) return endChain(read, head);
    for (const event of items.slice(0, last - read.events)) {
      const next = followChain(read, event);
      if ('kind' in next) return next;
      read = next;
    }
    await new Promise(setImmediate);
    if (stopping?.aborted === true) return undefined;
  }
  return endChain(read, head);
}
