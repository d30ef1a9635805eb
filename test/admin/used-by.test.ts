/** What groups, scopes and APIs say of who refers to them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const application = async (client_id: string) =>
  (await client('listApplications', { query: { q: client_id } })).body.items.find(
    (each) => each.client_id === client_id,
  )!;
const account = async (username: string) =>
  (await client('listServiceAccounts', { query: { q: username } })).body.items.find(
    (each) => each.username === username,
  )!;

test('a group names the applications that list it, alone or among several, and the service accounts in it', async () => {
  const { id } = (await client('createGroup', { body: { name: 'crew' } })).body;
  const [rp1, rp2] = [await application('rp1'), await application('rp2')];
  await client('changeApplication', { path: { id: rp2.id }, body: { allowed_groups: ['staff', 'crew'] } });
  await client('changeApplication', { path: { id: rp1.id }, body: { allowed_groups: ['crew'] } });
  const robot = (await client('createServiceAccount', { body: { username: 'deck-hand', groups: ['crew'] } })).body;
  const { used_by, applications, members } = (await client('readGroup', { path: { id } })).body;
  expect(used_by).toEqual({
    items: [
      { kind: 'application', id: rp1.id, name: 'rp1' },
      { kind: 'application', id: rp2.id, name: 'rp2' },
      { kind: 'service_account', id: robot.id, name: 'deck-hand' },
    ],
    total: 3,
  });
  expect([applications, members]).toEqual([['rp1'], 1]);
  const listed = (await client('listGroups', { query: { q: 'crew' } })).body.items[0];
  expect(listed?.used_by).toEqual(used_by);
});

test('a scope and an API name who may ask for them, by the API itself or by one of its scopes', async () => {
  const [api] = (await client('listApis')).body.items;
  expect(api?.used_by.items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'application jwt',
    'application robot',
    'service_account bot',
    'service_account humble',
  ]);
  expect((await client('readApi', { path: { id: api?.id ?? '' } })).body.used_by).toEqual(api?.used_by);
  const scope = (await client('createScope', { body: { name: 'badge' } })).body;
  expect(scope.used_by).toEqual({ items: [], total: 0 });
  const [hub, humble] = [await application('hub'), await account('humble')];
  await client('changeApplication', { path: { id: hub.id }, body: { scope: `${hub.scope} badge` } });
  await client('changeServiceAccount', { path: { id: humble.id }, body: { scope: `${humble.scope} badge` } });
  expect((await client('readScope', { path: { id: scope.id } })).body.used_by).toEqual({
    items: [
      { kind: 'application', id: hub.id, name: 'hub' },
      { kind: 'service_account', id: humble.id, name: 'humble' },
    ],
    total: 2,
  });
  const openid = (await client('readScope', { path: { id: 'openid' } })).body;
  expect(openid.used_by.items.map(({ name }) => name)).toContain('rp1');
  expect(openid.used_by.items.map(({ name }) => name)).not.toContain('hub');
});

test('of very many the first twenty are named, and all are counted', async () => {
  for (let n = 0; n < 25; n += 1) {
    const client_id = `many-${String(n).padStart(2, '0')}`;
    await client('createApplication', { body: { client_id, client_name: client_id, scope: 'openid phone' } });
  }
  const { used_by } = (await client('readScope', { path: { id: 'phone' } })).body;
  expect([used_by.items.length, used_by.total]).toEqual([20, 25]);
  expect(used_by.items.at(-1)?.name).toBe('many-19');
});

test('none of it stands in the audit log as if an admin had written it', async () => {
  const { items } = (await client('listAuditEvents', { query: { type: 'group,api,scope', limit: '200' } })).body;
  expect(items.length).toBeGreaterThan(0);
  expect(JSON.stringify(items.map(({ detail }) => detail))).not.toContain('used_by');
});
