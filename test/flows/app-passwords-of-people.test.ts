/** People make app passwords on their account of a real server, and programs sign in by them: in all spellings, and not one step further. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { adminClient, type Client } from '../admin/admin-client.ts';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'wiki-secret-wiki-secret-wiki-secret-1';
const BOSS = { username: 'boss', password: 'boss-app-password-0123456789-abcdef' };
const CALLBACK = 'http://127.0.0.1:9/callback';
const app = { client_secret: SECRET, redirect_uris: [CALLBACK], scope: 'openid profile email groups offline_access' };
const OFFICE = {
  lanyard: 1,
  settings: { user_app_passwords: 'on', login_attempts_per_minute: 30 },
  groups: [{ name: 'staff' }],
  users: [
    { ...ALICE, name: 'Alice Example', email: 'alice@example.lan' },
    { username: 'ada', password: 'ada-ada-ada-ada-1', admin: true },
    { username: 'bruno', password: 'bruno-bruno-bruno-1', groups: ['staff'] },
  ],
  applications: [
    { ...app, client_id: 'wiki', client_name: 'Wiki', slug: 'wiki', dialect: 'authentik' },
    { ...app, client_id: 'other', client_name: 'Other', dialect: 'authentik' },
    { ...app, client_id: 'staff-only', client_name: 'Staff only', dialect: 'authentik', allowed_groups: ['staff'] },
    { ...app, client_id: 'forge', client_name: 'A tool', dialect: 'forgejo' },
  ],
  service_accounts: [
    { username: BOSS.username, admin: true, app_passwords: [{ name: 'main', password: BOSS.password }] },
  ],
};
const AUTHENTIK = '/application/o/token/';

let server: RunningServer;
let folder: string;
let origin: string;
let client: Client;
let alice: HttpPerson;
let alice_id: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-app-passwords-'));
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(OFFICE));
  server = await startServer({ args: ['--import', file, '--log-level', 'debug'] });
  origin = server.ready.issuer;
  const { body } = await ask('/oauth2/token', { ...BOSS, client_id: undefined, scope: 'lanyard:admin' });
  client = adminClient(origin, { authorization: `Bearer ${body['access_token']}` });
  alice_id = (await client('listUsers', { query: { q: 'alice' } })).body.items[0]!.id;
  alice = await signedIn(ALICE);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function signedIn(person: { readonly username: string; readonly password: string }): Promise<HttpPerson> {
  const browser = new HttpPerson(origin);
  const page = await browser.open(`${origin}/account/`);
  await browser.submit(page, person);
  return browser;
}

async function ask(path: string, fields: Readonly<Record<string, string | undefined>>) {
  const all = Object.entries({ grant_type: 'client_credentials', client_id: 'wiki', ...fields });
  const body = new URLSearchParams(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const answer = await fetch(`${origin}${path}`, { method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

const rest = (authorization: string) => fetch(`${origin}/api/v1/user`, { headers: { authorization } });
const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

interface Made {
  readonly id: string;
  readonly password: string;
}

/** By the form, as it stands on the page; `is_for` is what the choice says. */
async function make(name: string, is_for: string, browser = alice, scope = ['read:user']): Promise<Made> {
  const form = await browser.open(`${origin}/account/app-passwords/new`);
  const value = new RegExp(`<option value="([^"]+)"[^>]*>${is_for}`).exec(form.html)?.[1] ?? is_for;
  const fields = [['name', name], ['is_for', value], ['lasts', '30'], ...scope.map((one) => ['scope', one])];
  const page = await browser.submit(form, fields as [string, string][]);
  const password = /id="lanyard-app-password">([^<]+)</.exec(page.html)?.[1];
  if (password === undefined) throw new Error(`${page.status}: ${page.html.slice(0, 3000)}`);
  const account = await browser.open(`${origin}/account/`);
  const card = account.html.split('id="lanyard-app-password-').find((part) => part.includes(`<bdi>${name}</bdi>`));
  return { id: card?.slice(0, card.indexOf('"')) ?? '', password };
}

async function deleteIt({ id }: Made): Promise<void> {
  const page = await alice.open(`${origin}/account/app-passwords/${id}/delete`);
  await alice.submit(page, {});
}

const spelled = (password: string): readonly (readonly [string, Record<string, string | undefined>])[] => [
  ['username and password', { username: 'alice', password }],
  ['without client_id', { username: 'alice', password, client_id: undefined }],
  ['as the grant password', { username: 'alice', password, grant_type: 'password' }],
  ['beside a secret', { username: 'alice', password, client_secret: 'whatever' }],
  ['in the place of the secret', { client_secret: Buffer.from(`alice:${password}`).toString('base64') }],
];

