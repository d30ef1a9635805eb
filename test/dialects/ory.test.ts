/** Ory's OAuth over the real engine: how it reads and spells, what its tokens look like, and what it insists on. */
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DialectRequest } from '../../server/dialects/dialect.ts';
import { ory } from '../../server/dialects/ory.ts';
import { createApi } from '../../server/directory/apis.ts';
import { changeApplication } from '../../server/directory/applications.ts';
import { countUntoldChange } from '../../server/directory/directory-version.ts';
import type { EndpointResponse } from '../../server/engine/wire.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { NO_PARAMS, paramsOf } from '../../server/spec/params.ts';
import { DEVICE_CODE_GRANT, type EndpointName } from '../../server/spec/vocabulary.ts';
import { basic, buildHouse, type House, ORIGIN, SECRET, type TestBrowser } from '../support/house.ts';
import { type Asked, CALLBACK, furnish, leftWith, pageOf, walk } from '../support/sign-in.ts';

const ORDERS = 'https://api.example.lan/orders';
const ADMIN = `${ORDERS}/admin`;

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await addApi({ audience: ORDERS, scopes: [{ name: 'orders:read' }] });
  await addApi({ audience: ADMIN });
  await house.addApplication({
    client_id: 'desk',
    dialect: 'ory',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', DEVICE_CODE_GRANT],
    scope: 'openid profile email offline_access orders:read',
    audience: [ORDERS],
  });
  browser = house.browser({ dialect: 'ory' });
});

const addApi = (input: Parameters<typeof createApi>[1]) =>
  house.store.transaction(async (within) => {
    await createApi(within, input, house.clock.now);
    await countUntoldChange(within);
  });
const change = (changes: Parameters<typeof changeApplication>[2]) =>
  house.store.transaction(async (within) => {
    await changeApplication(within, 'desk', changes, house.clock.now);
    await countUntoldChange(within);
  });

const authorize = (changes: Asked = {}) =>
  browser.open('authorize', {
    client_id: 'desk',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid offline',
    state: 'a-long-state',
    ...changes,
  });
const codeFor = async (changes: Asked = {}) => leftWith(await walk(browser, await authorize(changes)))['code'];

/** As the edge does it: read the request, let the engine answer, spell the answer. */
async function post(endpoint: EndpointName, fields: Asked, authorization: string | undefined = basic('desk')) {
  const pairs = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    (Array.isArray(value) ? value : [value]).filter((v) => v !== undefined).map((v) => [name, v as string]),
  );
  const asked: DialectRequest = {
    method: 'POST',
    params: paramsOf(pairs),
    authorization: authorization === '' ? undefined : authorization,
    cookies: { session: undefined, browser: undefined },
    user_agent: 'a test',
    accept: '*/*',
  };
  const params = ory.reads?.[endpoint]?.(asked.params) ?? asked.params;
  try {
    const ours = await house.engine.handle(endpoint, { ...asked, params }, await house.context('ory'));
    return spelled(ory.writes?.[endpoint]?.(ours, asked) ?? ours);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return spelled(ory.refuses?.[endpoint]?.(error, asked));
  }
}

function spelled(answer: EndpointResponse | undefined) {
  if (answer?.kind === 'empty') return { status: answer.status, body: {} as Record<string, unknown> };
  if (answer?.kind !== 'json') throw new Error('not JSON');
  return { status: answer.status, body: answer.body as Record<string, unknown> };
}

