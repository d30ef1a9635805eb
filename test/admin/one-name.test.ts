/** A service account and an application of one name: tokens could not tell them apart. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APP_PASSWORD } from '../attacks/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let folder: string;
let server: RunningServer;
let client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-one-name-'));
  const file = join(folder, 'office.json');
  const bot = { username: 'bot', admin: true, scope: 'lanyard:admin' };
  const applications = [{ client_id: 'wiki', redirect_uris: ['https://w.test/'] }, { client_id: 'from-before' }];
  const service_accounts = [
    { ...bot, app_passwords: [{ name: 'main', password: APP_PASSWORD }] },
    { username: 'from-before' },
  ];
  await writeFile(file, JSON.stringify({ lanyard: 1, applications, service_accounts }));
  server = await startServer({ args: ['--import', file, '--log-level', 'error'] });
  client = adminClient(server.ready.issuer, await botCredentials(server.ready.issuer));
}, 120_000);
afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

test('no service account gets the client_id of an application, neither when it is made nor later', async () => {
  const errors = [{ pointer: '/username', detail: expect.stringContaining('is the client_id of wiki') }];
  const made = await client('createServiceAccount', { body: { username: 'wiki' } });
  expect([made.status, made.problem]).toMatchObject([409, { errors }]);
  const other = await client('createServiceAccount', { body: { username: 'wiki-bot' } });
  expect(other.status).toBe(201);
  const path = { id: other.body.id };
  const headers = { 'if-match': other.etag };
  const renamed = await client('changeServiceAccount', { path, headers, body: { username: 'wiki' } });
  expect([renamed.status, renamed.problem]).toMatchObject([409, { errors }]);
  const free = await client('changeServiceAccount', { path, headers, body: { username: 'wiki-robot' } });
  expect(free.status).toBe(200);
});

test('no application gets the username of a service account', async () => {
  const body = { redirect_uris: ['https://b.test/'] };
  const refused = await client('createApplication', { body: { ...body, client_id: 'bot' } });
  const errors = [{ pointer: '/client_id', detail: expect.stringContaining('is the username of a service account') }];
  expect([refused.status, refused.problem]).toMatchObject([409, { errors }]);
  expect((await client('createApplication', { body: { ...body, client_id: 'bot-2' } })).status).toBe(201);
});

test('an office that has both from before keeps both, and changes what else they are', async () => {
  const { items } = (await client('listServiceAccounts', {})).body;
  const account = items.find(({ username }) => username === 'from-before');
  const { etag } = await client('readServiceAccount', { path: { id: account?.id ?? '' } });
  const path = { id: account?.id ?? '' };
  const body = { username: 'from-before', name: 'Old' };
  expect((await client('changeServiceAccount', { path, headers: { 'if-match': etag }, body })).status).toBe(200);
});
