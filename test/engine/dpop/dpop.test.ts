/** Tokens that are bound to a key: the proof, what it binds, and every way around it. RFC 9449 */
import { decodeJwt, generateSecret, SignJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { makeProof, makeProofKey, type ProofKey, type ProofOf } from '../../support/dpop.ts';
import {
  type Asked,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  redeem,
  walk,
  authorizationRequest,
} from '../../support/sign-in.ts';

const TOKEN = `${ORIGIN}/oauth2/token`;
const USERINFO = `${ORIGIN}/oauth2/userinfo`;
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

let key: ProofKey;
let other: ProofKey;
beforeAll(async () => {
  [key, other] = await Promise.all([makeProofKey(), makeProofKey('EdDSA')]);
});

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.addApplication({ client_id: 'machine', grant_types: ['client_credentials'], scope: 'things' });
});

const proof = (changes: Partial<ProofOf> = {}, by = key) =>
  makeProof(by, { htm: 'POST', htu: TOKEN, now: house.clock.now, ...changes });

const ask = async (dpop: string | undefined, changes: Asked = {}, client_id = 'machine') =>
  house.post(
    'token',
    { grant_type: 'client_credentials', ...changes },
    { authorization: basic(client_id), ...(dpop === undefined ? {} : { dpop }) },
  );

async function redeemWith(code: string | undefined, dpop: string | undefined, changes: Asked = {}, client_id = 'app') {
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...changes,
  };
  const authorization = client_id === 'spa' ? {} : { authorization: basic(client_id) };
  const named = client_id === 'spa' ? { ...fields, client_id } : fields;
  return house.post('token', named, { ...authorization, ...(dpop === undefined ? {} : { dpop }) });
}

async function boundTokens(changes: Asked = {}) {
  const { code } = await authorize(house, house.browser(), changes);
  return (await redeemWith(code, await proof())).body as Record<string, string>;
}

async function userinfo(access_token: string, dpop?: string, scheme = 'DPoP') {
  const options = { method: 'GET' as const, authorization: `${scheme} ${access_token}` };
  return house.post('userinfo', {}, { ...options, ...(dpop === undefined ? {} : { dpop }) });
}

const forUserinfo = (access_token: string, changes: Partial<ProofOf> = {}, by = key) =>
  proof({ htm: 'GET', htu: USERINFO, access_token, ...changes }, by);

describe('a token that is asked for with a proof', () => {
  it('is bound to its key: in the answer, in introspection', async () => {
    const { body } = await ask(await proof());
    expect(body).toMatchObject({ token_type: 'DPoP' });
    const told = await house.post(
      'introspect',
      { token: String(body['access_token']) },
      { authorization: basic('app') },
    );
    expect(told.body).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: key.jkt } });
  });

  it('says so itself where it is a JWT', async () => {
    await house.addApplication({ client_id: 'jwt', grant_types: ['client_credentials'], access_token_format: 'jwt' });
    const { body } = await ask(await proof(), {}, 'jwt');
    const { access_token } = body as Record<string, string>;
    expect(decodeJwt(access_token ?? '')['cnf']).toEqual({ jkt: key.jkt });
    const told = await house.post('introspect', { token: access_token }, { authorization: basic('app') });
    expect(told.body).toMatchObject({ token_type: 'DPoP', cnf: { jkt: key.jkt } });
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'])(
    'may be asked for with a key for %s, and discovery says so',
    async (alg) => {
      const its = await makeProofKey(alg);
      expect((await ask(await proof({}, its))).body).toMatchObject({ token_type: 'DPoP' });
      const { body } = await house.post('oauth-authorization-server', {}, { method: 'GET' });
      expect(body['dpop_signing_alg_values_supported']).toContain(alg);
    },
  );

  it('stays a Bearer token without one, unless the client is registered for bound ones', async () => {
    expect((await ask(undefined)).body).toMatchObject({ token_type: 'Bearer' });
    await house.addApplication({
      client_id: 'strict',
      grant_types: ['client_credentials'],
      dpop_bound_access_tokens: true,
    });
    expect((await ask(undefined, {}, 'strict')).body).toMatchObject({ error: 'invalid_request' });
    expect((await ask(await proof(), {}, 'strict')).body).toMatchObject({ token_type: 'DPoP' });
  });

  it('is nothing for whoever gets tokens by way of the browser', async () => {
    const grants = { grant_types: ['implicit'], response_types: ['id_token token'] } as const;
    await expect(
      house.addApplication({
        client_id: 'front',
        redirect_uris: [CALLBACK],
        ...grants,
        dpop_bound_access_tokens: true,
      }),
    ).rejects.toThrow(/dpop_bound_access_tokens/);
  });
});

