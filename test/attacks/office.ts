/** The office that is attacked: one application for each way of being one, and passwords and secrets that no log may hold. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { Browser } from './browser.ts';

export const ALICE = { username: 'alice', password: 'canary-password-of-alice-1' };
export const BOB = { username: 'bob', password: 'canary-password-of-bob-1' };
export const ADA = { username: 'ada', password: 'canary-password-of-ada-1' };
export const SECRET = 'canary-client-secret-0123456789abcdef';
export const APP_PASSWORD = 'canary-app-password-0123456789abcdef';
export const CALLBACK = 'https://rp1.test/cb';
export const OTHER_CALLBACK = 'https://rp2.test/cb';
export const API = 'https://api.test';

export const VERIFIER = 'canary-code-verifier-0123456789-0123456789-abcdef';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

const SIGNS_IN = {
  client_secret: SECRET,
  grant_types: ['authorization_code', 'refresh_token'],
  scope: 'openid profile email groups offline_access',
};

export const APPLICATIONS = [
  {
    ...SIGNS_IN,
    client_id: 'rp1',
    redirect_uris: [CALLBACK, 'https://rp1.test/q?a=1&b=2'],
    post_logout_redirect_uris: ['https://rp1.test/out'],
  },
  { ...SIGNS_IN, client_id: 'rp2', redirect_uris: [OTHER_CALLBACK] },
  { ...SIGNS_IN, client_id: 'trusted', consent: 'skip', redirect_uris: [CALLBACK] },
  { ...SIGNS_IN, client_id: 'plain', consent: 'skip', require_pkce: false, redirect_uris: [CALLBACK] },
  {
    ...SIGNS_IN,
    client_id: 'jwt',
    consent: 'skip',
    redirect_uris: [CALLBACK],
    access_token_format: 'jwt',
    access_token_signed_response_alg: 'ES256',
    audience: [API],
    scope: 'openid profile email offline_access things:read',
  },
  {
    client_id: 'spa',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/cb', 'https://spa.test/cb'],
    web_origins: ['https://spa.test'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile offline_access',
  },
  {
    client_id: 'hub',
    client_secret: SECRET,
    dialect: 'github',
    consent: 'skip',
    redirect_uris: [CALLBACK],
    scope: 'read:user user:email profile email',
  },
  {
    client_id: 'robot',
    client_secret: SECRET,
    redirect_uris: [],
    grant_types: ['client_credentials'],
    audience: [API],
    scope: 'things:read',
  },
  { ...SIGNS_IN, client_id: 'off', disabled: true, redirect_uris: [CALLBACK] },
] as const;

const OFFICE = {
  lanyard: 1,
  settings: { issuer_name: 'Attacked Office' },
  groups: [{ name: 'staff' }],
  users: [
    { ...ADA, admin: true },
    { ...ALICE, name: 'Alice', email: 'alice@example.lan', groups: ['staff'] },
    { ...BOB, name: 'Bob', email: 'bob@example.lan' },
  ],
  apis: [{ audience: API, name: 'Things', scopes: [{ name: 'things:read' }] }],
  applications: APPLICATIONS,
  service_accounts: [
    {
      username: 'bot',
      admin: true,
      scope: 'things:read lanyard:admin',
      app_passwords: [{ name: 'main', password: APP_PASSWORD }],
    },
    {
      username: 'humble',
      scope: 'things:read lanyard:admin',
      app_passwords: [{ name: 'main', password: APP_PASSWORD }],
    },
  ],
};

export interface AttackedOffice extends RunningServer {
  readonly origin: string;
  browser(): Browser;
  /** A browser in which that person has just signed in, by way of an application that asks nothing else. */
  signedIn(person?: { readonly username: string; readonly password: string }): Promise<Browser>;
}

/** `changes` replace parts of the configuration document; a `directory` of the caller's stays when the server stops. */
export async function startOffice(
  args: readonly string[] = [],
  changes: Readonly<Record<string, unknown>> = {},
  directory?: string,
): Promise<AttackedOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-attacked-'));
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify({ ...OFFICE, ...changes }));
  const where = directory === undefined ? {} : { directory };
  const starting = startServer({ args: ['--import', file, ...args], ...where });
  await starting.catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  const server = await starting;
  const origin = server.ready.issuer;
  const browser = () => new Browser(origin);
  return {
    ...server,
    origin,
    browser,
    async signedIn(person = ALICE) {
      const fresh = browser();
      const answer = await fresh.submit(await fresh.follow(await fresh.get(authorizePath())), person);
      if (!answer.location?.startsWith(CALLBACK)) throw new Error(`not signed in: ${answer.status} ${answer.text}`);
      return fresh;
    },
  };
}

type Changes = Readonly<Record<string, string | undefined>>;

/** A valid authorization request of `trusted`, changed; `undefined` leaves a parameter out. */
export function authorizeParams(changes: Changes = {}): URLSearchParams {
  return given({
    client_id: 'trusted',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  });
}

export function authorizePath(changes: Changes = {}, path = '/oauth2/authorize'): string {
  return `${path}?${authorizeParams(changes).toString()}`;
}

export function given(fields: Changes): URLSearchParams {
  const kept = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new URLSearchParams(kept);
}

export function basic(client_id: string, secret: string = SECRET): string {
  return `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`;
}

export type TokenBody = Readonly<Record<string, string>>;

export interface TokenAnswer {
  readonly status: number;
  readonly body: TokenBody;
  readonly headers: Headers;
}

/** POSTs a form to an endpoint of the back channel and reads the JSON that comes back. */
export async function post(
  origin: string,
  path: string,
  fields: Changes | URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  const body = fields instanceof URLSearchParams ? fields : given(fields);
  const response = await fetch(`${origin}${path}`, { method: 'POST', body, headers, redirect: 'manual' });
  const text = await response.text();
  const json: unknown = text.startsWith('{') ? JSON.parse(text) : { text };
  return { status: response.status, body: json as TokenBody, headers: response.headers };
}

/** Redeems a code of `trusted` at its own redirect URI, changed. */
export function redeem(origin: string, code: string, changes: Changes = {}, client = 'trusted'): Promise<TokenAnswer> {
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...changes,
  };
  return post(origin, '/oauth2/token', fields, { authorization: basic(client) });
}

export function refresh(
  origin: string,
  refresh_token: string,
  client = 'trusted',
  changes: Changes = {},
): Promise<TokenAnswer> {
  const fields = { grant_type: 'refresh_token', refresh_token, ...changes };
  return post(origin, '/oauth2/token', fields, { authorization: basic(client) });
}

/** A code for whoever is signed in in `browser`; throws where the server did not hand one out at once. */
export async function codeFor(browser: Browser, changes: Changes = {}, path?: string): Promise<string> {
  const answer = await browser.get(authorizePath(changes, path));
  const code = answer.location === undefined ? null : new URL(answer.location).searchParams.get('code');
  if (code === null) throw new Error(`no code: ${answer.status} ${answer.location ?? answer.text}`);
  return code;
}

/** Whether userinfo takes the token. */
export async function works(origin: string, token: string | undefined): Promise<boolean> {
  const response = await fetch(`${origin}/oauth2/userinfo`, { headers: { authorization: `Bearer ${token ?? ''}` } });
  await response.arrayBuffer();
  return response.status === 200;
}
