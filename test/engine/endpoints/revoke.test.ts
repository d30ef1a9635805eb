/** Revocation: what a client gives back is gone, what belongs to others stays, and nothing unknown is an error. */
import { beforeEach, describe, expect, it } from 'vitest';
import { basic, buildHouse, type House, SECRET } from '../../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem, tokens } from '../../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  const refreshing = ['authorization_code', 'refresh_token'] as const;
  const common = { redirect_uris: [CALLBACK], scope: 'openid offline_access', grant_types: refreshing };
  await house.addApplication({ ...common, client_id: 'jwt-app', access_token_format: 'jwt' });
  await house.addApplication({ ...common, client_id: 'spa', token_endpoint_auth_method: 'none' });
});

const revoke = (fields: Asked, authorization: string | undefined = basic('app')) =>
  house.post('revoke', fields, authorization === '' ? {} : { authorization });

async function isAlive(token: unknown, client_id = 'app'): Promise<unknown> {
  const shown = await house.post('introspect', { token: String(token) }, { authorization: basic(client_id) });
  return shown.body['active'];
}

async function tokensOf(client_id: string, authorization = basic(client_id)) {
  const { code } = await authorize(house, house.browser(), { client_id, scope: 'openid offline_access' });
  return (await redeem(house, code, {}, authorization)).body as Record<string, string>;
}

const DONE = { status: 200, body: {}, headers: {} };

describe('giving back (D14)', () => {
  it('a refresh token ends everything of its authorization', async () => {
    const { access_token, refresh_token } = await tokens(house);
    expect(await revoke({ token: refresh_token })).toEqual(DONE);
    expect([await isAlive(access_token), await isAlive(refresh_token)]).toEqual([false, false]);
    const fields = { grant_type: 'refresh_token', refresh_token };
    const refused = await house.post('token', fields, { authorization: basic('app') });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('a refresh token that was rotated ends the family too', async () => {
    const { refresh_token } = await tokens(house);
    const fields = { grant_type: 'refresh_token', refresh_token };
    const second = (await house.post('token', fields, { authorization: basic('app') })).body;
    expect(await revoke({ token: refresh_token })).toEqual(DONE);
    expect(await isAlive(second['refresh_token'])).toBe(false);
  });

  it('an access token ends that alone', async () => {
    const { access_token, refresh_token } = await tokens(house);
    expect(await revoke({ token: access_token })).toEqual(DONE);
    expect([await isAlive(access_token), await isAlive(refresh_token)]).toEqual([false, true]);
    expect((await house.post('userinfo', {}, { authorization: `Bearer ${access_token}` })).status).toBe(401);
  });

  it('a JWT access token ends it for us, until it would have run out', async () => {
    const { access_token, refresh_token } = await tokensOf('jwt-app');
    expect(access_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await isAlive(access_token)).toBe(true);
    expect(await revoke({ token: access_token }, basic('jwt-app'))).toEqual(DONE);
    expect([await isAlive(access_token), await isAlive(refresh_token, 'jwt-app')]).toEqual([false, true]);
    expect((await house.post('userinfo', {}, { authorization: `Bearer ${access_token}` })).status).toBe(401);
    const [kept] = (await house.store.collection('revoked_tokens').list({ limit: 5 })).items;
    expect(kept).toEqual({ id: expect.any(String), expires_at: house.clock.now + 3600 });
  });

  it('a JWT access token twice, also at once, is no error', async () => {
    const { access_token } = await tokensOf('jwt-app');
    const answers = await Promise.all([1, 2, 3].map(() => revoke({ token: access_token }, basic('jwt-app'))));
    expect(answers).toEqual([DONE, DONE, DONE]);
    expect(await revoke({ token: access_token }, basic('jwt-app'))).toEqual(DONE);
  });

  it('the family ends a JWT access token as well', async () => {
    const { access_token, refresh_token } = await tokensOf('jwt-app');
    await revoke({ token: refresh_token }, basic('jwt-app'));
    expect(await isAlive(access_token)).toBe(false);
  });

  it.each(['access_token', 'refresh_token', 'magic'])('works whatever the hint says: %s', async (token_type_hint) => {
    const { access_token, refresh_token } = await tokens(house);
    await revoke({ token: access_token, token_type_hint });
    expect([await isAlive(access_token), await isAlive(refresh_token)]).toEqual([false, true]);
    await revoke({ token: refresh_token, token_type_hint });
    expect(await isAlive(refresh_token)).toBe(false);
  });

  it('needs no secret where the application has none', async () => {
    const { access_token } = await tokensOf('spa', basic('spa', ''));
    expect(await revoke({ token: access_token, client_id: 'spa' }, '')).toEqual(DONE);
    expect(await isAlive(access_token)).toBe(false);
  });
});

describe("another application's token stays valid (D13)", () => {
  it.each(['access_token', 'refresh_token'] as const)('%s', async (kind) => {
    const { [kind]: token } = await tokens(house);
    expect(await revoke({ token }, basic('jwt-app'))).toEqual(DONE);
    expect(await revoke({ token, client_id: 'spa' }, '')).toEqual(DONE);
    expect(await isAlive(token)).toBe(true);
  });

  it('a JWT', async () => {
    const { access_token } = await tokensOf('jwt-app');
    expect(await revoke({ token: access_token })).toEqual(DONE);
    expect(await isAlive(access_token)).toBe(true);
  });
});

describe('the request', () => {
  it.each(['x', '__proto__', 'a.b.c', 'a'.repeat(1_000_000), '\0'])(
    'about an unknown token is no error: "%s"',
    async (token) => {
      expect(await revoke({ token })).toEqual(DONE);
    },
  );

  it.each<[string, Asked]>([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['two tokens', { token: ['a', 'b'] }],
  ])('with %s is refused', async (_what, fields) => {
    expect(await revoke(fields)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('of somebody who proves nothing changes nothing', async () => {
    const { refresh_token } = await tokens(house);
    for (const authorization of ['', basic('app', 'wrong')]) {
      expect(await revoke({ token: refresh_token }, authorization)).toMatchObject({ status: 401 });
    }
    expect(await revoke({ token: refresh_token, client_id: 'app' }, '')).toMatchObject({ status: 401 });
    expect(await isAlive(refresh_token)).toBe(true);
    await revoke({ token: refresh_token, client_id: 'app', client_secret: SECRET }, '');
    expect(await isAlive(refresh_token)).toBe(false);
  });
});
