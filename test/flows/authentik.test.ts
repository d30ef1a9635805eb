/** Applications written for authentik, by unmodified client libraries against the real server. */
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProvider, signInWithAuthCore } from '../support/auth-core.ts';
import {
  type AuthentikOffice,
  CALLBACK,
  ROBOT,
  SECRET,
  signIn,
  startAuthentikOffice,
} from '../support/authentik-office.ts';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';

let office: AuthentikOffice;
let main: string;
let bound: string;
let token: AuthentikOffice['token'];
beforeAll(async () => {
  office = await startAuthentikOffice();
  ({ main, bound, token } = office);
}, 120_000);
afterAll(() => office?.stop());

const insecure = { execute: [client.allowInsecureRequests] };

function discover(origin: string, name = 'wiki', client_id = 'wiki-client') {
  return client.discovery(new URL(`${origin}/application/o/${name}/`), client_id, SECRET, undefined, insecure);
}

describe.each(['the main listener', 'a listener of its own'])('openid-client at %s', (which) => {
  const origin = () => (which === 'the main listener' ? main : bound);

  test('discovers each application’s own issuer, signs in, refreshes, introspects, revokes and signs out', async () => {
    const config = await discover(origin());
    const issuer = `${origin()}/application/o/wiki/`;
    expect(config.serverMetadata()).toMatchObject({
      issuer,
      authorization_endpoint: `${origin()}/application/o/authorize/`,
      token_endpoint: `${origin()}/application/o/token/`,
      userinfo_endpoint: `${origin()}/application/o/userinfo/`,
      introspection_endpoint: `${origin()}/application/o/introspect/`,
      revocation_endpoint: `${origin()}/application/o/revoke/`,
      device_authorization_endpoint: `${origin()}/application/o/device/`,
      jwks_uri: `${origin()}/application/o/wiki/jwks/`,
      end_session_endpoint: `${origin()}/application/o/wiki/end-session/`,
    });
    expect(config.serverMetadata().registration_endpoint).toBeUndefined();
    const person = new HttpPerson(origin());
    const state = client.randomState();
    const to = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'email profile offline_access',
      state,
    });
    const back = await signIn(origin(), to, person);
    expect(back.searchParams.get('iss')).toBe(issuer);
    const tokens = await client.authorizationCodeGrant(config, back, { expectedState: state });
    expect(tokens.scope?.split(' ')).toContain('openid');
    const claims = tokens.claims();
    expect(claims).toMatchObject({
      iss: issuer,
      aud: 'wiki-client',
      name: 'Alice Example',
      given_name: 'Alice Example',
      preferred_username: 'alice',
      nickname: 'alice',
      groups: ['staff'],
      email: 'alice@example.lan',
      email_verified: true,
    });
    expect(claims?.sub).toMatch(/^[\w-]{43}$/);
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ typ: 'at+jwt' });
    expect(decodeJwt(tokens.access_token)).toMatchObject({ iss: issuer, sub: claims?.sub });

    expect(await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')).toMatchObject({
      nickname: 'alice',
      groups: ['staff'],
      email: 'alice@example.lan',
    });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe(claims?.sub);
    expect(await client.tokenIntrospection(config, refreshed.access_token)).toMatchObject({
      active: true,
      iss: issuer,
      sub: claims?.sub,
      client_id: 'wiki-client',
    });
    await client.tokenRevocation(config, refreshed.access_token);
    expect(await client.tokenIntrospection(config, refreshed.access_token)).toEqual({ active: false });

    const bye = client.buildEndSessionUrl(config, {
      id_token_hint: refreshed.id_token ?? '',
      post_logout_redirect_uri: 'http://127.0.0.1:9/bye',
      state: 'see-you',
    });
    expect((await person.open(bye.href)).left?.href).toBe('http://127.0.0.1:9/bye?state=see-you');
    expect((await person.open(to.href)).html).toContain('lanyard-password');
  });
});

test('one person has one name at every listener and in introspection by another path', async () => {
  const subs = new Set<string | undefined>();
  for (const origin of [main, bound]) {
    const config = await discover(origin);
    const to = client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid' });
    const tokens = await client.authorizationCodeGrant(config, await signIn(origin, to));
    subs.add(tokens.claims()?.sub);
    const basic = `Basic ${Buffer.from(`wiki-client:${SECRET}`).toString('base64')}`;
    const native = await token({ token: tokens.access_token }, '/oauth2/introspect', { authorization: basic });
    subs.add(native.body['sub']);
  }
  expect(subs.size).toBe(1);
});

