/** The names that people have in tokens: the same for good, and nobody else's afterwards, whatever happens to the server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../support/start-server.ts';

const PASSWORD = 'bot-app-password-bot-app-password-01';
const ADMIN = { username: 'ada', password: 'ada-ada-ada-ada-1', name: 'Ada', admin: true };
const person = (username: string) => ({ username, name: username });

let folder: string;
let file: string;
let server: RunningServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-ids-'));
  file = join(folder, 'office.json');
  await writeOffice(['ann', 'ben', 'cat']);
  await start();
}, 60_000);
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function writeOffice(usernames: readonly string[]): Promise<void> {
  const bot = { username: 'bot', admin: true, app_passwords: [{ name: 'main', password: PASSWORD }] };
  await writeFile(
    file,
    JSON.stringify({ lanyard: 1, users: [ADMIN, ...usernames.map(person)], service_accounts: [bot] }),
  );
}

async function start(): Promise<void> {
  server = await startServer({ directory: folder, args: ['--import', file, '--log-level', 'silent'] });
}

async function admin(method: string, path: string): Promise<Response> {
  const { issuer } = server.ready;
  const form = { grant_type: 'client_credentials', username: 'bot', password: PASSWORD, scope: 'lanyard:admin' };
  const answer = await fetch(`${issuer}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = (await answer.json()) as { access_token: string };
  return fetch(`${issuer}/api/v1${path}`, { method, headers: { authorization: `Bearer ${access_token}` } });
}

type Ids = Readonly<Record<string, { readonly id: string; readonly number: number }>>;

async function ids(): Promise<Ids> {
  const { items } = (await (await admin('GET', '/users?limit=100')).json()) as {
    items: { id: string; number: number; username: string }[];
  };
  return Object.fromEntries(items.map(({ username, id, number }) => [username, { id, number }]));
}

function isAsPromised({ id, number }: Ids[string] = { id: '', number: 0 }): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id) && Number.isSafeInteger(number) && number > 0;
}

test('stay through restarts, kills and an import of the same office', async () => {
  const before = await ids();
  expect(Object.values(before).filter(isAsPromised)).toHaveLength(4);
  await server.stop('SIGKILL');
  await start();
  expect(await ids()).toEqual(before);
  await server.stop();
  await start();
  expect(await ids()).toEqual(before);
}, 60_000);

test('of somebody who was removed go to nobody, though the server is killed at once and they are imported again', async () => {
  const before = await ids();
  // The newest number, which a count of records would give out again.
  const [newest = ''] = Object.keys(before).toSorted(
    (one, other) => (before[other]?.number ?? 0) - (before[one]?.number ?? 0),
  );
  expect((await admin('DELETE', `/users/${before[newest]?.id ?? ''}`)).status).toBe(204);
  await server.stop('SIGKILL');
  await writeOffice(['ann', 'ben', 'cat', 'dan']);
  await start();
  const after = await ids();
  const used = new Set(Object.values(before).flatMap(({ id, number }) => [id, number]));
  for (const name of [newest, 'dan']) {
    expect(isAsPromised(after[name])).toBe(true);
    expect([used.has(after[name]?.id ?? ''), used.has(after[name]?.number ?? 0)]).toEqual([false, false]);
  }
  expect(after[newest]?.number).not.toBe(after['dan']?.number);
}, 60_000);
