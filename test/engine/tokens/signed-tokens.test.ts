/** Access tokens as JWTs and ID tokens, as a resource server and a client see them: verified by jose, in every algorithm. */
import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { ALGORITHM_NAMES } from '../../../server/keys/algorithms.ts';
import type { SigningAlgorithm } from '../../../server/spec/vocabulary.ts';
import { basic, buildHouse, type House, ORIGIN, SECRET } from '../../support/house.ts';
import { authorize, CALLBACK, furnish, redeem } from '../../support/sign-in.ts';

const ORDERS = 'https://api.example.lan';
const STOCK = 'https://stock.example.lan';
const SCOPE = 'openid profile email offline_access';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  for (const audience of [ORDERS, STOCK]) {
    await house.store.transaction((within) => createApi(within, { audience, scopes: [] }, house.clock.now));
  }
});

const addApplication = (alg: SigningAlgorithm, audience: readonly string[] = []) =>
  house.addApplication({
    client_id: 'signed',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: SCOPE,
    audience,
    access_token_format: 'jwt',
    access_token_signed_response_alg: alg,
    id_token_signed_response_alg: alg,
  });

async function signIn() {
  const { code } = await authorize(house, house.browser(), { client_id: 'signed', scope: SCOPE });
  return (await redeem(house, code, {}, basic('signed'))).body as Record<string, string>;
}

/** As somebody would who knows nothing of us but what discovery says. */
async function verify(token: string | undefined, audience: string, typ?: string) {
  const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
  const jwks = createLocalJWKSet((await house.post('jwks', {}, { method: 'GET' })).body as unknown as JSONWebKeySet);
  const currentDate = new Date(house.clock.now * 1000);
  return jwtVerify(token ?? '', jwks, {
    issuer: String(body['issuer']),
    audience,
    currentDate,
    algorithms: body['id_token_signing_alg_values_supported'] as string[],
    ...(typ === undefined ? {} : { typ }),
  });
}

describe.each(ALGORITHM_NAMES)('signed with %s', (alg) => {
  it('an access token is an RFC 9068 JWT that verifies', async () => {
    await addApplication(alg, [ORDERS]);
    const { access_token } = await signIn();
    const { payload, protectedHeader } = await verify(access_token, ORDERS, 'at+jwt');
    expect(protectedHeader).toEqual({ alg, typ: 'at+jwt', kid: expect.any(String) });
    expect(payload).toEqual({
      iss: ORIGIN,
      sub: alice,
      aud: ORDERS,
      client_id: 'signed',
      scope: SCOPE,
      iat: house.clock.now,
      exp: house.clock.now + 3600,
      jti: expect.stringMatching(/^[\w-]{43}$/),
      auth_time: house.clock.now,
      acr: 'urn:lanyard:acr:password',
      amr: ['pwd'],
      grant_id: expect.any(String),
    });
  });

  it('an ID token verifies, and its at_hash is the left half of the right hash (D29)', async () => {
    await addApplication(alg);
    const { id_token, access_token = '' } = await signIn();
    const { payload, protectedHeader } = await verify(id_token, 'signed', 'JWT');
    expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: expect.any(String) });
    const hash = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256')
      .update(access_token)
      .digest();
    expect(payload).toEqual({
      iss: ORIGIN,
      sub: alice,
      aud: 'signed',
      iat: house.clock.now,
      exp: house.clock.now + 3600,
      auth_time: house.clock.now,
      acr: 'urn:lanyard:acr:password',
      amr: ['pwd'],
      sid: expect.any(String),
      nonce: 'a-nonce',
      at_hash: hash.subarray(0, hash.length / 2).toString('base64url'),
      name: 'Alice Example',
      preferred_username: 'alice',
      updated_at: house.clock.now,
      email: 'alice@example.lan',
      email_verified: true,
    });
  });

  it('an access token opens userinfo and introspection, and refreshing brings another', async () => {
    await addApplication(alg);
    const { access_token, refresh_token } = await signIn();
    expect((await house.post('userinfo', {}, { authorization: `Bearer ${access_token}` })).body).toMatchObject({
      sub: alice,
    });
    const shown = await house.post('introspect', { token: access_token }, { authorization: basic('signed') });
    const { payload } = await verify(access_token, ORIGIN);
    expect(shown.body).toMatchObject({ active: true, sub: alice, jti: payload.jti, exp: payload.exp });
    const fields = { grant_type: 'refresh_token', refresh_token };
    const second = (await house.post('token', fields, { authorization: basic('signed') })).body as Record<
      string,
      string
    >;
    expect((await verify(second['access_token'], ORIGIN, 'at+jwt')).payload.jti).not.toBe(payload.jti);
    // OIDC Core 12.2: only the first ID token repeats the nonce.
    expect((await verify(second['id_token'], 'signed')).payload).not.toHaveProperty('nonce');
  });
});