describe('a proof is refused', () => {
  const wrong: readonly (readonly [string, () => Promise<string>])[] = [
    ['that is no JWT', async () => 'x'],
    ['that came twice in one request', async () => `${await proof()}, ${await proof()}`],
    ['with another typ', () => proof({ header: { typ: 'JWT' } })],
    ['without a typ', () => proof({ header: { typ: undefined } })],
    ['without a key', () => proof({ header: { jwk: undefined } })],
    ['with a private key', () => proof({ header: { jwk: key.whole } })],
    ['with the key of somebody else', () => proof({ header: { jwk: other.jwk } })],
    ['for another method', () => proof({ htm: 'GET' })],
    ['for a method in lower case', () => proof({ htm: 'post' })],
    ['for another address', () => proof({ htu: USERINFO })],
    ['for another host', () => proof({ htu: 'http://evil.test/oauth2/token' })],
    ['for an address with a user', () => proof({ htu: 'http://x@lanyard.test/oauth2/token' })],
    ['without an address', () => proof({ claims: { htu: undefined } })],
    ['without a method', () => proof({ claims: { htm: undefined } })],
    ['without a jti', () => proof({ claims: { jti: undefined } })],
    ['with a jti of a thousand characters', () => proof({ claims: { jti: 'j'.repeat(1000) } })],
    ['without a time', () => proof({ claims: { iat: undefined } })],
    ['with a time that is text', () => proof({ claims: { iat: String(house.clock.now) } })],
    ['ten minutes old', () => proof({ claims: { iat: house.clock.now - 600 } })],
    ['from ten minutes ahead', () => proof({ claims: { iat: house.clock.now + 600 } })],
    ['of ten thousand characters', () => proof({ claims: { filler: 'x'.repeat(10_000) } })],
    [
      'signed by a shared secret',
      async () =>
        new SignJWT({ jti: 'x', htm: 'POST', htu: TOKEN, iat: house.clock.now })
          .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'AAAA' } as never })
          .sign(await generateSecret('HS256')),
    ],
    [
      'that nobody signed',
      async () => {
        const [, payload] = (await proof()).split('.');
        const header = { alg: 'none', typ: 'dpop+jwt', jwk: key.jwk };
        return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
      },
    ],
  ];
  it.each(wrong)('%s', async (_what, make) => {
    const { status, body } = await ask(await make());
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_dpop_proof' });
    expect((await house.store.collection('access_tokens').list({ limit: 1 })).items).toEqual([]);
  });

  it('and one that is right is not, however its address is spelled', async () => {
    for (const htu of [TOKEN, `${TOKEN}?query=x#fragment`, 'HTTP://LANYARD.TEST:80/oauth2/token']) {
      expect((await ask(await proof({ htu }))).status).toBe(200);
    }
    for (const iat of [house.clock.now - 60, house.clock.now + 60]) {
      expect((await ask(await proof({ claims: { iat } }))).status).toBe(200);
    }
  });

  it('that was used before, one after the other and twenty at once', async () => {
    const once = await proof();
    expect((await ask(once)).status).toBe(200);
    expect((await ask(once)).body).toMatchObject({ error: 'invalid_dpop_proof' });
    const again = await proof();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(again)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await house.store.collection('access_tokens').list({ limit: 100 })).items).toHaveLength(2);
  });

  it('to a client that proved nothing else before anything is written', async () => {
    expect(
      (
        await house.post(
          'token',
          { grant_type: 'client_credentials' },
          { authorization: basic('machine', 'no'), dpop: await proof() },
        )
      ).status,
    ).toBe(401);
    const { code } = await authorize(house, house.browser());
    await redeemWith('made-up', await proof());
    expect((await house.store.collection('dpop_proofs').list({ limit: 1 })).items).toEqual([]);
    expect((await redeemWith(code, await proof())).status).toBe(200);
  });
});