const redeem = async (code: string | undefined, changes: Asked = {}) =>
  post('token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...changes });
const asMachine = (changes: Asked = {}) => post('token', { grant_type: 'client_credentials', ...changes });
const introspect = async (token: unknown) =>
  (await house.post('introspect', { token: String(token) }, { authorization: basic('app') })).body;

describe('the authorization request', () => {
  it('is answered by a 303, whatever it came by', async () => {
    const arrived = await walk(browser, await authorize());
    const again = await authorize();
    expect(arrived.kind).toBe('left');
    expect(again.kind).toBe('left');
    for (const status of [302, 303] as const) {
      const redirect = { kind: 'redirect', status, location: CALLBACK } as const;
      const asked = { method: 'GET', params: NO_PARAMS, accept: '' } as unknown as DialectRequest;
      expect(ory.writes?.authorize?.(redirect, asked)).toMatchObject({ status: 303, location: CALLBACK });
    }
  });

  it.each([
    ['no state', undefined, 'state has 0 characters; at least 8 are expected'],
    ['a short one', '1234567', 'state has 7 characters; at least 8 are expected'],
  ])('needs a state that nobody guesses: %s is invalid_state', async (_what, state, error_description) => {
    const left = leftWith(await authorize({ state }));
    expect(left).toMatchObject({ error: 'invalid_state', error_description });
    expect(left['state']).toBe(state);
    expect(left).not.toHaveProperty('code');
  });

  it('takes a state of eight characters', async () => {
    expect(await codeFor({ state: '12345678' })).toBeDefined();
  });

  it('needs a nonce that nobody guesses, where there is one', async () => {
    expect(leftWith(await authorize({ nonce: '1234567' }))).toMatchObject({ error: 'insufficient_entropy' });
    expect(await codeFor({ nonce: '12345678' })).toBeDefined();
  });

  it('asks nothing of applications in other dialects that only Ory asks for', async () => {
    await house.addApplication({ client_id: 'plain', redirect_uris: [CALLBACK], require_pkce: false, scope: 'openid' });
    const arrived = await house.browser().open('authorize', {
      client_id: 'plain',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid',
    });
    expect(pageOf(await Promise.resolve(arrived), 'login').page).toBe('login');
  });
});

describe('tokens and codes', () => {
  it('say at their beginning what they are, and work', async () => {
    const code = await codeFor();
    expect(code).toMatch(/^ory_ac_[\w-]{43}$/);
    const { status, body } = await redeem(code);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      access_token: expect.stringMatching(/^ory_at_[\w-]{43}$/),
      refresh_token: expect.stringMatching(/^ory_rt_[\w-]{43}$/),
      token_type: 'bearer',
      scope: 'openid offline_access',
    });
    expect(await introspect(body['access_token'])).toMatchObject({ active: true, client_id: 'desk' });
    const { body: renewed } = await post('token', {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
    });
    expect(renewed['refresh_token']).toMatch(/^ory_rt_[\w-]{43}$/);
    const twice = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
    expect((await post('token', twice)).body['refresh_token']).toBe(renewed['refresh_token']);
    house.clock.now += 60;
    expect(await post('token', twice)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await introspect(renewed['access_token'])).toEqual({ active: false });
  });

  it('are worth nothing without what they begin with', async () => {
    const { body } = await redeem(await codeFor());
    const { access_token = '' } = body as Record<string, string>;
    expect(await introspect(access_token.slice('ory_at_'.length))).toEqual({ active: false });
    expect(await introspect(access_token)).toMatchObject({ active: true });
  });

  it('begin so for devices, too', async () => {
    const { body } = await post('device-authorization', { client_id: 'desk', scope: 'openid offline' });
    expect(body).toMatchObject({
      device_code: expect.stringMatching(/^ory_dc_[\w-]{43}$/),
      verification_uri: `${ORIGIN}/oauth2/device/verify`,
    });
    const waiting = await post('token', { grant_type: DEVICE_CODE_GRANT, device_code: String(body['device_code']) });
    expect(waiting).toMatchObject({ status: 400, body: { error: 'authorization_pending' } });
  });

  it('are nobody else’s: another dialect’s have no prefix', async () => {
    const { body } = await house.post(
      'token',
      { grant_type: 'client_credentials' },
      { authorization: basic('machine'), dialect: 'ory' },
    );
    expect(body).toMatchObject({ error: 'invalid_client' });
    await house.addApplication({ client_id: 'machine', grant_types: ['client_credentials'], scope: 'orders:read' });
    const plain = await post('token', { grant_type: 'client_credentials' }, basic('machine'));
    expect(plain.body['access_token']).toMatch(/^[\w-]{43}$/);
  });

  it('hold scp and ext where they are JWTs, for people and for machines', async () => {
    await change({ access_token_format: 'jwt' });
    const { body: personal } = await redeem(await codeFor({ scope: 'openid profile' }));
    expect(decodeJwt(String(personal['access_token']))).toMatchObject({
      scope: 'openid profile',
      scp: ['openid', 'profile'],
      ext: {},
    });
    const { body } = await asMachine({ scope: 'orders:read' });
    expect(decodeJwt(String(body['access_token']))).toMatchObject({ scp: ['orders:read'], ext: {}, sub: 'desk' });
    expect(await introspect(body['access_token'])).not.toHaveProperty('scp');
  });
});

describe('offline', () => {
  it('is offline_access, also where it is what an admin entered', async () => {
    for (const registered of ['openid offline_access', 'openid offline']) {
      await change({ scope: registered });
      for (const scope of ['openid offline', 'openid offline_access', 'openid offline offline_access']) {
        const { body } = await redeem(await codeFor({ scope, prompt: 'consent' }));
        expect([registered, scope, body['scope']]).toEqual([registered, scope, 'openid offline_access']);
        expect(body['refresh_token']).toBeDefined();
      }
    }
  });

  it('is asked for as one thing', async () => {
    const arrived = await authorize({ scope: 'openid offline offline_access' });
    const login = pageOf(arrived, 'login');
    const consent = pageOf(
      await browser.submit(login, { username: 'alice', password: 'correct horse battery' }),
      'consent',
    );
    expect(consent.scopes.map(({ name }) => name)).toEqual(['openid', 'offline_access']);
  });

  it('is nobody’s who does not name it, by either name', async () => {
    await change({ scope: 'openid profile offline' });
    const { body } = await redeem(await codeFor({ scope: undefined }));
    expect(body['scope']).toBe('openid profile');
    expect(body).not.toHaveProperty('refresh_token');
  });

  it('is nobody’s who is not registered for it', async () => {
    await change({ scope: 'openid profile' });
    const { body } = await redeem(await codeFor({ scope: 'openid offline' }));
    expect(body['scope']).toBe('openid');
    expect(body).not.toHaveProperty('refresh_token');
  });
});

