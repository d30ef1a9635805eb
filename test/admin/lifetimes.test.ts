/** What time does to sessions of the panel, to tickets of the desktop, and to scheduled keys. */
import { describe, expect, it } from 'vitest';
import { readLiveSessions } from '../../server/admin/live-sessions.ts';
import { createOwnerDesk, findOwner } from '../../server/admin/owner-desk.ts';
import { authorise, type Gate, type Presented, recognise } from '../../server/admin/authorise.ts';
import {
  confirmPanelSession,
  createPanelSession,
  getLivePanelSession,
  notePanelUse,
} from '../../server/directory/panel-sessions.ts';
import { planRotation } from '../../server/keys/rotation-plan.ts';
import type { SigningKey } from '../../server/storage/records/keys.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { aGrant, aUser, NOW } from '../support/records.ts';

const HOUR = 3600;

async function opened(confirmed = true) {
  const store = createMemoryStore();
  const user = aUser({ admin: true, password_hash: '$argon2id$one' });
  await store.collection('users').insert(user);
  const { secret, session } = await store.transaction((within) =>
    createPanelSession(within, { user, address: '127.0.0.1', user_agent: 'a browser', confirmed }, NOW),
  );
  const live = async (at: number) => (await getLivePanelSession(store, secret, at)) !== undefined;
  return { store, user, secret, session, live };
}

describe('a session of the panel', () => {
  it('ends after two hours of silence', async () => {
    const { live } = await opened();
    expect([await live(NOW + 2 * HOUR - 1), await live(NOW + 2 * HOUR)]).toEqual([true, false]);
  });

  it('goes on while it is used, and ends after twelve hours all the same', async () => {
    const { store, secret, live } = await opened();
    for (let at = NOW; at < NOW + 12 * HOUR; at += HOUR) {
      const found = await getLivePanelSession(store, secret, at);
      expect(found).toBeDefined();
      await notePanelUse(store, found!.session, at);
    }
    expect([await live(NOW + 12 * HOUR - 1), await live(NOW + 12 * HOUR)]).toEqual([true, false]);
  });

  it('writes its use down once a minute at most', async () => {
    const { store, session } = await opened();
    await notePanelUse(store, session, NOW + 59);
    expect(await store.collection('panel_sessions').get(session.id)).toEqual(session);
    await notePanelUse(store, session, NOW + 60);
    expect((await store.collection('panel_sessions').get(session.id))?.used_at).toBe(NOW + 60);
  });

  it('goes on when it is used, and not when it is only looked at', async () => {
    const { store, secret, session } = await opened();
    const presented: Presented = {
      access: 'admin',
      asks_who: true,
      authorization: undefined,
      panel_cookie: secret,
      csrf: 'the token',
      foreign: false,
    };
    const gate: Gate = {
      store,
      now: NOW + HOUR,
      csrfOf: () => 'the token',
      findToken: async () => undefined,
      isOurs: () => true,
    };
    const usedAt = async () => (await store.collection('panel_sessions').get(session.id))?.used_at;
    expect((await recognise(presented, gate)).kind).toBe('panel');
    expect(await usedAt()).toBe(NOW);
    expect((await authorise(presented, gate)).kind).toBe('panel');
    expect(await usedAt()).toBe(NOW + HOUR);
  });

  it('is over with another password, whoever set it', async () => {
    const { store, user, live } = await opened();
    expect(await readLiveSessions(store, NOW)).toHaveLength(1);
    await store.collection('users').update(user.id, (old) => ({ ...old, password_hash: '$argon2id$two' }));
    expect(await live(NOW)).toBe(false);
    expect(await readLiveSessions(store, NOW)).toEqual([]);
  });

  it('is nobody’s by its record’s id, nor by an endless secret', async () => {
    const { store, session } = await opened();
    expect(await getLivePanelSession(store, session.id, NOW)).toBeUndefined();
    expect(await getLivePanelSession(store, 'x'.repeat(100_000), NOW)).toBeUndefined();
  });

  it('needs a new confirmation after fifteen minutes', async () => {
    const { store, secret, session } = await opened();
    const presented: Presented = {
      access: 'recent_admin',
      asks_who: false,
      authorization: undefined,
      panel_cookie: secret,
      csrf: 'the token',
      foreign: false,
    };
    const gateAt = (now: number): Gate => ({
      store,
      now,
      csrfOf: () => 'the token',
      findToken: async () => undefined,
      isOurs: () => true,
    });
    const needed = { problem: 'confirmation_needed' };
    expect((await authorise(presented, gateAt(NOW + 15 * 60 - 1))).kind).toBe('panel');
    await expect(authorise(presented, gateAt(NOW + 15 * 60))).rejects.toMatchObject(needed);
    await store.transaction((within) => confirmPanelSession(within, session.id, NOW + HOUR));
    expect((await authorise(presented, gateAt(NOW + HOUR + 1))).kind).toBe('panel');
    await expect(authorise({ ...presented, csrf: 'another' }, gateAt(NOW + HOUR + 1))).rejects.toMatchObject({
      problem: 'session_changed',
    });
    await expect(authorise({ ...presented, csrf: undefined }, gateAt(NOW + HOUR + 1))).rejects.toMatchObject({
      problem: 'forbidden',
    });
  });
});

