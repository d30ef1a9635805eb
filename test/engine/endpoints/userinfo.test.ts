/** Userinfo: claims for a live access token with openid, and a challenge for everything else. */
import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createScope } from '../../../server/directory/scopes.ts';
import { ALGORITHM_NAMES } from '../../../server/keys/algorithms.ts';
import { NO_PARAMS } from '../../../server/spec/params.ts';
import type { SigningAlgorithm } from '../../../server/spec/vocabulary.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  redeem,
  tokens,
  walk,
} from '../../support/sign-in.ts';

/** RFC 6750 §3, RFC 9449 §7.1 */
const CHALLENGES = 'Bearer, DPoP algs="RS256 PS256 ES256 EdDSA Ed25519"';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
});

const ask = (authorization?: string, fields: Asked = {}, method: 'GET' | 'POST' = 'GET') =>
  house.post('userinfo', fields, { method, ...(authorization === undefined ? {} : { authorization }) });
const withToken = (token: unknown) => ask(`Bearer ${String(token)}`);

/** A challenge that names the error, as RFC 6750 3.1 spells it. */
const UNAUTHORIZED = {
  status: 401,
  body: { error: 'invalid_token' },
  headers: { 'WWW-Authenticate': expect.stringMatching(/^Bearer error="invalid_token", error_description="[^"\\]+"$/) },
};

describe('a token with openid', () => {
  it('shows sub and what its scopes show, and no more (D19)', async () => {
    const only = await tokens(house, house.browser(), { scope: 'openid' });
    expect(await withToken(only['access_token'])).toEqual({ status: 200, body: { sub: alice }, headers: {} });
    const { access_token } = await tokens(house, house.browser(), { scope: 'openid email' });
    const { body } = await withToken(access_token);
    expect(body).toEqual({ sub: alice, email: 'alice@example.lan', email_verified: true });
  });

  it('comes by GET, by POST, and in a form', async () => {
    const { access_token } = await tokens(house);
    expect((await ask(`Bearer ${access_token}`)).status).toBe(200);
    expect((await ask(`bearer ${access_token}`)).status).toBe(200);
    expect((await ask(`Bearer ${access_token}`, {}, 'POST')).status).toBe(200);
    expect((await ask(undefined, { access_token }, 'POST')).status).toBe(200);
  });

  it('is not read from a query, nor from two places (RFC 6750 2)', async () => {
    const { access_token } = await tokens(house);
    expect(await ask(undefined, { access_token })).toMatchObject({
      status: 401,
      headers: { 'WWW-Authenticate': CHALLENGES },
    });
    const twice = await ask(`Bearer ${access_token}`, { access_token }, 'POST');
    expect(twice).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await ask(undefined, { access_token: [access_token ?? '', 'x'] }, 'POST')).toMatchObject({ status: 400 });
  });

  it('shows every standard claim that the person has, in its right type', async () => {
    const claims = {
      middle_name: 'B.',
      nickname: 'Al',
      profile: 'https://alice.test',
      picture: 'https://alice.test/a.png',
      website: 'https://alice.test/w',
      gender: 'female',
      birthdate: '1990-01-01',
      zoneinfo: 'Europe/Berlin',
      locale: 'de-DE',
      phone_number: '+1 555 0100',
      phone_number_verified: true,
      address: { locality: 'Berlin' },
      salary: 1,
    };
    const zoe = await house.addUser({
      username: 'zoe',
      name: 'Zoe',
      given_name: 'Zoe',
      family_name: 'Z',
      email: 'zoe@example.lan',
      groups: ['staff', 'admins'],
      claims,
    });
    const scope = 'openid profile email groups phone address department';
    await house.store.transaction((within) =>
      createScope(
        within,
        { name: 'department', claims: { department: 'user.claims.address.locality', sub: 'user.name' } },
        0,
      ),
    );
    await house.addApplication({ client_id: 'all', redirect_uris: [CALLBACK], scope, consent: 'skip' });
    const browser = house.browser();
    const arrived = await walk(
      browser,
      await browser.open('authorize', authorizationRequest({ client_id: 'all', scope })),
      'zoe',
    );
    const { access_token } = (await redeem(house, leftWith(arrived)['code'], {}, basic('all'))).body;
    const { salary: _, ...shown } = claims;
    expect((await withToken(access_token)).body).toEqual({
      ...shown,
      sub: zoe.id,
      name: 'Zoe',
      given_name: 'Zoe',
      family_name: 'Z',
      preferred_username: 'zoe',
      updated_at: house.clock.now,
      email: 'zoe@example.lan',
      email_verified: true,
      groups: ['staff', 'admins'],
      department: 'Berlin',
    });
  });

  it('shows what is true now', async () => {
    const { access_token } = await tokens(house);
    await house.store.collection('users').update(alice, (old) => ({ ...old, email: 'new@example.lan' }));
    expect((await withToken(access_token)).body).toMatchObject({ email: 'new@example.lan' });
  });
});