test('an application without a slug goes by its client_id, and no other dialect’s application has an issuer here', async () => {
  expect((await discover(main, 'no-slug', 'no-slug')).serverMetadata().issuer).toBe(`${main}/application/o/no-slug/`);
  for (const name of ['plain', 'wiki-client', 'nobody', '__proto__', '%2e%2e', 'wiki%2f']) {
    for (const document of ['.well-known/openid-configuration', 'jwks/', 'end-session/']) {
      const { status } = await fetch(`${main}/application/o/${name}/${document}`);
      expect([name, document, status]).toEqual([name, document, 404]);
    }
  }
});

test('an issuer is an address that leads to its discovery document, and nobody’s leads nowhere', async () => {
  for (const origin of [main, bound]) {
    for (const name of ['wiki', 'no-slug']) {
      const issuer = `${origin}/application/o/${name}/`;
      for (const method of ['GET', 'HEAD']) {
        const led = await fetch(issuer, { method, redirect: 'manual' });
        expect([led.status, led.headers.get('location')]).toEqual([302, `${issuer}.well-known/openid-configuration`]);
        expect(led.headers.get('access-control-allow-origin')).toBe('*');
      }
      expect(await (await fetch(issuer)).json()).toMatchObject({ issuer });
      expect((await fetch(issuer, { method: 'POST' })).status).toBe(405);
    }
    for (const name of ['plain', 'wiki-client', 'nobody', '__proto__', '%2e%2e', 'wiki%2f', '%zz']) {
      const { status } = await fetch(`${origin}/application/o/${name}/`, { redirect: 'manual' });
      expect([name, status]).toEqual([name, 404]);
    }
    // What looks like one and is an endpoint stays that.
    expect((await fetch(`${origin}/application/o/token/`, { redirect: 'manual' })).status).toBe(405);
    expect((await fetch(`${origin}/application/o/userinfo/`, { redirect: 'manual' })).status).toBe(401);
  }
});

test('an access token tells an API who somebody is, as far as was allowed, and is no ID token', async () => {
  const config = await discover(main);
  const to = client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid profile rights' });
  const { access_token } = await client.authorizationCodeGrant(config, await signIn(main, to));
  const claims = decodeJwt(access_token);
  expect(claims).toMatchObject({
    preferred_username: 'alice',
    nickname: 'alice',
    groups: ['staff'],
    azp: 'wiki-client',
    uid: expect.any(String),
    department: 'Alice Example',
    aud: `${main}/application/o/wiki/`,
  });
  for (const name of ['email', 'nonce', 'at_hash', 'sid', 'authorization_details'])
    expect(claims).not.toHaveProperty(name);
  expect(decodeProtectedHeader(access_token)['typ']).toBe('at+jwt');
  const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? ''));
  await expect(jwtVerify(access_token, keys, { audience: 'wiki-client' })).rejects.toMatchObject({ claim: 'aud' });
  expect(await client.tokenIntrospection(config, access_token)).toMatchObject({ active: true, username: 'alice' });
});

test('signing out is there without a slug as well', async () => {
  const answer = await fetch(`${main}/application/o/end-session/`);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('lanyard-signed-out')]);
});

test('a request without a scope gets what the application is registered for', async () => {
  const config = await discover(main);
  const to = client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK });
  to.searchParams.delete('scope');
  const tokens = await client.authorizationCodeGrant(config, await signIn(main, to));
  expect(tokens.scope).toBe('openid profile email groups rights');
  expect(tokens.claims()).toMatchObject({ email: 'alice@example.lan' });
});

test('refusals have status 400, and what is unknown of prompt and response_mode counts for nothing', async () => {
  const wrong = await token({
    grant_type: 'authorization_code',
    client_id: 'wiki-client',
    client_secret: 'x',
    code: 'x',
    redirect_uri: CALLBACK,
  });
  expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  const config = await discover(main);
  const to = client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, prompt: 'sing', response_mode: 'pigeon' });
  expect((await signIn(main, to)).searchParams.get('code')).not.toBeNull();
});

