import { beforeEach, describe, expect, it } from 'vitest';
import { peekAttempts, refundAttempt, takeAttempt } from '../../server/directory/attempts.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const KEY = 'login alice 192.0.2.1';
const take = (now = NOW, limit = 3, key = KEY) => takeAttempt(store, key, limit, now);

describe('guessing', () => {
  it('is allowed up to the limit within a minute, and told when to come back', async () => {
    expect([await take(), await take(NOW + 1), await take(NOW + 2)]).toEqual([
      { allowed: true },
      { allowed: true },
      { allowed: true },
    ]);
    expect(await take(NOW + 20)).toEqual({ allowed: false, retry_after_s: 40 });
    expect(await take(NOW + 59)).toEqual({ allowed: false, retry_after_s: 1 });
    expect(await take(NOW + 60)).toEqual({ allowed: true });
  });

  it('counts each account and address for itself', async () => {
    for (let i = 0; i < 3; i += 1) await take();
    expect(await take(NOW, 3, 'login bob 192.0.2.1')).toEqual({ allowed: true });
    expect(await take(NOW, 3, 'login alice 192.0.2.2')).toEqual({ allowed: true });
  });

  it('in parallel does not slip through', async () => {
    const taken = await Promise.all(Array.from({ length: 40 }, () => take(NOW, 10)));
    expect(taken.filter((attempt) => attempt.allowed)).toHaveLength(10);
  });

  it('that was right is given back, so only failures count', async () => {
    for (let i = 0; i < 20; i += 1) {
      expect(await take()).toEqual({ allowed: true });
      await refundAttempt(store, KEY, NOW);
    }
    await take();
    await take();
    await take();
    expect((await take()).allowed).toBe(false);
  });

  it('leaves nothing behind when everything was given back', async () => {
    await take();
    await refundAttempt(store, KEY, NOW);
    await refundAttempt(store, KEY, NOW);
    expect((await store.collection('attempts').list({ limit: 10 })).items).toEqual([]);
  });

  it('is not made easier by giving back after the minute is over', async () => {
    await take();
    await refundAttempt(store, KEY, NOW + 60);
    expect((await store.collection('attempts').list({ limit: 10 })).items).toMatchObject([{ count: 1 }]);
  });

  it('is not allowed longer by a clock that was set back', async () => {
    for (let i = 0; i < 3; i += 1) await take();
    expect(await take(NOW - 3600)).toEqual({ allowed: false, retry_after_s: 60 });
  });

  it('can be looked at without being counted', async () => {
    for (let i = 0; i < 5; i += 1) expect(await peekAttempts(store, KEY, 3, NOW)).toEqual({ allowed: true });
    for (let i = 0; i < 3; i += 1) await take();
    expect(await peekAttempts(store, KEY, 3, NOW)).toEqual({ allowed: false, retry_after_s: 60 });
  });

  it('keeps no name that a stranger typed', async () => {
    await take();
    expect(JSON.stringify((await store.collection('attempts').list({ limit: 10 })).items)).not.toContain('alice');
  });
});
