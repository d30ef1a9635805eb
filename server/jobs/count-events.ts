/** Once a minute: what was only counted goes into the audit log. The last minute is written when the server stops. */
import type { AuditCounts } from '../audit/counts.ts';
import { writeCounts } from '../audit/write-counts.ts';
import type { Store } from '../storage/store.ts';
import type { Job } from './job.ts';

/** `now` answers epoch seconds. */
export function countEventsJob(store: Store, counts: AuditCounts, now: () => number): Job {
  return {
    name: 'count-events',
    every_s: 60,
    async run() {
      // While nothing can be written, what was counted waits.
      if (store.writable()) await writeCounts(store, counts, now());
    },
  };
}
