/** APIs that any application may ask for: what a request gets by naming one, and what nobody gets by it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../server/directory/apis.ts';
import { basic, buildHouse, type House } from '../support/house.ts';
import { type Asked, authorizationRequest, authorize, furnish, leftWith, redeem } from '../support/sign-in.ts';

const [PRINTERS, DOORS, SAFE] = ['https://printers.test/mcp', 'https://doors.test/mcp', 'https://safe.test/'];

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  const api = (audience: string, any_application: boolean | undefined, ...names: readonly string[]) =>
    house.store.transaction((within) =>
      createApi(within, { audience, any_application, scopes: names.map((name) => ({ name })) }, house.clock.now),
    );
  await api(PRINTERS, true, 'print', 'shared');
  await api(DOORS, true, 'open');
  await api(SAFE, undefined, 'safe', 'shared');
});

const asked = (changes: Asked, client_id = 'app') =>
  authorize(house, house.browser(), { client_id, scope: 'openid', ...changes });
const granted = async (changes: Asked, later: Asked = {}) => {
  const { code } = await asked(changes);
  const { body } = await redeem(house, code, later);
  const told = await house.post('introspect', { token: String(body['access_token']) }, { authorization: basic('app') });
  return [body['scope'], told.body['aud']];
};
const refused = async (changes: Asked) =>
  leftWith(await house.browser().open('authorize', authorizationRequest({ scope: 'openid', ...changes })))['error'];

describe('an application that nobody entered for it', () => {
  it('gets the API and its scopes where it names it, by either parameter', async () => {
    expect(await granted({ resource: PRINTERS, scope: 'openid print' })).toEqual(['openid print', PRINTERS]);
    expect(await granted({ audience: DOORS, scope: 'openid open' })).toEqual(['openid open', DOORS]);
    expect(await granted({ resource: [PRINTERS, DOORS], scope: 'print open' })).toEqual([
      'print open',
      [PRINTERS, DOORS],
    ]);
  });

  it('gets the scopes of no other, and none without the name', async () => {
    expect(await granted({ resource: PRINTERS, scope: 'openid print open safe' })).toEqual(['openid print', PRINTERS]);
    expect((await granted({ scope: 'openid print' }))[0]).toBe('openid');
    expect(await granted({ resource: PRINTERS, scope: undefined })).toEqual([
      expect.not.stringContaining('print'),
      PRINTERS,
    ]);
  });

  it('is refused every other API, and this one when an admin takes it back', async () => {
    expect(await refused({ resource: SAFE })).toBe('invalid_target');
    expect(await refused({ resource: [PRINTERS, SAFE] })).toBe('invalid_target');
    await house.store.transaction(async (within) => {
      const [api] = await within.collection('apis').find('audience', PRINTERS);
      await within.collection('apis').update(api?.id ?? '', (old) => ({ ...old, any_application: false }));
    });
    expect(await refused({ resource: PRINTERS })).toBe('invalid_target');
  });

  it('gets no more of an API later than what the person was asked for', async () => {
    const { code } = await asked({ resource: PRINTERS, scope: 'openid print' });
    expect((await redeem(house, code, { resource: DOORS })).body).toMatchObject({ error: 'invalid_target' });
  });
});

it('a scope that an API of the same request did not open stays closed, although another opens it', async () => {
  const grants = { grant_types: ['authorization_code'] as const, redirect_uris: ['https://app.test/callback'] };
  await house.addApplication({ ...grants, client_id: 'both', scope: 'openid', audience: [SAFE] });
  const { code } = await asked({ resource: [PRINTERS, SAFE], scope: 'openid print shared' }, 'both');
  const { body } = await redeem(house, code, {}, basic('both'));
  expect(body['scope']).toBe('openid print');
});

it('a list of applications goes before it', async () => {
  await house.store.transaction(async (within) => {
    const [api] = await within.collection('apis').find('audience', PRINTERS);
    const allowed_applications = ['another'];
    await within.collection('apis').update(api?.id ?? '', (old) => ({ ...old, allowed_applications }));
  });
  expect(await refused({ resource: PRINTERS })).toBe('invalid_target');
});

it('opens nothing to an application that acts for itself: no person was asked', async () => {
  await house.addApplication({ client_id: 'machine', grant_types: ['client_credentials'], scope: 'print' });
  const ask = (fields: Asked) =>
    house.post('token', { grant_type: 'client_credentials', ...fields }, { authorization: basic('machine') });
  expect(await ask({ resource: PRINTERS })).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  expect((await ask({})).status).toBe(200);
});
