/**
 * Programs written for Auth0, unmodified, over TLS at an address that is Auth0's alone: the node SDK, and a device by plain
 * requests, for which that SDK has nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import { AuthenticationClient } from 'auth0/legacy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { makeTrustedTls, type TrustedTls } from '../support/trusted-tls.ts';
import { writeOffice } from '../support/write-office.ts';

const API = 'https://orders.example.lan';
const CALLBACK = 'https://app.example.lan/callback';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const SECRET = 'worker-secret-worker-secret-0001';
const SCOPE = 'openid profile email offline_access orders:read orders:write';

const OFFICE = {
  lanyard: 1,
  settings: { legacy_grants: true },
  users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
  apis: [{ audience: API, permissions_in_tokens: true, scopes: [{ name: 'orders:read' }, { name: 'orders:write' }] }],
  applications: [
    {
      client_id: 'worker',
      client_name: 'Worker',
      client_secret: SECRET,
      dialect: 'auth0',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'password', DEVICE],
      audience: [API],
      scope: SCOPE,
    },
  ],
};

let tls: TrustedTls;
let server: RunningServer;
let origin: string;
let client: AuthenticationClient;

beforeAll(async () => {
  tls = await makeTrustedTls();
  server = await startServer({
    args: ['--import', await writeOffice(OFFICE), '--dialect-port', 'auth0=0', ...tls.args],
  });
  origin = server.ready.listeners.find(({ dialect }) => dialect === 'auth0')?.url ?? '';
  client = new AuthenticationClient({ domain: new URL(origin).host, clientId: 'worker', clientSecret: SECRET });
});
afterAll(async () => {
  await server?.stop();
  await tls?.remove();
});

type Told = Readonly<Record<string, string>>;

const claimsOf = (jwt = '') =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const toldBy = (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => 'nothing',
    ({ statusCode, error }: { readonly statusCode: number; readonly error: string }) => [statusCode, error],
  );

/** Signs alice in at `url`, and lets the application have what it asks for. */
async function walk(url: string): Promise<URLSearchParams> {
  const person = new HttpPerson(origin);
  const asked = await person.submit(await person.open(url), ALICE);
  const { left, html } = asked.left === undefined ? await person.allow(asked) : asked;
  if (left === undefined) throw new Error(html);
  return left.searchParams;
}

function pkce() {
  const code_verifier = randomBytes(32).toString('base64url');
  const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
  return { code_verifier, asked: { code_challenge, code_challenge_method: 'S256' } };
}

async function signIn(more: Readonly<Record<string, string>> = {}) {
  const { code_verifier, asked } = pkce();
  const request = { client_id: 'worker', response_type: 'code', redirect_uri: CALLBACK, scope: SCOPE, state: 's' };
  const query = new URLSearchParams({ ...request, ...asked, ...more });
  const code = (await walk(`${origin}/authorize?${query}`)).get('code') ?? '';
  const { data } = await client.oauth.authorizationCodeGrantWithPKCE({ code, code_verifier, redirect_uri: CALLBACK });
  return data;
}

describe('auth0 (node)', () => {
  it('acts for itself at an API', async () => {
    const { data } = await client.oauth.clientCredentialsGrant({ audience: API });
    expect(claimsOf(data.access_token)).toMatchObject({
      iss: `${origin}/`,
      sub: 'worker@clients',
      azp: 'worker',
      aud: API,
      gty: 'client-credentials',
      permissions: ['orders:read', 'orders:write'],
    });
    const elsewhere = client.oauth.clientCredentialsGrant({ audience: 'https://elsewhere.example.lan' });
    expect(await toldBy(elsewhere)).toEqual([403, 'invalid_target']);
  });

  it('sends its request ahead, and verifies the ID token that the code brings', async () => {
    const { code_verifier, asked } = pkce();
    const request = { client_id: 'worker', response_type: 'code', redirect_uri: CALLBACK, scope: SCOPE, nonce: 'n' };
    const { data } = await client.oauth.pushedAuthorization({ ...request, ...asked, audience: API });
    expect(data.expires_in).toBeGreaterThan(0);
    const query = new URLSearchParams({ client_id: 'worker', request_uri: data.request_uri });
    const code = (await walk(`${origin}/authorize?${query}`)).get('code') ?? '';
    const grant = { code, code_verifier, redirect_uri: CALLBACK };
    const redeemed = await client.oauth.authorizationCodeGrantWithPKCE(grant, {
      idTokenValidateOptions: { nonce: 'n' },
    });
    expect(claimsOf(redeemed.data.id_token)).toMatchObject({ iss: `${origin}/`, nickname: 'alice' });
    expect(claimsOf(redeemed.data.access_token)['aud']).toEqual([API, `${origin}/userinfo`]);
    expect(await toldBy(client.oauth.authorizationCodeGrantWithPKCE(grant))).toEqual([403, 'invalid_grant']);
  });

  it('refreshes, gives the refresh token back, and is told so afterwards', async () => {
    const first = await signIn();
    const { data } = await client.oauth.refreshTokenGrant({ refresh_token: first.refresh_token ?? '' });
    expect(data.refresh_token).not.toBe(first.refresh_token);
    const refresh_token = data.refresh_token ?? '';
    expect((await client.oauth.revokeRefreshToken({ token: refresh_token })).status).toBe(200);
    const after = client.oauth.refreshTokenGrant({ refresh_token });
    await expect(after).rejects.toThrow('Unknown or invalid refresh token.');
  });

  it('takes a person’s password with a realm, where office and application allow it', async () => {
    const asked = { ...ALICE, realm: 'Username-Password-Authentication', scope: 'openid', audience: API };
    const { data } = await client.oauth.passwordGrant(asked);
    expect(claimsOf(data.access_token)).toMatchObject({ gty: 'password', azp: 'worker' });
    expect(await toldBy(client.oauth.passwordGrant({ ...asked, password: 'wrong' }))).toEqual([403, 'invalid_grant']);
  });
});

