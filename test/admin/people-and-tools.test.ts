/** What admins see and settle of applications that people entered, and of programs that bring their client_id along. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, ALICE, APP_PASSWORD } from '../attacks/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let folder: string;
let server: RunningServer;
let client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-people-and-tools-'));
  const file = join(folder, 'office.json');
  const bot = { username: 'bot', admin: true, scope: 'lanyard:admin' };
  const owned = { registered_by: 'person' };
  const carols = { ...owned, owner: 'carol', redirect_uris: ['https://carol.test/callback'] };
  const office = {
    lanyard: 1,
    users: [{ ...ADA, admin: true }, ALICE, { username: 'carol' }],
    applications: [
      {
        ...owned,
        client_id: 'hers',
        client_name: 'Recipes',
        owner: 'Alice',
        redirect_uris: ['https://hers.test/callback'],
      },
      { ...carols, client_id: 'one', client_name: 'One' },
      { ...carols, client_id: 'other', client_name: 'Other' },
    ],
    service_accounts: [{ ...bot, app_passwords: [{ name: 'main', password: APP_PASSWORD }] }],
  };
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file, '--log-level', 'warn'] });
  client = adminClient(server.ready.issuer, await botCredentials(server.ready.issuer));
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('disabling a person says in the audit log what stands still with them', async () => {
  const [alice] = (await client('listUsers', { query: { q: 'alice' } })).body.items;
  const path = { id: alice?.id ?? '' };
  const told = async () =>
    (await client('listAuditEvents', { query: { type: 'user.changed', limit: '1' } })).body.items;
  await client('changeUser', { path, body: { disabled: true } });
  const [stopped] = await told();
  expect(stopped?.detail).toMatchObject({ applications_stopped: ['hers'] });
  expect(stopped?.sentence).toMatch(
    / changed the person alice: disabled; Recipes stands still, because whoever registered it may not sign in$/i,
  );
  await client('changeUser', { path, body: { disabled: false } });
  const [works] = await told();
  expect(works?.detail).not.toHaveProperty('applications_stopped');
  expect(works?.sentence).not.toContain('Recipes');
});

test('an application that a person entered says whose it is, until the office takes it over', async () => {
  const [alice] = (await client('listUsers', { query: { q: 'alice' } })).body.items;
  const [hers] = (await client('listApplications', { query: { q: 'hers' } })).body.items;
  expect(hers).toMatchObject({ registered_by: 'person', owner_id: alice?.id });
  const of = async (owner_id: string) => (await client('listApplications', { query: { owner_id } })).body.items;
  expect(await of(alice?.id ?? '')).toEqual([hers]);
  expect(await of('nobody')).toEqual([]);
  const path = { id: hers?.id ?? '' };
  const given = await client('changeApplication', { path, body: { owner_id: alice?.id } });
  expect(given.status).toBe(400);
  const taken = await client('changeApplication', { path, body: { owner_id: null } });
  expect(taken.status).toBe(200);
  expect(taken.body).not.toHaveProperty('owner_id');
  const { items } = (await client('listAuditEvents', { query: { q: 'hers' } })).body;
  expect(items[0]).toMatchObject({
    type: 'application.changed',
    detail: { before: { owner_id: alice?.id }, after: {} },
  });
});

test('Git’s helpers and tea stand among the applications as soon as an admin wants them, and go again', async () => {
  const tools = async () => (await client('listApplications', { query: { q: '127.0.0.1' } })).body.items;
  expect(await tools()).toEqual([]);
  await client('changeSettings', { body: { git_tools: 'forgejo' } });
  const entered_by = 'git_tools';
  expect((await tools()).map(({ client_name, dialect, entered_by }) => ({ client_name, dialect, entered_by }))).toEqual(
    [
      { client_name: 'Git Credential Manager', dialect: 'forgejo', entered_by },
      { client_name: 'git-credential-oauth', dialect: 'forgejo', entered_by },
      { client_name: 'tea', dialect: 'forgejo', entered_by },
    ],
  );
  const { attention } = (await client('readStatus')).body;
  expect(attention.filter(({ text }) => text.includes('git-credential-oauth'))).toEqual([]);
  await client('changeSettings', { body: { git_tools: 'off' } });
  expect(await tools()).toEqual([]);
});

test('what people’s applications may ask for never opens the office', async () => {
  const refused = await client('changeSettings', { body: { user_applications_scope: 'openid lanyard:admin' } });
  expect(refused).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/user_applications_scope' }] } });
  const set = await client('changeSettings', {
    body: { user_applications_scope: 'openid', user_applications: 'open' },
  });
  expect(set).toMatchObject({ status: 200, body: { user_applications_scope: 'openid', user_applications: 'open' } });
});

test('removing a person says which of their applications stand still without them', async () => {
  const [carol] = (await client('listUsers', { query: { q: 'carol' } })).body.items;
  await client('removeUser', { path: { id: carol?.id ?? '' } });
  const [event] = (await client('listAuditEvents', { query: { type: 'user.removed', limit: '1' } })).body.items;
  expect(event?.sentence).toMatch(
    /removed the person carol; (One and Other|Other and One) stand still, because whoever registered them is gone$/,
  );
});
