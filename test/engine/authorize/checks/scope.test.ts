/** What an application may ask for: scopes, and the APIs that tokens are meant for. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../../server/directory/apis.ts';
import { basic, buildHouse, type House } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  redeem,
  walk,
} from '../../../support/sign-in.ts';

const ORDERS = 'https://api.example.lan';
const STOCK = 'https://stock.example.lan';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
  await furnish(house);
  for (const audience of [ORDERS, STOCK, 'https://secret.example.lan']) {
    await house.store.transaction((within) => createApi(within, { audience }, house.clock.now));
  }
  await house.addApplication({
    client_id: 'shop',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile offline_access lanyard:admin',
    audience: [ORDERS, STOCK],
  });
  await house.addApplication({ client_id: 'no-refresh', redirect_uris: [CALLBACK], scope: 'openid offline_access' });
});

async function grantedScope(changes: Asked, client_id = 'app') {
  const { code } = await authorize(house, house.browser(), { client_id, ...changes });
  const { body } = await redeem(house, code, {}, basic(client_id));
  return body['scope'];
}

async function refusal(changes: Asked) {
  return leftWith(await house.browser().open('authorize', authorizationRequest(changes)));
}

describe('scope', () => {
  it.each([
    [
      'that the application is not registered for is dropped, and the answer says so (B25)',
      'openid lanyard:admin admin',
      'openid',
    ],
    ['that nobody knows is dropped (B24)', 'openid unheard-of profile', 'openid profile'],
    ['named twice counts once (B24)', 'openid openid profile openid', 'openid profile'],
    ['parted by several spaces is read all the same (B24)', '  openid   profile ', 'openid profile'],
    ['in another order is granted in that order', 'email openid', 'email openid'],
    ['in another case is another scope', 'openid PROFILE', 'openid'],
  ])('%s', async (_what, scope, granted) => {
    expect(await grantedScope({ scope })).toBe(granted);
  });

  it('left out means what is registered, without what nobody gets unasked', async () => {
    expect(await grantedScope({ scope: undefined })).toBe('openid profile email groups');
    expect(await grantedScope({ scope: undefined }, 'shop')).toBe('openid profile');
  });

  it.each([
    ['a tab', 'openid\tprofile'],
    ['a line break (B07)', 'openid\r\nprofile'],
    ['a quote', 'openid "profile"'],
    ['a backslash', 'openid \\'],
    ['a letter outside of ASCII', 'openid profil\u00e9'],
    ['10 000 names', Array.from({ length: 10_000 }, (_, i) => `s${i}`).join(' ')],
    ['101 names, openid among them', `openid ${Array.from({ length: 100 }, (_, i) => `s${i}`).join(' ')}`],
    ['nothing that is left', 'unheard-of lanyard:admin'],
    ['names of members of objects', '__proto__ constructor'],
  ])('with %s is invalid_scope', async (_what, scope) => {
    expect(await refusal({ scope })).toMatchObject({ error: 'invalid_scope', state: 'a-state' });
  });

  it('offline_access is left out where the application could not refresh (OIDC Core 11)', async () => {
    expect(await grantedScope({ scope: 'openid offline_access' }, 'no-refresh')).toBe('openid');
    expect(await grantedScope({ scope: 'openid offline_access' }, 'shop')).toBe('openid offline_access');
  });

  it('lanyard:admin is refused to a person who is no admin, and granted to one who is', async () => {
    const scope = 'openid lanyard:admin';
    const asked = { client_id: 'shop', scope };
    const browser = house.browser();
    const alice = await walk(browser, await browser.open('authorize', authorizationRequest(asked)));
    expect(leftWith(alice)).toMatchObject({ error: 'access_denied' });
    await house.addUser({ username: 'root', admin: true });
    const other = house.browser();
    const root = await walk(other, await other.open('authorize', authorizationRequest(asked)), 'root');
    const { body } = await redeem(house, leftWith(root)['code'], {}, basic('shop'));
    expect(body).toMatchObject({ scope });
  });
});

describe('resource and audience (B26, RFC 8707)', () => {
  async function audienceOf(changes: Asked, atToken: Asked = {}) {
    const { code } = await authorize(house, house.browser(), { client_id: 'shop', scope: 'openid', ...changes });
    const { body } = await redeem(house, code, atToken, basic('shop'));
    if (body['error'] !== undefined) return body['error'];
    const shown = await house.post(
      'introspect',
      { token: String(body['access_token']) },
      { authorization: basic('shop') },
    );
    return shown.body['aud'];
  }

  it('name the APIs that the token is for', async () => {
    expect(await audienceOf({ resource: ORDERS })).toBe(ORDERS);
    expect(await audienceOf({ audience: STOCK })).toBe(STOCK);
    expect(await audienceOf({ resource: [ORDERS, STOCK] })).toEqual([ORDERS, STOCK]);
    expect(await audienceOf({ resource: ORDERS, audience: ORDERS })).toBe(ORDERS);
  });

  it('left out mean every API of the application', async () => {
    expect(await audienceOf({})).toEqual([ORDERS, STOCK]);
  });

  it.each([
    ['an API of nobody', { resource: 'https://evil.test' }],
    ['an API that this application may not ask for', { resource: 'https://secret.example.lan' }],
    ['the same by audience', { audience: 'https://secret.example.lan' }],
    ['one allowed and one not', { resource: [ORDERS, 'https://secret.example.lan'] }],
    ['a relative URI', { resource: '/orders' }],
    ['a URI with a fragment', { resource: `${ORDERS}#f` }],
    ['white space', { resource: `${ORDERS} ${STOCK}` }],
    ['another spelling of the same', { resource: `${ORDERS}/` }],
  ])('refuse %s', async (_what, changes) => {
    expect(await refusal({ client_id: 'shop', scope: 'openid', ...changes })).toMatchObject({
      error: 'invalid_target',
    });
  });

  it('narrow the token further at the token endpoint (RFC 8707 2.2)', async () => {
    expect(await audienceOf({}, { resource: STOCK })).toBe(STOCK);
    expect(await audienceOf({ resource: [ORDERS, STOCK] }, { resource: ORDERS })).toBe(ORDERS);
  });

  it('and never widen it there', async () => {
    expect(await audienceOf({ resource: ORDERS }, { resource: STOCK })).toBe('invalid_target');
    expect(await audienceOf({ resource: ORDERS }, { audience: STOCK })).toBe('invalid_target');
    expect(await audienceOf({ resource: ORDERS }, { resource: 'not a URI' })).toBe('invalid_target');
  });

  it('narrow a refreshed token and leave the next one whole', async () => {
    const { code } = await authorize(house, house.browser(), { client_id: 'shop', scope: 'openid offline_access' });
    const first = (await redeem(house, code, {}, basic('shop'))).body;
    const audOf = async (token: unknown) =>
      (await house.post('introspect', { token: String(token) }, { authorization: basic('shop') })).body['aud'];
    const refresh = (refresh_token: unknown, changes: Asked = {}) =>
      house.post(
        'token',
        { grant_type: 'refresh_token', refresh_token: String(refresh_token), ...changes },
        { authorization: basic('shop') },
      );
    const refused = await refresh(first['refresh_token'], { resource: 'https://secret.example.lan' });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    const second = (await refresh(first['refresh_token'], { resource: STOCK })).body;
    expect(await audOf(second['access_token'])).toBe(STOCK);
    const third = (await refresh(second['refresh_token'])).body;
    expect(await audOf(third['access_token'])).toEqual([ORDERS, STOCK]);
  });
});
