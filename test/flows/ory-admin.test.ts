/** Ory's admin API by @ory/client, unmodified, against the real server: what it may do, and that it does nothing for strangers. */
import { Configuration, JwkApi, OAuth2Api } from '@ory/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HttpPerson } from '../support/http-person.ts';
import { because, ownTokens, refused } from '../support/ory-admin.ts';
import { CALLBACK, ORDERS, type OryOffice, SECRET, signIn, startOryOffice } from '../support/ory-admin-office.ts';

let office: OryOffice;
let admin: string;
beforeAll(async () => {
  office = await startOryOffice();
  admin = await office.tokenOf('boss', 'lanyard:admin');
}, 120_000);
afterAll(() => office?.stop());

const api = (accessToken = admin, basePath = office.bound) =>
  new OAuth2Api(new Configuration({ basePath, accessToken }));
const keys = () => new JwkApi(new Configuration({ basePath: office.bound, accessToken: admin }));

/** Alice's tokens at a client. */
async function aliceAt(client_id: string, person = new HttpPerson(office.bound), scope = 'openid offline') {
  const asked = { client_id, redirect_uri: CALLBACK, response_type: 'code', scope, state: 'a-long-state' };
  const back = await signIn(`${office.bound}/oauth2/auth?${new URLSearchParams(asked).toString()}`, person);
  const fields = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
  };
  const { body } = await ownTokens(office.bound, client_id, SECRET, fields);
  return body;
}

const subjectOf = async (token = '') => (await api().introspectOAuth2Token({ token })).data.sub ?? '';

describe('who may', () => {
  const CALLS: readonly (readonly [string, (by: OAuth2Api) => Promise<unknown>])[] = [
    ['introspect', (by) => by.introspectOAuth2Token({ token: 'x' })],
    ['end tokens', (by) => by.deleteOAuth2Token({ clientId: 'desk' })],
    ['list clients', (by) => by.listOAuth2Clients()],
    ['create a client', (by) => by.createOAuth2Client({ oAuth2Client: { client_name: 'Mallory' } })],
    ['see a client', (by) => by.getOAuth2Client({ id: 'desk' })],
    ['replace a client', (by) => by.setOAuth2Client({ id: 'desk', oAuth2Client: {} })],
    ['change a client', (by) => by.patchOAuth2Client({ id: 'desk', jsonPatch: [] })],
    ['set lifespans', (by) => by.setOAuth2ClientLifespans({ id: 'desk' })],
    ['make a secret', (by) => by.rotateOAuth2ClientSecret({ id: 'desk' })],
    ['end secrets', (by) => by.deleteRotatedOAuth2ClientSecrets({ id: 'desk' })],
    ['remove a client', (by) => by.deleteOAuth2Client({ id: 'desk' })],
    ['see what people allowed', (by) => by.listOAuth2ConsentSessions({ subject: 'x' })],
    ['end what people allowed', (by) => by.revokeOAuth2ConsentSessions({ subject: 'x', all: true })],
    ['sign people out', (by) => by.revokeOAuth2LoginSessions({ subject: 'x' })],
    ['see trusted issuers', (by) => by.listTrustedOAuth2JwtGrantIssuers()],
    ['remove a trusted issuer', (by) => by.deleteTrustedOAuth2JwtGrantIssuer({ id: 'x' })],
  ];

  test.each(CALLS)('%s: nobody but an admin, wherever they ask', async (_what, call) => {
    const mine = await office.tokenOf('ci-bot', 'orders:read');
    const { body } = await ownTokens(office.bound, 'desk', SECRET);
    for (const origin of [office.bound, office.main]) {
      const without = new OAuth2Api(new Configuration({ basePath: origin }));
      expect(await refused(call(without))).toMatchObject({ status: 401, data: { error: 'request_unauthorized' } });
      for (const [token, status, error] of [
        ['nonsense', 401, 'request_unauthorized'],
        ['ory_pat_0123456789', 401, 'request_unauthorized'],
        [mine, 401, 'request_unauthorized'],
        [body['access_token'] ?? '', 401, 'request_unauthorized'],
      ] as const) {
        expect([token, await refused(call(api(token, origin)))]).toMatchObject([token, { status, data: { error } }]);
      }
    }
    expect((await api().getOAuth2Client({ id: 'desk' })).status).toBe(200);
  });

  test('a token with the scope, and not one of a service account that is no admin', async () => {
    expect(await office.tokenOf('ci-bot', 'lanyard:admin')).toBe('');
    expect(
      (await api(await office.tokenOf('boss', 'lanyard:admin', office.main), office.main).listOAuth2Clients()).status,
    ).toBe(200);
  });
});

