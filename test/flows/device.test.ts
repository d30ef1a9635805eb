/** Devices by unmodified client libraries against the real server, with a person at the pages without JavaScript. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { ALICE, WEB_SECRET } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const OFFICE = {
  lanyard: 1,
  users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
  applications: [
    { client_id: 'tv', client_name: 'Television', client_secret: WEB_SECRET, grant_types: [DEVICE, 'refresh_token'] },
    { client_id: 'cli', token_endpoint_auth_method: 'none', grant_types: [DEVICE] },
    { client_id: 'gh', dialect: 'github', token_endpoint_auth_method: 'none', grant_types: [DEVICE] },
  ],
};

let server: RunningServer;
let issuer: URL;
beforeAll(async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'lanyard-device-')), 'office.json');
  await writeFile(file, JSON.stringify(OFFICE));
  server = await startServer({ args: ['--import', file, '--dialect-port', 'github=0'] });
  issuer = new URL(server.ready.issuer);
});
afterAll(() => server?.stop());

/** Opens the address, types the code where it is not there already, signs in, and stands before the question. */
async function question(person: HttpPerson, address: string, user_code: string): Promise<Stop> {
  const page = await person.submit(await person.open(address), { user_code });
  return page.html.includes('id="lanyard-login-submit"') ? person.submit(page, ALICE) : page;
}

it('openid-client signs a person in who scans the address with the code in it', async () => {
  const config = await client.discovery(issuer, 'tv', WEB_SECRET, undefined, {
    execute: [client.allowInsecureRequests],
  });
  const codes = await client.initiateDeviceAuthorization(config, { scope: 'openid email offline_access' });
  const person = new HttpPerson(issuer.origin);
  const asked = await question(person, codes.verification_uri_complete ?? '', codes.user_code);
  expect(asked.html).toContain(codes.user_code);
  expect(asked.html).toContain('Television');
  const done = await person.allow(asked);
  expect(done.html).toContain('id="lanyard-device-done"');
  const tokens = await client.pollDeviceAuthorizationGrant(config, { ...codes, interval: 0 });
  expect(tokens.claims()).toMatchObject({ email: 'alice@example.lan', aud: 'tv' });
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  expect(userinfo.email).toBe('alice@example.lan');
  expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toBeTruthy();
});

it('openid-client hears that the person said no', async () => {
  const config = await client.discovery(issuer, 'cli', undefined, client.None(), {
    execute: [client.allowInsecureRequests],
  });
  const codes = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
  const person = new HttpPerson(issuer.origin);
  await person.submit(await question(person, codes.verification_uri, codes.user_code), { decision: 'deny' });
  const polled = client.pollDeviceAuthorizationGrant(config, { ...codes, interval: 0 });
  await expect(polled).rejects.toMatchObject({ error: 'access_denied' });
});

it('oauth4webapi is told to wait, to wait longer, and then gets the tokens', async () => {
  const options = { [oauth.allowInsecureRequests]: true };
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  expect(as.grant_types_supported).toContain(DEVICE);
  const cli: oauth.Client = { client_id: 'cli' };
  const asked = await oauth.deviceAuthorizationRequest(as, cli, oauth.None(), { scope: 'openid profile' }, options);
  const codes = await oauth.processDeviceAuthorizationResponse(as, cli, asked);
  const poll = async () => {
    const answer = await oauth.deviceCodeGrantRequest(as, cli, oauth.None(), codes.device_code, options);
    return oauth.processDeviceCodeResponse(as, cli, answer);
  };
  await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending', status: 400 });
  const slow = await oauth.deviceCodeGrantRequest(as, cli, oauth.None(), codes.device_code, options);
  expect([slow.status, await slow.json()]).toEqual([
    400,
    { error: 'slow_down', error_description: expect.any(String) },
  ]);
  const person = new HttpPerson(issuer.origin);
  await person.allow(await question(person, codes.verification_uri, codes.user_code.toLowerCase().replace('-', '')));
  const tokens = await poll();
  expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ name: 'Alice Example' });
  await expect(poll()).rejects.toMatchObject({ error: 'invalid_grant' });
});

