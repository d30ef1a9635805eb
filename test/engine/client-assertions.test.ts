/** private_key_jwt and client_secret_jwt: what proves who is calling, and everything that does not (attacks C24, C25, C26). */
import type { JsonObject } from '../../server/spec/vocabulary.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewApplication } from '../../server/directory/applications.ts';
import { replaceSecret } from '../../server/directory/application-ends.ts';
import { judgeAssertion } from '../../server/engine/client-auth/assertions/judge-assertion.ts';
import { ASSERTION_TYPE, assertionClaims, type ClientKey, makeClientKey, sign } from '../support/client-jwt.ts';
import { basic, buildHouse, type House, ORIGIN, SECRET } from '../support/house.ts';
import { type Asked, furnish } from '../support/sign-in.ts';

const TOKEN_ENDPOINT = `${ORIGIN}/oauth2/token`;
const NOBODY = { status: 401, body: { error: 'invalid_client', error_description: 'client authentication failed' } };

let keys: Readonly<Record<string, ClientKey>>;
let stranger: ClientKey;
let server: Server;
let jwks_uri: string;
let served: object = {};
let asked = 0;
let house: House;

beforeAll(async () => {
  const made = await Promise.all(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'].map((alg) => makeClientKey(alg)));
  keys = Object.fromEntries(made.map((key) => [key.alg, key]));
  stranger = await makeClientKey('ES256', 'ES256-1');
  server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/jwk-set+json').end(JSON.stringify(served));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  jwks_uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  asked = 0;
  const jwks = { keys: Object.values(keys).map(({ jwk }) => ({ ...jwk }) as Record<string, string>) };
  await add({ client_id: 'signer', jwks });
});

const add = (fields: NewApplication) =>
  house.addApplication({
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'orders:read',
    token_endpoint_auth_method: 'private_key_jwt',
    ...fields,
  });

const key = (alg = 'ES256') => keys[alg]!;
const claims = (changes: Readonly<Record<string, unknown>> = {}, client_id = 'signer') => ({
  ...assertionClaims(client_id, TOKEN_ENDPOINT, house.clock.now),
  ...changes,
});

function call(client_assertion: string, fields: Asked = {}, authorization?: string) {
  const all = {
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion,
    ...fields,
  };
  return house.post('token', all, authorization === undefined ? {} : { authorization });
}

describe('an assertion signed with a registered key proves who is calling', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'])('with %s', async (alg) => {
    expect(await call(await sign(claims(), key(alg)))).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  });

  it.each<[string, Record<string, unknown>, Asked]>([
    ['with our issuer as aud', { aud: ORIGIN }, {}],
    ['with its client_id beside it', {}, { client_id: 'signer' }],
    ['for ten minutes', { exp: 1_800_000_600 }, {}],
    ['without iat', { iat: undefined }, {}],
    ['from a clock that is a minute ahead', { iat: 1_800_000_060, nbf: 1_800_000_060 }, {}],
    ['from a clock that is a minute behind', { exp: 1_799_999_941 }, {}],
  ])('%s', async (_what, changes, fields) => {
    expect((await call(await sign(claims(changes), key()), fields)).status).toBe(200);
  });

  it('without a kid, when a key fits', async () => {
    expect((await call(await sign(claims(), key(), { kid: undefined }))).status).toBe(200);
  });

  it('at introspection and revocation too, by the token endpoint or the issuer', async () => {
    const assertion = async () => ({
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await sign(claims(), key()),
      token: 'whatever',
    });
    expect(await house.post('introspect', await assertion())).toMatchObject({ status: 200, body: { active: false } });
    expect((await house.post('revoke', await assertion())).status).toBe(200);
  });
});

it('an application that registered itself may send so many a minute, and one of the office any number', async () => {
  const registration = { token_hash: 'x' };
  const jwks = { keys: [{ ...key().jwk } as Record<string, string>] };
  const newcomer = await add({ client_id: 'newcomer', jwks, registration });
  await add({ client_id: 'another newcomer', jwks, registration });
  const from = async (client_id: string) => call(await sign(claims({}, client_id), key()));
  const cx = await house.context('native');
  for (let n = 1; n < 600; n += 1) {
    expect(await judgeAssertion(claims({}, 'newcomer') as JsonObject, newcomer, cx)).toBeUndefined();
  }
  expect((await from('newcomer')).status).toBe(200);
  const refused = await from('newcomer');
  expect(refused).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
  expect(refused.headers).toMatchObject({ 'Retry-After': '60' });
  // Whoever registered one may have registered many.
  expect((await from('another newcomer')).status).toBe(429);
  expect((await from('signer')).status).toBe(200);
  house.clock.now += 61;
  expect((await from('newcomer')).status).toBe(200);
});