describe('a device', () => {
  async function post(path: string, fields: Readonly<Record<string, string>>) {
    const body = new URLSearchParams({ client_id: 'worker', client_secret: SECRET, ...fields });
    const answer = await fetch(`${origin}${path}`, { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as Told };
  }

  it('shows a code that somebody types at /activate, and waits with 403 until they did', async () => {
    const begun = await post('/oauth/device/code', { scope: 'openid profile', audience: API });
    expect(begun.status).toBe(200);
    const poll = { grant_type: DEVICE, device_code: begun.body['device_code'] ?? '' };
    expect((await post('/oauth/token', poll)).status).toBe(403);
    expect(begun.body['verification_uri']).toBe(`${origin}/activate`);
    const person = new HttpPerson(origin);
    const { user_code = '', verification_uri_complete = '' } = begun.body;
    const login = await person.submit(await person.open(verification_uri_complete), { user_code });
    const done = await person.allow(await person.submit(login, ALICE));
    expect(done.html).toContain('lanyard-device-done');
    const got = await post('/oauth/token', poll);
    expect([got.status, claimsOf(got.body['access_token'])['azp']]).toEqual([200, 'worker']);
  });

  it('is told to be patient with 429 where it asks too fast, and the person’s no with 403', async () => {
    const begun = await post('/oauth/device/code', { scope: 'openid profile', audience: API });
    const poll = { grant_type: DEVICE, device_code: begun.body['device_code'] ?? '' };
    const told = async () => {
      const { status, body } = await post('/oauth/token', poll);
      return [status, body['error'], body['error_description']];
    };
    expect(await told()).toEqual([403, 'authorization_pending', 'User has yet to authorize device code.']);
    const fast = 'You are polling faster than the specified interval of 5 seconds.';
    expect(await told()).toEqual([429, 'slow_down', fast]);
    const person = new HttpPerson(origin);
    const { user_code = '', verification_uri_complete = '' } = begun.body;
    const login = await person.submit(await person.open(verification_uri_complete), { user_code });
    await person.submit(await person.submit(login, ALICE), { decision: 'deny' });
    expect(await told()).toEqual([403, 'access_denied', 'User cancelled the confirmation prompt.']);
  });
});

describe('a body of JSON', () => {
  async function send(path: string, fields: object) {
    const body = JSON.stringify({ client_id: 'worker', client_secret: SECRET, ...fields });
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Told };
  }

  it('is taken where the SDKs send one: for tokens, to give them back, for a device and ahead of a sign-in', async () => {
    const token = await send('/oauth/token', { grant_type: 'client_credentials', audience: API });
    expect([token.status, claimsOf(token.body['access_token'])['gty']]).toEqual([200, 'client-credentials']);
    expect((await send('/oauth/revoke', { token: token.body['access_token'] })).status).toBe(200);
    expect((await send('/oauth/device/code', { scope: 'openid' })).body['user_code']).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    const { asked } = pkce();
    const request = { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', ...asked };
    expect((await send('/oauth/par', request)).status).toBe(201);
  });

  it('is refused like a form: without the secret, and with what is no text', async () => {
    const grant = { grant_type: 'client_credentials', audience: API };
    const nobody = await send('/oauth/token', { ...grant, client_secret: 'wrong' });
    expect([nobody.status, nobody.body['error']]).toEqual([401, 'invalid_client']);
    const list = await send('/oauth/token', { ...grant, audience: [API] });
    expect([list.status, list.body['error']]).toEqual([400, 'invalid_request']);
  });
});

describe('discovery', () => {
  const read = async (path: string): Promise<unknown> => (await fetch(`${origin}${path}`)).json();

  it('names what is here by Auth0’s paths, and nothing that Auth0 has not', async () => {
    const metadata = await read('/.well-known/openid-configuration');
    expect(metadata).toMatchObject({
      issuer: `${origin}/`,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      device_authorization_endpoint: `${origin}/oauth/device/code`,
      userinfo_endpoint: `${origin}/userinfo`,
      jwks_uri: `${origin}/.well-known/jwks.json`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      end_session_endpoint: `${origin}/oidc/logout`,
      pushed_authorization_request_endpoint: `${origin}/oauth/par`,
      code_challenge_methods_supported: ['S256'],
    });
    for (const absent of ['introspection_endpoint', 'registration_endpoint', 'check_session_iframe']) {
      expect(metadata).not.toHaveProperty(absent);
    }
    expect(await read('/.well-known/oauth-authorization-server')).toEqual(metadata);
    const { keys } = (await read('/.well-known/jwks.json')) as { readonly keys: readonly Told[] };
    expect(keys.map(({ alg }) => alg)).toContain('RS256');
  });
});
