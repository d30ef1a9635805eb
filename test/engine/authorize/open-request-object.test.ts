/** Request objects by value: taken whole when the application signed them, refused by name when it did not. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClientKeys } from '../../../server/spec/client-keys.ts';
import { buildHouse, CHALLENGE, type House, ORIGIN, type TestBrowser } from '../../support/house.ts';
import { type Asked, authorizationRequest, CALLBACK, furnish, leftWith, pageOf, walk } from '../../support/sign-in.ts';

const OTHER_CALLBACK = 'https://app.test/other';
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] as const;
type Alg = (typeof ALGORITHMS)[number];

const keys = new Map<Alg, Awaited<ReturnType<typeof generateKeyPair>>>();
let jwks: ClientKeys;
beforeAll(async () => {
  for (const alg of ALGORITHMS) keys.set(alg, await generateKeyPair(alg, { extractable: true }));
  const made = [...keys].map(async ([kid, pair]) => ({ ...(await exportJWK(pair.publicKey)), kid }));
  jwks = { keys: (await Promise.all(made)) as unknown as ClientKeys['keys'] };
});

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
  await house.addApplication({
    client_id: 'signer',
    redirect_uris: [CALLBACK, OTHER_CALLBACK],
    scope: 'openid profile email',
    jwks,
  });
});

/** All of a request, as claims. */
const inside = (changes: Readonly<Record<string, unknown>> = {}) => ({
  iss: 'signer',
  aud: ORIGIN,
  ...authorizationRequest({ client_id: 'signer', scope: 'openid profile' }),
  ...changes,
});
const signed = (claims: object, alg: Alg = 'RS256', header: object = {}) =>
  new SignJWT(JSON.parse(JSON.stringify(claims)) as Record<string, unknown>)
    .setProtectedHeader({ alg, kid: alg, ...header })
    .sign(keys.get(alg)!.privateKey);
/** What stands beside the object in the address. */
const beside = (request: string | readonly string[], changes: Asked = {}): Asked => ({
  client_id: 'signer',
  response_type: 'code',
  scope: 'openid',
  redirect_uri: CALLBACK,
  state: 'beside',
  request,
  ...changes,
});
const arrive = async (request: string | readonly string[], changes: Asked = {}) =>
  walk(browser, await browser.open('authorize', beside(request, changes)));
const answer = async (request: string | readonly string[], changes: Asked = {}) =>
  leftWith(await arrive(request, changes));

