import { beforeEach, describe, expect, it } from 'vitest';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import {
  createSession,
  endSession,
  endSessionsOfUser,
  getLiveSession,
  getSessionBySid,
  renewSession,
} from '../../server/directory/sessions.ts';
import type { NewSession } from '../../server/directory/sessions.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const input: NewSession = {
  user_id: 'alice',
  amr: ['pwd'],
  acr: '1',
  address: '192.0.2.1',
  user_agent: 'x'.repeat(1000),
  lifetime_s: 100,
};
const begin = (fields: Partial<NewSession> = {}, now = NOW) =>
  store.transaction((within) => createSession(within, { ...input, ...fields }, now));

describe('a session', () => {
  it('is found by its secret, of which only the hash is kept', async () => {
    const { session, secret } = await begin();
    expect(session).toMatchObject({
      id: hashSecret(secret),
      user_id: 'alice',
      auth_time: NOW,
      created_at: NOW,
      expires_at: NOW + 100,
    });
    expect(session.user_agent).toHaveLength(300);
    expect(await getLiveSession(store, secret, NOW + 99)).toEqual(session);
    expect(JSON.stringify(session)).not.toContain(secret);
  });

  it('has a public sid that opens nothing', async () => {
    const { session } = await begin();
    expect(await getSessionBySid(store, session.sid)).toEqual(session);
    expect(await getLiveSession(store, session.sid, NOW)).toBeUndefined();
    expect(await getLiveSession(store, session.id, NOW)).toBeUndefined();
  });

  it.each([undefined, '', 'garbage', 'x'.repeat(8192)])('is not there for the cookie %j', async (cookie) => {
    await begin();
    expect(await getLiveSession(store, cookie, NOW)).toBeUndefined();
  });

  it('runs out', async () => {
    const { secret } = await begin();
    expect(await getLiveSession(store, secret, NOW + 100)).toBeUndefined();
  });

  it('ends when the person signs out, and stays on record as ended', async () => {
    const { session, secret } = await begin();
    await store.transaction((within) => endSession(within, session.id, NOW + 1));
    await store.transaction((within) => endSession(within, session.id, NOW + 2));
    await store.transaction((within) => endSession(within, 'unknown', NOW + 2));
    expect(await getLiveSession(store, secret, NOW + 1)).toBeUndefined();
    expect(await getSessionBySid(store, session.sid)).toMatchObject({ ended_at: NOW + 1 });
  });

  it('gets a new secret and a new auth_time when the person proves again who they are, and keeps its sid', async () => {
    const { session, secret } = await begin();
    const renewed = await store.transaction((within) =>
      renewSession(within, session, { ...input, amr: ['pwd', 'otp'] }, NOW + 50),
    );
    expect(await getLiveSession(store, secret, NOW + 50)).toBeUndefined();
    expect(await getLiveSession(store, renewed.secret, NOW + 50)).toEqual(renewed.session);
    expect(renewed.session).toMatchObject({ sid: session.sid, auth_time: NOW + 50, amr: ['pwd', 'otp'] });
  });
});

describe('signing somebody out everywhere', () => {
  it('ends all of their sessions and nobody else’s', async () => {
    const [one, two, bob] = [await begin(), await begin(), await begin({ user_id: 'bob' })];
    expect(await store.transaction((within) => endSessionsOfUser(within, 'alice', NOW))).toBe(2);
    expect(await getLiveSession(store, one.secret, NOW)).toBeUndefined();
    expect(await getLiveSession(store, two.secret, NOW)).toBeUndefined();
    expect(await getLiveSession(store, bob.secret, NOW)).toEqual(bob.session);
  });

  it('can leave the one that they are using', async () => {
    const [one, two] = [await begin(), await begin()];
    expect(await store.transaction((within) => endSessionsOfUser(within, 'alice', NOW, two.session.id))).toBe(1);
    expect(await getLiveSession(store, one.secret, NOW)).toBeUndefined();
    expect(await getLiveSession(store, two.secret, NOW)).toEqual(two.session);
  });
});
