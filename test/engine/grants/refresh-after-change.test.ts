/** What an admin took from an application meanwhile is not renewed, and comes back when it is given back. */
import { beforeEach, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { changeApplication } from '../../../server/directory/applications.ts';
import { basic, buildHouse, type House, PASSWORD } from '../../support/house.ts';
import { furnish, tokens } from '../../support/sign-in.ts';

const [MAIL, DOORS] = ['https://mail.test', 'https://doors.test'];
const ALL = { audience: [MAIL, DOORS], scope: 'openid profile email offline_access mail:read' };

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.store.transaction(async (within) => {
    await createApi(within, { audience: MAIL, scopes: [{ name: 'mail:read' }] }, house.clock.now);
    await createApi(within, { audience: DOORS, scopes: [{ name: 'doors:open' }] }, house.clock.now);
  });
  await change(ALL);
});

const change = (changes: object) =>
  house.store.transaction((within) => changeApplication(within, 'app', changes, house.clock.now));
const refresh = (refresh_token: unknown, client_id = 'app', fields = {}) =>
  house.post(
    'token',
    { grant_type: 'refresh_token', refresh_token: String(refresh_token), ...fields },
    { authorization: basic(client_id) },
  );
const audienceOf = async (token: unknown) =>
  (await house.post('introspect', { token: String(token) }, { authorization: basic('app') })).body['aud'];

it('leaves out scopes and APIs that the application may not ask for any more', async () => {
  const held = await tokens(house, house.browser(), { scope: ALL.scope });
  await change({ audience: [DOORS], scope: 'openid offline_access' });
  const less = await refresh(held['refresh_token']);
  expect(less.body['scope']).toBe('openid offline_access');
  expect(await audienceOf(less.body['access_token'])).toBe(DOORS);
  const { refresh_token } = less.body;
  expect((await refresh(refresh_token, 'app', { resource: MAIL })).body['error']).toBe('invalid_target');
  expect((await refresh(refresh_token, 'app', { scope: 'mail:read' })).body['error']).toBe('invalid_scope');
  await change(ALL);
  const again = await refresh(refresh_token);
  expect(again.body['scope']).toBe(ALL.scope);
  expect(await audienceOf(again.body['access_token'])).toEqual([MAIL, DOORS]);
});

it('leaves out an API that was open to every application, once it is not', async () => {
  const open = async (any_application: boolean) => {
    const [api] = await house.store.collection('apis').find('audience', DOORS);
    await house.store.collection('apis').update(api?.id ?? '', (old) => ({ ...old, any_application }));
  };
  await change({ audience: [], scope: 'openid offline_access' });
  await open(true);
  const held = await tokens(house, house.browser(), { scope: 'openid offline_access doors:open', resource: DOORS });
  const same = await refresh(held['refresh_token']);
  expect(same.body['scope']).toBe('openid offline_access doors:open');
  expect(await audienceOf(same.body['access_token'])).toBe(DOORS);
  await open(false);
  const less = await refresh(same.body['refresh_token']);
  expect(less.body['scope']).toBe('openid offline_access');
  expect(await audienceOf(less.body['access_token'])).not.toBe(DOORS);
});

it('ends what was got for a password with the setting that allows passwords', async () => {
  await house.setSettings({ legacy_grants: true });
  const may = { grant_types: ['password', 'refresh_token'], scope: 'openid offline_access' } as const;
  await house.addApplication({ client_id: 'old', redirect_uris: [], ...may });
  const fields = { grant_type: 'password', username: 'alice', password: PASSWORD, scope: may.scope };
  const { body } = await house.post('token', fields, { authorization: basic('old') });
  await house.setSettings({ legacy_grants: false });
  const refused = await refresh(body['refresh_token'], 'old');
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  await house.setSettings({ legacy_grants: true });
  expect((await refresh(body['refresh_token'], 'old')).status).toBe(200);
});
