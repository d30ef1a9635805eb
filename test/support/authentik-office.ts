/** An office with applications written for authentik, on the main listener and on one of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpPerson } from './http-person.ts';
import { ALICE } from './office.ts';
import { startServer } from './start-server.ts';

export const CALLBACK = 'http://127.0.0.1:9/callback';
export const SECRET = 'wiki-secret-wiki-secret-wiki-secret-1';
export const ROBOT = { username: 'ci-bot', password: 'ci-bot-app-password-0123456789-abc' };
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

export type AuthentikOffice = Awaited<ReturnType<typeof startAuthentikOffice>>;

export async function startAuthentikOffice() {
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-authentik-'));
  const wiki = {
    dialect: 'authentik',
    client_secret: SECRET,
    redirect_uris: [CALLBACK, 'http://127.0.0.1:9/auth/callback/authentik'],
    post_logout_redirect_uris: ['http://127.0.0.1:9/bye'],
    consent: 'skip',
  };
  const office = {
    lanyard: 1,
    groups: [{ name: 'staff' }, { name: 'machines' }],
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true, groups: ['staff'] }],
    scopes: [{ name: 'rights', claims: { authorization_details: 'user.groups', department: 'user.name' } }],
    apis: [
      { audience: 'https://orders.test', name: 'Orders', scopes: [{ name: 'orders:read' }, { name: 'orders:write' }] },
    ],
    applications: [
      { ...wiki, client_id: 'wiki-client', slug: 'wiki', scope: 'openid profile email groups offline_access rights' },
      {
        ...wiki,
        client_id: 'no-slug',
        grant_types: ['authorization_code', 'client_credentials', DEVICE],
        scope: 'openid profile orders:read',
      },
      {
        ...wiki,
        client_id: 'builds',
        grant_types: ['authorization_code', 'client_credentials'],
        scope: 'openid profile orders:read orders:write',
        allowed_groups: ['machines'],
      },
      {
        ...wiki,
        client_id: 'for-people',
        scope: 'openid orders:write',
        allowed_groups: ['machines'],
      },
      {
        ...wiki,
        client_id: 'admin-tool',
        grant_types: ['client_credentials'],
        scope: 'lanyard:admin orders:read',
        audience: ['https://orders.test'],
      },
      { client_id: 'plain', client_secret: SECRET, redirect_uris: [CALLBACK] },
    ],
    service_accounts: [
      { username: 'boss', admin: true, app_passwords: [{ name: 'main', password: ROBOT.password }] },
      { username: 'builder', groups: ['machines'], app_passwords: [{ name: 'main', password: ROBOT.password }] },
      { username: ROBOT.username, scope: 'orders:read', app_passwords: [{ name: 'main', password: ROBOT.password }] },
    ],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  const server = await startServer({
    args: ['--import', file, '--dialect-port', 'authentik=0', '--log-level', 'warn'],
  });
  const main = server.ready.issuer;
  const bound = server.ready.listeners.find(({ dialect }) => dialect === 'authentik')?.url ?? '';
  return {
    main,
    bound,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    token: async (
      fields: Record<string, string>,
      path = '/application/o/token/',
      headers: Record<string, string> = {},
    ) => {
      const answer = await fetch(`${main}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    },
  };
}

/** Where the browser is sent when the person has signed in. */
export async function signIn(origin: string, to: URL, person = new HttpPerson(origin)): Promise<URL> {
  const page = await person.open(to.href);
  const done = page.left === undefined ? await person.submit(page, { ...ALICE }) : page;
  if (done.left === undefined) throw new Error(`still at ${done.url}: ${done.html.slice(0, 500)}`);
  return done.left;
}
