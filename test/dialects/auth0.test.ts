/** Auth0's OAuth over the real engine: which tokens there are for which request, what stands in them, and how it refuses. */
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SignOutView } from '../../server/contract/pages.ts';
import { auth0 } from '../../server/dialects/auth0.ts';
import { createApi } from '../../server/directory/apis.ts';
import { findApplication } from '../../server/directory/applications.ts';
import { createExtensionGrant } from '../../server/directory/extension-grants.ts';
import { makeAnswerKey } from '../../server/keys/answer-key.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import type { EndpointName } from '../../server/spec/vocabulary.ts';
import { buildHouse, CHALLENGE, type House, ORIGIN, PASSWORD, SECRET, VERIFIER } from '../support/house.ts';
import { askInDialect, type Fields, jsonInDialect } from '../support/in-dialect.ts';
import { startOfficeHook } from '../support/office-hook.ts';
import { type Asked, CALLBACK, furnish, leftWith, pageOf, walk } from '../support/sign-in.ts';

const API = 'https://orders.example.lan';
const OTHER = 'https://stock.example.lan';
const THINGS = 'https://things.example.lan';
const SCOPE = 'openid profile email offline_access orders:read orders:write';
const REALM = 'http://auth0.com/oauth/grant-type/password-realm';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await house.store.transaction(async (within) => {
    const orders = ['orders:read', 'orders:write', 'orders:delete'].map((name) => ({ name }));
    await createApi(within, { audience: API, scopes: orders }, house.clock.now);
    await createApi(within, { audience: OTHER, scopes: [{ name: 'stock:read' }] }, house.clock.now);
  });
  await house.setSettings({ legacy_grants: true });
  await house.addApplication({
    client_id: 'zero',
    dialect: 'auth0',
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: ['https://app.test/bye', 'https://app.test/other'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'password', DEVICE],
    audience: [API, OTHER],
    scope: SCOPE,
  });
});

const post = (fields: Fields, endpoint: EndpointName = 'token') =>
  jsonInDialect(house, auth0, endpoint, { client_id: 'zero', client_secret: SECRET, ...fields });

async function signIn(changes: Asked = {}, fields: Fields = {}) {
  const on = house.browser({ dialect: 'auth0' });
  const asked = {
    client_id: 'zero',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    ...changes,
  };
  const { code = '' } = leftWith(await walk(on, await on.open('authorize', asked)));
  return post({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...fields });
}

const claimsOf = (jwt = '') =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

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

describe('a refusal at the token endpoint', () => {
  const refused = async (fields: Fields) => {
    const { status, body } = await post(fields);
    return [status, body['error'], body['error_description']] as const;
  };

  it('of a refresh token is the sentence that the library for single-page applications looks for', async () => {
    const sentence = [403, 'invalid_grant', 'Unknown or invalid refresh token.'];
    expect(await refused({ grant_type: 'refresh_token', refresh_token: 'nonsense' })).toEqual(sentence);
    const { body } = await signIn({ scope: 'openid offline_access' });
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect((await post(fields)).status).toBe(200);
    house.clock.now += 60;
    expect(await refused(fields)).toEqual(sentence);
  });

  it('of somebody who was switched off is told apart, so that the application forgets them', async () => {
    const { body } = await signIn({ scope: 'openid offline_access' });
    await house.store.transaction((within) =>
      within.collection('users').update(alice, (old) => ({ ...old, disabled: true })),
    );
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect(await refused(fields)).toEqual([403, 'invalid_grant', 'user is blocked']);
  });

  it('of somebody who may not use this application is no such sentence: they are not blocked', async () => {
    const { body } = await signIn({ scope: 'openid offline_access' });
    const [zero] = await house.store.collection('applications').find('client_id', 'zero');
    const keepOut = (allowed_groups: readonly string[]) =>
      house.store.collection('applications').update(zero?.id ?? '', (old) => ({ ...old, allowed_groups }));
    await keepOut(['staff']);
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect(await refused(fields)).toEqual([403, 'invalid_grant', 'Unknown or invalid refresh token.']);
    await keepOut([]);
    expect((await post(fields)).status).toBe(200);
  });

  it('makes a device wait with 403, and one that asks too fast with 429', async () => {
    const begun = await post({ scope: 'openid profile' }, 'device-authorization');
    expect(begun.body['verification_uri']).toBe(`${ORIGIN}/activate`);
    const poll = { grant_type: DEVICE, device_code: begun.body['device_code'] ?? '' };
    expect(await refused(poll)).toEqual([403, 'authorization_pending', 'User has yet to authorize device code.']);
    const sentence = 'You are polling faster than the specified interval of 5 seconds.';
    expect(await refused(poll)).toEqual([429, 'slow_down', sentence]);
  });

  it('keeps 401 for a wrong secret and 400 for what is no request', async () => {
    const wrong = { grant_type: 'refresh_token', client_secret: 'wrong', refresh_token: 'x' };
    expect((await refused(wrong)).slice(0, 2)).toEqual([401, 'invalid_client']);
    expect((await refused({})).slice(0, 2)).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['a code of nobody', { grant_type: 'authorization_code', code: 'x' }, 'invalid_grant'],
    ['an unknown grant', { grant_type: 'nonsense' }, 'unsupported_grant_type'],
    ['a grant that it is not registered for', { grant_type: EXCHANGE }, 'unauthorized_client'],
    ['an API that it may not ask for', { grant_type: 'client_credentials', audience: 'https://no' }, 'invalid_target'],
    ['acting for itself without saying where', { grant_type: 'client_credentials' }, 'invalid_target'],
  ])('is 403 for %s', async (_what, fields, code) => {
    expect((await refused(fields)).slice(0, 2)).toEqual([403, code]);
  });
});