describe('an audience', () => {
  const audienceOf = async ({ body }: Awaited<ReturnType<typeof asMachine>>) =>
    (await introspect(body['access_token']))['aud'];

  it('may stand below an API that the application may ask for', async () => {
    expect(await audienceOf(await asMachine({ audience: `${ORDERS}/42` }))).toBe(`${ORDERS}/42`);
    expect(await audienceOf(await asMachine({ audience: ORDERS }))).toBe(ORDERS);
    expect(await audienceOf(await redeem(await codeFor({ audience: `${ORDERS}/42` })))).toBe(`${ORDERS}/42`);
  });

  it('may be several, parted by spaces or each by itself', async () => {
    const both = [`${ORDERS}/1`, `${ORDERS}/2`];
    expect(await audienceOf(await asMachine({ audience: both.join(' ') }))).toEqual(both);
    expect(await audienceOf(await asMachine({ audience: both }))).toEqual(both);
  });

  it.each([
    ['beside it', 'https://api.example.lan/orders-of-others'],
    ['above it', 'https://api.example.lan/'],
    ['elsewhere', 'https://evil.test/orders/42'],
    ['of an API that it may not ask for', ADMIN],
    ['of its own and another', `${ORDERS}/42 https://evil.test/`],
  ])('may not be %s', async (_what, audience) => {
    expect(await asMachine({ audience })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(leftWith(await authorize({ audience }))).toMatchObject({ error: 'invalid_target' });
  });

  it('is a part of nothing in another dialect, and never by resource', async () => {
    expect((await asMachine({ resource: `${ORDERS}/42` })).status).toBe(400);
    await change({ dialect: 'native' });
    expect((await asMachine({ audience: `${ORDERS}/42` })).status).toBe(400);
    expect((await asMachine({ audience: ORDERS })).status).toBe(200);
  });

  it('carries the scopes of the API over it, and obeys its terms', async () => {
    await addApi({ audience: 'https://api.example.lan/books', scopes: [{ name: 'books:write' }] });
    await change({ scope: 'openid orders:read books:write', audience: [ORDERS, 'https://api.example.lan/books'] });
    expect((await asMachine({ audience: `${ORDERS}/42` })).body['scope']).toBe('orders:read');
    const [api] = await house.store.collection('apis').find('audience', ORDERS);
    await house.store.transaction(async (within) => {
      await within
        .collection('apis')
        .update(api?.id ?? '', (old) => ({ ...old, access_token_lifetime_s: 60, access_token_format: 'jwt' }));
      await countUntoldChange(within);
    });
    const { body } = await asMachine({ audience: `${ORDERS}/42` });
    expect([body['expires_in'], decodeJwt(String(body['access_token'])).aud]).toEqual([60, `${ORDERS}/42`]);
    await house.store.transaction(async (within) => {
      await within.collection('apis').update(api?.id ?? '', (old) => ({ ...old, allowed_applications: ['app'] }));
      await countUntoldChange(within);
    });
    expect((await asMachine({ audience: `${ORDERS}/42` })).body).toMatchObject({ error: 'invalid_request' });
  });

  it('ends with the application’s right to the API over it', async () => {
    const { body } = await redeem(await codeFor({ audience: `${ORDERS}/42` }));
    expect(await introspect(body['access_token'])).toMatchObject({ active: true });
    await change({ audience: [] });
    expect(await introspect(body['access_token'])).toEqual({ active: false });
  });

  it('ends when it becomes an API of its own that the application may not ask for', async () => {
    const { body } = await asMachine({ audience: `${ORDERS}/42` });
    expect(await introspect(body['access_token'])).toMatchObject({ active: true });
    await addApi({ audience: `${ORDERS}/42` });
    expect(await introspect(body['access_token'])).toEqual({ active: false });
  });
});

describe('an audience below a part that is an API by itself', () => {
  const part = `${ORDERS}/private`;
  beforeEach(() => addApi({ audience: part }));

  it.each(['', '/', '/42'])('is nobody’s who may ask for the whole alone: %s', async (further) => {
    expect(await asMachine({ audience: `${part}${further}` })).toMatchObject({ status: 400 });
    await change({ audience: [ORDERS, part] });
    expect(await asMachine({ audience: `${part}${further}` })).toMatchObject({ status: 200 });
  });

  it('leaves what stands beside that part', async () => {
    expect(await asMachine({ audience: `${ORDERS}/privately` })).toMatchObject({ status: 200 });
  });
});

describe('the way to prove oneself', () => {
  it('is the one that is registered, and no code is burnt by another', async () => {
    const code = await codeFor();
    const inTheBody = { client_id: 'desk', client_secret: SECRET };
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    expect(await post('token', { ...fields, ...inTheBody }, '')).toEqual({
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: 'this client is registered for client_secret_basic, and came by client_secret_post',
      },
    });
    expect((await redeem(code)).status).toBe(200);
    await change({ token_endpoint_auth_method: 'client_secret_post' });
    expect((await asMachine()).body).toMatchObject({ error: 'invalid_client' });
    const posted = { grant_type: 'client_credentials', ...inTheBody };
    expect((await post('token', posted, '')).status).toBe(200);
  });

  it('is told to nobody who has not proved anything', async () => {
    const fields = { grant_type: 'client_credentials', client_id: 'desk', client_secret: 'wrong' };
    expect((await post('token', fields, '')).body['error_description']).toBe('client authentication failed');
  });

  it('is of no matter in another dialect', async () => {
    await change({ dialect: 'native' });
    const posted = { grant_type: 'client_credentials', client_id: 'desk', client_secret: SECRET };
    expect((await post('token', posted, '')).status).toBe(200);
  });
});

