/** Listeners that speak one dialect: by a port from the command line, by a port or a host name from the office's settings. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminClient, botCredentials } from '../admin/admin-client.ts';
import { APP_PASSWORD } from '../attacks/office.ts';
import { launchChromium, reasonWithoutChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
const SECRET = 'hub-secret-hub-secret-hub-secret-01';
const NAME = 'git.localhost';

let folder: string;
let server: RunningServer;
let blocker: Server;
let fromSettings: number;
let byOption: string;
let byName: string;
let main: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-dialect-listeners-'));
  fromSettings = await freePort();
  blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => blocker.once('listening', done));
  const taken = (blocker.address() as AddressInfo).port;
  const office = {
    lanyard: 1,
    settings: { dialect_listeners: [`github=${fromSettings}`, `github=${NAME}`, `github=${taken}`] },
    users: [{ ...ALICE, name: 'Alice Example' }],
    service_accounts: [{ username: 'bot', admin: true, app_passwords: [{ name: 'main', password: APP_PASSWORD }] }],
    applications: [
      { client_id: 'hub', dialect: 'github', client_secret: SECRET, redirect_uris: [CALLBACK], consent: 'always' },
    ],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file, '--dialect-port', 'github=0', '--log-level', 'warn'] });
  const { listeners } = server.ready;
  main = server.ready.issuer;
  const port = (url: string) => Number(new URL(url).port);
  byOption = listeners.find(({ dialect, url }) => dialect === 'github' && port(url) !== fromSettings)?.url ?? '';
  byName = `http://${NAME}:${port(main)}`;
}, 120_000);
afterAll(async () => {
  await server?.stop();
  blocker?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

function address(origin: string): string {
  const query = new URLSearchParams({ client_id: 'hub', redirect_uri: CALLBACK, scope: 'read:user', state: 'a-state' });
  return `${origin}/login/oauth/authorize?${query.toString()}`;
}

async function signIn(person: HttpPerson, page: Stop): Promise<Stop> {
  return person.submit(page, { username: ALICE.username, password: ALICE.password });
}

async function redeem(origin: string, code: string) {
  const body = new URLSearchParams({ client_id: 'hub', client_secret: SECRET, code, redirect_uri: CALLBACK });
  const answer = await fetch(`${origin}/login/oauth/access_token`, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  });
  return (await answer.json()) as Readonly<Record<string, string>>;
}

/** With a Host of its own choosing, whatever the name resolves to. */
function getAs(host: string, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: new URL(main).port, path, headers: { host } }, resolve);
    sent.on('error', reject);
    sent.end();
  }).then((answer) => (answer as IncomingMessage).resume());
}

test('the ready line tells of each, and of none that could not be opened', () => {
  const urls = server.ready.listeners.map(({ dialect, url }) => `${dialect} ${url}`);
  expect(urls.toSorted()).toEqual(
    [`native ${main}`, `github ${byOption}`, `github http://127.0.0.1:${fromSettings}`, `github ${byName}`].toSorted(),
  );
});

