/** Finds out by itself when a store that could not be written can be written again: /health must not wait for a person's luck. */
import { StorageError, type Store } from '../storage/store.ts';
import type { Job } from './job.ts';

const PROBE = 'write-probe';

/** Writes nothing while all is well. `now` answers epoch seconds. */
export function tryWritingJob(store: Store, now: () => number): Job {
  return {
    name: 'try-writing',
    every_s: 2,
    async run() {
      if (store.writable()) return;
      try {
        await store.transaction(async (within) => {
          const counters = within.collection('counters');
          if ((await counters.get(PROBE)) === undefined) await counters.insert({ id: PROBE, value: now() });
          else await counters.update(PROBE, (old) => ({ ...old, value: now() }));
        });
      } catch (error) {
        // Still not: the store has said so in the log when it began.
        if (!(error instanceof StorageError) || error.code !== 'unavailable') throw error;
      }
    },
  };
}
