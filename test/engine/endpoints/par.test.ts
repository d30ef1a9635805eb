/** Pushed authorization requests: judged when they are sent, opened by the client that sent them, answered once. RFC 9126 */
import { beforeEach, describe, expect, it } from 'vitest';
import { makeClientKey, sign } from '../../support/client-jwt.ts';
import { basic, buildHouse, type House, ORIGIN, SECRET } from '../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
  walk,
} from '../../support/sign-in.ts';

const LIFETIME_S = 90;

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

function push(changes: Asked = {}, authorization: string | null = basic('app')) {
  return house.post('par', authorizationRequest(changes), authorization === null ? {} : { authorization });
}

async function pushed(changes: Asked = {}): Promise<string> {
  return String((await push(changes)).body['request_uri']);
}

const opened = (request_uri: string, browser = house.browser(), client_id = 'app') =>
  browser.open('authorize', { client_id, request_uri });

describe('what is sent ahead', () => {
  it('gets a name that nobody can guess, for 90 seconds', async () => {
    const { status, body } = await push();
    expect(status).toBe(201);
    expect(body).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
      expires_in: LIFETIME_S,
    });
    expect((await push()).body['request_uri']).not.toBe(body['request_uri']);
  });

  it('leads through sign-in to a code that is worth as much as any', async () => {
    const browser = house.browser();
    const params = leftWith(await walk(browser, await opened(await pushed(), browser)));
    expect(params).toMatchObject({ state: 'a-state', iss: ORIGIN });
    expect((await redeem(house, params['code'])).body).toMatchObject({ id_token: expect.any(String) });
  });

  it('is all that counts: what stands beside it in the address is not read', async () => {
    const browser = house.browser();
    const beside = {
      client_id: 'app',
      request_uri: await pushed(),
      state: 'another',
      scope: 'openid',
      redirect_uri: 'https://evil.test/',
    };
    const arrived = await walk(browser, await browser.open('authorize', beside));
    expect(leftWith(arrived)).toMatchObject({ state: 'a-state' });
    if (arrived.kind === 'left') expect(arrived.url.href).toMatch(/^https:\/\/app\.test\/callback\?/);
  });

  it('survives a reload of the sign-in page, and of the address that led to it', async () => {
    const request_uri = await pushed();
    const browser = house.browser();
    const first = await opened(request_uri, browser);
    pageOf(first, 'login');
    pageOf(await browser.openInteraction('login', browser.ticket), 'login');
    const again = await opened(request_uri, browser);
    expect(leftWith(await walk(browser, again))).toHaveProperty('code');
  });

  it('may hold a request object, which alone counts then', async () => {
    const key = await makeClientKey('ES256');
    await house.addApplication({ client_id: 'signs', redirect_uris: [CALLBACK], jwks: { keys: [key.jwk as never] } });
    const request = await sign(
      { iss: 'signs', aud: ORIGIN, ...authorizationRequest({ client_id: 'signs', scope: 'openid' }) },
      key,
    );
    const { body } = await house.post(
      'par',
      { client_id: 'signs', request, state: 'beside' },
      { authorization: basic('signs') },
    );
    const browser = house.browser();
    const arrived = await walk(browser, await opened(String(body['request_uri']), browser, 'signs'));
    expect(leftWith(arrived)).toMatchObject({ state: 'a-state' });
  });

  it('is kept without what proved the client', async () => {
    await house.post('par', { ...authorizationRequest(), client_secret: SECRET });
    const { items } = await house.store.collection('pushed_requests').list({ limit: 10 });
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(SECRET);
  });

  it('fills nothing where a public client sends it: the request travels in its name', async () => {
    await house.addApplication({ client_id: 'spa', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' });
    const { status, body } = await push({ client_id: 'spa', scope: 'openid' }, null);
    expect(status).toBe(201);
    expect((await house.store.collection('pushed_requests').list({ limit: 1 })).items).toEqual([]);
    const browser = house.browser();
    expect(leftWith(await walk(browser, await opened(String(body['request_uri']), browser, 'spa')))).toHaveProperty(
      'code',
    );
    pageOf(await opened(String(body['request_uri']), browser, 'spa'), 'error');
    const { status: refused } = await push({ client_id: 'spa', extension: 'x'.repeat(20_000) }, null);
    expect(refused).toBe(413);
  });
});

