/** An office with applications written for Ory, whose people are asked by a sign-in program of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE } from './office.ts';
import { startServer } from './start-server.ts';

export const CALLBACK = 'http://127.0.0.1:9/callback';
export const GOODBYE = 'http://127.0.0.1:9/goodbye';
export const SECRET = 'desk-secret-desk-secret-desk-secret-1';
export const BOSS = 'boss-app-password-0123456789-abcdef';
export const CLERK = 'clerk-app-password-0123456789-abcdef';
/** The app password of the sign-in program's own service account. */
export const PROGRAM_PASSWORD = 'program-app-password-0123456789-abcd';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
export const ORDERS = 'https://orders.test';

export type OryOffice = Awaited<ReturnType<typeof startOryOffice>>;

/** `program`: the origin of the sign-in program, none where absent. `callback`: where applications are, nowhere where absent. */
export async function startOryOffice({
  program,
  callback = CALLBACK,
  settings = {},
}: {
  readonly program?: string;
  readonly callback?: string;
  readonly settings?: object;
} = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-ory-'));
  const desk = {
    dialect: 'ory',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [callback],
    post_logout_redirect_uris: [GOODBYE],
    grant_types: ['authorization_code', 'refresh_token', DEVICE],
    scope: 'openid profile email offline_access orders:read',
    audience: [ORDERS],
  };
  const pages = ['login', 'consent', 'logout', 'device'].map((name) => [`${name}_url`, `${program}/${name}`]);
  const office = {
    lanyard: 1,
    settings: { ...(program === undefined ? {} : Object.fromEntries(pages)), ...settings },
    users: [
      { ...ALICE, name: 'Alice Example', email: 'alice@example.lan' },
      { username: 'ada', password: 'ada-admin-ada-admin-1', admin: true },
    ],
    apis: [{ audience: ORDERS, name: 'Orders', scopes: [{ name: 'orders:read' }] }],
    applications: [
      { ...desk, client_id: 'desk', client_name: 'The desk' },
      { ...desk, client_id: 'other', client_name: 'The other one' },
      { ...desk, client_id: 'trusted', client_name: 'A trusted one', consent: 'skip' },
      { ...desk, client_id: 'jwt', client_name: 'One with JWTs', access_token_format: 'jwt' },
      { ...desk, client_id: 'plain', client_name: 'A plain one', dialect: 'native', require_pkce: false },
      { ...desk, client_id: 'panelist', client_name: 'For admins', scope: 'openid lanyard:admin' },
    ],
    service_accounts: [
      { username: 'boss', admin: true, app_passwords: [{ name: 'main', password: BOSS }] },
      {
        username: 'login-program',
        scope: 'lanyard:sign-in-program orders:read',
        app_passwords: [{ name: 'main', password: PROGRAM_PASSWORD }],
      },
      { username: 'clerk', scope: 'orders:read', app_passwords: [{ name: 'main', password: CLERK }] },
    ],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  const directory = join(folder, 'data');
  let server = await startServer({ args: ['--import', file, '--log-level', 'warn'], directory });
  const origin = () => server.ready.issuer;
  const token = async (fields: Record<string, string>) => {
    const answer = await fetch(`${origin()}/oauth2/token`, { method: 'POST', body: new URLSearchParams(fields) });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const account = async (username: string, password: string, scope: string) =>
    (await token({ grant_type: 'client_credentials', username, password, scope })).body['access_token'] ?? '';
  return {
    origin,
    token,
    admin: () => account('boss', BOSS, 'lanyard:admin'),
    /** Of the sign-in program's own account, for `scope`. */
    program: (scope = 'lanyard:sign-in-program') => account('login-program', PROGRAM_PASSWORD, scope),
    clerk: () => account('clerk', CLERK, 'orders:read'),
    /** On the same address, as a computer that was switched off and on. */
    restart: async () => {
      const { port } = new URL(origin());
      await server.stop();
      server = await startServer({ args: ['--port', port, '--log-level', 'warn'], directory });
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