describe('an assertion proves nothing', () => {
  it.each<[string, Record<string, unknown>]>([
    ['with two audiences, one of them ours', { aud: [ORIGIN, 'https://evil.test'] }],
    ['with a list of one audience', { aud: [TOKEN_ENDPOINT] }],
    ['for another server', { aud: 'https://other.test' }],
    ['for another of our endpoints', { aud: `${ORIGIN}/oauth2/introspect` }],
    ['for our issuer with a slash', { aud: `${ORIGIN}/` }],
    ['for nobody', { aud: undefined }],
    ['that has run out', { exp: 1_799_999_940 }],
    ['that lives for longer than ten minutes', { exp: 1_800_000_661 }],
    ['that lives for ten years', { exp: 2_100_000_000 }],
    ['without an end', { exp: undefined }],
    ['with an end that is no number', { exp: '1800000060' }],
    ['from the future', { iat: 1_800_003_600 }],
    ['not valid yet', { nbf: 1_800_003_600 }],
    ['issued by somebody else', { iss: 'other' }],
    ['about somebody else', { sub: 'other' }],
    ['without sub', { sub: undefined }],
    ['without jti', { jti: undefined }],
    ['with an empty jti', { jti: '' }],
    ['with a jti that is no text', { jti: 7 }],
    ['with a jti of a book’s length', { jti: 'x'.repeat(513) }],
  ])('%s', async (_what, changes) => {
    expect(await call(await sign(claims(changes), key()))).toMatchObject(NOBODY);
  });

  it('a second time', async () => {
    const assertion = await sign(claims(), key());
    expect((await call(assertion)).status).toBe(200);
    expect(await call(assertion)).toMatchObject(NOBODY);
  });

  it('twice at once: of twenty, one is first', async () => {
    const assertion = await sign(claims(), key());
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(assertion)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('but a jti that another application used is its own', async () => {
    await add({ client_id: 'other', jwks: { keys: [{ ...key().jwk } as Record<string, string>] } });
    expect((await call(await sign(claims({ jti: 'same' }), key()))).status).toBe(200);
    expect((await call(await sign(claims({ jti: 'same' }, 'other'), key()))).status).toBe(200);
  });

  it('signed with a key that is not registered, whatever its kid', async () => {
    expect(await call(await sign(claims(), stranger))).toMatchObject(NOBODY);
    expect(await call(await sign(claims(), stranger, { kid: undefined }))).toMatchObject(NOBODY);
    expect(await call(await sign(claims(), stranger, { jwk: stranger.jwk }))).toMatchObject(NOBODY);
  });

  it('with a kid that is not registered', async () => {
    expect(await call(await sign(claims(), key(), { kid: 'unknown' }))).toMatchObject(NOBODY);
  });

  it('unsigned', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'None', 'NONE', '']) {
      expect(await call(`${part({ alg })}.${part(claims())}.`)).toMatchObject(NOBODY);
    }
  });

  it('with a MAC under anything that is public', async () => {
    const publics = ['signer', JSON.stringify(key('RS256').jwk), key('RS256').jwk.n ?? ''];
    for (const secret of publics) {
      const mac = { alg: 'HS256', kid: 'RS256-1', privateKey: new TextEncoder().encode(secret.padEnd(32)) };
      expect(await call(await sign(claims(), mac))).toMatchObject(NOBODY);
    }
  });

  it('with another algorithm than the registered one', async () => {
    await add({
      client_id: 'strict',
      token_endpoint_auth_signing_alg: 'PS256',
      jwks: { keys: [{ ...key('RS256').jwk, alg: undefined } as never, { ...key('PS256').jwk } as never] },
    });
    expect(await call(await sign(claims({}, 'strict'), key('RS256')))).toMatchObject(NOBODY);
    expect((await call(await sign(claims({}, 'strict'), key('PS256')))).status).toBe(200);
  });

  it('with a key for encryption', async () => {
    const jwks = { keys: [{ ...key().jwk, use: 'enc' } as never] };
    await add({ client_id: 'enc', jwks });
    expect(await call(await sign(claims({}, 'enc'), key()))).toMatchObject(NOBODY);
  });

  it('of an application that is disabled or registered for something else', async () => {
    const jwks = { keys: [{ ...key().jwk } as Record<string, string>] };
    await add({ client_id: 'off', jwks, disabled: true });
    await add({ client_id: 'basic', jwks, token_endpoint_auth_method: 'client_secret_basic' });
    for (const client_id of ['off', 'basic', 'nobody']) {
      expect(await call(await sign(claims({}, client_id), key()))).toMatchObject(NOBODY);
    }
    await add({ client_id: 'twin', jwks });
    expect((await call(await sign(claims({}, 'twin'), key()))).status).toBe(200);
  });

  it.each<[string, Asked]>([
    ['no JWT', { client_assertion: 'x' }],
    ['an empty one', { client_assertion: '' }],
    ['JSON', { client_assertion: '{}.{}.{}' }],
    ['a JWT of a book’s length', { client_assertion: `${'e'.repeat(20_000)}.e.e` }],
    ['another type', { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }],
    ['no type', { client_assertion_type: undefined }],
    ['the name of another application', { client_id: 'twin' }],
  ])('that is %s', async (_what, fields) => {
    expect(await call(await sign(claims(), key()), fields)).toMatchObject(NOBODY);
  });

  it.each<[string, Asked, string | undefined]>([
    ['a secret in the body', { client_id: 'signer', client_secret: SECRET }, undefined],
    ['a secret in the header', {}, basic('signer')],
    ['an app password', { username: 'ci-bot', password: 'x' }, undefined],
  ])('beside another method: %s (C14)', async (_what, fields, authorization) => {
    const answer = await call(await sign(claims(), key()), fields, authorization);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

it('an application that signs has no secret, and sending one proves nothing', async () => {
  const signer = await house.store.collection('applications').find('client_id', 'signer');
  expect(signer[0]?.client_secrets).toEqual([]);
  const sent = { grant_type: 'client_credentials', client_id: 'signer', client_secret: SECRET };
  expect(await house.post('token', sent)).toMatchObject(NOBODY);
  expect(await house.post('token', { grant_type: 'client_credentials', client_id: 'signer' })).toMatchObject(NOBODY);
});

it('failures are counted by the application that the assertion names', async () => {
  await house.setSettings({ client_attempts_per_minute: 2 });
  for (let i = 0; i < 2; i += 1) expect(await call(await sign(claims(), stranger))).toMatchObject(NOBODY);
  expect((await call(await sign(claims(), key()))).status).toBe(429);
  const counted = house.counts.take().map(({ type, about }) => [type, about]);
  expect(counted).toContainEqual(['client.turned_away', 'signer']);
});

describe('keys at jwks_uri', () => {
  const signedBy = async (by: ClientKey) => call(await sign(claims({}, 'remote'), by));

  beforeEach(async () => {
    served = { keys: [key('RS256').jwk] };
    await add({ client_id: 'remote', jwks_uri });
  });

  it('are read once, and believed for a while', async () => {
    expect((await signedBy(key('RS256'))).status).toBe(200);
    expect((await signedBy(key('RS256'))).status).toBe(200);
    expect(asked).toBe(1);
  });

  it('are read again for a kid that is not there, at most once a minute', async () => {
    expect((await signedBy(key('RS256'))).status).toBe(200);
    served = { keys: [key('RS256').jwk, key('ES256').jwk] };
    expect((await signedBy(key('ES256'))).status).toBe(200);
    expect(asked).toBe(2);
    served = { keys: [key('EdDSA').jwk] };
    expect(await signedBy(key('EdDSA'))).toMatchObject(NOBODY);
    expect(asked).toBe(2);
    house.clock.now += 60;
    expect((await signedBy(key('EdDSA'))).status).toBe(200);
    expect(await signedBy(key('RS256'))).toMatchObject(NOBODY);
    expect(asked).toBe(3);
  });

  it('are read again when a key was replaced under its kid', async () => {
    served = { keys: [stranger.jwk] };
    expect((await signedBy(stranger)).status).toBe(200);
    served = { keys: [key('ES256').jwk] };
    expect((await signedBy(key('ES256'))).status).toBe(200);
  });

  it.each<[string, object | string]>([
    ['no JWK Set', []],
    ['keys that are no list', { keys: {} }],
    ['keys that are none', { keys: [1, null, 'x', { kty: 'EC' }, { kty: 'RSA', n: 'x', e: 'x' }] }],
    ['a private key', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'ES256-1' }] }],
  ])('that are %s prove nothing', async (_what, document) => {
    served = document as object;
    expect(await signedBy(key('ES256'))).toMatchObject(NOBODY);
  });

  it('of an application that registered itself are not read from a private address, but where the office allows it', async () => {
    const [record] = await house.store.collection('applications').find('client_id', 'remote');
    const registration = { token_hash: 'x' };
    await house.store.collection('applications').update(record?.id ?? '', (old) => ({ ...old, registration }));
    expect(await signedBy(key('RS256'))).toMatchObject(NOBODY);
    expect(asked).toBe(0);
    await house.setSettings({ outbound_allow: [new URL(jwks_uri).host] });
    house.clock.now += 60;
    expect((await signedBy(key('RS256'))).status).toBe(200);
  });
});