describe('the push is refused', () => {
  it.each([
    ['a wrong secret', {}, basic('app', 'wrong'), 401, 'invalid_client'],
    ['nobody', { client_id: undefined }, null, 401, 'invalid_client'],
    ['another client in the body', { client_id: 'other' }, basic('app'), 400, 'invalid_request'],
    ['a request_uri', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, basic('app'), 400, 'invalid_request'],
    ['a parameter twice', { scope: ['openid', 'email'] }, basic('app'), 400, 'invalid_request'],
    ['an address that is not registered', { redirect_uri: 'https://evil.test/' }, basic('app'), 400, 'invalid_request'],
    ['no redirect_uri', { redirect_uri: undefined }, basic('app'), 400, 'invalid_request'],
    ['no response_type', { response_type: undefined }, basic('app'), 400, 'invalid_request'],
    ['another response_type', { response_type: 'token' }, basic('app'), 400, 'unsupported_response_type'],
    ['a scope that is not open', { scope: 'nothing' }, basic('app'), 400, 'invalid_scope'],
    ['an API that nobody has', { resource: 'https://evil.test/' }, basic('app'), 400, 'invalid_target'],
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, basic('app'), 400, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, basic('app'), 400, 'invalid_request'],
    ['a prompt that contradicts itself', { prompt: 'none login' }, basic('app'), 400, 'invalid_request'],
    ['a request object of nobody', { request: 'x.y.z' }, basic('app'), 400, 'request_not_supported'],
  ] as const)('for %s', async (_what, changes, authorization, status, error) => {
    const answer = await push(changes, authorization);
    expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status, error });
    expect(answer.body).not.toHaveProperty('request_uri');
  });

  it('for an application that is switched off, and for a service account', async () => {
    const off = await house.addApplication({ client_id: 'off', redirect_uris: [CALLBACK], disabled: true });
    expect((await push({ client_id: off.client_id }, basic('off'))).body['error']).toBe('invalid_client');
  });
});

describe('a name of a request', () => {
  it('opens for nobody else: the refusal stands on a page of ours', async () => {
    await house.addApplication({ client_id: 'other', redirect_uris: [CALLBACK] });
    const request_uri = await pushed();
    expect(pageOf(await opened(request_uri, house.browser(), 'other'), 'error')).toMatchObject({
      code: 'invalid_request_uri',
    });
    pageOf(await house.browser().open('authorize', { request_uri }), 'error');
    pageOf(await house.browser().open('authorize', { client_id: ['app', 'app'], request_uri }), 'error');
    pageOf(
      await house.browser().open('authorize', { client_id: 'app', request_uri: [request_uri, request_uri] }),
      'error',
    );
    pageOf(await opened(request_uri), 'login');
  });

  it('that nobody gave out, or that is over, opens nothing', async () => {
    pageOf(await opened('urn:ietf:params:oauth:request_uri:made-up'), 'error');
    const request_uri = await pushed();
    house.clock.now += LIFETIME_S - 1;
    pageOf(await opened(request_uri), 'login');
    house.clock.now += 1;
    pageOf(await opened(request_uri), 'error');
  });

  it('lets those who began in time finish after it is over', async () => {
    const browser = house.browser();
    const request_uri = await pushed();
    const first = await opened(request_uri, browser);
    const second = house.browser();
    const there = await opened(request_uri, second);
    house.clock.now += LIFETIME_S + 60;
    await house.store.sweep(house.clock.now + 120);
    expect(leftWith(await walk(browser, first))).toHaveProperty('code');
    expect(pageOf(await walk(second, there), 'error')).toMatchObject({ code: 'invalid_request_uri' });
  });

  it('is answered once, one after the other', async () => {
    const browser = house.browser();
    const request_uri = await pushed();
    leftWith(await walk(browser, await opened(request_uri, browser)));
    pageOf(await opened(request_uri, browser), 'error');
    pageOf(await opened(request_uri), 'error');
  });

  it('is answered once, twenty at once', async () => {
    const browser = house.browser();
    leftWith(await walk(browser, await opened(await pushed(), browser)));
    const request_uri = await pushed();
    const answers = await Promise.all(Array.from({ length: 20 }, () => opened(request_uri, browser)));
    expect(answers.filter(({ kind }) => kind === 'left')).toHaveLength(1);
    const others = answers.filter(({ kind }) => kind === 'page').map((arrived) => pageOf(arrived, 'error').code);
    expect(new Set(others)).toEqual(new Set(['invalid_request_uri']));
  });

  it('ends with a no as well', async () => {
    const browser = house.browser();
    const request_uri = await pushed({ prompt: 'consent' });
    const login = pageOf(await opened(request_uri, browser), 'login');
    const consent = pageOf(
      await browser.submit(login, { username: 'alice', password: 'correct horse battery' }),
      'consent',
    );
    expect(leftWith(await browser.submit(consent, { decision: 'deny' }))).toMatchObject({ error: 'access_denied' });
    pageOf(await opened(request_uri, browser), 'error');
  });

  it('is judged once more when it is opened: an address that was taken away meanwhile is not gone to', async () => {
    const request_uri = await pushed();
    const { id } = (await house.store.collection('applications').find('client_id', 'app'))[0] ?? { id: '' };
    await house.store
      .collection('applications')
      .update(id, (old) => ({ ...old, redirect_uris: ['https://app.test/other'] }));
    expect(pageOf(await opened(request_uri), 'error')).toMatchObject({ code: 'invalid_redirect_uri' });
  });
});

