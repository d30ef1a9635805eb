/** An office with applications written for Ory, on the main listener and on one of their own, and whoever may administer it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpPerson } from './http-person.ts';
import { ALICE } from './office.ts';
import { startServer } from './start-server.ts';

export const CALLBACK = 'http://127.0.0.1:9/callback';
export const SECRET = 'desk-secret-desk-secret-desk-secret-1';
export const ORDERS = 'https://orders.test/api';
const ROBOT_PASSWORD = 'ci-bot-app-password-0123456789-abc';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

export type OryOffice = Awaited<ReturnType<typeof startOryOffice>>;

/** `settings` are the document's, `args` the server's. */
export async function startOryOffice(settings: Readonly<Record<string, unknown>> = {}, args: readonly string[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-ory-'));
  const desk = {
    dialect: 'ory',
    client_secret: SECRET,
    redirect_uris: [CALLBACK, 'http://127.0.0.1:9/auth/callback/hydra'],
    post_logout_redirect_uris: ['http://127.0.0.1:9/bye'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', DEVICE],
    scope: 'openid profile email groups offline_access orders:read',
    audience: [ORDERS],
  };
  const office = {
    lanyard: 1,
    settings,
    groups: [{ name: 'staff' }],
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true, groups: ['staff'] }],
    apis: [{ audience: ORDERS, name: 'Orders', scopes: [{ name: 'orders:read' }] }],
    applications: [
      { ...desk, client_id: 'desk' },
      { ...desk, client_id: 'posting', token_endpoint_auth_method: 'client_secret_post' },
      { client_id: 'plain', client_secret: SECRET, redirect_uris: [CALLBACK] },
    ],
    service_accounts: [
      { username: 'boss', admin: true, app_passwords: [{ name: 'main', password: ROBOT_PASSWORD }] },
      { username: 'ci-bot', scope: 'orders:read', app_passwords: [{ name: 'main', password: ROBOT_PASSWORD }] },
    ],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  const server = await startServer({
    args: ['--import', file, '--dialect-port', 'ory=0', '--log-level', 'warn', ...args],
  });
  const main = server.ready.issuer;
  const bound = server.ready.listeners.find(({ dialect }) => dialect === 'ory')?.url ?? '';

  /** An access token of a service account, got where Ory's clients get theirs. */
  async function tokenOf(username: 'boss' | 'ci-bot', scope: string, origin = bound): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      username,
      password: ROBOT_PASSWORD,
      scope,
    });
    const answer = await fetch(`${origin}/oauth2/token`, { method: 'POST', body });
    const { access_token = '' } = (await answer.json()) as { readonly access_token?: string };
    return access_token;
  }

  return {
    main,
    bound,
    tokenOf,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where the browser is sent when the person has signed in and allowed everything. */
export async function signIn(to: string | URL, person = new HttpPerson(new URL(to).origin)): Promise<URL> {
  let page = await person.open(String(to));
  if (page.html.includes('id="lanyard-username"')) page = await person.submit(page, { ...ALICE });
  if (page.html.includes('id="lanyard-consent-allow"')) page = await person.allow(page);
  if (page.left === undefined) throw new Error(`still at ${page.url}: ${page.html.slice(0, 500)}`);
  return page.left;
}