describe('an object that the application signed', () => {
  it.each(ALGORITHMS)('is the request: %s', async (alg) => {
    expect(await answer(await signed(inside(), alg))).toMatchObject({ code: expect.any(String), state: 'a-state' });
  });

  it('alone counts: what stands beside it was anybody’s to write (RFC 9101 6.3)', async () => {
    const object = await signed(inside({ redirect_uri: OTHER_CALLBACK, scope: 'openid email', state: undefined }));
    const arrived = await arrive(object, { prompt: 'none', scope: 'openid profile', max_age: '0', nonce: 'beside' });
    if (arrived.kind !== 'left') throw new Error('stayed');
    expect(arrived.url.origin + arrived.url.pathname).toBe(OTHER_CALLBACK);
    expect(Object.keys(arrived.params).toSorted()).toEqual(['code', 'iss', 'session_state']);
    const [grant] = (await house.store.collection('grants').list({ limit: 1 })).items;
    expect(grant).toMatchObject({ scope: ['openid', 'email'], nonce: 'a-nonce' });
  });

  it('needs no parameter beside it but the client_id, and none of OAuth’s within', async () => {
    const object = await signed(inside({ client_id: undefined, iss: undefined, aud: undefined }));
    const params = { response_type: undefined, scope: undefined, redirect_uri: undefined, state: undefined };
    expect(await answer(object, params)).toHaveProperty('code');
  });

  it('may carry numbers and objects where a form carries their text', async () => {
    const object = await signed(inside({ max_age: 0, claims: { userinfo: { email: null } }, resource: [] }));
    pageOf(await browser.open('authorize', beside(object)), 'login');
    await answer(object);
    const [grant] = (await house.store.collection('grants').list({ limit: 1 })).items;
    expect(grant?.claims?.userinfo).toEqual({ email: { scope: 'email' } });
  });

  it('passes the same checks as any other request, and is refused where it says it wants to be answered', async () => {
    const plain = await signed(inside({ code_challenge: CHALLENGE, code_challenge_method: 'plain' }));
    expect(await answer(plain)).toMatchObject({ error: 'invalid_request', state: 'a-state' });
    expect(await answer(await signed(inside({ scope: 'lanyard:admin' })))).toMatchObject({ error: 'invalid_scope' });
    for (const wrong of [
      { claims: 5 },
      { claims: '[]' },
      { max_age: -1 },
      { max_age: 0.5 },
      { scope: {} },
      { prompt: 1 },
    ]) {
      const { error = '' } = await answer(await signed(inside(wrong)));
      expect([wrong, error]).toEqual([wrong, expect.stringMatching(/^invalid_(request|scope)$/)]);
    }
  });

  it('is kept to the one algorithm that the application is registered for', async () => {
    await change({ request_object_signing_alg: 'ES256' });
    expect(await answer(await signed(inside(), 'ES256'))).toHaveProperty('code');
    expect(await answer(await signed(inside(), 'RS256'))).toMatchObject({ error: 'invalid_request_object' });
  });

  it('is good until it expires, give or take a minute of the application’s clock', async () => {
    const { now } = house.clock;
    for (const times of [{ exp: now - 50 }, { exp: now + 1 }, { nbf: now + 50 }, { nbf: now - 1, exp: now + 1 }]) {
      expect(await answer(await signed(inside(times)))).toHaveProperty('code');
    }
    for (const times of [{ exp: now - 60 }, { nbf: now + 61 }, { exp: 'tomorrow' }, { nbf: true }, { exp: null }]) {
      expect(await answer(await signed(inside(times)))).toMatchObject({ error: 'invalid_request_object' });
    }
  });
});

describe('keys at jwks_uri', () => {
  let server: Server;
  let jwks_uri: string;
  let served: object;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(served));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    jwks_uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const withKid = (kid: string) => ({ keys: jwks.keys.filter((key) => key['kid'] === kid) });

  it('count like those that are registered, also when they were replaced', async () => {
    served = withKid('RS256');
    await change({ jwks: undefined, jwks_uri });
    expect(await answer(await signed(inside(), 'RS256'))).toHaveProperty('code');
    served = withKid('ES256');
    expect(await answer(await signed(inside(), 'ES256'))).toHaveProperty('code');
    expect(await answer(await signed(inside(), 'EdDSA'))).toMatchObject({ error: 'invalid_request_object' });
  });

  it('that are not there, or that a stranger has on a private address, prove nothing', async () => {
    served = jwks;
    await change({ jwks: undefined, jwks_uri, registration: { token_hash: 'x' } });
    expect(await answer(await signed(inside()))).toMatchObject({ error: 'invalid_request_object' });
    await change({ registration: undefined });
    served = {};
    expect(await answer(await signed(inside()))).toMatchObject({ error: 'invalid_request_object' });
  });
});

async function change(fields: object): Promise<void> {
  const [record] = await house.store.collection('applications').find('client_id', 'signer');
  await house.store.collection('applications').update(record?.id ?? '', (old) => ({ ...old, ...fields }));
}