test('a port from the settings that another program has keeps nothing from starting, and is said', async () => {
  await expect
    .poll(server.stderr, { timeout: 10_000 })
    .toMatch(/dialect_listeners: can't listen on 127\.0\.0\.1, port \d+: another program/);
  const { body: status } = await adminClient(main, await botCredentials(main))('readStatus');
  const told = status.attention.filter(({ code }) => ['start_again', 'address_closed'].includes(code));
  expect(told).toEqual([
    {
      code: 'address_closed',
      text: expect.stringMatching(/^github=\d+ does not answer: can't listen on .*port \d+: another/),
    },
  ]);
  expect(status.listeners_to_come).toEqual([]);
});

test('where guides of Gitea and Forgejo register applications leads to the account, from every listener', async () => {
  for (const origin of [main, byOption]) {
    const answer = await fetch(`${origin}/user/settings/applications`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${main}/account/#lanyard-account-own`]);
  }
});

test('a browser at its root is told what the address is for, a program that nothing stands there', async () => {
  const page = await fetch(`${byOption}/`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain('Sign-in for programs written for GitHub');
  expect(html).toContain(`Type it into the program as GitHub Enterprise URL, or server`);
  expect(html).toContain(`<code class="whole" id="lanyard-product-address">${byOption}</code>`);
  expect(html).toContain(`href="${main}/account/"`);
  const program = await fetch(`${byOption}/`, { headers: { accept: 'application/json' } });
  expect([program.status, await program.json()]).toMatchObject([404, { error: 'not_found' }]);
});

describe.each(['the option', 'the settings'])('on the port of %s', (which) => {
  const origin = () => (which === 'the option' ? byOption : `http://127.0.0.1:${fromSettings}`);

  test('a person signs in with its own pages, cookies, forms and issuer', async () => {
    const person = new HttpPerson(origin());
    const page = await person.open(address(origin()));
    expect([page.status, new URL(page.url).origin]).toEqual([200, origin()]);
    const consent = await signIn(person, page);
    expect(new URL(consent.url).origin).toBe(origin());
    const left = (await person.allow(consent)).left;
    expect(left?.origin + String(left?.pathname)).toBe(CALLBACK);
    expect(left?.searchParams.get('iss')).toBe(`${origin()}/login/oauth`);
    expect(left?.searchParams.get('state')).toBe('a-state');
    const { access_token } = await redeem(origin(), left?.searchParams.get('code') ?? '');
    for (const place of [origin(), main]) {
      const user = await fetch(`${place}/user`, { headers: { authorization: `Bearer ${access_token}` } });
      expect(await user.json()).toMatchObject({ login: 'alice' });
    }
  });

  test('the session opens the next sign-in there, and a form that is not its own opens nothing', async () => {
    const person = new HttpPerson(origin());
    const consent = await signIn(person, await person.open(address(origin())));
    const again = await person.open(address(origin()));
    expect(again.html).toContain('lanyard-consent-allow');
    const forged = await fetch(consent.url, {
      method: 'POST',
      headers: { cookie: person.cookieHeader(), origin: 'https://evil.test' },
      body: new URLSearchParams({ decision: 'allow' }),
    });
    expect(forged.status).toBe(403);
    const withoutToken = await fetch(consent.url.split('?')[0] ?? '', {
      method: 'POST',
      headers: { cookie: person.cookieHeader(), origin: origin() },
      body: new URLSearchParams({ decision: 'allow', ticket: new URL(consent.url).searchParams.get('ticket') ?? '' }),
    });
    expect(withoutToken.status).toBe(403);
  });

  test('nothing of another dialect, of the panel or of set-up is there', async () => {
    for (const path of [
      '/.well-known/openid-configuration',
      '/oauth2/jwks',
      '/panel/',
      '/api/openapi.json',
      '/setup',
      '/',
    ]) {
      expect([path, (await fetch(`${origin()}${path}`, { redirect: 'manual' })).status]).toEqual([path, 404]);
    }
  });
});

describe('under a name', () => {
  test('the same socket answers to it in that dialect alone, and to its own name as before', async () => {
    const host = new URL(byName).host;
    expect((await getAs(host, '/.well-known/openid-configuration')).statusCode).toBe(404);
    expect((await getAs(host, '/panel/')).statusCode).toBe(404);
    expect((await getAs(host, '/user')).statusCode).toBe(401);
    expect((await getAs(host.toUpperCase(), '/user')).statusCode).toBe(401);
    expect((await getAs(new URL(main).host, '/.well-known/openid-configuration')).statusCode).toBe(200);
    for (const strange of ['evil.test', NAME, `${NAME}:1`, `x.${host}`])
      expect([strange, (await getAs(strange, '/user')).statusCode]).toEqual([strange, 421]);
  });

  const without = reasonWithoutChromium();
  test.skipIf(without !== undefined)(`a browser has a session of its own there ${without ?? ''}`, async () => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(address(byName));
      await page.locator('#lanyard-username').fill(ALICE.username);
      await page.locator('#lanyard-password').fill(ALICE.password);
      await page.locator('#lanyard-login-submit').click();
      const arrived = page.waitForRequest((sent) => sent.url().startsWith(CALLBACK));
      await page.locator('#lanyard-consent-allow').click();
      const left = new URL((await arrived).url());
      expect(left.searchParams.get('iss')).toBe(`${byName}/login/oauth`);
      expect(await redeem(main, left.searchParams.get('code') ?? '')).toHaveProperty('access_token');
      const cookies = await context.cookies();
      expect([...new Set(cookies.map(({ domain }) => domain))]).toEqual([NAME]);
      const other = await context.newPage();
      await other.goto(address(main));
      expect(await other.locator('#lanyard-username').count()).toBe(1);
    } finally {
      await browser.close();
    }
  });
});