describe('a password', () => {
  const fields = { username: 'alice', password: PASSWORD, scope: 'openid', audience: API };

  it.each(['password', REALM])('is taken by the grant %s where both opted in', async (grant_type) => {
    const { status, body } = await post({ ...fields, grant_type, realm: 'Username-Password-Authentication' });
    expect(status).toBe(200);
    expect(claimsOf(body['access_token'])).toMatchObject({ gty: 'password', sub: `auth0|${alice}` });
    expect((await post({ ...fields, grant_type, password: 'wrong' })).status).toBe(403);
  });

  it.each(['password', REALM])(
    'is not taken by the grant %s where the office or the application did not',
    async (grant_type) => {
      await house.addApplication({ client_id: 'modern', dialect: 'auth0', redirect_uris: [CALLBACK] });
      const other = await post({ ...fields, grant_type, client_id: 'modern' });
      expect([other.status, other.body['error']]).toEqual([403, 'unauthorized_client']);
      await house.setSettings({ legacy_grants: false });
      const off = await post({ ...fields, grant_type });
      expect([off.status, off.body['error']]).toEqual([403, 'unsupported_grant_type']);
    },
  );
});

describe('a custom exchange', () => {
  const BADGE = 'https://office.example/grants/badge';

  it('is decided by the hook of the grant that goes by the name of the token’s kind', async () => {
    const keys = createLocalJWKSet(house.keys.jwks() as unknown as JSONWebKeySet);
    const hook = await startOfficeHook({ keys, issuer: `${ORIGIN}/` });
    const { private_key, jwks } = await makeAnswerKey();
    hook.useKey(private_key);
    await house.addUser({ username: 'bob', email: 'bob@example.lan' });
    const exchange = { grant_type: EXCHANGE, subject_token_type: BADGE, subject_token: 'a-token-of-theirs' };
    try {
      await house.store.transaction((within) => {
        const scopes = [{ name: 'things:read' }, { name: 'things:write' }];
        return createApi(within, { audience: THINGS, scopes, permissions_in_tokens: true }, house.clock.now);
      });
      expect((await post(exchange)).body['error']).toBe('unsupported_grant_type');
      await house.store.transaction((within) =>
        createExtensionGrant(
          within,
          { grant_type: BADGE, name: 'Badge', hook_uri: hook.hook_uri, jwks },
          house.clock.now,
        ),
      );
      expect((await post(exchange)).body['error']).toBe('unauthorized_client');
      await house.addApplication({
        client_id: 'door',
        dialect: 'auth0',
        redirect_uris: [],
        grant_types: [BADGE],
        audience: [API, THINGS],
        scope: 'openid things:read things:write orders:read',
      });
      const told = await post({ ...exchange, client_id: 'door', badge: '4712', scope: 'openid' });
      expect(told.status).toBe(200);
      expect(told.body['access_token']).toMatch(/^[\w-]{43}$/);
      expect(told.body['issued_token_type']).toBe('urn:ietf:params:oauth:token-type:access_token');
      const parameters = { subject_token: 'a-token-of-theirs', subject_token_type: BADGE, badge: '4712' };
      expect(hook.asked.at(-1)).toMatchObject({ grant_type: BADGE, parameters, audience: [] });
      expect((await post({ grant_type: BADGE, badge: '4712', client_id: 'door' })).body).not.toHaveProperty(
        'issued_token_type',
      );
      const narrowed = await post({ ...exchange, client_id: 'door', badge: '4711', audience: THINGS });
      expect(claimsOf(narrowed.body['access_token'])).toMatchObject({
        aud: [THINGS, `${ORIGIN}/userinfo`],
        permissions: ['things:read'],
      });
      const refused = await post({ ...exchange, client_id: 'door', badge: 'lost' });
      expect([refused.status, refused.body['error']]).toEqual([403, 'invalid_grant']);
      const nobody = await post({ ...exchange, client_id: 'door', badge: '4713' });
      expect(nobody.body['error_description']).toBe('this account may not use this application');
    } finally {
      await hook.stop();
    }
  });

  it('of a token that specifications know stays theirs', async () => {
    const subject_token_type = 'urn:ietf:params:oauth:token-type:access_token';
    const { body } = await post({ grant_type: EXCHANGE, subject_token_type, subject_token: 'x' });
    expect(body['error_description']).toContain(EXCHANGE);
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

describe('signing out', () => {
  const signedIn = async () => {
    const on = house.browser({ dialect: 'auth0' });
    const asked = { client_id: 'zero', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' };
    leftWith(await walk(on, await on.open('authorize', asked)));
    return on;
  };

  const yes = (on: Awaited<ReturnType<typeof signedIn>>, { fields, csrf }: SignOutView) =>
    on.open('end-session', { ...Object.fromEntries(fields), csrf, decision: 'yes' }, 'POST');

  it('without an address goes to the first that is registered, after the person was asked', async () => {
    const on = await signedIn();
    const question = pageOf(await on.open('end-session', { client_id: 'zero' }), 'sign-out');
    expect(question.leads_to).toEqual(['https://app.test']);
    const left = await yes(on, question);
    expect(left.kind === 'left' && left.url.href).toBe('https://app.test/bye');
  });

  it('goes to any registered address that is named, and to no other', async () => {
    const on = await signedIn();
    const asked = { client_id: 'zero', post_logout_redirect_uri: 'https://app.test/other' };
    const left = await yes(on, pageOf(await on.open('end-session', asked), 'sign-out'));
    expect(left.kind === 'left' && left.url.href).toBe('https://app.test/other');
    for (const uri of ['https://app.test/other/', 'https://evil.test/', 'https://app.test/bye?x=1']) {
      const page = await on.open('end-session', { client_id: 'zero', post_logout_redirect_uri: uri });
      expect(pageOf(page, 'error')).toMatchObject({ code: 'invalid_request' });
    }
  });

  it('without an application knows the addresses of the office alone', async () => {
    const on = await signedIn();
    const question = pageOf(await on.open('end-session', {}), 'sign-out');
    expect(question.leads_to).toBeUndefined();
    pageOf(await yes(on, question), 'signed-out');
    const named = { post_logout_redirect_uri: 'https://www.example.lan/bye' };
    pageOf(await on.open('end-session', named), 'error');
    await house.setSettings({ post_logout_redirect_uris: ['https://www.example.lan/bye'] });
    pageOf(await on.open('end-session', { client_id: 'zero', ...named }), 'error');
    const left = await on.open('end-session', named);
    expect(left.kind === 'left' && left.url.href).toBe('https://www.example.lan/bye');
  });
});

it('keeps what is not known of it: refusals that no dialect spells stay the engine’s', async () => {
  const wrong = jsonInDialect(house, auth0, 'par', { client_id: 'zero', client_secret: 'wrong' });
  await expect(wrong).rejects.toThrow(OAuthError);
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'plain' };
  const on = house.browser({ dialect: 'auth0' });
  const asked = { client_id: 'zero', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', ...pkce };
  expect(leftWith(await on.open('authorize', asked))['error']).toBe('invalid_request');
  expect((await signIn({ ...pkce, code_challenge_method: 'S256' }, { code_verifier: VERIFIER })).status).toBe(200);
});
