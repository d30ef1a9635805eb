/** What an admin takes from an application ends with it, by whichever grant it came: new tokens lack it, and so do those that are out. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../server/directory/apis.ts';
import { changeApplication } from '../../server/directory/applications.ts';
import { countUntoldChange } from '../../server/directory/directory-version.ts';
import { ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE } from '../../server/spec/token-type.ts';
import { DEVICE_CODE_GRANT, TOKEN_EXCHANGE_GRANT } from '../../server/spec/vocabulary.ts';
import { allowDevice, begin, poll } from '../support/device.ts';
import { basic, buildHouse, type House, PASSWORD } from '../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem } from '../support/sign-in.ts';

const [MAIL, DOORS] = ['https://mail.test', 'https://doors.test'];
const SCOPE = 'openid offline_access mail:read doors:open';
const WEB = { authorization: basic('web') };

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.setSettings({ legacy_grants: true });
  await house.store.transaction(async (within) => {
    await createApi(within, { audience: MAIL, scopes: [{ name: 'mail:read' }] }, house.clock.now);
    await createApi(within, { audience: DOORS, scopes: [{ name: 'doors:open' }] }, house.clock.now);
  });
  await house.addApplication({
    client_id: 'web',
    redirect_uris: [CALLBACK],
    grant_types: [
      'authorization_code',
      'refresh_token',
      'password',
      'client_credentials',
      DEVICE_CODE_GRANT,
      TOKEN_EXCHANGE_GRANT,
    ],
    token_exchange_impersonation: true,
    scope: SCOPE,
    audience: [MAIL, DOORS],
  });
});

const change = (changes: object) =>
  house.store.transaction((within) => changeApplication(within, 'web', changes, house.clock.now));
const ask = (fields: Asked) => house.post('token', fields, WEB);
const shown = async (token: unknown) => (await house.post('introspect', { token: String(token) }, WEB)).body;
const code = async (changes: Asked = {}) =>
  (await authorize(house, house.browser(), { client_id: 'web', scope: SCOPE, ...changes }))['code'];
const signIn = async () => (await redeem(house, await code(), {}, WEB.authorization)).body;
const refresh = (refresh_token: unknown, fields: Asked = {}) =>
  ask({ grant_type: 'refresh_token', refresh_token: String(refresh_token), ...fields });
const exchange = (token: unknown, subject_token_type: string = ACCESS_TOKEN_TYPE) =>
  ask({ grant_type: TOKEN_EXCHANGE_GRANT, subject_token: String(token), subject_token_type });

/** Each begins while the application has all of it, and answers when it is asked for the tokens. */
const GRANTS: readonly (readonly [string, () => Promise<() => ReturnType<typeof ask>>])[] = [
  [
    'authorization_code',
    async () => {
      const waiting = await code();
      return () => redeem(house, waiting, {}, WEB.authorization);
    },
  ],
  [
    'refresh_token',
    async () => {
      const { refresh_token } = await signIn();
      return () => refresh(refresh_token);
    },
  ],
  [
    'device_code',
    async () => {
      const begun = await begin(house, { scope: SCOPE }, WEB);
      await allowDevice(house, begun['user_code']);
      return () => poll(house, begun['device_code'], WEB);
    },
  ],
  [
    'password',
    async () => {
      const fields = { grant_type: 'password', username: 'alice', password: PASSWORD, scope: SCOPE };
      const { refresh_token } = (await ask(fields)).body;
      return () => refresh(refresh_token);
    },
  ],
  [
    'exchange of an access token',
    async () => {
      const { access_token } = await signIn();
      return () => exchange(access_token);
    },
  ],
  [
    'exchange of an ID token',
    async () => {
      const { id_token } = await signIn();
      return () => exchange(id_token, ID_TOKEN_TYPE);
    },
  ],
];