describe('the nonce of the server', () => {
  beforeEach(() => house.setSettings({ require_dpop_nonce: true }));

  it('is told, and works until it is old', async () => {
    const first = await ask(await proof());
    expect(first).toMatchObject({
      status: 400,
      body: { error: 'use_dpop_nonce' },
      headers: { 'DPoP-Nonce': expect.any(String) },
    });
    const nonce = first.headers['DPoP-Nonce'];
    const second = await ask(await proof({ claims: { nonce } }));
    expect(second).toMatchObject({ status: 200, headers: { 'DPoP-Nonce': nonce } });
    house.clock.now += 300;
    const newer = await ask(await proof({ claims: { nonce } }));
    expect(newer.status).toBe(200);
    expect(newer.headers['DPoP-Nonce']).not.toBe(nonce);
    house.clock.now += 300;
    expect((await ask(await proof({ claims: { nonce } }))).body).toMatchObject({ error: 'use_dpop_nonce' });
  });

  it.each([
    ['made up', 'a-nonce'],
    ['no text', 5],
    ['empty', ''],
  ])('that is %s is refused', async (_what, nonce) => {
    expect((await ask(await proof({ claims: { nonce } }))).body).toMatchObject({ error: 'use_dpop_nonce' });
  });

  it('costs nobody a code', async () => {
    const { code } = await authorize(house, house.browser(), { dpop_jkt: key.jkt });
    const { headers, body } = await redeemWith(code, await proof());
    expect(body).toMatchObject({ error: 'use_dpop_nonce' });
    const { body: tokens } = await redeemWith(code, await proof({ claims: { nonce: headers['DPoP-Nonce'] } }));
    const access_token = String(tokens['access_token']);
    const refused = await userinfo(access_token, await forUserinfo(access_token));
    expect(refused).toMatchObject({ status: 401, body: { error: 'use_dpop_nonce' } });
    expect(refused.headers['WWW-Authenticate']).toMatch(/^DPoP error="use_dpop_nonce".*algs="/);
    const nonce = refused.headers['DPoP-Nonce'];
    expect(await userinfo(access_token, await forUserinfo(access_token, { claims: { nonce } }))).toMatchObject({
      status: 200,
      headers: { 'DPoP-Nonce': nonce },
    });
  });
});

describe('userinfo', () => {
  it('answers whoever holds the key, once for each proof', async () => {
    const { access_token = '' } = await boundTokens();
    const dpop = await forUserinfo(access_token);
    expect(await userinfo(access_token, dpop)).toMatchObject({ status: 200, body: { name: 'Alice Example' } });
    expect(await userinfo(access_token, dpop)).toMatchObject({ status: 401, body: { error: 'invalid_dpop_proof' } });
    const again = await forUserinfo(access_token);
    const answers = await Promise.all(Array.from({ length: 20 }, () => userinfo(access_token, again)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('does not take a bound token for a Bearer token, with a proof or without', async () => {
    const { access_token = '' } = await boundTokens();
    for (const dpop of [undefined, await forUserinfo(access_token)]) {
      const refused = await userinfo(access_token, dpop, 'Bearer');
      expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
      expect(refused.headers['WWW-Authenticate']).toMatch(
        /^DPoP error="invalid_token".*algs="RS256 PS256 ES256 EdDSA Ed25519"$/,
      );
    }
    const posted = await house.post(
      'userinfo',
      { access_token },
      { dpop: await forUserinfo(access_token, { htm: 'POST' }) },
    );
    expect(posted.status).toBe(401);
  });

  it('does not take a Bearer token for a bound one', async () => {
    const { code } = await authorize(house, house.browser());
    const { access_token } = (await redeem(house, code)).body as Record<string, string>;
    expect(await userinfo(access_token ?? '', await forUserinfo(access_token ?? ''))).toMatchObject({
      status: 401,
      body: { error: 'invalid_token' },
    });
    expect(await userinfo(access_token ?? '', undefined, 'Bearer')).toMatchObject({ status: 200 });
  });

  it.each([
    ['no proof', async () => undefined, 'invalid_dpop_proof'],
    ['no ath', (token: string) => forUserinfo(token, { claims: { ath: undefined } }), 'invalid_dpop_proof'],
    ['the ath of another token', (token: string) => forUserinfo(`${token}x`), 'invalid_dpop_proof'],
    ['the proof of another key', (token: string) => forUserinfo(token, {}, other), 'invalid_token'],
    ['the address of the token endpoint', (token: string) => forUserinfo(token, { htu: TOKEN }), 'invalid_dpop_proof'],
    ['another method', (token: string) => forUserinfo(token, { htm: 'POST' }), 'invalid_dpop_proof'],
  ] as const)('refuses %s', async (_what, make, error) => {
    const { access_token = '' } = await boundTokens();
    const refused = await userinfo(access_token, await make(access_token));
    expect(refused).toMatchObject({ status: 401, body: { error } });
    expect(refused.headers['WWW-Authenticate']).toMatch(new RegExp(`^DPoP error="${error}"`));
  });

  it('names both schemes to whoever brings nothing', async () => {
    const { headers } = await house.post('userinfo', {}, { method: 'GET' });
    expect(headers['WWW-Authenticate']).toBe('Bearer, DPoP algs="RS256 PS256 ES256 EdDSA Ed25519"');
  });
});

describe('a code', () => {
  it('that is bound to a key is redeemed with that key alone, and burnt by any other', async () => {
    const bind = { dpop_jkt: key.jkt };
    const { code: good } = await authorize(house, house.browser(), bind);
    expect((await redeemWith(good, await proof())).body).toMatchObject({ token_type: 'DPoP' });
    for (const dpop of [undefined, await proof({}, other)]) {
      const { code } = await authorize(house, house.browser(), bind);
      expect((await redeemWith(code, dpop)).body).toMatchObject({ error: 'invalid_grant' });
      expect((await redeemWith(code, await proof())).body).toMatchObject({ error: 'invalid_grant' });
    }
  });

  it.each(['x', `${'a'.repeat(42)}=`, 'a'.repeat(44)])(
    'is not bound to what is no thumbprint (%s)',
    async (dpop_jkt) => {
      const arrived = await house.browser().open('authorize', authorizationRequest({ dpop_jkt }));
      expect(leftWith(arrived)).toMatchObject({ error: 'invalid_request' });
    },
  );

  it('is bound by the proof of a request that was sent ahead, which may not contradict dpop_jkt', async () => {
    const send = async (changes: Asked, dpop: string) =>
      house.post('par', authorizationRequest(changes), { authorization: basic('app'), dpop });
    const htu = `${ORIGIN}/oauth2/par`;
    const { body } = await send({}, await proof({ htu }));
    const browser = house.browser();
    const arrived = await walk(
      browser,
      await browser.open('authorize', { client_id: 'app', request_uri: String(body['request_uri']) }),
    );
    const { code } = leftWith(arrived);
    expect((await redeemWith(code, await proof({}, other))).body).toMatchObject({ error: 'invalid_grant' });
    expect((await send({ dpop_jkt: key.jkt }, await proof({ htu }))).status).toBe(201);
    expect((await send({ dpop_jkt: other.jkt }, await proof({ htu }))).body).toMatchObject({
      error: 'invalid_dpop_proof',
    });
    expect((await send({}, await proof())).body).toMatchObject({ error: 'invalid_dpop_proof' });
  });
});

describe('a refresh token', () => {
  const refresh = async (refresh_token: string | undefined, dpop: string | undefined, client_id = 'spa') => {
    const fields = { grant_type: 'refresh_token', refresh_token };
    const who = client_id === 'spa' ? {} : { authorization: basic(client_id) };
    return house.post('token', client_id === 'spa' ? { ...fields, client_id } : fields, {
      ...who,
      ...(dpop === undefined ? {} : { dpop }),
    });
  };

  it('of a public client works with its key alone, and so do those that follow', async () => {
    await house.addApplication({
      client_id: 'spa',
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const { code } = await authorize(house, house.browser(), { client_id: 'spa' });
    const { body: first } = await redeemWith(code, await proof(), {}, 'spa');
    for (const dpop of [undefined, await proof({}, other)]) {
      expect((await refresh(String(first['refresh_token']), dpop)).body).toMatchObject({ error: 'invalid_grant' });
    }
    const second = await refresh(String(first['refresh_token']), await proof());
    expect(second.body).toMatchObject({ token_type: 'DPoP' });
    expect((await refresh(String(second.body['refresh_token']), await proof({}, other))).body).toMatchObject({
      error: 'invalid_grant',
    });
    expect((await refresh(String(second.body['refresh_token']), await proof())).status).toBe(200);
  });

  it('of a client with a secret is tied to that, and its tokens to whichever key it shows', async () => {
    const { refresh_token } = await boundTokens();
    expect((await refresh(refresh_token, await proof({}, other), 'app')).body).toMatchObject({ token_type: 'DPoP' });
  });
});