describe('where requests must be sent ahead', () => {
  const plain = async (client_id: string) =>
    leftWith(await house.browser().open('authorize', authorizationRequest({ client_id })));

  it('one application may not do without, and others may', async () => {
    await house.addApplication({
      client_id: 'strict',
      redirect_uris: [CALLBACK],
      require_pushed_authorization_requests: true,
    });
    expect(await plain('strict')).toMatchObject({ error: 'invalid_request', state: 'a-state', iss: ORIGIN });
    pageOf(await house.browser().open('authorize', authorizationRequest()), 'login');
    const { body } = await push({ client_id: 'strict', scope: 'openid' }, basic('strict'));
    pageOf(await opened(String(body['request_uri']), house.browser(), 'strict'), 'login');
  });

  it('the setting says so for all, and discovery tells it', async () => {
    const metadata = async () => (await house.post('oauth-authorization-server', {}, { method: 'GET' })).body;
    expect(await metadata()).toMatchObject({
      pushed_authorization_request_endpoint: `${ORIGIN}/oauth2/par`,
      require_pushed_authorization_requests: false,
    });
    await house.setSettings({ require_pushed_authorization_requests: true });
    expect(await metadata()).toMatchObject({ require_pushed_authorization_requests: true });
    expect(await plain('app')).toMatchObject({ error: 'invalid_request' });
    pageOf(await opened(await pushed()), 'login');
  });

  it('neither a request object nor a made-up name gets around it', async () => {
    await house.setSettings({ require_pushed_authorization_requests: true });
    const key = await makeClientKey('ES256');
    await house.addApplication({ client_id: 'signs', redirect_uris: [CALLBACK], jwks: { keys: [key.jwk as never] } });
    const request = await sign({ iss: 'signs', aud: ORIGIN, ...authorizationRequest({ client_id: 'signs' }) }, key);
    const beside = { ...authorizationRequest({ client_id: 'signs' }), request };
    expect(leftWith(await house.browser().open('authorize', beside))).toMatchObject({ error: 'invalid_request' });
    pageOf(await opened('urn:ietf:params:oauth:request_uri:v1.x'), 'error');
  });
});

it('of an application that registered itself no more are kept than anybody needs', async () => {
  const many = { ...authorizationRequest(), client_id: 'stranger' };
  const field = { redirect_uris: [CALLBACK], scope: 'openid profile email offline_access' };
  await house.addApplication({ client_id: 'stranger', ...field, registration: {} });
  const send = (client_id: string) =>
    house.post('par', { ...many, client_id }, { authorization: basic(client_id) }).then(({ status }) => status);
  const statuses: number[] = [];
  for (let sent = 0; sent < 601; sent += 1) statuses.push(await send('stranger'));
  expect([statuses.filter((status) => status === 201).length, statuses.at(-1)]).toEqual([600, 429]);
  expect(await send('app')).toBe(201);
  house.clock.now += 61;
  expect(await send('stranger')).toBe(201);
});
