/** Every address that programs of the products call is there: on the main address, and on one that the product has to itself. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../support/start-server.ts';

const PRODUCTS = ['authentik', 'gitea', 'forgejo', 'github'] as const;

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-addresses-'));
  const file = join(folder, 'office.json');
  const applications = PRODUCTS.map((dialect) => ({
    client_id: `for-${dialect}`,
    dialect,
    redirect_uris: ['https://a.test/'],
  }));
  await writeFile(file, JSON.stringify({ lanyard: 1, applications }));
  const ports = PRODUCTS.flatMap((name) => ['--dialect-port', `${name}=0`]);
  server = await startServer({ args: ['--import', file, ...ports, '--log-level', 'error'] });
}, 120_000);
afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const FORGE = [
  'GET /login/oauth/authorize',
  'POST /login/oauth/authorize',
  'POST /login/oauth/access_token',
  'GET /login/oauth/userinfo',
  'GET /login/oauth/keys',
  'POST /login/oauth/introspect',
  'GET /.well-known/openid-configuration',
  'GET /api/v1/version',
  'GET /api/v1/user',
  'GET /api/v1/user/emails',
  'GET /api/v1/user/orgs',
  'GET /api/v1/user/teams',
  'GET /api/v1/user/applications/oauth2',
  'POST /api/v1/user/applications/oauth2',
  'GET /api/v1/user/applications/oauth2/1',
  'PATCH /api/v1/user/applications/oauth2/1',
  'DELETE /api/v1/user/applications/oauth2/1',
  'GET /user/settings/applications',
];

/** As the products' own manuals and client libraries name them. */
const CALLS = {
  authentik: [
    'GET /application/o/authorize/',
    'POST /application/o/authorize/',
    'POST /application/o/token/',
    'GET /application/o/userinfo/',
    'POST /application/o/userinfo/',
    'POST /application/o/introspect/',
    'POST /application/o/revoke/',
    'POST /application/o/device/',
    'GET /device',
    'GET /application/o/end-session/',
    'GET /application/o/for-authentik/',
    'GET /application/o/for-authentik/end-session/',
    'POST /application/o/for-authentik/end-session/',
    'GET /application/o/for-authentik/jwks/',
    'GET /application/o/for-authentik/.well-known/openid-configuration',
    'POST /api/v3/core/users/service_account/',
    'POST /api/v3/core/tokens/',
    'GET /api/v3/core/tokens/x/view_key/',
    'GET /login/oauth/authorize',
    'POST /login/oauth/access_token',
    'GET /user',
    'GET /user/emails',
    'GET /user/teams',
  ],
  gitea: FORGE,
  forgejo: FORGE,
  github: [
    'GET /login/oauth/authorize',
    'POST /login/oauth/access_token',
    'POST /login/device/code',
    'GET /login/device',
    'GET /api/v3/',
    'GET /api/v3/meta',
    ...['', '/api/v3'].flatMap((root) => [
      `GET ${root}/user`,
      `GET ${root}/user/emails`,
      `GET ${root}/user/orgs`,
      `GET ${root}/user/teams`,
      `POST ${root}/applications/for-github/token`,
      `DELETE ${root}/applications/for-github/token`,
      `DELETE ${root}/applications/for-github/grant`,
    ]),
  ],
} as const;

test.each(PRODUCTS.flatMap((product) => CALLS[product].map((call) => [product, call] as const)))(
  '%s: %s',
  async (product, call) => {
    const [method = '', path = ''] = call.split(' ');
    const own = server.ready.listeners.find(({ dialect }) => dialect === product)?.url ?? '';
    for (const origin of [server.ready.issuer, own]) {
      const { status } = await fetch(origin + path, { method, redirect: 'manual' });
      expect([origin, [404, 405].includes(status), status < 500]).toEqual([origin, false, true]);
    }
  },
);