describe('what it says', () => {
  it('of itself is what is served, with Ory’s names beside', async () => {
    const cx = await house.context('ory');
    const ours = await house.engine.handle('openid-configuration', requestOfNothing, cx);
    const told = ory.writes?.['openid-configuration']?.(ours, requestOfNothing);
    if (ours.kind !== 'document' || told?.kind !== 'document') throw new Error('no document');
    expect(told.body).toMatchObject({
      issuer: ORIGIN,
      authorization_endpoint: `${ORIGIN}/oauth2/auth`,
      token_endpoint: `${ORIGIN}/oauth2/token`,
      device_authorization_endpoint: `${ORIGIN}/oauth2/device/auth`,
      userinfo_endpoint: `${ORIGIN}/userinfo`,
      jwks_uri: `${ORIGIN}/.well-known/jwks.json`,
      revocation_endpoint: `${ORIGIN}/oauth2/revoke`,
      end_session_endpoint: `${ORIGIN}/oauth2/sessions/logout`,
      scopes_supported: expect.arrayContaining(['openid', 'offline_access', 'offline']),
      id_token_signed_response_alg: [...cx.keys.algorithms()],
      userinfo_signed_response_alg: [...cx.keys.algorithms()],
    });
    for (const absent of ['introspection_endpoint', 'registration_endpoint', 'check_session_iframe']) {
      expect(told.body).not.toHaveProperty(absent);
    }
    expect(told.body).toMatchObject(
      Object.fromEntries(Object.entries(ours.body).filter(([name]) => name !== 'scopes_supported')),
    );
  });

  it('of a person at userinfo has a username, and without a token a name of Ory’s', async () => {
    const { body } = await redeem(await codeFor({ scope: 'openid profile' }));
    const told = await post('userinfo', {}, `Bearer ${String(body['access_token'])}`);
    expect(told.body).toMatchObject({ sub: expect.any(String), name: 'Alice Example', username: 'alice' });
    expect(await post('userinfo', {}, 'Bearer nonsense')).toMatchObject({
      status: 401,
      body: { error: 'request_unauthorized' },
    });
  });

  it.each([
    [
      'a code that nobody issued',
      { grant_type: 'authorization_code', code: 'x', redirect_uri: CALLBACK },
      400,
      'invalid_grant',
    ],
    ['a grant that is none', { grant_type: 'magic' }, 400, 'unsupported_grant_type'],
    ['no grant', {}, 400, 'invalid_request'],
    [
      'a scope that is not registered',
      { grant_type: 'client_credentials', scope: 'books:write' },
      400,
      'invalid_scope',
    ],
  ])('of %s', async (_what, fields, status, error) => {
    expect(await post('token', fields)).toMatchObject({ status, body: { error } });
  });

  it('of a person who says no to a device is 403', () => {
    const refusal = new OAuthError('access_denied', 'the person said no');
    expect(ory.refuses?.token?.(refusal, requestOfNothing)).toMatchObject({ status: 403 });
  });
});

const requestOfNothing: DialectRequest = {
  method: 'GET',
  params: NO_PARAMS,
  authorization: undefined,
  cookies: { session: undefined, browser: undefined },
  user_agent: '',
  accept: '',
};