test('the token endpoint reads forms, and no multipart', async () => {
  const body = new FormData();
  body.set('grant_type', 'client_credentials');
  const authorization = `Basic ${Buffer.from(`desk:${SECRET}`).toString('base64')}`;
  const posted = { method: 'POST', headers: { authorization } };
  const asForm = new URLSearchParams({ grant_type: 'client_credentials' });
  expect((await fetch(`${office.bound}/oauth2/token`, { ...posted, body: asForm })).status).toBe(200);
  const refusal = await fetch(`${office.bound}/oauth2/token`, { ...posted, body });
  expect([refusal.status, ((await refusal.json()) as { error: string }).error]).toEqual([400, 'invalid_request']);
});

describe('introspection', () => {
  test('tells all that a resource server of Ory’s reads', async () => {
    const { access_token, refresh_token } = await aliceAt('desk', undefined, 'openid profile offline');
    const { data } = await api().introspectOAuth2Token({ token: access_token ?? '', scope: 'openid profile' });
    expect(data).toMatchObject({
      active: true,
      scope: 'openid profile offline_access',
      client_id: 'desk',
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      username: 'alice',
      aud: [ORDERS],
      iss: office.bound,
      token_type: 'Bearer',
      token_use: 'access_token',
      ext: {},
      exp: expect.any(Number),
      nbf: data.iat,
    });
    const renewing = await api().introspectOAuth2Token({ token: refresh_token ?? '' });
    expect(renewing.data).toMatchObject({ active: true, token_use: 'refresh_token', token_type: 'Bearer', aud: [] });
  });

  test('says of what is worth nothing, or lacks the scope, only that', async () => {
    const { body } = await ownTokens(office.bound, 'desk', SECRET, { scope: 'orders:read' });
    const token = body['access_token'] ?? '';
    expect((await api().introspectOAuth2Token({ token, scope: 'orders:read' })).data.active).toBe(true);
    expect((await api().introspectOAuth2Token({ token, scope: 'orders:write' })).data).toEqual({ active: false });
    expect((await api().introspectOAuth2Token({ token: 'ory_at_x' })).data).toEqual({ active: false });
    expect(await because(api().introspectOAuth2Token({ token: '' }))).toEqual([
      400,
      'invalid_request',
      'token is missing',
    ]);
  });

  test('tells of tokens that came another way too, because an API’s callers do', async () => {
    const token = await office.tokenOf('ci-bot', 'orders:read', office.main);
    expect(token).not.toMatch(/^ory_/);
    const { data } = await api().introspectOAuth2Token({ token, scope: 'orders:read' });
    expect(data).toMatchObject({ active: true, client_id: 'ci-bot', scope: 'orders:read' });
  });

  test('is no public endpoint', async () => {
    for (const path of ['/oauth2/introspect', '/introspect']) {
      expect((await fetch(`${office.bound}${path}`, { method: 'POST' })).status).toBe(404);
    }
  });
});

