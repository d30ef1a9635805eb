import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeSettings } from '../../server/directory/settings.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { aUser, NOW } from '../support/records.ts';
import { openTinyEdge, postForm, type TinyOptions } from './tiny-edge.ts';

type Tiny = Awaited<ReturnType<typeof openTinyEdge>>;
const open: Tiny[] = [];
async function start(options: TinyOptions = {}): Promise<Tiny> {
  const tiny = await openTinyEdge(options);
  open.push(tiny);
  return tiny;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((tiny) => tiny.close()));
});

describe('/health', () => {
  test('is ok while requests are served', async () => {
    const tiny = await start();
    const response = await fetch(`${tiny.url}/health`);
    expect([response.status, await response.text()]).toEqual([200, '{"status":"ok"}']);
  });

  test('is 503 while the server stops', async () => {
    const tiny = await start();
    tiny.state.serving = false;
    const response = await fetch(`${tiny.url}/health`);
    expect([response.status, await response.text()]).toEqual([503, '{"status":"unavailable"}']);
  });

  test('is 503 while the store can’t write', async () => {
    const store = { ...createMemoryStore(), writable: () => false };
    const memory = createMemoryStore();
    const tiny = await start({
      store: {
        ...store,
        collection: (name) => memory.collection(name),
        transaction: (work) => memory.transaction(work),
      },
    });
    expect((await fetch(`${tiny.url}/health`)).status).toBe(503);
  });
});

