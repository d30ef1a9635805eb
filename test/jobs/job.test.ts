import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startJobs } from '../../server/jobs/job.ts';
import { maintainKeysJob } from '../../server/jobs/maintain-keys.ts';
import { sweepJob } from '../../server/jobs/sweep.ts';
import { createLog } from '../../server/log/log.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { NOW } from '../support/records.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function openLog() {
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json', now: () => 0, write: (text) => lines.push(text) });
  return { log, lines };
}

test('rounds never overlap, and one that fails is logged and followed by the next', async () => {
  const { log, lines } = openLog();
  const rounds: PromiseWithResolvers<void>[] = [];
  const run = () => {
    const round = Promise.withResolvers<void>();
    rounds.push(round);
    return round.promise;
  };
  const jobs = startJobs([{ name: 'slow', every_s: 30, run }], log);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(rounds).toHaveLength(1);
  rounds[0]?.reject(new Error('disk full'));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(rounds).toHaveLength(2);
  expect(lines.join('')).toContain('disk full');
  rounds[1]?.resolve();
  await jobs.stop();
});

test('stopping waits for the round that runs and begins no other', async () => {
  const { log } = openLog();
  const round = Promise.withResolvers<void>();
  let begun = 0;
  const run = () => {
    begun += 1;
    return round.promise;
  };
  const jobs = startJobs([{ name: 'slow', every_s: 1, run }], log);
  await vi.advanceTimersByTimeAsync(1_000);
  let stopped = false;
  const stopping = jobs.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([begun, stopped]).toEqual([1, false]);
  round.resolve();
  await stopping;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(1);
});

test('the sweep forgets what has expired and nothing else', async () => {
  const store = createMemoryStore();
  await store.collection('revoked_tokens').insert({ id: 'old', expires_at: NOW - 1 });
  await store.collection('revoked_tokens').insert({ id: 'new', expires_at: NOW + 1 });
  await sweepJob(store, () => NOW).run();
  expect((await store.collection('revoked_tokens').list({ limit: 10 })).items.map(({ id }) => id)).toEqual(['new']);
});

test('a key that was rotated is told to the operator', async () => {
  const { log, lines } = openLog();
  const keys = {
    maintain: async () =>
      [
        { alg: 'ES256', rotated: true, kid: 'k2' },
        { alg: 'RS256', rotated: false, kid: 'k1' },
      ] as const,
  };
  await maintainKeysJob(keys, () => NOW, log).run();
  log.flush();
  expect(lines.join('')).toContain('"kid":"k2"');
  expect(lines.join('')).not.toContain('"kid":"k1"');
});
