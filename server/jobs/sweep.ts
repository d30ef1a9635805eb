/** Forgets what has expired, so that codes, tickets and tokens don't pile up. */
import type { Store } from '../storage/store.ts';
import type { Job } from './job.ts';

/** `now` answers epoch seconds. */
export function sweepJob(store: Store, now: () => number): Job {
  return {
    name: 'sweep',
    every_s: 30,
    async run() {
      await store.sweep(now());
    },
  };
}