describe('the token of a person', () => {
  const user = aUser({ admin: true });
  const gate = (auth_time: number | undefined): Gate => ({
    store: createMemoryStore(),
    now: NOW,
    csrfOf: () => '',
    isOurs: () => true,
    async findToken() {
      const grant = auth_time === undefined ? undefined : aGrant({ auth_time });
      const subject = {
        kind: 'user',
        user,
        application: undefined,
        session: undefined,
        consent: undefined,
        grant,
      } as const;
      return { subject, scope: ['lanyard:admin'], audience: [] };
    },
  });
  const presented = (access: Presented['access']): Presented => ({
    access,
    asks_who: false,
    authorization: 'Bearer a-token',
    panel_cookie: undefined,
    csrf: undefined,
    foreign: false,
  });

  it.each([
    ['a moment ago', NOW],
    ['a second less than fifteen minutes ago', NOW - 15 * 60 + 1],
  ])('does what is grave where they signed in %s', async (_when, auth_time) => {
    expect((await recognise(presented('recent_admin'), gate(auth_time))).kind).toBe('person');
  });

  it.each([
    ['fifteen minutes ago', NOW - 15 * 60],
    ['nobody knows when', undefined],
  ])('does only what is harmless where they signed in %s', async (_when, auth_time) => {
    expect((await recognise(presented('admin'), gate(auth_time))).kind).toBe('person');
    const refusal = recognise(presented('recent_admin'), gate(auth_time));
    await expect(refusal).rejects.toMatchObject({ problem: 'unauthenticated' });
    await expect(refusal).rejects.toMatchObject({
      details: {
        headers: { 'www-authenticate': 'Bearer error="insufficient_user_authentication", max_age="900"' },
      },
    });
  });
});

describe('a ticket of the desktop', () => {
  it('is good for a minute, and once', () => {
    const desk = createOwnerDesk();
    const [one, two] = [desk.makeTicket(NOW), desk.makeTicket(NOW)];
    expect(one).not.toBe(two);
    expect([desk.redeem(one, NOW + 59), desk.redeem(one, NOW + 59)]).toEqual([true, false]);
    expect(desk.redeem(two, NOW + 60)).toBe(false);
    expect(desk.redeem('', NOW)).toBe(false);
  });

  it('makes room for the newest where they pile up', () => {
    const desk = createOwnerDesk();
    const tickets = Array.from({ length: 21 }, () => desk.makeTicket(NOW));
    expect(tickets.map((ticket) => desk.redeem(ticket, NOW))).toEqual([
      false,
      ...Array.from({ length: 20 }, () => true),
    ]);
  });

  it('is the first admin’s, of those who are admins now', async () => {
    const store = createMemoryStore();
    const users = store.collection('users');
    expect(await findOwner(store)).toBeUndefined();
    await users.insert(aUser({ id: 'c', username_key: 'c', number: 3, admin: true }));
    await users.insert(aUser({ id: 'b', username_key: 'b', number: 2, admin: true }));
    await users.insert(aUser({ id: 'a', username_key: 'a', number: 1, admin: true, disabled: true }));
    await users.insert(aUser({ id: 'd', username_key: 'd', number: 4 }));
    expect((await findOwner(store))?.id).toBe('b');
  });
});

describe('a scheduled key', () => {
  const key = (id: string, fields: Partial<SigningKey>): SigningKey => ({
    id,
    alg: 'ES256',
    state: 'next',
    public_jwk: {},
    sealed_private_jwk: '',
    published_at: NOW,
    ...fields,
  });
  const rules = { signing_key_lifetime_s: 10 * HOUR, longest_token_lifetime_s: HOUR, publish_before_use_s: 600 };
  const active = key('active', { state: 'active', activated_at: NOW });
  const rotatedAt = (next: SigningKey, now: number) =>
    planRotation([active, next], { ...rules, now }).find(({ alg }) => alg === 'ES256')?.rotated;

  it('takes over when somebody said so, earlier or later than by its age', () => {
    const early = key('next', { activates_at: NOW + HOUR });
    expect([rotatedAt(early, NOW + HOUR - 1), rotatedAt(early, NOW + HOUR)]).toEqual([false, true]);
    const late = key('next', { activates_at: NOW + 20 * HOUR });
    expect([rotatedAt(late, NOW + 11 * HOUR), rotatedAt(late, NOW + 20 * HOUR)]).toEqual([false, true]);
  });

  it('never takes over before applications can know it, and forgets its schedule then', () => {
    const rash = key('next', { activates_at: NOW });
    expect([rotatedAt(rash, NOW + 599), rotatedAt(rash, NOW + 600)]).toEqual([false, true]);
    const [plan] = planRotation([active, rash], { ...rules, now: NOW + 600 }).filter(({ alg }) => alg === 'ES256');
    expect(plan?.change.find(({ id }) => id === 'next')).toEqual(
      key('next', { state: 'active', activated_at: NOW + 600 }),
    );
  });

  it('that is revoked leaves, and the one after it takes over at once', () => {
    const next = key('next', {});
    const [plan] = planRotation([active, next], { ...rules, now: NOW + 1, revoked: 'active' }).filter(
      ({ alg }) => alg === 'ES256',
    );
    expect(plan).toMatchObject({ rotated: true, remove: ['active'], generate: ['next'] });
    const alone = planRotation([active], { ...rules, now: NOW + 1, revoked: 'active' }).find(
      ({ alg }) => alg === 'ES256',
    );
    expect(alone).toMatchObject({ remove: ['active'], generate: ['active', 'next'] });
  });
});