describe('for an application of dialect authentik', () => {
  it('gets the person’s token in each spelling that service accounts have', async () => {
    const { password } = await make('All spellings', 'Wiki');
    for (const [what, fields] of spelled(password)) {
      const { status, body } = await ask(AUTHENTIK, fields);
      expect([what, status, body['scope']]).toEqual([what, 200, 'openid profile email groups']);
      expect([what, body['id_token'], body['refresh_token']]).toEqual([what, undefined, undefined]);
      const headers = { authorization: `Bearer ${body['access_token']}` };
      const userinfo = await fetch(`${origin}/application/o/userinfo/`, { headers });
      expect(await userinfo.json()).toMatchObject({ preferred_username: 'alice' });
      // It is meant for this server, and has no right over the office.
      expect((await fetch(`${origin}/api/v1/users`, { headers })).status).toBe(403);
    }
  });

  it.each([
    ['a wrong one', AUTHENTIK, { password: 'lanyard_wrong' }],
    ['another application', AUTHENTIK, { client_id: 'other' }],
    ['another person', AUTHENTIK, { username: 'bruno' }],
    ['nobody', AUTHENTIK, { username: 'nobody' }],
    ['the password of the sign-in page', AUTHENTIK, { password: ALICE.password }],
    ['the native token endpoint', '/oauth2/token', {}],
    ['the token endpoint of Gitea and Forgejo', '/login/oauth/access_token', { client_id: 'forge' }],
    ['rights over the office', AUTHENTIK, { scope: 'lanyard:admin' }],
  ])('refuses %s', async (what, path, change) => {
    const { password } = await make(`Not for ${what}`, 'Wiki');
    const { status, body } = await ask(path, { username: 'alice', password, ...change });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(429);
    expect(body['access_token']).toBeUndefined();
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(200);
    await deleteIt({ id: (await seen(`Not for ${what}`)).id, password });
  });

  it('is not a password that anybody signs in with', async () => {
    const made = await make('No sign-in', 'Wiki');
    const browser = new HttpPerson(origin);
    const page = await browser.open(`${origin}/account/`);
    const refused = await browser.submit(page, { username: 'alice', password: made.password });
    expect(refused.status).toBe(401);
    expect(refused.html).toContain('lanyard-login-error');
    expect((await browser.submit(refused, { ...ALICE })).status).toBe(200);
    await deleteIt(made);
  });

  it('offers nobody an application that they may not use', async () => {
    const form = await alice.open(`${origin}/account/app-passwords/new`);
    expect(form.html).toContain('>Wiki</option>');
    expect(form.html).not.toContain('Staff only');
    const bruno = await signedIn({ username: 'bruno', password: 'bruno-bruno-bruno-1' });
    const { password } = await make('Of Bruno', 'Staff only', bruno);
    const fields = { username: 'bruno', password, client_id: 'staff-only' };
    expect((await ask(AUTHENTIK, fields)).status).toBe(200);
    const bruno_id = (await client('listUsers', { query: { q: 'bruno' } })).body.items[0]!.id;
    expect(await client('changeUser', { path: { id: bruno_id }, body: { groups: [] } })).toMatchObject({ status: 200 });
    expect(await ask(AUTHENTIK, fields)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

const seen = async (name: string) => {
  const { body } = await client('listUserAppPasswords', { path: { id: alice_id }, query: { q: name } });
  const [found] = body.items;
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe('for programs written for Gitea or Forgejo', () => {
  it('opens their calls, as a password and as a token, with what was ticked', async () => {
    const { password } = await make('Git', 'forge');
    for (const way of [basic('alice', password), `token ${password}`, `Bearer ${password}`]) {
      const answer = await rest(way);
      expect([way.slice(0, 6), answer.status]).toEqual([way.slice(0, 6), 200]);
      expect(await answer.json()).toMatchObject({ login: 'alice', email: 'alice@example.lan' });
    }
    const orgs = await fetch(`${origin}/api/v1/user/orgs`, { headers: { authorization: `token ${password}` } });
    expect(orgs.status).toBe(403);
    expect((await rest(basic('alice', ALICE.password))).status).toBe(401);
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(400);
  });

  it('does not open them where it is for an application, and neither opens the admin API', async () => {
    const { password } = await make('No Git', 'Wiki');
    expect((await rest(basic('alice', password))).status).toBe(401);
    expect((await rest(`token ${password}`)).status).toBe(401);
    const headers = { authorization: `Bearer ${password}` };
    expect((await fetch(`${origin}/api/v1/users`, { headers })).status).toBe(401);
  });
});

describe('an admin', () => {
  it('sees on the person’s page what there is, and what came of it', async () => {
    const made = await make('Backup', 'Wiki');
    expect(await seen('Backup')).toMatchObject({ is_for: 'Wiki', used_at: null, expires_at: expect.any(Number) });
    await ask(AUTHENTIK, { username: 'alice', password: made.password });
    expect((await seen('Backup')).used_at).toBeGreaterThan(0);
    const { body } = await client('listUserGrants', { path: { id: alice_id }, query: { limit: '100' } });
    expect(body.items.map(({ origin: from }) => from)).toContainEqual({ kind: 'app_password', name: 'Backup' });
    const account = await alice.open(`${origin}/account/`);
    expect(account.html).toContain('your app password Backup');
  });

  it('ends one, with what was got by it', async () => {
    const { password } = await make('To end', 'Wiki');
    const { body } = await ask(AUTHENTIK, { username: 'alice', password });
    const headers = { authorization: `Bearer ${body['access_token']}` };
    expect((await fetch(`${origin}/application/o/userinfo/`, { headers })).status).toBe(200);
    const path = { id: alice_id, app_password_id: (await seen('To end')).id };
    const bruno_id = (await client('listUsers', { query: { q: 'bruno' } })).body.items[0]!.id;
    await client('removeUserAppPassword', { path: { ...path, id: bruno_id } });
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(200);
    expect((await client('removeUserAppPassword', { path })).status).toBe(204);
    expect((await fetch(`${origin}/application/o/userinfo/`, { headers })).status).toBe(401);
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(400);
    const events = await client('listAuditEvents', { query: { type: 'user_app_password.' } });
    expect(events.body.items.map(({ sentence }) => sentence)).toEqual([
      'boss removed the app password To end of alice',
    ]);
  });

  it('switches them all off, and nobody gets in by one', async () => {
    const { password } = await make('Switched', 'Wiki');
    const git = await make('Switched Git', 'forge');
    await client('changeSettings', { body: { user_app_passwords: 'off' } });
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(400);
    expect((await rest(`token ${git.password}`)).status).toBe(401);
    expect((await alice.open(`${origin}/account/`)).html).toContain('Your office lets nobody in by these now');
    expect((await alice.open(`${origin}/account/app-passwords/new`)).status).toBe(404);
    await client('changeSettings', { body: { user_app_passwords: 'on' } });
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(200);
    expect((await rest(`token ${git.password}`)).status).toBe(200);
  });

  it('switches the person off, and none of them comes back', async () => {
    const { password } = await make('Last', 'Wiki');
    expect(await client('changeUser', { path: { id: alice_id }, body: { disabled: true } })).toMatchObject({
      status: 200,
    });
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(400);
    await client('changeUser', { path: { id: alice_id }, body: { disabled: false } });
    expect((await ask(AUTHENTIK, { username: 'alice', password })).status).toBe(400);
    expect((await client('listUserAppPasswords', { path: { id: alice_id } })).body.items).toEqual([]);
    alice = await signedIn(ALICE);
  });
});

it('twenty programs at once get in, and no app password stands anywhere in clear', async () => {
  const { password } = await make('Twenty', 'Wiki');
  const all = await Promise.all(Array.from({ length: 20 }, () => ask(AUTHENTIK, { username: 'alice', password })));
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  const exported = await fetch(`${origin}/api/v1/exports/configuration`, {
    headers: { authorization: (await credentials()).authorization },
  });
  const text = await exported.text();
  const document: { readonly user_app_passwords: readonly { readonly name: string }[] } = parse(text);
  expect(document.user_app_passwords).toContainEqual(
    expect.objectContaining({ username: 'alice', name: 'Twenty', application: 'wiki' }),
  );
  const files = await readdir(server.directory, { recursive: true, withFileTypes: true });
  const kept = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const everything = await Promise.all(kept.map((path) => readFile(path, 'latin1')));
  for (const place of [text, server.stderr(), ...everything]) expect(place).not.toContain(password);
});

async function credentials(): Promise<{ readonly authorization: string }> {
  const { body } = await ask('/oauth2/token', { ...BOSS, client_id: undefined, scope: 'lanyard:admin' });
  return { authorization: `Bearer ${body['access_token']}` };
}
