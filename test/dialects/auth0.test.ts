/** Auth0's OAuth over the real engine: which tokens there are for which request, what stands in them, and who registers. */
import { beforeEach, describe, expect, it } from 'vitest';
import { auth0 } from '../../server/dialects/auth0.ts';
import { findApplication } from '../../server/directory/applications.ts';
import { type Auth0House, buildAuth0House, API, claimsOf } from '../support/auth0-house.ts';
import { ORIGIN, PASSWORD, SECRET } from '../support/house.ts';
import { askInDialect } from '../support/in-dialect.ts';
import { type Asked, CALLBACK, leftWith, pageOf } from '../support/sign-in.ts';

let house: Auth0House['house'];
let alice: Auth0House['alice'];
let post: Auth0House['post'];
let signIn: Auth0House['signIn'];
beforeEach(async () => {
  ({ house, alice, post, signIn } = await buildAuth0House());
});

async function introspected(token = '') {
  return (await house.post('introspect', { client_id: 'app', client_secret: SECRET, token })).body;
}

describe('an access token', () => {
  it('is opaque for a request that names no API, opens userinfo and no API, and the person is auth0|…', async () => {
    const { status, body } = await signIn({ scope: 'openid profile orders:read' });
    expect(status).toBe(200);
    expect(body['access_token']).toMatch(/^[\w-]{43}$/);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'openid profile' });
    expect(claimsOf(body['id_token'])).toMatchObject({ iss: `${ORIGIN}/`, sub: `auth0|${alice}`, aud: 'zero' });
    expect(claimsOf(body['id_token'])).toMatchObject({ nickname: 'alice', name: 'Alice Example' });
    expect(await introspected(body['access_token'])).toMatchObject({ active: true, scope: 'openid profile' });
    expect(await introspected(body['access_token'])).toMatchObject({ aud: `${ORIGIN}/` });
  });

  it('is a JWT for the API that the request names, with userinfo beside it, azp, and nothing of another API', async () => {
    const { body } = await signIn({ scope: 'openid orders:read stock:read', audience: API });
    const claims = claimsOf(body['access_token']);
    expect(claims).toMatchObject({
      iss: `${ORIGIN}/`,
      sub: `auth0|${alice}`,
      azp: 'zero',
      scope: 'openid orders:read',
    });
    expect(claims['aud']).toEqual([API, `${ORIGIN}/userinfo`]);
    expect(claims).not.toHaveProperty('gty');
    expect(await introspected(body['access_token'])).toMatchObject({
      active: true,
      aud: API,
      scope: 'openid orders:read',
    });
  });

  it('names the API alone where it is good for nothing else', async () => {
    const { body } = await signIn({ scope: 'orders:read', audience: API });
    expect(claimsOf(body['access_token'])['aud']).toBe(API);
  });

  it('is for the same API when it is refreshed, and says so', async () => {
    const { body } = await signIn({ scope: 'openid offline_access orders:read', audience: API });
    const next = await post({ grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' });
    expect(claimsOf(next.body['access_token'])).toMatchObject({
      aud: [API, `${ORIGIN}/userinfo`],
      gty: 'refresh_token',
      scope: 'openid offline_access orders:read',
    });
  });

  it('is for the office’s default API where nobody names one, and only of an application that may ask for it', async () => {
    await house.setSettings({ default_audience: API });
    const { body } = await signIn({ scope: 'openid orders:read stock:read' });
    const claims = { aud: [API, `${ORIGIN}/userinfo`], scope: 'openid orders:read' };
    expect(claimsOf(body['access_token'])).toMatchObject(claims);
    const machine = await post({ grant_type: 'client_credentials' });
    expect(claimsOf(machine.body['access_token'])).toMatchObject({ aud: API, scope: 'orders:read orders:write' });
    await house.addApplication({ client_id: 'small', dialect: 'auth0', redirect_uris: [CALLBACK] });
    const other = await signIn({ client_id: 'small' }, { client_id: 'small' });
    expect(other.body['access_token']).toMatch(/^[\w-]{43}$/);
  });

  it('of an application that acts for itself is <client_id>@clients, and is known again', async () => {
    const { status, body } = await post({ grant_type: 'client_credentials', audience: API });
    expect(status).toBe(200);
    expect(claimsOf(body['access_token'])).toMatchObject({
      sub: 'zero@clients',
      aud: API,
      azp: 'zero',
      gty: 'client-credentials',
      scope: 'orders:read orders:write',
    });
    expect(await introspected(body['access_token'])).toMatchObject({ active: true, sub: 'zero@clients' });
  });

  it('is what an API of opaque tokens wants, and what an application is set to', async () => {
    const [api] = await house.store.collection('apis').find('audience', API);
    await house.store.collection('apis').update(api?.id ?? '', (old) => ({ ...old, access_token_format: 'opaque' }));
    expect((await signIn({ scope: 'openid', audience: API })).body['access_token']).not.toContain('.');
    await house.addApplication({
      client_id: 'always',
      dialect: 'auth0',
      redirect_uris: [CALLBACK],
      access_token_format: 'jwt',
    });
    const { body } = await signIn({ client_id: 'always' }, { client_id: 'always' });
    expect(claimsOf(body['access_token'])).toMatchObject({ aud: `${ORIGIN}/` });
  });
});

