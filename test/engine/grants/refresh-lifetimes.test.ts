/** How long an application may renew its tokens without the person, however it is limited (RFC 9700 §4.14.2). */
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { addTelevision, allowDevice, begin, poll } from '../../support/device.ts';
import { makeProof, makeProofKey } from '../../support/dpop.ts';
import { basic, buildHouse, type House, ORIGIN, PASSWORD } from '../../support/house.ts';
import { type Asked, furnish, tokens } from '../../support/sign-in.ts';

const API = 'https://api.test';

let house: House;
let app_id: string;
beforeEach(async () => {
  house = await buildHouse();
  app_id = (await furnish(house)).app.id;
});

const first = async (changes: Asked = {}) =>
  (await tokens(house, house.browser(), changes))['refresh_token'] ?? 'there is none';

async function refresh(refresh_token: string) {
  const fields = { grant_type: 'refresh_token', refresh_token };
  const { status, body } = await house.post('token', fields, { authorization: basic('app') });
  return { status, error: body['error'], refresh_token: String(body['refresh_token']) };
}

const change = (fields: object) =>
  house.store.collection('applications').update(app_id, (old) => ({ ...old, ...fields }));

const introspect = async (token: string) =>
  (await house.post('introspect', { token }, { authorization: basic('app') })).body;

const REFUSED = { status: 400, error: 'invalid_grant' };

describe('a refresh token that lies unused', () => {
  it('lasts until the idle lifetime of the office, and each use begins it anew (D09)', async () => {
    await house.setSettings({ refresh_token_idle_lifetime_s: 100 });
    let token = await first();
    for (let use = 0; use < 5; use += 1) {
      house.clock.now += 99;
      const answer = await refresh(token);
      expect(answer.status).toBe(200);
      token = answer.refresh_token;
    }
    expect(await introspect(token)).toMatchObject({ active: true, exp: house.clock.now + 100 });
    house.clock.now += 100;
    expect(await introspect(token)).toEqual({ active: false });
    expect(await refresh(token)).toMatchObject(REFUSED);
  });

  it('never outlives the lifetime of its family, however often it is used', async () => {
    await house.setSettings({ refresh_token_idle_lifetime_s: 100, refresh_token_lifetime_s: 150 });
    const { refresh_token } = await (async () => {
      const token = await first();
      house.clock.now += 90;
      return refresh(token);
    })();
    house.clock.now += 59;
    expect((await introspect(refresh_token))['exp']).toBe(house.clock.now + 1);
    house.clock.now += 1;
    expect(await refresh(refresh_token)).toMatchObject(REFUSED);
  });

  it('lasts as long as its family where nobody set an idle lifetime, as it always did', async () => {
    const token = await first();
    house.clock.now += house.DEFAULT_SETTINGS.refresh_token_lifetime_s - 1;
    expect((await refresh(token)).status).toBe(200);
  });
});

describe('an application with limits of its own', () => {
  it.each([
    ['refresh_token_lifetime_s', { refresh_token_lifetime_s: 50 }],
    ['refresh_token_idle_lifetime_s', { refresh_token_idle_lifetime_s: 50 }],
  ])('is held to %s', async (_name, limit) => {
    await change(limit);
    const [early, late] = [await first(), await first()];
    house.clock.now += 49;
    expect((await refresh(early)).status).toBe(200);
    house.clock.now += 1;
    expect(await refresh(late)).toMatchObject(REFUSED);
  });

  it('can’t be more generous than the office', async () => {
    await house.setSettings({ refresh_token_lifetime_s: 50 });
    await change({ refresh_token_lifetime_s: 5000, refresh_token_idle_lifetime_s: 5000 });
    const token = await first();
    house.clock.now += 50;
    expect(await refresh(token)).toMatchObject(REFUSED);
  });

  it('is held to a limit that came after the sign-in; a longer one brings nothing back', async () => {
    const token = await first();
    house.clock.now += 60;
    await change({ refresh_token_lifetime_s: 50 });
    expect(await refresh(token)).toMatchObject(REFUSED);
    await change({ refresh_token_lifetime_s: 5000 });
    house.clock.now += house.DEFAULT_SETTINGS.refresh_token_lifetime_s;
    expect(await refresh(token)).toMatchObject(REFUSED);
  });
});