describe('a token without openid', () => {
  it('is insufficient_scope, and the challenge names the scope (D19)', async () => {
    const { access_token } = await tokens(house, house.browser(), { scope: 'profile' });
    const answer = await withToken(access_token);
    expect(answer).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect(answer.headers['WWW-Authenticate']).toMatch(/^Bearer error="insufficient_scope", .*scope="openid"$/);
  });
});

describe('what stands for nothing', () => {
  it('is challenged without an error where no token was sent (RFC 6750 3)', async () => {
    for (const authorization of [
      undefined,
      'Bearer',
      'Bearer ',
      'Digest x',
      `Basic ${Buffer.from('t:x-oauth-basic').toString('base64')}`,
    ]) {
      expect((await ask(authorization)).status).toBe(401);
      expect((await ask(authorization)).headers).toEqual({ 'WWW-Authenticate': CHALLENGES });
    }
  });

  it('is an access token in the Basic scheme (D20)', async () => {
    const { access_token } = await tokens(house);
    const pair = Buffer.from(`${access_token}:x-oauth-basic`).toString('base64');
    expect((await ask(`Basic ${pair}`)).status).toBe(401);
    expect((await ask(`Basic ${pair}`, {}, 'POST')).status).toBe(401);
  });

  it('is an ID token, a refresh token, a code (D21)', async () => {
    const { id_token, refresh_token } = await tokens(house);
    const { code } = await authorize(house, house.browser());
    for (const token of [id_token, refresh_token, code]) expect(await withToken(token)).toMatchObject(UNAUTHORIZED);
  });

  it('is a token that expired, whose person is disabled (D22), whose consent is gone', async () => {
    const browser = house.browser();
    const { access_token } = await tokens(house, browser);
    const set = (disabled: boolean) => house.store.collection('users').update(alice, (old) => ({ ...old, disabled }));
    expect((await withToken(access_token)).status).toBe(200);
    await set(true);
    expect(await withToken(access_token)).toMatchObject(UNAUTHORIZED);
    await set(false);
    house.clock.now += 3600;
    expect(await withToken(access_token)).toMatchObject(UNAUTHORIZED);
    const { access_token: second } = await tokens(house, browser);
    expect((await withToken(second)).status).toBe(200);
    await house.store.collection('consents').remove(`${alice} app`);
    expect(await withToken(second)).toMatchObject(UNAUTHORIZED);
  });

  it.each([
    'x',
    'a.b.c',
    '...',
    'eyJhbGciOiJub25lIn0.e30.',
    'a'.repeat(100_000),
    `${'a'.repeat(5000)}.${'b'.repeat(5000)}.c`,
  ])('is "%s"', async (token) => {
    expect(await withToken(token)).toMatchObject(UNAUTHORIZED);
  });
});

