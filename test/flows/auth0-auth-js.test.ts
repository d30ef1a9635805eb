/** @auth0/auth0-auth-js, which auth0 7 names for signing in, unmodified and over TLS at an address that is Auth0's alone. */
import { AuthClient } from '@auth0/auth0-auth-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { makeTrustedTls, type TrustedTls } from '../support/trusted-tls.ts';
import { writeOffice } from '../support/write-office.ts';

const API = 'https://orders.example.lan';
const CALLBACK = 'https://app.example.lan/callback';
const GOODBYE = 'https://app.example.lan/bye';
const SECRET = 'web-secret-web-secret-web-secret-01';

const OFFICE = {
  lanyard: 1,
  users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
  apis: [{ audience: API, scopes: [{ name: 'orders:read' }] }],
  applications: [
    {
      client_id: 'web',
      client_name: 'Orders',
      client_secret: SECRET,
      dialect: 'auth0',
      redirect_uris: [CALLBACK],
      post_logout_redirect_uris: [GOODBYE],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      audience: [API],
      scope: 'openid profile email offline_access orders:read',
    },
  ],
};

let tls: TrustedTls;
let server: RunningServer;
let origin: string;
let client: AuthClient;
beforeAll(async () => {
  tls = await makeTrustedTls();
  server = await startServer({
    args: ['--import', await writeOffice(OFFICE), '--dialect-port', 'auth0=0', ...tls.args],
  });
  origin = server.ready.listeners.find(({ dialect }) => dialect === 'auth0')?.url ?? '';
  client = new AuthClient({ domain: new URL(origin).host, clientId: 'web', clientSecret: SECRET });
});
afterAll(async () => {
  await server?.stop();
  await tls?.remove();
});

/** Signs alice in at `url`, and lets the application have what it asks for; answers where she is sent. */
async function walk(url: URL, person = new HttpPerson(origin)): Promise<URL> {
  const asked = await person.submit(await person.open(url.href), ALICE);
  const { left, html } = asked.left === undefined ? await person.allow(asked) : asked;
  if (left === undefined) throw new Error(html);
  return left;
}

/** `ahead`: by a pushed request. */
async function signIn(ahead: boolean) {
  const { authorizationUrl, codeVerifier } = await client.buildAuthorizationUrl({
    pushedAuthorizationRequests: ahead,
    authorizationParams: { redirect_uri: CALLBACK, scope: 'openid profile email offline_access' },
  });
  const tokens = await client.getTokenByCode(await walk(authorizationUrl), { codeVerifier });
  return { authorizationUrl, tokens };
}

const refusedWith = (error: string) => ({ cause: { error } });

describe('@auth0/auth0-auth-js', () => {
  it('signs a person in and refreshes', async () => {
    const { authorizationUrl, tokens } = await signIn(false);
    expect(authorizationUrl.searchParams.has('request_uri')).toBe(false);
    expect(tokens.claims).toMatchObject({ iss: `${origin}/`, nickname: 'alice', email: 'alice@example.lan' });
    const { refreshToken = '' } = tokens;
    const renewed = await client.getTokenByRefreshToken({ refreshToken });
    expect([renewed.accessToken, renewed.refreshToken]).toEqual([expect.any(String), expect.any(String)]);
    expect(renewed.refreshToken).not.toBe(refreshToken);
    const ofNobody = client.getTokenByRefreshToken({ refreshToken: 'of-nobody' });
    await expect(ofNobody).rejects.toMatchObject(refusedWith('invalid_grant'));
  });

  it('does so by a request that is sent ahead', async () => {
    const { authorizationUrl, tokens } = await signIn(true);
    expect(authorizationUrl.searchParams.has('request_uri')).toBe(true);
    expect(tokens.claims).toMatchObject({ iss: `${origin}/`, nickname: 'alice' });
  });

  it('acts for itself at an API, and at no other', async () => {
    const { accessToken } = await client.getTokenByClientCredentials({ audience: API });
    expect(accessToken.split('.')).toHaveLength(3);
    const elsewhere = client.getTokenByClientCredentials({ audience: 'https://elsewhere.example.lan' });
    await expect(elsewhere).rejects.toMatchObject(refusedWith('invalid_target'));
  });

  it('knows where people sign out, who are asked, and come back', async () => {
    const person = new HttpPerson(origin);
    const begun = await client.buildAuthorizationUrl({ authorizationParams: { redirect_uri: CALLBACK } });
    await walk(begun.authorizationUrl, person);
    const url = await client.buildLogoutUrl({ returnTo: GOODBYE });
    const question = await person.open(url.href);
    expect(question.html).toContain('lanyard-logout-yes');
    const gone = await person.submit(question, { decision: 'yes' });
    expect(gone.left?.href).toBe(GOODBYE);
  });
});