describe('the audience of a JWT access token', () => {
  it('is the issuer where no API is meant, one string for one, a list for several (RFC 9068 2.2)', async () => {
    await addApplication('ES256');
    expect((await verify((await signIn())['access_token'], ORIGIN)).payload.aud).toBe(ORIGIN);
    await house.addApplication({
      client_id: 'machine',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      audience: [ORDERS, STOCK],
      access_token_format: 'jwt',
    });
    const ask = async (resource?: string) =>
      (await house.post('token', { grant_type: 'client_credentials', resource }, { authorization: basic('machine') }))
        .body;
    expect((await verify(String((await ask(STOCK))['access_token']), STOCK)).payload.aud).toBe(STOCK);
    const both = await verify(String((await ask())['access_token']), ORDERS);
    expect(both.payload).toMatchObject({ aud: [ORDERS, STOCK], sub: 'machine', client_id: 'machine' });
    expect(both.payload).not.toHaveProperty('auth_time');
  });
});

describe('what a client sees of it', () => {
  it('is RS256 where the application does not say', async () => {
    const { code } = await authorize(house, house.browser());
    const { id_token } = (await redeem(house, code)).body;
    expect(decodeProtectedHeader(String(id_token))).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  });

  it('is no nonce where the request had none', async () => {
    const { code } = await authorize(house, house.browser(), { nonce: undefined });
    const { id_token } = (await redeem(house, code)).body;
    expect((await verify(String(id_token), 'app')).payload).not.toHaveProperty('nonce');
  });

  it('is no ID token without openid, and nothing of a person beyond the scope (D29)', async () => {
    const plain = await authorize(house, house.browser(), { scope: 'profile' });
    expect((await redeem(house, plain['code'])).body).not.toHaveProperty('id_token');
    const { code } = await authorize(house, house.browser(), { scope: 'openid' });
    const { payload } = await verify(String((await redeem(house, code)).body['id_token']), 'app');
    for (const name of ['name', 'email', 'groups', 'preferred_username']) expect(payload).not.toHaveProperty(name);
  });

  it('expires, and is for nobody else', async () => {
    const { code } = await authorize(house, house.browser());
    const id_token = String((await redeem(house, code)).body['id_token']);
    await expect(verify(id_token, 'another')).rejects.toMatchObject({ claim: 'aud' });
    house.clock.now += 3600;
    await expect(verify(id_token, 'app')).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('the JWKS holds public keys alone (D27)', async () => {
    const { body } = await house.post('jwks', {}, { method: 'GET' });
    const keys = body['keys'] as readonly Record<string, unknown>[];
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const key of keys) {
      expect(key).toMatchObject({
        use: expect.stringMatching(/^(sig|enc)$/),
        kid: expect.any(String),
        kty: expect.stringMatching(/^(RSA|EC|OKP)$/),
      });
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']) expect(key).not.toHaveProperty(secret);
    }
    expect(JSON.stringify(keys)).not.toContain(SECRET);
  });
});