describe('is refused, and told to the address beside it', () => {
  const refusal = async (request: string | readonly string[], changes: Asked = {}) => {
    const params = await answer(request, changes);
    expect(params).toMatchObject({ state: 'beside' });
    return params['error'];
  };

  it('an object nobody signed, by an application with keys or without', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${part({ alg: 'none' })}.${part(inside())}.`;
    expect(await refusal(none)).toBe('request_not_supported');
    const without = {
      client_id: 'app',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: CALLBACK,
      state: 'beside',
    };
    expect(await refusal(none, without)).toBe('request_not_supported');
    expect(await refusal(await signed(inside({ client_id: 'app', iss: 'app' })), without)).toBe(
      'request_not_supported',
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['another issuer', { iss: 'app' }],
    ['another client_id', { client_id: 'app' }],
    ['another response_type', { response_type: 'id_token' }],
    ['somebody else’s audience', { aud: 'https://elsewhere.test' }],
    ['an audience of nobody', { aud: [] }],
    ['an audience that is an object', { aud: {} }],
    ['the looks of a client assertion', { sub: 'signer' }],
    ['another object in it', { request: 'x' }],
    ['an address of another object in it', { request_uri: 'https://app.test/object' }],
    ['a parameter that is true', { prompt: true }],
    ['a parameter that is null', { nonce: null }],
    ['a list of addresses', { redirect_uri: [CALLBACK] }],
    ['a list of numbers', { resource: [1] }],
    ['half of a character', { state: '\ud800' }],
    ['half of a character in a list', { resource: ['\udc00'] }],
  ])('an object with %s', async (_what, changes) => {
    expect(await refusal(await signed(inside(changes)))).toBe('invalid_request_object');
  });

  it('an object of another type, of another key, or of other characters', async () => {
    for (const typ of ['at+jwt', 'logout+jwt', 'client-authentication+jwt', 'JOSE']) {
      expect(await refusal(await signed(inside(), 'RS256', { typ }))).toBe('invalid_request_object');
    }
    for (const typ of ['JWT', 'oauth-authz-req+jwt']) {
      expect(await answer(await signed(inside(), 'RS256', { typ }))).toHaveProperty('code');
    }
    const stranger = await generateKeyPair('ES256');
    const forged = await new CompactSign(Buffer.from(JSON.stringify(inside())))
      .setProtectedHeader({ alg: 'ES256', kid: 'ES256' })
      .sign(stranger.privateKey);
    for (const text of [forged, 'x', '..', '\ufffd.\ufffd.\ufffd', 'a'.repeat(1_000_000), `${forged}A`]) {
      expect(await refusal(text)).toBe('invalid_request_object');
    }
  });

  it('an object that came twice, or with a request_uri', async () => {
    const object = await signed(inside());
    expect(await refusal([object, object])).toBe('invalid_request');
    expect(await refusal(object, { request_uri: 'https://app.test/object' })).toBe('invalid_request');
  });
});

describe('nothing is sent anywhere', () => {
  it('by an address in an object that nobody verified', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const evil = part(inside({ redirect_uri: 'https://evil.test/' }));
    for (const object of [`${part({ alg: 'none' })}.${evil}.`, `${part({ alg: 'RS256' })}.${evil}.AAAA`]) {
      for (const redirect_uri of [undefined, 'https://evil.test/']) {
        pageOf(await arrive(object, { redirect_uri }), 'error');
      }
    }
  });

  it('by an address in a verified object that is not registered', async () => {
    pageOf(await arrive(await signed(inside({ redirect_uri: 'https://evil.test/' }))), 'error');
  });

  it('for a client that nobody knows, or that is switched off', async () => {
    const object = await signed(inside());
    pageOf(await arrive(object, { client_id: 'nobody' }), 'error');
    pageOf(await arrive(object, { client_id: undefined }), 'error');
    pageOf(await arrive(object, { client_id: ['signer', 'signer'] }), 'error');
    await change({ disabled: true });
    pageOf(await arrive(object), 'error');
  });

  it('and an empty request is none', async () => {
    const params = { ...authorizationRequest({ client_id: 'signer', scope: 'openid' }), request: '' };
    pageOf(await browser.open('authorize', params), 'login');
  });
});
