/** Single-page applications ask who is signed in at the REST calls of the products: from origins that are registered, and no others. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SPA = 'https://spa.test';

let folder: string;
let server: RunningServer;
let own: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-facade-origins-'));
  const application = { redirect_uris: [`${SPA}/`], web_origins: [SPA] };
  const applications = [{ ...application, client_id: 'spa', dialect: 'gitea' }];
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify({ lanyard: 1, applications }));
  server = await startServer({ args: ['--import', file, '--dialect-port', 'gitea=0', '--log-level', 'error'] });
  own = server.ready.listeners.find(({ dialect }) => dialect === 'gitea')?.url ?? '';
}, 120_000);
afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const granted = ({ headers }: Response) => [...headers].filter(([name]) => name.startsWith('access-control-'));
const preflight = (path: string, origin: string, method: string, at = server.ready.issuer) =>
  fetch(at + path, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization' },
  });

describe.each([
  ['/user', 'GET', 'GET, HEAD, OPTIONS'],
  ['/user/teams', 'GET', 'GET, HEAD, OPTIONS'],
  ['/api/v3/', 'GET', 'GET, HEAD, OPTIONS'],
  ['/api/v3/user/emails', 'GET', 'GET, HEAD, OPTIONS'],
  ['/api/v1/version', 'GET', 'GET, HEAD, OPTIONS'],
  ['/api/v1/user', 'GET', 'GET, HEAD, OPTIONS'],
  ['/api/v1/user/applications/oauth2/1', 'PATCH', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
] as const)('%s', (path, method, allow) => {
  test('a page of a registered origin asks first, and reads the answer, a refusal too', async () => {
    const asked = await preflight(path, SPA, method);
    expect([asked.status, Object.fromEntries(granted(asked))]).toEqual([
      204,
      {
        'access-control-allow-origin': SPA,
        'access-control-allow-methods': allow,
        'access-control-allow-headers': expect.stringContaining('authorization'),
        'access-control-max-age': '600',
        'access-control-expose-headers': expect.stringContaining('link'),
      },
    ]);
    const called = await fetch(server.ready.issuer + path, { method, headers: { origin: SPA } });
    expect([called.status, called.headers.get('access-control-allow-origin')]).toEqual([
      path === '/api/v1/version' || path === '/api/v3/' ? 200 : 401,
      SPA,
    ]);
    expect([called.headers.get('access-control-allow-credentials'), called.headers.get('vary')]).toEqual([
      null,
      'Origin',
    ]);
  });

  test('a page of any other origin reads nothing', async () => {
    for (const origin of ['https://evil.test', 'http://spa.test', `${SPA}.evil.test`, 'null']) {
      const called = await fetch(server.ready.issuer + path, { method, headers: { origin } });
      expect([origin, granted(await preflight(path, origin, method)), granted(called)]).toEqual([origin, [], []]);
    }
  });
});

test('holds on a listener of the product’s own, too', async () => {
  const asked = await preflight('/api/v1/user', SPA, 'GET', own);
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, SPA]);
});

test.each([
  ['/api/v3/core/users/service_account/', 'POST'],
  ['/api/v3/core/tokens/x/', 'DELETE'],
  ['/applications/spa/token', 'POST'],
])('%s is no business of pages: it changes the office, or takes a secret', async (path, method) => {
  const called = await fetch(server.ready.issuer + path, { method, headers: { origin: SPA } });
  expect([granted(await preflight(path, SPA, method)), granted(called)]).toEqual([[], []]);
});
