/** What is only counted: one event per application, reason and minute, and nothing lost that could be written later. */
import { beforeEach, expect, it } from 'vitest';
import { type AuditCounts, createAuditCounts } from '../../server/audit/counts.ts';
import { writeCounts } from '../../server/audit/write-counts.ts';
import { countEventsJob } from '../../server/jobs/count-events.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

let store: Store;
let counts: AuditCounts;
const clock = { now: NOW };
beforeEach(() => {
  store = createMemoryStore();
  clock.now = NOW;
  counts = createAuditCounts(() => clock.now);
});

const events = async () =>
  (await store.collection('audit_events').list({ limit: 100 })).items.map(
    ({ type, actor, target, address, detail }) => [type, actor, target, address, detail] as const,
  );

it('is one event for each application and reason, with how often, since when and from where', async () => {
  for (let n = 0; n < 3; n += 1) counts.add('application.tokens_issued', 'robot');
  clock.now += 20;
  counts.add('client.turned_away', 'robot', 'wrong credentials', '192.0.2.1');
  counts.add('client.turned_away', 'robot', 'wrong credentials', '192.0.2.1');
  counts.add('client.turned_away', 'robot', 'too many attempts', '192.0.2.1');
  counts.add('client.turned_away', '', 'wrong credentials', '192.0.2.2');
  await countEventsJob(store, counts, () => NOW + 60).run();
  const wrong = { because: 'wrong credentials', since: NOW + 20 };
  expect(await events()).toEqual([
    ['application.tokens_issued', 'robot', '', '', { count: 3, since: NOW }],
    ['client.turned_away', '', 'robot', '192.0.2.1', { ...wrong, count: 2 }],
    ['client.turned_away', '', 'robot', '192.0.2.1', { ...wrong, because: 'too many attempts', count: 1 }],
    ['client.turned_away', '', '', '192.0.2.2', { ...wrong, count: 1 }],
  ]);
});

it('begins anew with every minute, and a minute without anything leaves nothing', async () => {
  counts.add('grant.renewed', 'spa');
  await writeCounts(store, counts, NOW);
  await writeCounts(store, counts, NOW + 60);
  counts.add('grant.renewed', 'spa');
  await writeCounts(store, counts, NOW + 120);
  expect((await events()).map(([, actor, , , { count }]) => [actor, count])).toEqual([
    ['spa', 1],
    ['spa', 1],
  ]);
});

it('names a few of many addresses', async () => {
  for (let n = 1; n <= 40; n += 1) counts.add('sign_in.turned_away', 'wiki', 'too many attempts', `192.0.2.${n}`);
  await writeCounts(store, counts, NOW);
  const [[, , , address, detail] = []] = await events();
  expect(address).toBe('');
  expect(detail).toMatchObject({ count: 40, addresses: [1, 2, 3, 4, 5].map((n) => `192.0.2.${n}`) });
});

it('is counted on where it could not be written, from its first moment', async () => {
  counts.add('token.turned_away', 'wiki', 'invalid_grant', '192.0.2.1');
  const broken: Store = { ...store, transaction: () => Promise.reject(new Error('the disk is full')) };
  clock.now += 60;
  const writing = writeCounts(broken, counts, clock.now);
  counts.add('token.turned_away', 'wiki', 'invalid_grant', '192.0.2.2');
  counts.add('token.turned_away', 'other', 'invalid_grant', '192.0.2.2');
  await expect(writing).rejects.toThrow('the disk is full');
  await countEventsJob({ ...store, writable: () => false }, counts, () => clock.now).run();
  expect(await events()).toEqual([]);
  await writeCounts(store, counts, clock.now);
  expect(await events()).toEqual([
    [
      'token.turned_away',
      '',
      'wiki',
      '',
      { count: 2, since: NOW, because: 'invalid_grant', addresses: ['192.0.2.1', '192.0.2.2'] },
    ],
    ['token.turned_away', '', 'other', '192.0.2.2', { count: 1, since: NOW + 60, because: 'invalid_grant' }],
  ]);
});
