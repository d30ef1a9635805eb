/** What the panel's first screen and the doctor both tell: of an address that changed, in the names that people know. */
import { describe, expect, it, test } from 'vitest';
import { noteIssuer } from '../../server/admin/known-issuer.ts';
import { OFFICE_CONCERNS } from '../../server/admin/office-concerns.ts';
import { readSettings } from '../../server/directory/settings.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { examine, useOffice } from '../commands/doctor-office.ts';
import { anApplication, aUser, NOW } from '../support/records.ts';
import { startServer } from '../support/start-server.ts';
import { adminClient, panelCredentials } from './admin-client.ts';

const OLD = 'http://127.0.0.1:5263';
const NEW = 'http://sso.example.lan:5263';
const AS_IT_IS = { now: 0, reachable: false, tls: false };

describe('the address that applications were set up for', () => {
  const known = async (store: ReturnType<typeof createMemoryStore>) => (await readSettings(store)).applications_issuer;

  it('is that of the newest start while there is no application', async () => {
    const store = createMemoryStore();
    await noteIssuer(store, OLD, NOW);
    await noteIssuer(store, NEW, NOW);
    expect(await known(store)).toBe(NEW);
  });

  it('stays once there are applications, and another one is told with what to do', async () => {
    const store = createMemoryStore();
    await store.collection('applications').insert(anApplication());
    await noteIssuer(store, OLD, NOW);
    await noteIssuer(store, NEW, NOW);
    expect(await known(store)).toBe(OLD);
    const look = OFFICE_CONCERNS.issuer_changed;
    expect(await look({ ...AS_IT_IS, records: store, issuer: NEW })).toEqual({
      found: `Applications were set up for ${OLD}; Lanyard now answers at ${NEW}.`,
      advice: expect.stringContaining('each application has the new address'),
    });
    expect(await look({ ...AS_IT_IS, records: store, issuer: OLD })).toBeUndefined();
    expect(await look({ ...AS_IT_IS, records: store, issuer: undefined })).toBeUndefined();
  });
});

describe('the only admin', () => {
  it('is named, and nothing is told of two', async () => {
    const store = createMemoryStore();
    const admin = (name: string) =>
      aUser({ id: name, username: name, username_key: name, admin: true, password_hash: 'x' });
    await store.collection('users').insert(admin('jo'));
    const look = () => OFFICE_CONCERNS.only_admin({ ...AS_IT_IS, records: store, issuer: OLD });
    expect((await look())?.found).toMatch(/^jo is the only admin:/);
    await store.collection('users').insert(admin('al'));
    expect(await look()).toBeUndefined();
  });
});

describe('applications of people who are away', () => {
  it('are named, and only those', async () => {
    const store = createMemoryStore();
    const jo = { ...aUser({ id: 'jo', username: 'jo', username_key: 'jo' }), disabled: false };
    await store.collection('users').insert(jo);
    const add = (id: string, fields: object) =>
      store
        .collection('applications')
        .insert({ ...anApplication({ id, number: Number(id), client_id: id, client_name: `App ${id}` }), ...fields });
    await add('1', {});
    await add('2', { owner_id: 'jo' });
    await add('3', { owner_id: 'jo', disabled: true });
    const look = () => OFFICE_CONCERNS.owner_away({ ...AS_IT_IS, records: store, issuer: OLD });
    expect(await look()).toBeUndefined();
    await store.collection('users').update('jo', (old) => ({ ...old, disabled: true }));
    expect((await look())?.found).toMatch(/^Nobody can sign in to App 2: the person who registered it is disabled/);
    await store.collection('users').remove('jo');
    await add('4', { owner_id: 'gone' });
    expect((await look())?.found).toMatch(/^Nobody can sign in to App 2 and App 4: the person who registered each/);
  });
});

describe('applications that were not told of sign-outs', () => {
  const delivery = (id: string, fields: object) => ({
    id,
    client_id: 'grafana',
    user_id: 'u',
    sid: id,
    created_at: NOW,
    expires_at: NOW + 1000,
    tries: 1,
    ...fields,
  });
  const set = async (...deliveries: readonly ReturnType<typeof delivery>[]) => {
    const store = createMemoryStore();
    const application = anApplication({ client_id: 'grafana', client_name: 'Grafana' });
    await store
      .collection('applications')
      .insert({ ...application, backchannel_logout_uri: 'https://grafana.test/out' });
    for (const each of deliveries) await store.collection('logout_deliveries').insert(each);
    return OFFICE_CONCERNS.sign_outs_untold({ ...AS_IT_IS, records: store, issuer: OLD });
  };
  const failed = (id: string, at: number) => delivery(id, { tried_at: at, error: 'it answered 500' });
  const told = (id: string, at: number) => delivery(id, { tried_at: at, told_at: at, status: 200 });

  it('are named where the last try went wrong', async () => {
    expect((await set(told('1', NOW), failed('2', NOW + 1)))?.found).toMatch(/^Grafana could not be told that people/);
    expect((await set(failed('1', NOW)))?.found).toMatch(/^Grafana/);
  });

  it('are not named once one has arrived since, nor before anything was tried', async () => {
    expect(await set(failed('1', NOW), told('2', NOW + 1))).toBeUndefined();
    expect(await set(told('2', NOW + 1), failed('1', NOW))).toBeUndefined();
    expect(await set(delivery('1', { tries: 0, next_try_at: NOW }))).toBeUndefined();
    expect(await set()).toBeUndefined();
  });

  it('are not named for what only a browser could have told them', async () => {
    expect(await set(delivery('frame-1', { tries: 0, tried_at: NOW, error: 'nobody' }))).toBeUndefined();
  });
});

const office = useOffice();

test('an office that is started at another port hears of it on the first screen and from the doctor, until it is settled', async () => {
  const directory = await office.fresh();
  const first = await startServer({ directory });
  await first.stop();
  const second = await startServer({ directory });
  const { port } = new URL(second.ready.issuer);
  try {
    const words = `Applications were set up for ${first.ready.issuer}; Lanyard now answers at ${second.ready.issuer}.`;
    const client = adminClient(
      second.ready.issuer,
      await panelCredentials(second.ready.issuer, { username: 'ada', password: 'correct horse battery' }),
    );
    const codes = async () => (await client('readStatus')).body.attention.map(({ code, text }) => `${code}: ${text}`);
    expect(await codes()).toContainEqual(expect.stringContaining(`issuer_changed: ${words}`));
    expect((await examine(directory, '--port', port)).complaints).toEqual([
      expect.stringContaining(`warning office: ${words}`),
    ]);
    expect((await client('acceptIssuer')).status).toBe(204);
    expect(await codes()).toEqual([]);
    expect((await examine(directory, '--port', port)).complaints).toEqual([]);
    const told = (await client('listAuditEvents', { query: { type: 'issuer.accepted' } })).body.items;
    expect(told.map(({ sentence }) => sentence)).toEqual([
      `ada said that every application knows the address ${second.ready.issuer}`,
    ]);
  } finally {
    await second.stop();
  }
});
