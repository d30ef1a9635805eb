/** Introspection: what a token stands for, to clients that proved who they are, and one shape of "no" for everything else. */
import { beforeEach, describe, expect, it } from 'vitest';
import { basic, buildHouse, type House, ORIGIN, SECRET } from '../../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem, tokens } from '../../support/sign-in.ts';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await house.addApplication({ client_id: 'resource-server', redirect_uris: [], grant_types: ['client_credentials'] });
});

const ask = (fields: Asked, authorization: string | undefined = basic('app')) =>
  house.post('introspect', fields, authorization === '' ? {} : { authorization });

const INACTIVE = { status: 200, body: { active: false }, headers: {} };

describe('an access token', () => {
  it('is described to the application that holds it', async () => {
    const { access_token } = await tokens(house);
    expect((await ask({ token: access_token })).body).toEqual({
      active: true,
      scope: 'openid profile email offline_access',
      client_id: 'app',
      token_type: 'Bearer',
      sub: alice,
      iss: ORIGIN,
      aud: ORIGIN,
      iat: house.clock.now,
      exp: house.clock.now + 3600,
      auth_time: house.clock.now,
      acr: 'urn:lanyard:acr:password',
      username: 'alice',
    });
  });

  it.each([
    ['gitea', 'opaque', `${ORIGIN}/`],
    ['gitea', 'jwt', `${ORIGIN}/`],
    ['authentik', 'opaque', `${ORIGIN}/application/o/other/`],
    ['authentik', 'jwt', `${ORIGIN}/application/o/other/`],
  ] as const)('of an application of %s (%s) names its issuer, whatever dialect asks', async (dialect, format, iss) => {
    const other = {
      client_id: 'other',
      dialect,
      grant_types: ['client_credentials'],
      access_token_format: format,
    } as const;
    await house.addApplication({ ...other, redirect_uris: [], scope: '' });
    const asked = { authorization: basic('other'), dialect };
    const { access_token } = (await house.post('token', { grant_type: 'client_credentials' }, asked)).body;
    for (const [authorization, spoken] of [
      [basic('resource-server'), 'native'],
      [basic('other'), dialect],
    ] as const) {
      const { body } = await house.post(
        'introspect',
        { token: String(access_token) },
        { authorization, dialect: spoken },
      );
      expect(body).toMatchObject({ active: true, client_id: 'other', iss, aud: iss });
    }
  });

  it('is described to another client without the name of the person (D16)', async () => {
    const { access_token } = await tokens(house);
    const { body } = await ask({ token: access_token }, basic('resource-server'));
    expect(body).toMatchObject({ active: true, sub: alice, client_id: 'app' });
    expect(body).not.toHaveProperty('username');
  });

  it.each(['access_token', 'refresh_token', 'magic', ''])(
    'is found whatever the hint says: "%s"',
    async (token_type_hint) => {
      const { access_token } = await tokens(house);
      expect((await ask({ token: access_token, token_type_hint })).body).toMatchObject({ active: true });
    },
  );

  it('is inactive from the second in which it expires', async () => {
    const { access_token } = await tokens(house);
    house.clock.now += 3599;
    expect((await ask({ token: access_token })).body).toMatchObject({ active: true });
    house.clock.now += 1;
    expect(await ask({ token: access_token })).toEqual(INACTIVE);
  });

  it('is inactive while its person is disabled, and after they are gone', async () => {
    const { access_token } = await tokens(house);
    const set = (disabled: boolean) => house.store.collection('users').update(alice, (old) => ({ ...old, disabled }));
    await set(true);
    expect(await ask({ token: access_token })).toEqual(INACTIVE);
    await set(false);
    expect((await ask({ token: access_token })).body).toMatchObject({ active: true });
    await house.store.collection('users').remove(alice);
    expect(await ask({ token: access_token })).toEqual(INACTIVE);
  });
});

describe('a refresh token', () => {
  it('is described to its own application alone', async () => {
    const { refresh_token } = await tokens(house);
    expect((await ask({ token: refresh_token })).body).toEqual({
      active: true,
      scope: 'openid profile email offline_access',
      client_id: 'app',
      token_type: 'refresh_token',
      sub: alice,
      iss: ORIGIN,
      iat: house.clock.now,
      exp: house.clock.now + house.DEFAULT_SETTINGS.refresh_token_lifetime_s,
    });
    expect(await ask({ token: refresh_token }, basic('resource-server'))).toEqual(INACTIVE);
  });

  it('is inactive once used, and being asked about uses up nothing', async () => {
    const { refresh_token = '' } = await tokens(house);
    await ask({ token: refresh_token });
    const fields = { grant_type: 'refresh_token', refresh_token };
    expect((await house.post('token', fields, { authorization: basic('app') })).status).toBe(200);
    expect(await ask({ token: refresh_token })).toEqual(INACTIVE);
  });
});

describe('anything else is inactive, in one shape (D17)', () => {
  it.each(['x', '__proto__', 'a.b.c', 'a'.repeat(1_000_000), 'é', '\0', 'eyJhbGciOiJub25lIn0.e30.'])(
    '"%s"',
    async (token) => {
      expect(await ask({ token })).toEqual(INACTIVE);
    },
  );

  it('an ID token (D21) and a code', async () => {
    const { id_token } = await tokens(house);
    expect(await ask({ token: id_token })).toEqual(INACTIVE);
    const { code } = await authorize(house, house.browser());
    expect(await ask({ token: code })).toEqual(INACTIVE);
    expect((await redeem(house, code)).status).toBe(200);
  });
});

describe('who may ask', () => {
  it('needs to prove who they are', async () => {
    const { access_token } = await tokens(house);
    for (const authorization of ['', basic('app', 'wrong'), basic('nobody'), `Bearer ${access_token}`]) {
      expect(await ask({ token: access_token }, authorization)).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      });
    }
    expect((await ask({ token: access_token, client_id: 'app', client_secret: SECRET }, '')).body).toMatchObject({
      active: true,
    });
  });

  it('an application without a secret learns of its own tokens alone', async () => {
    await house.addApplication({
      client_id: 'spa',
      redirect_uris: [CALLBACK],
      scope: 'openid',
      token_endpoint_auth_method: 'none',
    });
    const { code } = await authorize(house, house.browser(), { client_id: 'spa', scope: 'openid' });
    const own = (await redeem(house, code, {}, basic('spa', ''))).body['access_token'];
    const { access_token: foreign } = await tokens(house);
    expect((await ask({ client_id: 'spa', token: String(own) }, '')).body).toMatchObject({ active: true });
    expect(await ask({ client_id: 'spa', token: foreign }, '')).toEqual(INACTIVE);
  });

  it.each<[string, Asked]>([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['two tokens', { token: ['a', 'b'] }],
  ])('with %s is told so', async (_what, fields) => {
    expect(await ask(fields)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});