describe('a service account', () => {
  const both = Buffer.from(`${ROBOT.username}:${ROBOT.password}`).toString('base64');
  test.each([
    ['by name and app password alone', { ...ROBOT }],
    ['by name and app password through an application', { ...ROBOT, client_id: 'no-slug' }],
    ['as the grant password', { ...ROBOT, client_id: 'no-slug', grant_type: 'password' }],
    ['in the place of the client’s secret', { client_id: 'no-slug', client_secret: both }],
  ])('gets a JWT %s', async (_how, fields) => {
    const { status, body } = await token({ grant_type: 'client_credentials', scope: 'orders:read profile', ...fields });
    expect([status, body['error_description']]).toEqual([200, undefined]);
    expect(decodeProtectedHeader(body['access_token'] ?? '')).toMatchObject({ typ: 'at+jwt' });
    expect(body['scope']).toBe('orders:read');
    const claims = decodeJwt(body['access_token'] ?? '');
    expect(claims).toMatchObject({ preferred_username: ROBOT.username, groups: [], azp: claims['client_id'] });
    const config = await discover(main, 'no-slug', 'no-slug');
    expect(await client.tokenIntrospection(config, body['access_token'] ?? '')).toMatchObject({ active: true });
  });

  test('by the application’s own secret it is the application', async () => {
    const { body } = await token({ grant_type: 'client_credentials', client_id: 'no-slug', client_secret: SECRET });
    expect(decodeJwt(body['access_token'] ?? '')).toMatchObject({ sub: 'no-slug', client_id: 'no-slug' });
  });

  test('that names only what is about people gets nothing of it, and nothing else instead', async () => {
    const { status, body } = await token({ grant_type: 'client_credentials', ...ROBOT, scope: 'profile' });
    expect([status, body['scope']]).toEqual([200, undefined]);
    expect(decodeJwt(body['access_token'] ?? '')['scope']).toBe('');
  });

  const header = (client_id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`,
  });
  const PATH = '/application/o/token/';

  test('in the place of the client’s secret, by Basic as well', async () => {
    const fields = { grant_type: 'client_credentials', scope: 'orders:read' };
    const right = await token(fields, PATH, header('no-slug', both));
    expect([right.status, right.body['scope']]).toEqual([200, 'orders:read']);
    expect(decodeJwt(right.body['access_token'] ?? '')).toMatchObject({ preferred_username: ROBOT.username });
    const wrong = await token(fields, PATH, header('no-slug', Buffer.from('ci-bot:wrong').toString('base64')));
    expect([wrong.status, wrong.body['error']]).toEqual([400, 'invalid_client']);
    const other = await token({ ...fields, client_id: 'wiki-client' }, PATH, header('no-slug', both));
    expect([other.status, other.body['access_token']]).toEqual([400, undefined]);
  });

  test.each([
    ['a person and a wrong password', { username: ALICE.username, password: 'wrong' }],
    ['a person and their password', { ...ALICE }],
    ['an account and a wrong password', { ...ROBOT, password: 'wrong' }],
    ['an account and its app password', { ...ROBOT }],
    ['a person and no password', { username: ALICE.username }],
  ])('is not answered for by the secret of an application: %s', async (_what, fields: Record<string, string>) => {
    for (const grant_type of ['password', 'client_credentials']) {
      const asked = { grant_type, scope: 'orders:read', ...fields };
      const { status, body } = await token(asked, PATH, header('no-slug', SECRET));
      expect([status, body['error'], body['access_token']]).toEqual([400, 'invalid_request', undefined]);
    }
  });

  test('by the grant password without a name is nobody, with the secret of an application too', async () => {
    const fields = { grant_type: 'password', username: '', password: 'wrong' };
    for (const sent of [fields, { ...fields, client_id: 'no-slug', client_secret: SECRET }]) {
      const headers = 'client_secret' in sent ? {} : header('no-slug', SECRET);
      const { status, body } = await token(sent, PATH, headers);
      expect([status, body['access_token']]).toEqual([400, undefined]);
    }
    const own = await token({ grant_type: 'client_credentials' }, PATH, header('no-slug', SECRET));
    expect([own.status, own.body['scope']]).toEqual([200, 'orders:read']);
  });

  const builder = { grant_type: 'client_credentials', ...ROBOT, username: 'builder' };
  test('in a group that an application names has the scopes that the application has for itself', async () => {
    const { status, body } = await token({ ...builder, client_id: 'builds', scope: 'orders:write profile' });
    expect([status, body['scope']]).toEqual([200, 'orders:write']);
    const all = await token({ ...builder, client_id: 'builds' });
    expect(all.body['scope']).toBe('orders:read orders:write');
  });

  test.each([
    ['an application that lets everybody in', { ...builder, client_id: 'no-slug' }, undefined],
    ['one that has them only for people', { ...builder, client_id: 'for-people' }, undefined],
    ['none', { ...builder }, undefined],
  ])('has no other’s scopes through %s', async (_through, fields, scope) => {
    const { status, body } = await token({ ...fields, scope: 'orders:read orders:write' });
    expect([status, body['scope']]).toEqual([200, scope]);
  });

  test('in no group that the application names is refused by it', async () => {
    const fields = { grant_type: 'client_credentials', ...ROBOT, client_id: 'builds', scope: 'orders:write' };
    const { status, body } = await token(fields);
    expect([status, body['access_token']]).toEqual([400, undefined]);
  });

  test('names what nobody knows and gets the rest, but not the admin API’s', async () => {
    const fields = { grant_type: 'client_credentials', ...ROBOT };
    const { status, body } = await token({ ...fields, scope: 'openid goauthentik.io/api orders:read orders:write' });
    expect([status, body['scope']]).toEqual([200, 'orders:read']);
    const admin = await token({ ...fields, scope: 'orders:read lanyard:admin' });
    expect([admin.status, admin.body['error']]).toEqual([400, 'invalid_scope']);
    expect((await token({ ...fields, scope: 'orders:write' }, '/oauth2/token')).body['error']).toBe('invalid_scope');
  });

  test.each([
    ['a wrong password', { ...ROBOT, password: 'x' }],
    ['a person’s password', { username: ALICE.username, password: ALICE.password }],
    ['a person’s password by the grant password', { grant_type: 'password', ...ALICE, client_id: 'no-slug' }],
    [
      'a wrong password in the place of the secret',
      { client_id: 'no-slug', client_secret: Buffer.from('ci-bot:x').toString('base64') },
    ],
    ['an application that does not exist', { ...ROBOT, client_id: 'nobody' }],
    ['a secret of nobody', { client_id: 'no-slug', client_secret: 'not-base64!' }],
  ])('is refused with %s', async (_what, fields: Record<string, string>) => {
    const { status, body } = await token({ grant_type: 'client_credentials', ...fields });
    expect([status, body['error'], body['access_token']]).toEqual([400, 'invalid_client', undefined]);
  });

  test('keeps to the native rules at the native path', async () => {
    const fields = { client_id: 'no-slug', client_secret: both, grant_type: 'client_credentials' };
    expect((await token(fields, '/oauth2/token')).status).toBe(401);
    const personal = { grant_type: 'client_credentials', ...ROBOT, scope: 'profile' };
    expect((await token(personal, '/oauth2/token')).body['error']).toBe('invalid_scope');
  });
});

test('a device is let in at /device and gets an ID token', async () => {
  const config = await discover(main, 'no-slug', 'no-slug');
  const device = await client.initiateDeviceAuthorization(config, { scope: 'profile' });
  expect(device.verification_uri).toBe(`${main}/device`);
  const person = new HttpPerson(main);
  const signedIn = await person.submit(await person.open(device.verification_uri_complete ?? ''), {
    user_code: device.user_code,
  });
  const asked = await person.submit(signedIn, { ...ALICE });
  await person.submit(asked, { decision: 'allow' });
  const tokens = await client.pollDeviceAuthorizationGrant(config, device);
  expect(tokens.claims()).toMatchObject({ nickname: 'alice' });
}, 30_000);

test('@auth/core signs a person in by its authentik provider', async () => {
  const authentik = await loadProvider('authentik');
  const provider = authentik({ clientId: 'wiki-client', clientSecret: SECRET, issuer: `${main}/application/o/wiki/` });
  const { errors, session } = await signInWithAuthCore('authentik', provider, (address) => signIn(main, address));
  expect(errors).toEqual([]);
  expect(session).toMatchObject({ user: { name: 'Alice Example', email: 'alice@example.lan' } });
});
