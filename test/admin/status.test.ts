/** What the status says: who is there, how many there are of everything, and what an admin should look after. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { ChainVerdict } from '../../server/audit/chain.ts';
import type { AdminContext } from '../../server/admin/handler.ts';
import { createRegister } from '../../server/admin/register.ts';
import type { ServerFacts } from '../../server/admin/server-facts.ts';
import { STATUS_HANDLERS } from '../../server/admin/status-api.ts';
import { DEFAULT_SETTINGS } from '../../server/directory/settings.ts';
import type { Application } from '../../server/storage/records/directory.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { ALICE, type AttackedOffice, BOB, startOffice } from '../attacks/office.ts';
import { anApplication, aUser, NOW } from '../support/records.ts';
import { adminClient, botCredentials } from './admin-client.ts';

describe('of a running server', () => {
  let office: AttackedOffice;
  beforeAll(async () => {
    office = await startOffice();
  });
  afterAll(() => office.stop());

  test('names everybody who is signed in once, the newest first', async () => {
    const client = adminClient(office.origin, await botCredentials(office.origin));
    for (const who of [ALICE, BOB, ALICE]) await office.signedIn(who);
    const { body } = await client('readStatus');
    expect(body.people_online.map(({ username }) => username).toSorted()).toEqual(['alice', 'bob']);
    expect(body.online).toBe(2);
    expect(body.counts).toEqual({ users: 3, groups: 1, applications: 9, service_accounts: 2, sessions: 3 });
    expect(body).toMatchObject({ issuer: office.origin, store: { kind: 'file', writable: true } });
    expect(body.listeners).toEqual([{ dialect: 'native', url: office.origin }]);
    expect(body.attention.map(({ code }) => code)).toEqual(['only_admin', 'shared_host']);
    expect(body.attention[1]?.text).toMatch(/ the same host name as Lanyard \(127\.0\.0\.1\), on another port\./);
    await expect
      .poll(async () => (await client('readStatus')).body.audit_chain, { timeout: 30_000 })
      .toMatchObject({ state: 'intact', checked_at: expect.any(Number), broken_at: null, reason: null });
  });

  it('says which addresses wait for a start, until the setting is taken back', async () => {
    const client = adminClient(office.origin, await botCredentials(office.origin));
    const attention = async () => {
      const { body } = await client('readStatus');
      const told = body.attention.filter(({ code }) => code === 'start_again').map(({ text }) => text);
      return { to_come: body.listeners_to_come, told };
    };
    await client('changeSettings', { body: { dialect_listeners: ['forgejo=5901', 'gitea=git.example.lan'] } });
    expect(await attention()).toEqual({
      to_come: ['forgejo=5901', 'gitea=git.example.lan'],
      told: ['Start Lanyard again. Only then do forgejo=5901 and gitea=git.example.lan answer.'],
    });
    await client('changeSettings', { body: { dialect_listeners: [] } });
    expect(await attention()).toEqual({ to_come: [], told: [] });
  });
});

const FACTS: ServerFacts = {
  version: '1',
  issuer: 'https://sso.test',
  started_at: NOW,
  listeners: [],
  listeners_at_start: [],
  listeners_refused: new Map(),
  store_kind: 'file',
  tls: true,
  reachable: true,
  certificate_expires_at: NOW + 90 * 24 * 3600,
};

async function status(
  changes: Partial<ServerFacts>,
  admin_from: 'loopback' | 'lan' = 'loopback',
  verdict?: ChainVerdict,
  applications: readonly Application[] = [],
  dialect_listeners: readonly string[] = [],
) {
  const store = createMemoryStore();
  for (const id of ['a', 'b']) {
    await store.collection('users').insert(aUser({ id, username_key: id, admin: true, password_hash: 'x' }));
  }
  const kinds = { public_jwk: {}, sealed_private_jwk: '', published_at: NOW, state: 'next' } as const;
  for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
    await store.collection('signing_keys').insert({ id: alg, alg, ...kinds });
  }
  for (const application of applications) await store.collection('applications').insert(application);
  const chain = { last: () => (verdict === undefined ? undefined : { checked_at: NOW, verdict }) };
  const house = { register: createRegister(), chain, facts: () => ({ ...FACTS, ...changes }) };
  await store.collection('settings').insert({ ...DEFAULT_SETTINGS, admin_from, dialect_listeners });
  const cx = { house, store, now: NOW } as unknown as AdminContext;
  const call = { path: {}, query: undefined, body: undefined } as unknown as Parameters<
    typeof STATUS_HANDLERS.readStatus
  >[0];
  return (await STATUS_HANDLERS.readStatus(call, cx)).body;
}

const attention = async (...asked: Parameters<typeof status>) => (await status(...asked)).attention;

describe('what needs looking after', () => {
  const open = { tls: false, certificate_expires_at: undefined, issuer: 'http://192.168.1.5:5263' };

  it('is nothing where all is well', async () => {
    expect(await attention({})).toEqual([]);
    expect(await attention({ ...open, reachable: false })).toEqual([]);
  });

  it.each([
    [open, 'loopback', ['unencrypted']],
    [open, 'lan', ['unencrypted', 'panel_on_network']],
    [{ certificate_expires_at: NOW + 29 * 24 * 3600 }, 'lan', ['certificate_expiring']],
    [{ certificate_expires_at: NOW - 1 }, 'loopback', ['certificate_expiring']],
  ] as const)('is told: %o, admins from %s', async (changes, from, codes) => {
    const found = await attention(changes, from);
    expect(found.map(({ code }) => code)).toEqual(codes);
    expect(found.every(({ text }) => /^[A-Z].*\.$/.test(text))).toBe(true);
  });

  it.each([
    ['http://192.168.1.5:8080/cb', true],
    ['https://192.168.1.5/cb', true],
    ['http://192.168.1.5:5263/cb', false],
    ['http://192.168.1.6:8080/cb', false],
    ['com.example.app:/cb', false],
  ])('is an application at %s, beside http://192.168.1.5:5263: %s', async (redirect_uri, shared) => {
    const beside = anApplication({
      client_id: 'wiki',
      client_name: 'Our wiki',
      redirect_uris: ['https://app.example.lan/callback', redirect_uri],
    });
    const told = await attention({ ...open, reachable: false }, 'loopback', undefined, [beside]);
    expect(told.map(({ code }) => code)).toEqual(shared ? ['shared_host'] : []);
    expect(told.every(({ text }) => text.startsWith('Our wiki has the same host name'))).toBe(true);
    const off = await attention({ ...open, reachable: false }, 'loopback', undefined, [{ ...beside, disabled: true }]);
    expect(off).toEqual([]);
  });

  it('is told of an address that went without a start, or was tried and does not answer', async () => {
    const listening = { listeners: [{ dialect: 'gitea', url: 'http://sso.test:8081' }] };
    expect(await attention({ ...listening, listeners_at_start: ['gitea=8081'] })).toEqual([
      { code: 'start_again', text: 'Start Lanyard again. gitea=8081 answers until then.' },
    ]);
    const why = 'can’t listen on 127.0.0.1, port 8082: another program has that port';
    const tried = { listeners_at_start: ['ory=8082'], listeners_refused: new Map([['ory=8082', why]]) };
    expect(await attention(tried, 'loopback', undefined, [], ['ory=8082'])).toEqual([
      {
        code: 'address_closed',
        text: `ory=8082 does not answer: ${why}. Under Settings, choose another port or name; then start Lanyard again.`,
      },
    ]);
  });

  it('is told of an audit log that is not as it was written, and where', async () => {
    const verdict = { kind: 'broken', id: '000000000012', reason: 'it was changed after it was written' } as const;
    const { attention: found, audit_chain } = await status({}, 'loopback', verdict);
    expect(found).toEqual([
      {
        code: 'audit_chain_broken',
        text: 'The audit log is not as it was written: at event 12, it was changed after it was written.',
      },
    ]);
    const { id: broken_at, reason } = verdict;
    expect(audit_chain).toEqual({ state: 'broken', checked_at: NOW, events: 11, broken_at, reason });
  });
});

it('says when the audit log was last checked, and that it was not yet', async () => {
  const whole = { kind: 'intact', events: 7, hash: 'x' } as const;
  const nothing = { broken_at: null, reason: null };
  expect((await status({}, 'loopback', whole)).audit_chain).toEqual({
    state: 'intact',
    checked_at: NOW,
    events: 7,
    ...nothing,
  });
  expect((await status({})).audit_chain).toEqual({ state: 'unchecked', checked_at: null, events: 0, ...nothing });
});
