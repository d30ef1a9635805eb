/** The jwt-bearer grant: what another server vouches for, and everything that proves nothing (RFC 7523 §3). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { changeApplication } from '../../../server/directory/applications.ts';
import { createTrustedIssuer, type NewTrustedIssuer } from '../../../server/directory/trusted-issuers.ts';
import { changeUser } from '../../../server/directory/users.ts';
import { JWT_BEARER_GRANT } from '../../../server/spec/vocabulary.ts';
import type { TrustedIssuer } from '../../../server/storage/records/trusted-issuers.ts';
import { type ClientKey, makeClientKey, sign } from '../../support/client-jwt.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { type Asked, furnish } from '../../support/sign-in.ts';

const ISSUER = 'https://partner.test';
const TOKEN_ENDPOINT = `${ORIGIN}/oauth2/token`;
const [ORDERS, STOCK] = ['https://orders.test', 'https://stock.test'];
const APP = { authorization: basic('bridge') };

let key: ClientKey;
let stranger: ClientKey;
let server: Server;
let jwks_uri: string;
let house: House;
let alice: string;
let trusted: TrustedIssuer;
let counted = 0;

beforeAll(async () => {
  [key, stranger] = await Promise.all([makeClientKey('ES256'), makeClientKey('ES256')]);
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/jwk-set+json').end(JSON.stringify({ keys: [key.jwk] }));
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
  alice = (await furnish(house)).alice.id;
  await house.addApplication({
    client_id: 'bridge',
    redirect_uris: [],
    grant_types: [JWT_BEARER_GRANT],
    scope: 'openid email things:read things:write lanyard:admin',
    audience: [ORDERS, STOCK],
  });
  trusted = await trust({ issuer: ISSUER });
});

function trust(fields: NewTrustedIssuer): Promise<TrustedIssuer> {
  const input = {
    jwks: { keys: [{ ...key.jwk } as Record<string, string>] },
    scope: 'openid email things:read lanyard:admin',
    audience: [ORDERS],
    ...fields,
  };
  return house.store.transaction((within) => createTrustedIssuer(within, input, house.clock.now));
}

const changeIssuer = (changes: Partial<TrustedIssuer>) =>
  house.store.collection('trusted_issuers').update(trusted.id, (old) => ({ ...old, ...changes }));

function claims(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  counted += 1;
  const { now } = house.clock;
  return { iss: ISSUER, sub: 'alice', aud: TOKEN_ENDPOINT, iat: now, exp: now + 60, jti: `${counted}`, ...changes };
}

function bring(assertion: string | undefined, changes: Asked = {}, options: object = APP) {
  return house.post('token', { grant_type: JWT_BEARER_GRANT, assertion, ...changes }, options);
}

const bringClaims = async (changes: Readonly<Record<string, unknown>> = {}, fields: Asked = {}) =>
  bring(await sign(claims(changes), key), fields);

const refusal = (error: string, status = 400) => ({ status, body: { error } });
const NO = refusal('invalid_grant');

async function isAlive(token: unknown): Promise<unknown> {
  return (await house.post('introspect', { token: String(token) }, APP)).body['active'];
}

describe('what is vouched for', () => {
  it('is a token for that person, of the scopes and APIs that issuer and application share', async () => {
    const { status, body } = await bringClaims();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid email things:read',
    });
    const shown = await house.post('introspect', { token: String(body['access_token']) }, APP);
    expect(shown.body).toMatchObject({ active: true, sub: alice, client_id: 'bridge', aud: ORDERS });
  });

  it('has what a scope includes that the issuer vouches for, asked for by name or not', async () => {
    const scopes = [{ name: 'things:read', includes: ['things:list'] }, { name: 'things:list' }];
    await house.store.transaction((within) => createApi(within, { audience: ORDERS, scopes }, house.clock.now));
    const whole = await bringClaims();
    expect(whole).toMatchObject({ status: 200, body: { scope: 'openid email things:read things:list' } });
    expect(await isAlive(whole.body['access_token'])).toBe(true);
    expect((await bringClaims({}, { scope: 'things:read' })).body['scope']).toBe('things:read things:list');
    expect((await bringClaims({}, { scope: 'things:list' })).body['scope']).toBe('things:list');
    await changeIssuer({ scope: 'openid email' });
    expect(await isAlive(whole.body['access_token'])).toBe(false);
    expect(await bringClaims({}, { scope: 'things:list' })).toMatchObject(refusal('invalid_scope'));
  });

  it('is narrowed to what is asked for', async () => {
    expect((await bringClaims({}, { scope: 'things:read' })).body['scope']).toBe('things:read');
    expect(await bringClaims({}, { scope: 'things:write' })).toMatchObject(refusal('invalid_scope'));
    expect(await bringClaims({}, { scope: 'lanyard:admin' })).toMatchObject(refusal('invalid_scope'));
    expect(await bringClaims({}, { resource: STOCK })).toMatchObject(refusal('invalid_target'));
  });

  it('takes our issuer for an audience, and keys that stand at an address', async () => {
    await trust({ issuer: 'https://other.test', jwks: undefined as never, jwks_uri });
    expect((await bringClaims({ iss: 'https://other.test', aud: ORIGIN })).status).toBe(200);
    expect((await bringClaims({ aud: [TOKEN_ENDPOINT] })).status).toBe(200);
  });

  it.each([
    ['email', 'mail', (): string => 'ALICE@example.lan'],
    ['id', 'sub', (): string => alice],
    ['username', 'preferred_username', (): string => 'Alice'],
  ] as const)('finds the person by %s', async (user_field, subject_claim, value) => {
    await changeIssuer({ user_field, subject_claim });
    expect((await bringClaims({ sub: 'x', [subject_claim]: value() })).status).toBe(200);
  });

  it.each([
    ['ALICE', 200],
    ['\uff41lice', 400],
    [' alice', 400],
  ])('finds nobody by a look-alike of their name, which there may be another person: %j', async (sub, status) => {
    expect((await bringClaims({ sub })).status).toBe(status);
  });

  it('finds nobody by an address that nobody verified, or that two share', async () => {
    await changeIssuer({ user_field: 'email', subject_claim: 'email' });
    await house.addUser({ username: 'bob', email: 'bob@example.lan', email_verified: false });
    await house.addUser({ username: 'eve', email: 'alice@example.lan' });
    expect(await bringClaims({ email: 'bob@example.lan' })).toMatchObject(NO);
    expect(await bringClaims({ email: 'alice@example.lan' })).toMatchObject(NO);
  });
});

describe('what proves nothing', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no issuer', { iss: undefined }],
    ['an issuer that nobody trusts', { iss: 'https://evil.test' }],
    ['an issuer that is almost one', { iss: `${ISSUER}/` }],
    ['no subject', { sub: undefined }],
    ['a subject that is nobody', { sub: 'nobody' }],
    ['a subject that is no text', { sub: ['alice'] }],
    ['no audience', { aud: undefined }],
    ['another audience', { aud: 'https://elsewhere.test' }],
    ['another audience beside ours', { aud: [TOKEN_ENDPOINT, 'https://elsewhere.test'] }],
    ['no end', { exp: undefined }],
    ['an end that has passed', { exp: 1_700_000_000 }],
    ['an end that is far away', { exp: 1_900_000_000 }],
    ['an end that is no number', { exp: 'tomorrow' }],
    ['a beginning in the future', { nbf: 1_800_001_000 }],
    ['an issue in the future', { iat: 1_800_001_000 }],
    ['no jti', { jti: undefined }],
    ['an empty jti', { jti: '' }],
    ['an endless jti', { jti: 'x'.repeat(513) }],
  ])('refuses %s', async (_what, changes) => {
    expect(await bringClaims(changes)).toMatchObject(NO);
    expect((await bringClaims()).status).toBe(200);
  });

  it('refuses the signature of a stranger, a MAC under the public key, none at all, and another kind of token', async () => {
    expect(await bring(await sign(claims(), stranger))).toMatchObject(NO);
    const secret = new TextEncoder().encode(JSON.stringify(key.jwk));
    expect(await bring(await sign(claims(), { alg: 'HS256', kid: key.kid, privateKey: secret }))).toMatchObject(NO);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await bring(`${part({ alg: 'none' })}.${part(claims())}.`)).toMatchObject(NO);
    expect(await bring(await sign(claims(), key, { typ: 'at+jwt' }))).toMatchObject(NO);
    expect((await bring(await sign(claims(), key, { typ: 'JWT' }))).status).toBe(200);
  });

  it.each(['x', 'x.y.z', '..', '__proto__', 'a'.repeat(20_000)])('refuses rubbish (%#)', async (assertion) => {
    expect(await bring(assertion)).toMatchObject(NO);
  });

  it('wants an assertion', async () => {
    expect(await bring(undefined)).toMatchObject(refusal('invalid_request'));
    expect(await bring('')).toMatchObject(refusal('invalid_request'));
  });

  it('refuses an assertion that comes again', async () => {
    const assertion = await sign(claims(), key);
    expect((await bring(assertion)).status).toBe(200);
    expect(await bring(assertion)).toMatchObject(NO);
  });

  it('takes it once of twenty at the same moment', async () => {
    const assertion = await sign(claims(), key);
    const answers = await Promise.all(Array.from({ length: 20 }, () => bring(assertion)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.filter(({ body }) => body['error'] === 'invalid_grant').length).toBe(19);
    expect((await house.store.collection('grants').list({ limit: 100 })).items.length).toBe(1);
  });
});

describe('who may', () => {
  it('refuses an application that was not switched on for it', async () => {
    expect(await bring(await sign(claims(), key), {}, { authorization: basic('app') })).toMatchObject(
      refusal('unauthorized_client'),
    );
  });

  it('asks the one door: a disabled person and one in no allowed group are refused, and the assertion stays good', async () => {
    const assertion = await sign(claims(), key);
    const disable = (disabled: boolean) =>
      house.store.transaction((within) => changeUser(within, alice, { disabled }, house.clock.now));
    await disable(true);
    expect(await bring(assertion)).toMatchObject(NO);
    await disable(false);
    expect((await bring(assertion)).status).toBe(200);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the issuer is switched off', () => changeIssuer({ disabled: true })],
    ['the issuer is removed', () => house.store.collection('trusted_issuers').remove(trusted.id)],
    ['the issuer vouches for less', () => changeIssuer({ scope: 'openid' })],
    [
      'the application takes no assertions any more',
      () =>
        house.store.transaction((within) =>
          changeApplication(within, 'bridge', { grant_types: ['client_credentials'] }, house.clock.now),
        ),
    ],
  ])('ends when %s', async (_what, happens) => {
    const { access_token } = (await bringClaims()).body;
    expect(await isAlive(access_token)).toBe(true);
    await happens();
    expect(await isAlive(access_token)).toBe(false);
  });
});

describe('an issuer', () => {
  it('is trusted once, and only with keys that stand in one place', async () => {
    await expect(trust({ issuer: ISSUER })).rejects.toMatchObject({ code: 'conflict' });
    await expect(trust({ issuer: 'https://a.test', jwks: undefined as never })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(trust({ issuer: 'https://b.test', jwks_uri })).rejects.toMatchObject({ code: 'invalid' });
  });
});