describe('what a client holds', () => {
  test('ends at once, and nobody else’s', async () => {
    const [mine, other] = [await aliceAt('desk'), (await ownTokens(office.bound, 'desk', SECRET)).body];
    const theirs = await fetch(`${office.bound}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'posting', client_secret: SECRET }),
    });
    const { access_token } = (await theirs.json()) as { readonly access_token: string };
    expect((await api().deleteOAuth2Token({ clientId: 'desk' })).status).toBe(204);
    for (const token of [mine['access_token'], mine['refresh_token'], other['access_token']]) {
      expect((await api().introspectOAuth2Token({ token: token ?? '' })).data.active).toBe(false);
    }
    expect((await api().introspectOAuth2Token({ token: access_token })).data.active).toBe(true);
  });
});

describe('what a person allowed', () => {
  test('is listed by client, and ends by client, by its id, or all at once', async () => {
    const subject = await subjectOf((await aliceAt('desk'))['access_token']);
    const list = async () => (await api().listOAuth2ConsentSessions({ subject })).data;
    const [session, none] = await list();
    expect(none).toBeUndefined();
    expect(session).toMatchObject({
      grant_scope: expect.arrayContaining(['openid', 'offline_access']),
      grant_access_token_audience: [ORDERS],
      remember: true,
      consent_request: { subject, client: { client_id: 'desk' }, login_session_id: expect.any(String) },
    });
    const loginSessionId = session?.consent_request?.login_session_id ?? '';
    expect((await api().listOAuth2ConsentSessions({ subject, loginSessionId })).data).toHaveLength(1);
    expect((await api().listOAuth2ConsentSessions({ subject, loginSessionId: 'x' })).data).toEqual([]);
    expect((await api().listOAuth2ConsentSessions({ subject: 'nobody' })).data).toEqual([]);

    for (const how of [
      { subject, client: 'desk' },
      { consentRequestId: session?.consent_request_id ?? '' },
      { subject, all: true },
    ]) {
      const { access_token = '' } = await aliceAt('desk');
      expect((await api().revokeOAuth2ConsentSessions({ subject, client: 'posting' })).status).toBe(204);
      expect((await api().introspectOAuth2Token({ token: access_token })).data.active).toBe(true);
      expect((await api().revokeOAuth2ConsentSessions(how)).status).toBe(204);
      expect([how, (await api().introspectOAuth2Token({ token: access_token })).data]).toEqual([
        how,
        { active: false },
      ]);
      expect(await list()).toEqual([]);
    }
    expect(await because(api().revokeOAuth2ConsentSessions({ subject }))).toEqual([
      400,
      'invalid_request',
      'client, or all=true is missing',
    ]);
    expect((await refused(api().revokeOAuth2ConsentSessions({}))).status).toBe(400);
  });

  test('needs signing in again where the sign-in was ended, by person or by session', async () => {
    for (const how of ['subject', 'sid'] as const) {
      const person = new HttpPerson(office.bound);
      const subject = await subjectOf((await aliceAt('desk', person))['access_token']);
      const [session] = (await api().listOAuth2ConsentSessions({ subject })).data;
      const asked = {
        client_id: 'desk',
        redirect_uri: CALLBACK,
        response_type: 'code',
        scope: 'openid',
        state: 'a-long-state',
      };
      const again = async () =>
        (await person.open(`${office.bound}/oauth2/auth?${new URLSearchParams(asked).toString()}`)).left;
      expect((await again())?.searchParams.get('code')).toMatch(/^ory_ac_/);
      const sid = session?.consent_request?.login_session_id ?? '';
      expect((await api().revokeOAuth2LoginSessions(how === 'subject' ? { subject } : { sid })).status).toBe(204);
      expect(await again()).toBeUndefined();
      await api().revokeOAuth2ConsentSessions({ subject, all: true });
    }
    expect((await refused(api().revokeOAuth2LoginSessions({}))).status).toBe(400);
  });
});

describe('keys and trusted issuers', () => {
  test('are shown, and never the private half', async () => {
    for (const set of ['hydra.openid.id-token', 'hydra.jwt.access-token']) {
      const { data } = await keys().getJsonWebKeySet({ set });
      const [key] = data.keys ?? [];
      expect(key).toMatchObject({ kid: expect.any(String), use: 'sig' });
      for (const each of data.keys ?? []) expect(each).not.toHaveProperty('d');
      expect((await keys().getJsonWebKey({ set, kid: key?.kid ?? '' })).data.keys).toEqual([key]);
      expect((await refused(keys().getJsonWebKey({ set, kid: 'x' }))).status).toBe(404);
    }
    expect((await refused(keys().getJsonWebKeySet({ set: 'x' }))).status).toBe(404);
    expect((await api().listTrustedOAuth2JwtGrantIssuers()).data).toEqual([]);
    expect((await refused(api().getTrustedOAuth2JwtGrantIssuer({ id: 'x' }))).status).toBe(404);
  });

  test('are shown as they were entered, and removed', async () => {
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
    const issuer = { issuer: 'https://partner.test', jwks_uri: 'https://partner.test/jwks', scope: 'orders:read' };
    const made = await fetch(`${office.main}/api/v1/trusted-issuers`, {
      method: 'POST',
      headers,
      body: JSON.stringify(issuer),
    });
    expect(made.status).toBe(201);
    const { data } = await api().listTrustedOAuth2JwtGrantIssuers({ issuer: issuer.issuer });
    expect(data).toMatchObject([{ issuer: issuer.issuer, allow_any_subject: true, scope: ['orders:read'] }]);
    const id = data[0]?.id ?? '';
    expect((await api().getTrustedOAuth2JwtGrantIssuer({ id })).data).toEqual(data[0]);
    expect((await api().listTrustedOAuth2JwtGrantIssuers({ issuer: 'https://other.test' })).data).toEqual([]);
    expect((await api().deleteTrustedOAuth2JwtGrantIssuer({ id })).status).toBe(204);
    expect((await api().listTrustedOAuth2JwtGrantIssuers()).data).toEqual([]);
  });

  test('are made nowhere here, and it is said where', async () => {
    const set = 'hydra.openid.id-token';
    const trust = { issuer: 'https://partner.test', expires_at: '2030-01-01T00:00:00Z', jwk: {} as never, scope: [] };
    for (const [call, where] of [
      [() => api().trustOAuth2JwtGrantIssuer({ trustOAuth2JwtGrantIssuer: trust }), '/api/v1/trusted-issuers'],
      [
        () => keys().createJsonWebKeySet({ set, createJsonWebKeySet: { alg: 'RS256', kid: 'x', use: 'sig' } }),
        '/api/v1/signing-keys',
      ],
      [() => keys().setJsonWebKeySet({ set, jsonWebKeySet: {} }), '/api/v1/signing-keys'],
      [() => keys().setJsonWebKey({ set, kid: 'x' }), '/api/v1/signing-keys'],
      [() => keys().deleteJsonWebKeySet({ set }), '/api/v1/signing-keys'],
      [() => keys().deleteJsonWebKey({ set, kid: 'x' }), '/api/v1/signing-keys'],
    ] as const) {
      const [status, error, description] = await because(call());
      expect([status, error, description]).toEqual([501, 'not_implemented', expect.stringContaining(where)]);
    }
  });
});
