/** The probe of a store that could not be written: silent while all is well, and no worse than silent while it is not. */
import { expect, test } from 'vitest';
import { tryWritingJob } from '../../server/jobs/try-writing.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { StorageError, type Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

/** A memory store that says it can't be written; `fault` is what a transaction then throws, if anything. */
function unwritable(fault?: Error): Store {
  const store = createMemoryStore();
  const transaction: Store['transaction'] = (work) =>
    fault === undefined ? store.transaction(work) : Promise.reject(fault);
  return { ...bound(store), transaction, writable: () => false };
}

function bound(store: Store): Store {
  return {
    collection: (name) => store.collection(name),
    transaction: (work) => store.transaction(work),
    sweep: (now) => store.sweep(now),
    writable: () => store.writable(),
    close: () => store.close(),
  };
}

test('writes nothing while the store can be written', async () => {
  const store = createMemoryStore();
  await tryWritingJob(store, () => NOW).run();
  expect((await store.collection('counters').list({ limit: 10 })).items).toEqual([]);
});

test('writes a little, again and again, while it says that it cannot', async () => {
  const store = unwritable();
  const job = tryWritingJob(store, () => NOW);
  await job.run();
  await job.run();
  expect((await store.collection('counters').list({ limit: 10 })).items).toEqual([{ id: 'write-probe', value: NOW }]);
});

test('takes it calmly that it is still not possible, and nothing else', async () => {
  const still = new StorageError('unavailable', 'no space');
  await expect(tryWritingJob(unwritable(still), () => NOW).run()).resolves.toBeUndefined();
  const bug = new TypeError('a bug');
  await expect(tryWritingJob(unwritable(bug), () => NOW).run()).rejects.toBe(bug);
});
