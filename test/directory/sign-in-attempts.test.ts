import { beforeEach, describe, expect, it } from 'vitest';
import { createPanelSession } from '../../server/directory/panel-sessions.ts';
import {
  refundSignInAttempt,
  type SignInAttempt,
  signInCounters,
  takeSignInAttempt,
} from '../../server/directory/sign-in-attempts.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { aSession, aUser, NOW } from '../support/records.ts';

const ALICE = aUser();
const LIMIT = 2;

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

async function attempt(address: string, more: Partial<SignInAttempt> = {}) {
  const counters = await signInCounters(store, { username: 'alice', user: ALICE, address, limit: LIMIT, ...more }, NOW);
  return { counters, taken: await takeSignInAttempt(store, counters, NOW) };
}

/** From as many addresses as it takes; answers how many were allowed. */
async function allowedFromEverywhere(tries: number, more: Partial<SignInAttempt> = {}): Promise<number> {
  let allowed = 0;
  for (let i = 0; i < tries; i += 1) if ((await attempt(`198.51.100.${i}`, more)).taken.allowed) allowed += 1;
  return allowed;
}

describe('guessing one account', () => {
  it('from one address ends at the limit', async () => {
    const taken = [await attempt('192.0.2.1'), await attempt('192.0.2.1'), await attempt('192.0.2.1')];
    expect(taken.map(({ taken: { allowed } }) => allowed)).toEqual([true, true, false]);
  });

  it('from ever new addresses ends at five times the limit', async () => {
    expect(await allowedFromEverywhere(5 * LIMIT + 3)).toBe(5 * LIMIT);
  });

  it('of nobody ends there as well', async () => {
    expect(await allowedFromEverywhere(5 * LIMIT + 3, { username: 'nobody', user: undefined })).toBe(5 * LIMIT);
  });

  it('from everywhere does not keep the person out where they have signed in before', async () => {
    await store.collection('sessions').insert(aSession({ user_id: ALICE.id, address: '192.0.2.1' }));
    await allowedFromEverywhere(5 * LIMIT + 3);
    expect((await attempt('192.0.2.1')).taken.allowed).toBe(true);
    expect((await attempt('203.0.113.7')).taken.allowed).toBe(false);
  });
});

it('an admin whose panel is open is known there, and not once it is over', async () => {
  const admin = aUser({ admin: true, password_hash: '$argon2id$one' });
  await store.collection('users').insert(admin);
  const opened = { user: admin, address: '192.0.2.1', user_agent: '', confirmed: true };
  const { session } = await store.transaction((within) => createPanelSession(within, opened, NOW));
  await allowedFromEverywhere(5 * LIMIT + 3);
  expect((await attempt('192.0.2.1', { user: admin })).taken.allowed).toBe(true);
  expect((await attempt('203.0.113.7', { user: admin })).taken.allowed).toBe(false);
  await store.collection('panel_sessions').update(session.id, (old) => ({ ...old, expires_at: NOW }));
  expect((await attempt('192.0.2.1', { user: admin })).taken.allowed).toBe(false);
});

it('what one counter refuses is counted by none', async () => {
  const written = async () => (await store.collection('attempts').list({ limit: 10 })).items;
  for (let i = 0; i < LIMIT; i += 1) await attempt('192.0.2.1');
  const before = await written();
  for (let i = 0; i < 50; i += 1) expect((await attempt('192.0.2.1')).taken.allowed).toBe(false);
  expect(await written()).toEqual(before);
  expect((await attempt('192.0.2.1', { username: 'bob', user: undefined })).taken.allowed).toBe(true);
});

it('guessing many accounts from one address ends at ten times the limit', async () => {
  let allowed = 0;
  for (let i = 0; i < 10 * LIMIT + 3; i += 1) {
    if ((await attempt('192.0.2.1', { username: `person-${i}`, user: undefined })).taken.allowed) allowed += 1;
  }
  expect(allowed).toBe(10 * LIMIT);
});

it('what was no failure counts nowhere', async () => {
  for (let i = 0; i < 10 * LIMIT + 3; i += 1) {
    const { counters, taken } = await attempt('192.0.2.1');
    expect(taken.allowed).toBe(true);
    await refundSignInAttempt(store, counters, NOW);
  }
});