describe('forms of ours', () => {
  const headersOf = (tiny: Tiny) => ({
    'one of our pages': { 'sec-fetch-site': 'same-origin', origin: tiny.url },
    'the address bar': { 'sec-fetch-site': 'none' },
    'a page of ours on plain http': { origin: tiny.url },
    'a page without a referrer': { origin: 'null' },
    'a program': {},
  });
  const FOREIGN = {
    'another site': { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' },
    'another port of this host': { 'sec-fetch-site': 'same-site' },
    'another origin on plain http': { origin: 'http://evil.test' },
    'our host under another scheme': { origin: 'https://127.0.0.1' },
  };

  test('are taken from pages of ours', async () => {
    const tiny = await start({ answer: () => ({ kind: 'empty', status: 200 }) });
    for (const headers of Object.values(headersOf(tiny))) {
      expect((await postForm(`${tiny.url}/interaction/login`, 'ticket=t', headers)).status).toBe(200);
    }
    expect(tiny.asked).toHaveLength(5);
  });

  test('are not taken from anybody else’s', async () => {
    const tiny = await start({ answer: () => ({ kind: 'empty', status: 200 }) });
    for (const headers of Object.values(FOREIGN)) {
      expect((await postForm(`${tiny.url}/interaction/login`, 'ticket=t', headers)).status).toBe(403);
      expect((await postForm(`${tiny.url}/setup`, 'token=t', headers)).status).toBe(403);
    }
    expect(tiny.asked).toEqual([]);
  });

  test('at the protocol’s own endpoints may come from anywhere: the engine asks the person', async () => {
    const tiny = await start({ answer: () => ({ kind: 'empty', status: 200 }) });
    const cookie = `lanyard_browser=${'b'.repeat(43)}`;
    for (const headers of Object.values(FOREIGN)) {
      expect((await postForm(`${tiny.url}/oauth2/authorize`, 'a=1', { ...headers, cookie })).status).toBe(200);
    }
  });
});

describe('where nothing is', () => {
  test('a browser gets a page, everybody else JSON, and neither repeats the address', async () => {
    const tiny = await start();
    const html = await fetch(`${tiny.url}/x<script>alert(1)</script>`, { headers: { accept: 'text/html' } });
    expect(html.status).toBe(404);
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await html.text()).not.toContain('alert(1)');
    const json = await fetch(`${tiny.url}/x`, { headers: { accept: 'application/json' } });
    expect(await json.json()).toMatchObject({ error: 'not_found' });
  });

  test.each([
    '/%zz',
    '/panel/%',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%5c..%5c',
    '/interaction/%00',
    '/interaction/mfa',
    '//evil.test',
    '/\\evil.test',
  ])('%s is nothing, and no fault', async (path) => {
    const tiny = await start();
    const answer = await tiny.raw(`GET ${path} HTTP/1.1\r\nHost: ${tiny.host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer.toLowerCase()).not.toContain('location:');
  });
});

test('the files of the pages are kept for ever', async () => {
  const tiny = await start();
  const page = await (await fetch(`${tiny.url}/nothing`, { headers: { accept: 'text/html' } })).text();
  const paths = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(paths.length).toBeGreaterThan(1);
  for (const path of paths) {
    const response = await fetch(tiny.url + path);
    expect([response.status, response.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

describe('the panel', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lanyard-panel-'));
    await mkdir(join(directory, 'site', 'assets'), { recursive: true });
    await writeFile(join(directory, 'secret.txt'), 'canary');
    await writeFile(join(directory, 'site', 'index.html'), '<!doctype html><title>Panel</title>');
    await writeFile(join(directory, 'site', 'assets', 'main-1.js'), 'void 0;');
    await writeFile(join(directory, 'site', 'assets', 'main-1.js.map'), '{}');
    await symlink(join(directory, 'secret.txt'), join(directory, 'site', 'link.txt'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  const site = () => ({ enabled: true, directory: join(directory, 'site') });

  test('is where the front door leads', async () => {
    const tiny = await start({ panel: site() });
    for (const path of ['/', '/panel']) {
      const response = await fetch(tiny.url + path, { redirect: 'manual' });
      expect([response.status, response.headers.get('location')]).toEqual([303, '/panel/']);
    }
  });

  test('is one page at every address of its screens, under a strict policy', async () => {
    const tiny = await start({ panel: site() });
    for (const path of ['/panel/', '/panel/users', '/panel/users/1']) {
      const response = await fetch(tiny.url + path);
      expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>Panel</title>']);
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-frame-options')).toBe('DENY');
    }
  });

  test('has files that are kept for ever', async () => {
    const tiny = await start({ panel: site() });
    const response = await fetch(`${tiny.url}/panel/assets/main-1.js`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  test.each([
    '/panel/../secret.txt',
    '/panel/..%2fsecret.txt',
    '/panel/%2e%2e/secret.txt',
    '/panel/..%5csecret.txt',
    '/panel/%252e%252e%252fsecret.txt',
    '/panel/assets/../../secret.txt',
    '/panel/link.txt',
    '/panel/assets/main-1.js.map',
    '/panel/assets/main-1.js%00.html',
    '/panel//etc/passwd.txt',
  ])('gives nothing else away: %s', async (path) => {
    const tiny = await start({ panel: site() });
    const answer = await tiny.raw(`GET ${path} HTTP/1.1\r\nHost: ${tiny.host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toContain('canary');
  });

  test('says what to do where it is not built', async () => {
    const tiny = await start();
    const response = await fetch(`${tiny.url}/panel/`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
  });

  test('is not there when it is off, nor is the API', async () => {
    const tiny = await start({ panel: { ...site(), enabled: false } });
    for (const path of ['/', '/panel/', '/panel/assets/main-1.js', '/api/lanyard.schema.json']) {
      expect((await fetch(tiny.url + path, { redirect: 'manual' })).status).toBe(404);
    }
  });

  test('answers nobody whom a proxy let in, until an admin allows the network', async () => {
    const tiny = await start({ panel: site() });
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    for (const path of ['/panel/', '/api/lanyard.schema.json']) {
      expect((await fetch(tiny.url + path)).status).toBe(200);
      expect((await fetch(tiny.url + path, { headers })).status).toBe(403);
    }
    await tiny.store.transaction((within) => changeSettings(within, { admin_from: 'lan' }, NOW));
    expect((await fetch(`${tiny.url}/panel/`, { headers })).status).toBe(200);
  });

  test('publishes the schema of the configuration document', async () => {
    const tiny = await start({ panel: site() });
    expect(await (await fetch(`${tiny.url}/api/lanyard.schema.json`)).json()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { applications: expect.anything() },
    });
  });
});

describe('setup', () => {
  const TOKEN = 'the-token-of-this-start-000000000000000000';
  const FIELDS = {
    issuer_name: 'Example Office',
    username: 'ada',
    name: 'Ada Admin',
    email: 'ada@example.lan',
    password: 'correct horse battery',
    password_again: 'correct horse battery',
  };
  const page = (tiny: Tiny, token: string) =>
    fetch(`${tiny.url}/setup?token=${token}`, { headers: { accept: 'text/html' } });
  async function send(tiny: Tiny, fields: Readonly<Record<string, string>> = {}) {
    const csrf = /name="csrf" value="([^"]+)"/.exec(await (await page(tiny, TOKEN)).text())?.[1] ?? '';
    return postForm(`${tiny.url}/setup`, new URLSearchParams({ token: TOKEN, csrf, ...FIELDS, ...fields }).toString(), {
      accept: 'text/html',
    });
  }

  test('shows its page to whoever has the link, and to nobody else', async () => {
    const tiny = await start({ setupToken: TOKEN });
    const shown = await page(tiny, TOKEN);
    expect(shown.status).toBe(200);
    const html = await shown.text();
    expect(html).toContain('lanyard-setup-submit');
    expect(html).toContain('At least 8 characters');
    for (const wrong of ['', 'x', `${TOKEN}x`, TOKEN.slice(1)]) expect((await page(tiny, wrong)).status).toBe(404);
  });

  test('makes the first admin, names the office, signs them in and writes it down', async () => {
    const tiny = await start({ setupToken: TOKEN });
    const done = await send(tiny);
    expect(done.status).toBe(200);
    const html = await done.text();
    expect(html).toContain(`${tiny.url}/.well-known/openid-configuration`);
    expect(html).toMatch(/href="\/panel\/#session=[^"]+"/);
    expect(done.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^lanyard_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/),
      expect.stringMatching(/^lanyard_panel=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/),
    ]);
    const { store } = tiny;
    const [user] = (await store.collection('users').list({ limit: 10 })).items;
    expect(user).toMatchObject({
      username: 'ada',
      name: 'Ada Admin',
      email: 'ada@example.lan',
      admin: true,
      disabled: false,
    });
    expect(user?.password_hash).toMatch(/^\$argon2id\$/);
    expect((await store.collection('settings').get('settings'))?.issuer_name).toBe('Example Office');
    const [session] = (await store.collection('sessions').list({ limit: 10 })).items;
    expect(session).toMatchObject({ user_id: user?.id, amr: ['pwd'] });
    const [event] = (await store.collection('audit_events').list({ limit: 10 })).items;
    expect(event).toMatchObject({ type: 'user.first_admin_made', target: 'ada', address: '127.0.0.1' });
  });

  test('is over after that', async () => {
    const tiny = await start({ setupToken: TOKEN });
    const second = send(tiny, { username: 'eve' });
    await Promise.all([send(tiny), second]);
    expect((await page(tiny, TOKEN)).status).toBe(404);
    expect(
      (await postForm(`${tiny.url}/setup`, new URLSearchParams({ token: TOKEN, ...FIELDS }).toString())).status,
    ).toBe(404);
    expect((await tiny.store.collection('users').list({ limit: 10 })).items).toHaveLength(1);
  });

  test('is over from the beginning where there is an admin', async () => {
    const store = createMemoryStore();
    await store.collection('users').insert(aUser({ admin: true }));
    expect((await page(await start({ store, setupToken: TOKEN }), TOKEN)).status).toBe(404);
    expect((await page(await start({}), '')).status).toBe(404);
  });

  test('tells a stranger the same whether there is an admin or not, and the operator what to do', async () => {
    const store = createMemoryStore();
    await store.collection('users').insert(aUser({ admin: true }));
    const withAdmin = await page(await start({ store }), 'guessed');
    const without = await (await page(await start({ setupToken: TOKEN }), 'guessed')).text();
    expect(await withAdmin.text()).toBe(without);
    expect(without).toContain('npm run lanyard -- reset-admin');
    expect(without).not.toMatch(/has its first admin|Sign in to the panel/);
  });

  test.each([
    [{ username: '' }, 'The username is empty.'],
    [{ username: 'a\u202Eb' }, 'The username holds an invisible'],
    [{ password: 'short', password_again: 'short' }, 'The password is too short'],
    [{ password: 'Passwort', password_again: 'Passwort' }, 'The password is one of those that everybody tries first.'],
    [{ username: 'ada.lovelace', password: 'Ada.Lovelace' }, 'The password is the username.'],
    [{ password_again: 'other' }, 'The repeated password is not the same.'],
    [{ email: 'nobody' }, 'The address does not look like an e-mail address.'],
    [{ issuer_name: '' }, 'The name of your office is missing.'],
    [{ csrf: 'forged' }, 'The form was out of date.'],
  ])('asks again for %j and keeps what was typed, but no password', async (fields, message) => {
    const tiny = await start({ setupToken: TOKEN });
    const again = await send(tiny, fields);
    expect(again.status).toBe(400);
    const html = await again.text();
    expect(html).toContain(message);
    expect(html).toContain('value="Ada Admin"');
    expect(html).not.toContain('correct horse');
    expect((await tiny.store.collection('users').list({ limit: 10 })).items).toEqual([]);
  });

  test('a taken username is told at its field', async () => {
    const store = createMemoryStore();
    await store.collection('users').insert(aUser({ username: 'ada', username_key: 'ada' }));
    const tiny = await start({ store, setupToken: TOKEN });
    const again = await send(tiny);
    expect([again.status, (await again.text()).includes('is taken by a person')]).toEqual([400, true]);
  });

  test('slows down whoever tries links, and lets in whoever has one afterwards', async () => {
    const tiny = await start({ setupToken: TOKEN });
    const statuses = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await page(tiny, `wrong-${n}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429, 429]);
    const refused = await page(tiny, `wrong`);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