describe('a secret to sign with', () => {
  const secret = 'a-secret-to-sign-with-00000000001';
  const mac = (by = secret, alg = 'HS256') => ({ alg, kid: 'none', privateKey: new TextEncoder().encode(by) });
  const signedBy = async (by = mac(), changes = {}) => call(await sign(claims(changes, 'mac'), by));

  beforeEach(() => add({ client_id: 'mac', token_endpoint_auth_method: 'client_secret_jwt', client_secret: secret }));

  it('proves who is calling, and is kept sealed', async () => {
    expect((await signedBy()).status).toBe(200);
    const [record] = await house.store.collection('applications').find('client_id', 'mac');
    expect(record?.client_secrets).toEqual([
      expect.objectContaining({ sealed: expect.stringMatching(/^v1\./) as string }),
    ]);
    expect(JSON.stringify(record)).not.toContain(secret);
  });

  it('proves nothing when it is another one, when it is sent, or with another MAC', async () => {
    expect(await signedBy(mac('another-secret-to-sign-with-000001'))).toMatchObject(NOBODY);
    expect(await signedBy(mac(secret.padEnd(64, 'x'), 'HS512'))).toMatchObject(NOBODY);
    const sent = { grant_type: 'client_credentials', client_id: 'mac', client_secret: secret };
    expect(await house.post('token', sent)).toMatchObject(NOBODY);
    const assertion = await sign(claims({}, 'mac'), mac());
    expect([(await call(assertion)).status, (await call(assertion)).status]).toEqual([200, 401]);
    expect(await signedBy(mac(), { aud: ['x'] })).toMatchObject(NOBODY);
  });

  it('that was sealed for another application opens nothing', async () => {
    const [record] = await house.store.collection('applications').find('client_id', 'mac');
    await add({ client_id: 'ma', token_endpoint_auth_method: 'client_secret_jwt' });
    const [other] = await house.store.collection('applications').find('client_id', 'ma');
    const moved = record?.client_secrets ?? [];
    await house.store.collection('applications').update(other?.id ?? '', (old) => ({ ...old, client_secrets: moved }));
    expect(await call(await sign(claims({}, 'ma'), mac()))).toMatchObject(NOBODY);
  });

  it('goes on beside its successor until it runs out', async () => {
    const [record] = await house.store.collection('applications').find('client_id', 'mac');
    const cx = await house.context();
    const seal = (plain: string) => cx.secrets.seal('client-secret', plain);
    const next = await house.store.transaction((within) =>
      replaceSecret(within, record?.id ?? '', 60, house.clock.now, seal),
    );
    expect((await signedBy()).status).toBe(200);
    expect((await signedBy(mac(next.client_secret))).status).toBe(200);
    house.clock.now += 60;
    expect(await signedBy()).toMatchObject(NOBODY);
    expect((await signedBy(mac(next.client_secret))).status).toBe(200);
  });
});

it('discovery names both methods and what they are signed with', async () => {
  const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
  expect(body).toMatchObject({
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
  });
});