describe('an API with limits of its own', () => {
  beforeEach(async () => {
    const api = { audience: API, refresh_token_lifetime_s: 80, refresh_token_idle_lifetime_s: 50 };
    await house.store.transaction((within) => createApi(within, api, house.clock.now));
    await change({ audience: [API] });
  });

  it('limits the tokens that reach it', async () => {
    const [early, late] = [await first({ resource: API }), await first({ resource: API })];
    house.clock.now += 49;
    const second = await refresh(early);
    expect(second.status).toBe(200);
    house.clock.now += 1;
    expect(await refresh(late)).toMatchObject(REFUSED);
    house.clock.now += 30;
    expect(await refresh(second.refresh_token)).toMatchObject(REFUSED);
  });

  it('limits no tokens that don’t', async () => {
    await change({ audience: [] });
    const token = await first();
    house.clock.now += 80;
    expect((await refresh(token)).status).toBe(200);
  });
});

describe('a family that began otherwise than by a code', () => {
  const FAMILIES: readonly (readonly [string, string, () => Promise<Record<string, unknown>>])[] = [
    [
      'with a password',
      'old',
      async () => {
        await house.setSettings({ legacy_grants: true });
        await house.addApplication({ client_id: 'old', grant_types: ['password', 'refresh_token'], ...LIMITED });
        const fields = { grant_type: 'password', username: 'alice', password: PASSWORD, scope: SCOPE };
        return (await house.post('token', fields, { authorization: basic('old') })).body;
      },
    ],
    [
      'on a device',
      'tv',
      async () => {
        await addTelevision(house, LIMITED);
        const { device_code, user_code } = await begin(house, { scope: SCOPE });
        await allowDevice(house, user_code);
        return (await poll(house, device_code)).body;
      },
    ],
  ];
  const SCOPE = 'openid offline_access';
  const LIMITED = { refresh_token_lifetime_s: 80, refresh_token_idle_lifetime_s: 50, scope: SCOPE };

  it.each(FAMILIES)('%s is held to both limits', async (_name, client_id, began) => {
    const { refresh_token } = await began();
    const renew = async (token: unknown) => {
      const fields = { grant_type: 'refresh_token', refresh_token: String(token) };
      const { status, body } = await house.post('token', fields, { authorization: basic(client_id) });
      return { status, error: body['error'], refresh_token: body['refresh_token'] };
    };
    house.clock.now += 49;
    const second = await renew(refresh_token);
    expect(second.status).toBe(200);
    house.clock.now += 30;
    const third = await renew(second.refresh_token);
    expect(third.status).toBe(200);
    house.clock.now += 1;
    expect(await renew(third.refresh_token)).toMatchObject(REFUSED);
  });

  it('and is bound to a key is held to both limits, with the right proof too', async () => {
    const key = await makeProofKey();
    const proof = () => makeProof(key, { htm: 'POST', htu: `${ORIGIN}/oauth2/token`, now: house.clock.now });
    await addTelevision(house, { ...LIMITED, token_endpoint_auth_method: 'none' });
    const { device_code, user_code } = await begin(house, { client_id: 'tv', scope: SCOPE }, {});
    await allowDevice(house, user_code);
    const first = await poll(house, device_code, { dpop: await proof() }, { client_id: 'tv' });
    const renew = async (token: unknown) => {
      const fields = { grant_type: 'refresh_token', refresh_token: String(token), client_id: 'tv' };
      return house.post('token', fields, { dpop: await proof() });
    };
    expect(first.body).toMatchObject({ token_type: 'DPoP' });
    house.clock.now += 49;
    const second = await renew(first.body['refresh_token']);
    expect(second.body).toMatchObject({ token_type: 'DPoP' });
    house.clock.now += 50;
    expect((await renew(second.body['refresh_token'])).body).toMatchObject({ error: 'invalid_grant' });
  });
});