it('shows single claims by their names as scopes, to whom is registered for what they belong to', async () => {
  const { body } = await signIn({ scope: 'openid nickname email_verified' });
  expect(body['scope']?.split(' ').toSorted()).toEqual(['email_verified', 'nickname', 'openid']);
  const claims = claimsOf(body['id_token']);
  expect(claims).toMatchObject({ nickname: 'alice', email_verified: true });
  for (const other of ['email', 'name', 'preferred_username']) expect(claims).not.toHaveProperty(other);
  const [zero] = await house.store.collection('applications').find('client_id', 'zero');
  await house.store.collection('applications').update(zero?.id ?? '', (old) => ({ ...old, scope: 'openid profile' }));
  expect((await signIn({ scope: 'openid nickname email_verified' })).body['scope']).toBe('openid nickname');
});

describe('permissions', () => {
  const clerks = async (changes: object) => {
    const [api] = await house.store.collection('apis').find('audience', API);
    const scopes = ['orders:read', 'orders:write', 'orders:delete'].map((name) => ({ name }));
    const own = scopes.map((scope) =>
      scope.name === 'orders:write' ? { ...scope, allowed_groups: ['clerks'] } : scope,
    );
    const update = { permissions_in_tokens: true, scopes: own, ...changes };
    await house.store.transaction((within) =>
      within.collection('apis').update(api?.id ?? '', (old) => ({ ...old, ...update })),
    );
  };
  const permissions = async (asked: Asked) => claimsOf((await signIn(asked)).body['access_token'])['permissions'];

  it('are not in a token for an API that does not want them', async () => {
    expect(await permissions({ scope: 'openid orders:read', audience: API })).toBeUndefined();
  });

  it('are what the person’s groups give and the application is registered for, whether or not it asked', async () => {
    await clerks({});
    expect(await permissions({ scope: 'openid', audience: API })).toEqual(['orders:read']);
    await house.store.transaction((within) =>
      within.collection('users').update(alice, (old) => ({ ...old, groups: ['clerks'] })),
    );
    expect(await permissions({ scope: 'openid', audience: API })).toEqual(['orders:read', 'orders:write']);
  });

  it('of an application that acts for itself are its scopes there', async () => {
    await clerks({ scopes: [{ name: 'orders:read' }, { name: 'orders:delete' }] });
    const { body } = await post({ grant_type: 'client_credentials', audience: API, scope: 'orders:read' });
    expect(claimsOf(body['access_token'])['permissions']).toEqual(['orders:read']);
  });

  it('never hold what the person said no to', async () => {
    await clerks({ scopes: [{ name: 'orders:read' }, { name: 'orders:write' }] });
    const on = house.browser({ dialect: 'auth0' });
    const asked = {
      client_id: 'zero',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid orders:read orders:write',
      audience: API,
    };
    const login = pageOf(await on.open('authorize', asked), 'login');
    const consent = pageOf(await on.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    const { code = '' } = leftWith(await on.submit(consent, { decision: 'allow', scope: ['openid', 'orders:read'] }));
    const { body } = await post({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
    expect(claimsOf(body['access_token'])['permissions']).toEqual(['orders:read']);
  });
});

it('makes whoever registers at its address an application of Auth0', async () => {
  await house.setSettings({ dynamic_registration: 'open' });
  const body = { client_name: 'Brought itself', redirect_uris: [CALLBACK] };
  const made = await askInDialect(house, auth0, 'register', { body });
  if (made.kind !== 'json') throw new Error(made.kind);
  const { client_id = '', registration_client_uri } = { ...made.body } as Record<string, string>;
  expect([made.status, registration_client_uri]).toEqual([201, `${ORIGIN}/oidc/register?client_id=${client_id}`]);
  expect(await findApplication(house.store, client_id)).toMatchObject({ dialect: 'auth0' });
});
