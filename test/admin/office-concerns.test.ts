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
const AS_IT_IS = { reachable: false, tls: false };

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