it('speaks to a device as GitHub does', async () => {
  const ask = async (path: string, fields: Record<string, string>) => {
    const headers = { accept: 'application/json' };
    const answer = await fetch(new URL(path, issuer), { method: 'POST', headers, body: new URLSearchParams(fields) });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const { body: codes } = await ask('/login/device/code', { client_id: 'gh', scope: 'read:user' });
  expect(codes['verification_uri']).toBe(new URL('/login/device', issuer).href);
  const poll = (device_code = '') =>
    ask('/login/oauth/access_token', { client_id: 'gh', device_code, grant_type: DEVICE });
  expect(await poll(codes['device_code'])).toMatchObject({ status: 200, body: { error: 'authorization_pending' } });
  // Whoever asks too early is told how long to wait from then on, in the forms that GitHub has.
  const slow = await poll(codes['device_code']);
  expect(slow).toMatchObject({ status: 200, body: { error: 'slow_down', interval: 10 } });
  const fields = { client_id: 'gh', device_code: codes['device_code'] ?? '', grant_type: DEVICE };
  const form = await fetch(new URL('/login/oauth/access_token', issuer), {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  expect(Object.fromEntries(new URLSearchParams(await form.text()))).toMatchObject({
    error: 'slow_down',
    interval: '15',
  });
  expect(await poll('unknown')).toMatchObject({ status: 200, body: { error: 'incorrect_device_code' } });
  const person = new HttpPerson(issuer.origin);
  await person.allow(await question(person, codes['verification_uri'] ?? '', codes['user_code'] ?? ''));
  expect(await poll(codes['device_code'])).toMatchObject({ status: 200, body: { token_type: 'bearer' } });
  const other = await ask('/login/device/code', { client_id: 'cli', scope: '' });
  expect(other.status).toBe(200);
});

it('shows no page of a device in a frame', async () => {
  const { headers } = await fetch(new URL('/device', issuer));
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

// Last: the tries of everybody here are used up by then.
it('whoever signs in first comes back to the code, at the address that they came from', async () => {
  const codesOf = async (path: string, client_id: string) => {
    const asked = { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams({ client_id }) };
    return (await (await fetch(new URL(path, issuer), asked)).json()) as { readonly user_code: string };
  };
  const hub = server.ready.listeners.find(({ dialect }) => dialect === 'github')?.url ?? '';
  const places = [
    [issuer.origin, '/device', (await codesOf('/oauth2/device_authorization', 'cli')).user_code],
    [hub, '/login/device', (await codesOf('/login/device/code', 'gh')).user_code],
  ] as const;
  for (const [origin, path, user_code] of places) {
    const person = new HttpPerson(origin);
    let page = await person.open(`${origin}${path}`);
    while (!page.html.includes('lanyard-device-sign-in')) page = await person.submit(page, { user_code: 'XXXX-XXXX' });
    // Their tries are used up by then: what they typed goes along.
    page = await person.submit(page, { user_code });
    expect(page.status).toBe(429);
    const [, link = ''] = /id="lanyard-device-sign-in" href="([^"]*)"/.exec(page.html) ?? [];
    const signIn = await person.open(new URL(link.replaceAll('&amp;', '&'), origin).href);
    const wrong = await person.submit(signIn, { username: ALICE.username, password: 'wrong' });
    expect(wrong.html).toContain('lanyard-login-error');
    const back = await person.submit(wrong, ALICE);
    expect(back.url).toBe(`${origin}${path}?user_code=${user_code}`);
    expect(back.html).toContain(`value="${user_code}"`);
    const asked = await person.submit(back, { user_code });
    expect((await person.allow(asked)).html).toContain('id="lanyard-device-done"');
    expect((await person.open(new URL(link.replaceAll('&amp;', '&'), origin).href)).url).toBe(back.url);
  }
});

it('leads nobody anywhere else after signing in', async () => {
  for (const query of ['to=https://evil.test', 'to=//evil.test', 'to=device&user_code=//evil.test', 'to=device&to=x']) {
    const person = new HttpPerson(issuer.origin);
    const page = await person.open(`${issuer.origin}/account/sign-in?${query}`);
    const { left, url } = await person.submit(page, ALICE);
    expect([query, left]).toEqual([query, undefined]);
    expect(['/account/', '/device']).toContain(new URL(url).pathname);
    expect(url).not.toContain('evil');
  }
});