describe('a JWT that we did not sign as an access token', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let claims: Record<string, unknown>;
  let header: { alg: string; typ: string; kid: string };

  beforeEach(async () => {
    const scope = 'openid';
    await house.addApplication({ client_id: 'jwt-app', redirect_uris: [CALLBACK], scope, access_token_format: 'jwt' });
    const { code } = await authorize(house, house.browser(), { client_id: 'jwt-app', scope });
    const real = String((await redeem(house, code, {}, basic('jwt-app'))).body['access_token']);
    const [head = '', payload = ''] = real.split('.');
    header = JSON.parse(Buffer.from(head, 'base64url').toString()) as typeof header;
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  });

  const forged = (head: object, body: object = claims) => {
    const input = `${part(head)}.${part(body)}`;
    return `${input}.${sign('sha256', Buffer.from(input), stranger.privateKey).toString('base64url')}`;
  };
  const ours = (body: object, typ = 'at+jwt') => house.keys.sign({ alg: 'RS256', typ }, body as never);

  const jwk = stranger.publicKey.export({ format: 'jwk' });
  it.each<[string, (h: typeof header) => object]>([
    ['our kid', (h) => h],
    ['its own jwk (D25)', (h) => ({ ...h, jwk })],
    ['a jku (D25)', (h) => ({ ...h, jku: 'https://evil.test/jwks' })],
    ['an x5u (D25)', (h) => ({ ...h, x5u: 'https://evil.test/cert' })],
    ['crit', (h) => ({ ...h, crit: ['exp'] })],
    ['a kid that is a path (D24)', (h) => ({ ...h, kid: '../../../../dev/null' })],
    ['a kid that is SQL (D24)', (h) => ({ ...h, kid: "' OR 1=1" })],
    ['a kid __proto__ (D24)', (h) => ({ ...h, kid: '__proto__' })],
    ['a kid constructor (D24)', (h) => ({ ...h, kid: 'constructor' })],
    ['a kid of 10 kB (D24)', (h) => ({ ...h, kid: 'k'.repeat(10_000) })],
    ['a kid that is a number (D24)', (h) => ({ ...h, kid: 7 })],
    ['a kid null (D24)', (h) => ({ ...h, kid: null })],
    ['no kid', ({ alg, typ }) => ({ alg, typ })],
    ['alg none', (h) => ({ ...h, alg: 'none' })],
    ['another alg for our key', (h) => ({ ...h, alg: 'PS256' })],
    ['a header that is a list', () => [1, 2]],
    ['a nested JWT', (h) => ({ ...h, cty: 'JWT' })],
  ])('is refused with %s', async (_what, head) => {
    expect(await withToken(forged(head(header)))).toMatchObject(UNAUTHORIZED);
  });

  it('is refused when the public key was used as an HMAC secret', async () => {
    const published = house.keys.jwks().keys.find(({ kid }) => kid === header.kid) as JsonWebKey;
    const secret = createPublicKey({ key: published, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const input = `${part({ ...header, alg: 'HS256' })}.${part(claims)}`;
    expect(await withToken(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)).toMatchObject(
      UNAUTHORIZED,
    );
  });

  const without = (name: string) => (c: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(c).filter(([claim]) => claim !== name));

  it.each<[string, (c: Record<string, unknown>) => object, string?]>([
    ['as another type (D21)', (c) => c, 'JWT'],
    ['as a logout token (D21)', (c) => c, 'logout+jwt'],
    ['for another issuer (D28)', (c) => ({ ...c, iss: 'https://evil.test' })],
    ['for our issuer with two slashes', (c) => ({ ...c, iss: `${ORIGIN}//` })],
    ['that has expired (D28)', (c) => ({ ...c, exp: Number(c['iat']) })],
    ['without exp', without('exp')],
    ['with exp as text', (c) => ({ ...c, exp: '9999999999' })],
    ['without jti', without('jti')],
    ['without client_id', without('client_id')],
    ['for an application that is gone', (c) => ({ ...c, client_id: 'gone' })],
    ['for an authorization that is not on record', (c) => ({ ...c, grant_id: 'x' })],
    ['with more scope than was granted', (c) => ({ ...c, scope: 'openid email lanyard:admin' })],
  ])('is refused although our key signed it, %s', async (_what, change, typ) => {
    expect(await withToken(await ours(change(claims), typ))).toMatchObject(UNAUTHORIZED);
    expect((await withToken(await ours(claims))).status).toBe(200);
  });

  it('of an application for itself is no person (C23)', async () => {
    const machine = { ...without('grant_id')(claims), sub: claims['client_id'] ?? null };
    expect(await withToken(await ours(machine))).toMatchObject({ status: 403 });
    const disguised = { ...without('grant_id')(claims), sub: alice };
    expect(await withToken(await ours(disguised))).toMatchObject({ status: 401 });
  });
});

describe('for an application that wants it signed', () => {
  const set = async (alg: SigningAlgorithm | undefined) => {
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    const { userinfo_signed_response_alg: _alg, ...rest } = app!;
    await house.store
      .collection('applications')
      .update(rest.id, () => ({ ...rest, ...(alg === undefined ? {} : { userinfo_signed_response_alg: alg }) }));
  };
  const answerOf = async (token: unknown) =>
    house.engine.handle(
      'userinfo',
      {
        method: 'GET',
        params: NO_PARAMS,
        authorization: `Bearer ${String(token)}`,
        cookies: { session: undefined, browser: undefined },
        user_agent: 'a test',
      },
      await house.context(),
    );

  it.each(ALGORITHM_NAMES)('is a JWT by %s, of this issuer and for it alone (OIDC Core 5.3.2)', async (alg) => {
    const { access_token } = await tokens(house, house.browser(), { scope: 'openid email' });
    await set(alg);
    const answer = await answerOf(access_token);
    if (answer.kind !== 'text') throw new Error(answer.kind);
    expect([answer.status, answer.content_type]).toEqual([200, 'application/jwt']);
    const verified = await house.keys.verify(answer.body);
    expect(verified?.header).toMatchObject({ alg });
    expect(verified?.payload).toEqual({
      iss: ORIGIN,
      aud: 'app',
      sub: alice,
      iat: house.clock.now,
      email: 'alice@example.lan',
      email_verified: true,
    });
  });

  it('is plain JSON again without it, and says no in JSON either way', async () => {
    const { access_token } = await tokens(house);
    await set('RS256');
    expect(await withToken('x')).toMatchObject(UNAUTHORIZED);
    await set(undefined);
    expect((await answerOf(access_token)).kind).toBe('json');
  });

  it('can’t be passed off as an ID token, nor as an access token', async () => {
    const browser = house.browser();
    const { access_token } = await tokens(house, browser);
    await set('RS256');
    const answer = await answerOf(access_token);
    if (answer.kind !== 'text') throw new Error(answer.kind);
    const asked = authorizationRequest({ id_token_hint: answer.body, prompt: 'none' });
    expect(leftWith(await browser.open('authorize', asked))).toMatchObject({ error: 'invalid_request' });
    expect(await withToken(answer.body)).toMatchObject(UNAUTHORIZED);
  });
});
