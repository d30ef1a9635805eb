/** Resource indicators: tokens for some APIs, at every place where they can be asked for. RFC 8707 */
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../server/directory/apis.ts';
import { narrowAudience } from '../../server/engine/resolve-audience.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { parseParams } from '../../server/spec/params.ts';
import { basic, buildHouse, type House } from '../support/house.ts';
import { addTelevision, allowDevice, begin, poll, TV } from '../support/device.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  redeem,
} from '../support/sign-in.ts';

const [FILES, DOORS, SECRETS] = [
  'https://files.example.lan/',
  'https://doors.example.lan/',
  'https://secrets.example.lan/',
];
const SCOPE = 'openid files:read doors:open offline_access';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  const api = (audience: string, ...names: readonly string[]) =>
    house.store.transaction((within) =>
      createApi(within, { audience, scopes: names.map((name) => ({ name })) }, house.clock.now),
    );
  await api(FILES, 'files:read', 'shared');
  await api(DOORS, 'doors:open', 'shared');
  await api(SECRETS, 'secrets:read');
  await house.addApplication({
    client_id: 'apis',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: `${SCOPE} shared`,
    audience: [FILES, DOORS],
    access_token_format: 'jwt',
  });
});

const codeFor = async (changes: Asked = {}) =>
  (await authorize(house, house.browser(), { client_id: 'apis', scope: SCOPE, ...changes }))['code'];
const redeemed = async (code: string | undefined, changes: Asked = {}) =>
  (await redeem(house, code, changes, basic('apis'))).body;
const refreshed = async (refresh_token: unknown, changes: Asked = {}) => {
  const fields = { grant_type: 'refresh_token', refresh_token: String(refresh_token), ...changes };
  return (await house.post('token', fields, { authorization: basic('apis') })).body;
};
const audOf = (body: Record<string, unknown>) => decodeJwt(String(body['access_token'])).aud;

describe('a refusal', () => {
  const hintFor = (audience: string) => {
    try {
      narrowAudience(parseParams(new URLSearchParams({ audience }).toString()), [FILES, DOORS]);
    } catch (thrown) {
      if (thrown instanceof OAuthError) return thrown.hint;
    }
    return undefined;
  };

  it('tells the operator what differs, or what the client may ask for; the client nothing of it', async () => {
    expect(hintFor(FILES)).toBeUndefined();
    expect(hintFor(FILES.slice(0, -1))).toContain(`'https://files.example.lan' is not '${FILES}'`);
    expect(hintFor(SECRETS)).toBe(`'${SECRETS}' is none of the APIs that are entered for it: ${FILES}, ${DOORS}`);
    expect(hintFor('x'.repeat(5000))?.length).toBeLessThan(400);
    const told = await house.post(
      'token',
      { grant_type: 'client_credentials', resource: SECRETS },
      { authorization: basic('apis') },
    );
    expect(told.body).toEqual({
      error: 'invalid_target',
      error_description: 'resource or audience names an API that this client may not ask tokens for',
    });
  });
});

describe('a token', () => {
  it('is for all APIs of the application where none is named, and for those that are', async () => {
    expect(audOf(await redeemed(await codeFor()))).toEqual([FILES, DOORS]);
    expect(audOf(await redeemed(await codeFor({ resource: DOORS })))).toBe(DOORS);
    expect(audOf(await redeemed(await codeFor({ resource: [DOORS, FILES] })))).toEqual([DOORS, FILES]);
  });

  it('is for fewer at the token endpoint, with none of the scopes of the others', async () => {
    const first = await redeemed(await codeFor(), { resource: FILES });
    expect([audOf(first), first['scope']]).toEqual([FILES, 'openid files:read offline_access']);
    const second = await refreshed(first['refresh_token'], { resource: DOORS });
    expect([audOf(second), second['scope']]).toEqual([DOORS, 'openid doors:open offline_access']);
    const whole = await refreshed(second['refresh_token']);
    expect([audOf(whole), whole['scope']]).toEqual([[FILES, DOORS], SCOPE]);
  });

  it('has none of the scopes of the others where the authorization request named it', async () => {
    const { body } = await redeem(house, await codeFor({ resource: FILES }), {}, basic('apis'));
    expect([audOf(body), body['scope']]).toEqual([FILES, 'openid files:read offline_access']);
    expect((await refreshed(body['refresh_token']))['scope']).toBe('openid files:read offline_access');
    const named = { client_id: 'apis', scope: 'doors:open', resource: FILES };
    const { error } = leftWith(await house.browser().open('authorize', authorizationRequest(named)));
    expect(error).toBe('invalid_scope');
  });

  it('has none of them where a device named it', async () => {
    const { client_id } = await addTelevision(house, { scope: SCOPE, audience: [FILES, DOORS] });
    const codes = await begin(house, { scope: SCOPE, resource: FILES, client_id });
    await allowDevice(house, codes['user_code']);
    expect((await poll(house, codes['device_code'])).body['scope']).toBe('openid files:read offline_access');
    const refused = await house.post('device-authorization', { scope: 'doors:open', resource: FILES }, TV);
    expect(refused.body).toMatchObject({ error: 'invalid_scope' });
  });

  it('keeps a scope that two APIs share for either', async () => {
    const { scope } = await redeemed(await codeFor({ scope: 'openid shared doors:open' }), { resource: FILES });
    expect(scope).toBe('openid shared');
  });

  it('never becomes more than what the person was asked for', async () => {
    const first = await redeemed(await codeFor({ resource: FILES }));
    expect(await refreshed(first['refresh_token'], { resource: DOORS })).toMatchObject({ error: 'invalid_target' });
    expect(await redeemed(await codeFor({ resource: FILES }), { resource: [FILES, DOORS] })).toMatchObject({
      error: 'invalid_target',
    });
  });

  it('of the application itself is narrowed as well', async () => {
    const ask = async (changes: Asked) =>
      (await house.post('token', { grant_type: 'client_credentials', ...changes }, { authorization: basic('apis') }))
        .body;
    const body = await ask({ resource: DOORS });
    expect([audOf(body), body['scope']]).toEqual([DOORS, 'doors:open shared']);
    expect(await ask({ resource: SECRETS })).toMatchObject({ error: 'invalid_target' });
  });
});

it.each([
  ['of an API that is not its own', SECRETS],
  ['of nobody', 'https://evil.test/'],
  ['that is relative', '/files'],
  ['with a fragment', `${FILES}#x`],
  ['that is no URI', 'files and doors'],
  ['among good ones', [FILES, 'https://evil.test/']],
])('a resource %s is refused everywhere (B26)', async (_what, resource) => {
  const asked = await house
    .browser()
    .open('authorize', authorizationRequest({ client_id: 'apis', scope: SCOPE, resource }));
  expect(leftWith(asked)).toMatchObject({ error: 'invalid_target' });
  expect(await redeemed(await codeFor(), { resource })).toMatchObject({ error: 'invalid_target' });
  const { refresh_token } = await redeemed(await codeFor());
  expect(await refreshed(refresh_token, { resource })).toMatchObject({ error: 'invalid_target' });
});