describe.each(GRANTS)('by %s', (_name, begun) => {
  it('an API that is taken is left out, with the scopes that only it defines', async () => {
    const finish = await begun();
    await change({ audience: [DOORS] });
    const { access_token } = (await finish()).body;
    const { aud, scope } = await shown(access_token);
    expect(aud).toBe(DOORS);
    expect(scope).toContain('doors:open');
    expect(scope).not.toContain('mail:read');
  });

  it('a scope that is taken is left out', async () => {
    const finish = await begun();
    await change({ scope: 'openid offline_access doors:open' });
    const { access_token } = (await finish()).body;
    expect(await shown(access_token)).toMatchObject({ aud: [MAIL, DOORS] });
    expect((await shown(access_token))['scope']).not.toContain('mail:read');
  });

  it('nothing is brought where nothing is left', async () => {
    const finish = await begun();
    await change({ scope: 'profile' });
    const { status, body } = await finish();
    expect(status).toBe(400);
    expect(body['access_token']).toBeUndefined();
  });

  it('all of it is there where nothing was taken', async () => {
    const finish = await begun();
    const { access_token } = (await finish()).body;
    expect(await shown(access_token)).toMatchObject({ active: true, aud: [MAIL, DOORS] });
    expect((await shown(access_token))['scope']).toContain('mail:read doors:open');
  });
});

describe('a token that is out', () => {
  it('lacks what is taken, and has it again when it is given back', async () => {
    const { access_token } = await signIn();
    await change({ audience: [DOORS], scope: 'openid offline_access doors:open' });
    expect(await shown(access_token)).toMatchObject({ scope: 'openid offline_access doors:open', aud: DOORS });
    await change({ audience: [MAIL, DOORS], scope: SCOPE });
    expect(await shown(access_token)).toMatchObject({ scope: SCOPE, aud: [MAIL, DOORS] });
  });

  it('is worth nothing without any of its APIs, or of its scopes', async () => {
    const { access_token } = await signIn();
    await change({ audience: [] });
    expect(await shown(access_token)).toEqual({ active: false });
    await change({ audience: [MAIL, DOORS], scope: 'profile' });
    expect(await shown(access_token)).toEqual({ active: false });
  });

  it('of the application itself is no exception', async () => {
    const { access_token } = (await ask({ grant_type: 'client_credentials' })).body;
    expect(await shown(access_token)).toMatchObject({ scope: 'mail:read doors:open', aud: [MAIL, DOORS] });
    await change({ audience: [DOORS], scope: 'doors:open' });
    expect(await shown(access_token)).toMatchObject({ scope: 'doors:open', aud: DOORS });
  });

  it('keeps a scope that comes with another, until that one is taken', async () => {
    await house.store.transaction(async (within) => {
      const [api] = await within.collection('apis').find('audience', MAIL);
      const scopes = [{ name: 'mail', includes: ['mail:read'] }, { name: 'mail:read' }];
      await within.collection('apis').update(api?.id ?? '', (old) => ({ ...old, scopes }));
      await countUntoldChange(within);
    });
    await change({ scope: 'openid mail' });
    const { body } = await redeem(house, await code({ scope: 'openid mail' }), {}, WEB.authorization);
    expect(body['scope']).toBe('openid mail mail:read');
    expect((await shown(body['access_token']))['scope']).toBe('openid mail mail:read');
    await change({ scope: 'openid' });
    expect((await shown(body['access_token']))['scope']).toBe('openid');
  });
});

describe('a refresh token', () => {
  it('is shown with what is left of it', async () => {
    const { refresh_token } = await signIn();
    await change({ scope: 'openid offline_access' });
    expect(await shown(refresh_token)).toMatchObject({ active: true, scope: 'openid offline_access' });
    await change({ scope: 'profile' });
    expect(await shown(refresh_token)).toEqual({ active: false });
    expect((await refresh(refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('goes on when it is asked for less than what was lost, and not for that', async () => {
    const { refresh_token } = await signIn();
    await change({ audience: [DOORS] });
    expect((await refresh(refresh_token, { resource: MAIL })).body).toMatchObject({ error: 'invalid_target' });
    expect((await refresh(refresh_token, { resource: DOORS })).status).toBe(200);
  });
});

it('gives no single claims of a scope that was taken', async () => {
  await change({ scope: `${SCOPE} email` });
  const claims = JSON.stringify({ userinfo: { email: null } });
  const { body } = await redeem(house, await code({ claims }), {}, WEB.authorization);
  const userinfo = () => house.post('userinfo', {}, { authorization: `Bearer ${String(body['access_token'])}` });
  expect((await userinfo()).body['email']).toBe('alice@example.lan');
  await change({ scope: SCOPE });
  expect((await userinfo()).body['email']).toBeUndefined();
});
