/** Request objects by reference: read only where their application registered it, and judged like those by value. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClientKeys } from '../../../server/spec/client-keys.ts';
import { type ClientKey, makeClientKey, sign } from '../../support/client-jwt.ts';
import { buildHouse, type House, ORIGIN, type TestBrowser } from '../../support/house.ts';
import { type Asked, authorizationRequest, CALLBACK, furnish, leftWith, pageOf, walk } from '../../support/sign-in.ts';

let key: ClientKey;
let server: Server;
let origin: string;
let served: Readonly<Record<string, { readonly status: number; readonly body: string }>>;
let asked: string[];

beforeAll(async () => {
  key = await makeClientKey('RS256');
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const { status, body } = served[path] ?? { status: 404, body: '' };
    response.writeHead(status, { location: '/elsewhere' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  [served, asked] = [{}, []];
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
  await house.addApplication({
    client_id: 'signer',
    redirect_uris: [CALLBACK],
    scope: 'openid profile email',
    jwks: { keys: [key.jwk] } as unknown as ClientKeys,
    request_uris: [`${origin}/object`, `${origin}/versioned#first`],
  });
});

const object = (changes: Readonly<Record<string, unknown>> = {}) =>
  sign(
    { iss: 'signer', aud: ORIGIN, ...authorizationRequest({ client_id: 'signer', scope: 'openid email' }), ...changes },
    key,
  );
const arrive = async (request_uri: string | readonly string[], changes: Asked = {}) => {
  const beside = { client_id: 'signer', response_type: 'code', scope: 'openid', redirect_uri: CALLBACK };
  return walk(browser, await browser.open('authorize', { ...beside, state: 'beside', request_uri, ...changes }));
};
const answer = async (request_uri: string | readonly string[], changes: Asked = {}) =>
  leftWith(await arrive(request_uri, changes));
const serve = async (body: string | Promise<string>, path = '/object', status = 200) => {
  served = { ...served, [path]: { status, body: await body } };
};

describe('an object at a registered address', () => {
  it('is the request, and what stands beside it counts for nothing', async () => {
    await serve(object());
    expect(await answer(`${origin}/object`, { scope: 'openid profile', prompt: 'none' })).toMatchObject({
      code: expect.any(String),
      state: 'a-state',
    });
    const [grant] = (await house.store.collection('grants').list({ limit: 1 })).items;
    expect(grant?.scope).toEqual(['openid', 'email']);
    expect(asked).toEqual(['/object']);
  });

  it('may end in a line feed, as files do', async () => {
    await serve(`${await object()}\n`);
    expect(await answer(`${origin}/object`)).toHaveProperty('code');
  });

  it('may come in another version than the one that is registered', async () => {
    await serve(object({ state: 'first' }), '/versioned');
    expect(await answer(`${origin}/versioned#first`)).toMatchObject({ state: 'first' });
    await serve(object({ state: 'second' }), '/versioned');
    const second = createHash('sha256')
      .update(served['/versioned']?.body ?? '')
      .digest('base64url');
    house.clock.now += 2;
    expect(await answer(`${origin}/versioned#${second}`)).toMatchObject({ state: 'second' });
    expect(asked).toEqual(['/versioned', '/versioned']);
  });

  it('is read once in ten seconds, whatever fragments somebody makes up', async () => {
    await serve(object());
    for (const fragment of ['', '#a', '#b', '#c']) {
      expect(await answer(`${origin}/object${fragment}`)).toHaveProperty('code');
    }
    expect(asked).toEqual(['/object']);
    house.clock.now += 10;
    expect(await answer(`${origin}/object#d`)).toHaveProperty('code');
    expect(asked).toEqual(['/object', '/object']);
  });

  it('is refused like one by value', async () => {
    for (const [wrong, error] of [
      [{ iss: 'app' }, 'invalid_request_object'],
      [{ exp: 1 }, 'invalid_request_object'],
      [{ request_uri: `${origin}/object` }, 'invalid_request_object'],
      [{ response_type: 'token' }, 'invalid_request_object'],
      [{ scope: 'lanyard:admin' }, 'invalid_scope'],
    ] as const) {
      house.clock.now += 10;
      await serve(object(wrong));
      expect([wrong, (await answer(`${origin}/object`))['error']]).toEqual([wrong, error]);
    }
  });

  it('that nobody signed is refused by name', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    await serve(`${part({ alg: 'none' })}.${part({ iss: 'signer', aud: ORIGIN, redirect_uri: CALLBACK })}.`);
    expect(await answer(`${origin}/object`)).toMatchObject({ error: 'request_uri_not_supported', state: 'beside' });
  });
});

describe('invalid_request_uri', () => {
  it.each([
    ['another path', '/other'],
    ['a path below', '/object/more'],
    ['a query', '/object?x'],
    ['another case', '/Object'],
  ])('%s, and nothing is asked', async (_what, path) => {
    await serve(object(), path);
    expect(await answer(`${origin}${path}`)).toMatchObject({ error: 'invalid_request_uri', state: 'beside' });
    expect(asked).toEqual([]);
  });

  it.each([
    'urn:example:request_uri:6esc_11ACC5bwc014ltc14eY22c',
    'data:text/plain,x',
    'file:///etc/passwd',
    'https://evil.test/object',
    '/object',
    'x',
    '#',
    '\u0000',
  ])('%j, and nothing is asked', async (request_uri) => {
    expect(await answer(request_uri)).toMatchObject({ error: 'invalid_request_uri' });
    expect(asked).toEqual([]);
  });

  it.each<[string, number, string]>([
    ['nothing there', 404, ''],
    ['a redirect', 302, ''],
    ['a megabyte', 200, 'x'.repeat(1_000_000)],
  ])('%s, and the answer does not tell which', async (_what, status, body) => {
    await serve(body, '/object', status);
    const { error, error_description } = await answer(`${origin}/object`);
    expect([error, error_description]).toEqual([
      'invalid_request_uri',
      'no request object could be read at the request_uri',
    ]);
    expect(asked).toEqual(['/object']);
  });

  it('a private address of an application that registered itself', async () => {
    await serve(object());
    const [record] = await house.store.collection('applications').find('client_id', 'signer');
    await house.store
      .collection('applications')
      .update(record?.id ?? '', (old) => ({ ...old, registration: { token_hash: 'x' } }));
    expect(await answer(`${origin}/object`)).toMatchObject({ error: 'invalid_request_uri' });
    expect(asked).toEqual([]);
  });
});

it.each(['<html>', '{"client_id":"signer"}', '..', ''])('what stands there and is no object: %j', async (text) => {
  await serve(text);
  expect(await answer(`${origin}/object`)).toMatchObject({ error: 'invalid_request_object', state: 'beside' });
});

it('is refused twice, beside an object by value, and by name where the application registered no address', async () => {
  await serve(object());
  expect(await answer([`${origin}/object`, `${origin}/object`])).toMatchObject({ error: 'invalid_request' });
  expect(await answer(`${origin}/object`, { request: await object() })).toMatchObject({ error: 'invalid_request' });
  expect(await answer(`${origin}/object`, { client_id: 'app' })).toMatchObject({ error: 'request_uri_not_supported' });
  expect(asked).toEqual([]);
});

it('is not asked for on behalf of an application that is unknown or switched off', async () => {
  await serve(object());
  pageOf(await arrive(`${origin}/object`, { client_id: 'nobody' }), 'error');
  const [record] = await house.store.collection('applications').find('client_id', 'signer');
  await house.store.collection('applications').update(record?.id ?? '', (old) => ({ ...old, disabled: true }));
  pageOf(await arrive(`${origin}/object`), 'error');
  expect(asked).toEqual([]);
});

it('an address inside of an object that could not be verified is not gone to', async () => {
  await serve('..');
  pageOf(await arrive(`${origin}/object`, { redirect_uri: 'https://evil.test/' }), 'error');
});
