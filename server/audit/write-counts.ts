/** Writes what was counted since the last time: one event per application and reason, all in one transaction. */
import type { Store } from '../storage/store.ts';
import { appendAudit } from './append.ts';
import type { AuditCounts, Counted } from './counts.ts';
import { EVENT_TYPES } from './event-types.ts';

/** Nothing counted, nothing written. What could not be written is counted on; the store's error goes on. */
export async function writeCounts(store: Store, counts: AuditCounts, now: number): Promise<void> {
  const taken = counts.take();
  if (taken.length === 0) return;
  try {
    await store.transaction(async (within) => {
      for (const counted of taken) await appendAudit(within, entryOf(counted, now));
    });
  } catch (error) {
    counts.giveBack(taken);
    throw error;
  }
}

/** What is written of it at `now`. */
export function entryOf({ type, about, because, count, since, addresses }: Counted, now: number) {
  const { counted } = EVENT_TYPES[type];
  const [address = '', another] = addresses;
  return {
    at: now,
    type,
    actor: counted === 'actor' ? about : '',
    target: counted === 'target' ? about : '',
    address: another === undefined ? address : '',
    detail: {
      count,
      since,
      ...(because === '' ? {} : { because }),
      ...(another === undefined ? {} : { addresses: [...addresses] }),
    },
  };
}
