import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLanyard, type RunningServer, startServer } from '../support/start-server.ts';
import { type Browser, paramsOf } from './browser.ts';
import {
  ADA,
  ALICE,
  APP_PASSWORD,
  type AttackedOffice,
  authorizePath,
  basic,
  BOB,
  codeFor,
  post,
  redeem,
  refresh,
  SECRET,
  startOffice,
  VERIFIER,
  works,
} from './office.ts';

let directory: string;
let office: AttackedOffice;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-rest-'));
  office = await startOffice(['--log-level', 'debug'], {}, directory);
});
afterAll(async () => {
  await office.stop();
  await again.stop();
  await rm(directory, { recursive: true, force: true });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const LOST = 'canary-typed-into-the-wrong-field';

it('keeps no password, secret, code, token or cookie in clear, neither in its files nor in its log', async () => {
  const { origin } = office;
  const secrets = [SECRET, APP_PASSWORD, VERIFIER, ALICE.password, BOB.password, ADA.password];
  const keep = (...values: (string | undefined)[]) => secrets.push(...values.filter((value) => value !== undefined));

  const alice = await office.signedIn();
  keep(alice.cookies.get('lanyard_session'), alice.cookies.get('lanyard_browser'));
  const code = await codeFor(alice, { scope: 'openid offline_access' });
  const { body } = await redeem(origin, code);
  const jwt = (await redeem(origin, await codeFor(alice, { client_id: 'jwt', scope: 'openid' }), {}, 'jwt')).body;
  const next = (await refresh(origin, body['refresh_token'] ?? '')).body;
  keep(
    code,
    body['access_token'],
    body['refresh_token'],
    body['id_token'],
    next['access_token'],
    next['refresh_token'],
    jwt['access_token'],
  );

  // Each way of going wrong may log something of what came.
  const wrong = 'canary-of-a-wrong-secret-0123456789';
  keep(wrong);
  const page = await office.browser().get(authorizePath());
  keep(new URL(page.location ?? '', origin).searchParams.get('ticket') ?? undefined);
  const browser = office.browser();
  const login = await browser.open(authorizePath());
  await browser.send(login, { username: 'alice', password: wrong });
  await post(
    origin,
    '/oauth2/token',
    { grant_type: 'refresh_token', refresh_token: wrong },
    { authorization: basic('trusted') },
  );
  await post(
    origin,
    '/oauth2/token',
    { grant_type: 'authorization_code', code: wrong },
    { authorization: basic('trusted', wrong) },
  );
  await post(origin, `/oauth2/token?client_secret=${wrong}`, { client_secret: wrong });
  await post(origin, '/oauth2/introspect', { token: wrong }, { authorization: `Bearer ${wrong}` });
  await post(origin, '/login/oauth/access_token', { client_id: 'hub', client_secret: wrong, code: wrong });
  await fetch(`${origin}/setup?token=${wrong}`);
  await fetch(`${origin}/user`, { headers: { authorization: `token ${wrong}` } });
  await fetch(`${origin}/nothing?password=${wrong}`, { headers: { cookie: `lanyard_session=${wrong}` } });
  await alice.get(`/oauth2/logout?id_token_hint=${wrong}&post_logout_redirect_uri=x`);

  await new Promise((done) => setTimeout(done, 300));
  const places = [
    ['the log', office.stderr()],
    ['the output', office.stdout().join('\n')],
  ];
  for (const file of filesIn(directory)) places.push([file, readFileSync(file, 'latin1')]);
  for (const [place = '', text = ''] of places) {
    for (const secret of secrets) expect(text.includes(secret), `${secret.slice(0, 12)}… in ${place}`).toBe(false);
    expect(text, `${place}`).not.toMatch(/PRIVATE KEY|"d":"/);
  }
  expect(places.length).toBeGreaterThan(4);
});

it('keeps what was typed as a username, and was none, out of its files: often enough it is the password', async () => {
  const browser = office.browser();
  await browser.send(await browser.open(authorizePath()), { username: LOST, password: '' });
  for (const file of filesIn(directory)) expect(readFileSync(file, 'latin1').includes(LOST), `${file}`).toBe(false);
});

it('writes files that their owner alone can read', () => {
  const folders = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  for (const file of filesIn(directory))
    expect([file, (statSync(file).mode & 0o777).toString(8)]).toEqual([file, '600']);
  for (const folder of folders) {
    const path = join(folder.parentPath, folder.name);
    expect([path, (statSync(path).mode & 0o777).toString(8)]).toEqual([path, '700']);
  }
});

it('writes a log line for each refusal, and lets nobody write lines of their own', async () => {
  const browser = office.browser();
  const page = await browser.open(authorizePath());
  const forged = 'alice\n{"level":"info","message":"forged"}\u001b]0;owned\u0007\u2028';
  await browser.send(page, { username: forged, password: 'x' });
  await post(office.origin, '/oauth2/token', { grant_type: forged }, { 'user-agent': 'x' });
  await fetch(`${office.origin}/oauth2/authorize?client_id=${encodeURIComponent(forged)}`);
  await new Promise((done) => setTimeout(done, 300));
  for (const line of office.stderr().trimEnd().split('\n')) {
    expect(() => JSON.parse(line) as unknown, `${line}`).not.toThrow();
    expect(line).not.toMatch(/[\p{Cc}\u2028]/u);
    expect((JSON.parse(line) as Record<string, unknown>)['message']).not.toBe('forged');
  }
});

// From here on the server is stopped and started: the order of the tests matters.
it('lets no second process at its data', async () => {
  const second = await runLanyard(['serve', '--port', '0', '--data-dir', directory]);
  expect({ code: second.code, says: second.stderr.includes(String(office.ready.pid)) }).toEqual({
    code: 3,
    says: true,
  });
});

interface Held {
  readonly browser: Browser;
  readonly code: string;
  readonly access: string;
  readonly refresh: string;
}

let bob: Held;
let ada: Held;
let again: RunningServer;
async function hold(person: typeof ALICE): Promise<Held> {
  const browser = await office.signedIn(person);
  const { body } = await redeem(office.origin, await codeFor(browser, { scope: 'openid offline_access' }));
  const [access = '', refresh_token = ''] = [body['access_token'], body['refresh_token']];
  return { browser, code: await codeFor(browser), access, refresh: refresh_token };
}

async function expectEnded(held: Held): Promise<void> {
  const { origin } = office;
  expect(paramsOf(await held.browser.get(authorizePath({ prompt: 'none' })))['error']).toBe('login_required');
  expect((await redeem(origin, held.code)).body['error']).toBe('invalid_grant');
  expect(await works(origin, held.access)).toBe(false);
  expect((await refresh(origin, held.refresh)).body['error']).toBe('invalid_grant');
}

it('ends all that hung on a person who is disabled', async () => {
  [bob, ada] = [await hold(BOB), await hold(ADA)];
  await office.stop();
  const file = join(directory, 'disable.json');
  await writeFile(file, JSON.stringify({ lanyard: 1, users: [{ username: 'bob', disabled: true }] }));
  expect((await runLanyard(['import', file, '--data-dir', directory])).code).toBe(0);
  expect((await runLanyard(['reset-admin', '--username', 'ada', '--data-dir', directory])).code).toBe(0);
  again = await startServer({ directory, args: ['--port', new URL(office.origin).port] });
  await expectEnded(bob);
});

it('ends all that whoever knew an admin’s old password still holds', async () => {
  await expectEnded(ada);
});
