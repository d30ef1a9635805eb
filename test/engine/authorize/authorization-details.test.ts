/** Rich authorization requests: what a type takes, what a person reads, and where what they allowed stands. RFC 9396 */
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { changeApplication } from '../../../server/directory/applications.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
  walk,
} from '../../support/sign-in.ts';
import { makeClientKey, sign } from '../../support/client-jwt.ts';

const BANK = 'https://bank.example.lan/';
const PAYMENT = { type: 'payment', amount: { currency: 'EUR', value: '12.50' }, payee: 'Baker' };
const DOOR = { type: 'door', actions: ['open'], identifier: 'front', room: 'Hall' };

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  const types = [
    { name: 'payment', description: 'pay {amount} to {payee}' },
    { name: 'door', description: 'open a door of {room}' },
    { name: 'gift', description: 'give {what} for {reason?}, by {constructor?}' },
  ];
  await house.store.transaction((within) =>
    createApi(within, { audience: BANK, authorization_details_types: types }, house.clock.now),
  );
  await house.store.transaction((within) =>
    createApi(
      within,
      { audience: 'other', authorization_details_types: [{ name: 'secret', description: 'tell {it}' }] },
      house.clock.now,
    ),
  );
  await house.addApplication({
    client_id: 'rich',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'openid offline_access',
    audience: [BANK],
  });
});

const ask = (details: unknown, changes: Asked = {}, browser = house.browser()) =>
  browser.open(
    'authorize',
    authorizationRequest({
      client_id: 'rich',
      scope: 'openid offline_access',
      authorization_details: typeof details === 'string' ? details : JSON.stringify(details),
      ...changes,
    }),
  );

async function codeFor(details: unknown) {
  const browser = house.browser();
  return leftWith(await walk(browser, await ask(details, {}, browser)))['code'];
}

const redeemRich = (code: string | undefined, changes: Asked = {}) => redeem(house, code, changes, basic('rich'));
const refresh = (refresh_token: unknown, changes: Asked = {}) =>
  house.post(
    'token',
    { grant_type: 'refresh_token', refresh_token: String(refresh_token), ...changes },
    { authorization: basic('rich') },
  );

const changeRich = (changes: object) =>
  house.store.transaction((within) => changeApplication(within, 'rich', changes, house.clock.now));

describe('what a person allows', () => {
  it('is read as a sentence with its particulars, and nothing of it is left out', async () => {
    const browser = house.browser();
    const login = pageOf(await ask([PAYMENT, DOOR], {}, browser), 'login');
    const view = pageOf(
      await browser.submit(login, { username: 'alice', password: 'correct horse battery' }),
      'consent',
    );
    expect(view.details).toEqual([
      {
        sentence: [
          { text: 'pay ', value: false },
          { text: 'currency EUR, value 12.50', value: true },
          { text: ' to ', value: false },
          { text: 'Baker', value: true },
        ],
        besides: [],
      },
      {
        sentence: [
          { text: 'open a door of ', value: false },
          { text: 'Hall', value: true },
        ],
        besides: ['actions: open', 'identifier: front'],
      },
    ]);
    expect(leftWith(await browser.submit(view, { decision: 'deny' }))).toMatchObject({ error: 'access_denied' });
  });

  it('may lack a field with a question mark, and then says that it does', async () => {
    const browser = house.browser();
    const login = pageOf(await ask([{ type: 'gift', what: 'cake' }], {}, browser), 'login');
    const form = { username: 'alice', password: 'correct horse battery' };
    const view = pageOf(await browser.submit(login, form), 'consent');
    const read = (at: number) => view.details[at]?.sentence.map(({ text }) => text).join('');
    expect(read(0)).toBe('give cake for –, by –');
    expect(leftWith(await ask([{ type: 'gift', reason: 'joy' }]))).toMatchObject({
      error: 'invalid_authorization_details',
    });
    const whole = { type: 'gift', what: 'cake', reason: 'joy' };
    expect((await redeemRich(await codeFor([whole]))).body['authorization_details']).toEqual([whole]);
  });

  it('is asked each time: of such acts none is like another', async () => {
    const browser = house.browser();
    leftWith(await walk(browser, await ask([PAYMENT], {}, browser)));
    pageOf(await ask([PAYMENT], {}, browser), 'consent');
    expect(leftWith(await ask([PAYMENT], { prompt: 'none' }, browser))).toMatchObject({ error: 'consent_required' });
    expect(
      leftWith(await browser.open('authorize', authorizationRequest({ client_id: 'rich', scope: 'openid' }))),
    ).toHaveProperty('code');
  });

  it('is asked for an application, too, that asks for nothing else', async () => {
    await changeRich({ consent: 'skip' });
    const browser = house.browser();
    const login = pageOf(await ask([PAYMENT], {}, browser), 'login');
    const view = pageOf(
      await browser.submit(login, { username: 'alice', password: 'correct horse battery' }),
      'consent',
    );
    expect(view.details).toHaveLength(1);
    const { code } = leftWith(
      await browser.submit(view, { decision: 'allow', scope: view.scopes.map(({ name }) => name) }),
    );
    expect((await redeemRich(code)).body['authorization_details']).toEqual([PAYMENT]);
    const plain = authorizationRequest({ client_id: 'rich', scope: 'openid' });
    expect(leftWith(await browser.open('authorize', plain))).toHaveProperty('code');
  });

  it('stands in the token answer, in introspection and in the JWT', async () => {
    const { body } = await redeemRich(await codeFor([PAYMENT]));
    expect(body['authorization_details']).toEqual([PAYMENT]);
    const { body: told } = await house.post(
      'introspect',
      { token: String(body['access_token']) },
      { authorization: basic('app') },
    );
    expect(told['authorization_details']).toEqual([PAYMENT]);
    const [rich] = await house.store.collection('applications').find('client_id', 'rich');
    await house.store
      .collection('applications')
      .update(rich?.id ?? '', (old) => ({ ...old, access_token_format: 'jwt' }));
    const { body: jwt } = await redeemRich(await codeFor([PAYMENT, DOOR]));
    expect(decodeJwt(String(jwt['access_token']))['authorization_details']).toEqual([PAYMENT, DOOR]);
    const again = await house.post(
      'introspect',
      { token: String(jwt['access_token']) },
      { authorization: basic('app') },
    );
    expect(again.body['authorization_details']).toEqual([PAYMENT, DOOR]);
  });

  it('is on record in the audit log, with its particulars', async () => {
    await codeFor([PAYMENT]);
    const { items } = await house.store.collection('audit_events').list({ limit: 100 });
    const made = items.find(({ type, target }) => type === 'grant.created' && target === 'rich');
    expect(made?.detail['authorization_details']).toEqual([PAYMENT]);
  });

  it('goes to the API that defines it, and to no other', async () => {
    await changeRich({ audience: [BANK, 'other'] });
    const both = [PAYMENT, { type: 'secret', it: 'x' }];
    const { body } = await redeemRich(await codeFor(both), { resource: BANK });
    expect(body['authorization_details']).toEqual([PAYMENT]);
    expect((await refresh(body['refresh_token'])).body['authorization_details']).toEqual(both);
    expect((await refresh(body['refresh_token'], { audience: 'other' })).body['authorization_details']).toEqual([
      both[1],
    ]);
    const wrong = { audience: 'other', authorization_details: JSON.stringify([PAYMENT]) };
    expect((await refresh(body['refresh_token'], wrong)).body).toMatchObject({
      error: 'invalid_authorization_details',
    });
    expect(leftWith(await ask([PAYMENT], { audience: 'other' }))).toMatchObject({
      error: 'invalid_authorization_details',
    });
    pageOf(await ask([PAYMENT], { resource: BANK }), 'login');
  });

  it('leaves the tokens that are out with the API that is taken from the application', async () => {
    await changeRich({ audience: [BANK, 'other'] });
    const { body } = await redeemRich(await codeFor([PAYMENT, { type: 'secret', it: 'x' }]));
    await changeRich({ audience: ['other'] });
    const told = await house.post(
      'introspect',
      { token: String(body['access_token']) },
      { authorization: basic('app') },
    );
    expect(told.body['authorization_details']).toEqual([{ type: 'secret', it: 'x' }]);
  });

  it('goes on with a refresh, whole or in part, and never grows', async () => {
    const first = await redeemRich(await codeFor([PAYMENT, DOOR]), { authorization_details: JSON.stringify([DOOR]) });
    expect(first.body['authorization_details']).toEqual([DOOR]);
    const whole = await refresh(first.body['refresh_token']);
    expect(whole.body['authorization_details']).toEqual([PAYMENT, DOOR]);
    const part = await refresh(whole.body['refresh_token'], { authorization_details: JSON.stringify([PAYMENT]) });
    expect(part.body['authorization_details']).toEqual([PAYMENT]);
    for (const more of [[{ ...PAYMENT, payee: 'Butcher' }], [{ ...DOOR, actions: ['open', 'close'] }], 'x', []]) {
      const text = typeof more === 'string' ? more : JSON.stringify(more);
      expect((await refresh(part.body['refresh_token'], { authorization_details: text })).body).toMatchObject({
        error: 'invalid_authorization_details',
      });
    }
  });

  it('may be sent ahead, and inside of a request object', async () => {
    const { body } = await house.post(
      'par',
      authorizationRequest({ client_id: 'rich', scope: 'openid', authorization_details: JSON.stringify([PAYMENT]) }),
      { authorization: basic('rich') },
    );
    const browser = house.browser();
    const arrived = await walk(
      browser,
      await browser.open('authorize', { client_id: 'rich', request_uri: String(body['request_uri']) }),
    );
    expect((await redeemRich(leftWith(arrived)['code'])).body['authorization_details']).toEqual([PAYMENT]);
    const key = await makeClientKey('ES256');
    await house.addApplication({
      client_id: 'signs',
      redirect_uris: [CALLBACK],
      audience: [BANK],
      scope: 'openid',
      jwks: { keys: [key.jwk as never] },
    });
    const inside = { ...authorizationRequest({ client_id: 'signs', scope: 'openid' }), authorization_details: [DOOR] };
    const request = await sign({ iss: 'signs', aud: ORIGIN, ...inside }, key);
    const other = house.browser();
    const back = await walk(
      other,
      await other.open('authorize', { client_id: 'signs', request, redirect_uri: CALLBACK }),
    );
    expect((await redeem(house, leftWith(back)['code'], {}, basic('signs'))).body['authorization_details']).toEqual([
      DOOR,
    ]);
  });
});

describe('authorization_details are refused', () => {
  it.each([
    ['that are no JSON', 'x'],
    ['that are one object', PAYMENT],
    ['that are an empty list', []],
    ['with an entry that is no object', [PAYMENT, 'payment']],
    ['with an entry that is a list', [[PAYMENT]]],
    ['without a type', [{ amount: 1, payee: 'x' }]],
    ['with a type that is no text', [{ ...PAYMENT, type: 5 }]],
    ['of a type that nobody defined', [{ type: 'unheard-of' }]],
    ['of a type of an API that is not open to the client', [{ type: 'secret', it: 'x' }]],
    ['with a field missing', [{ type: 'payment', amount: 1 }]],
    ['with a field that the type does not know', [{ ...PAYMENT, on: 'Monday' }]],
    ['with actions that are no list', [{ ...DOOR, actions: 'open' }]],
    ['with locations that are no texts', [{ ...DOOR, locations: [5] }]],
    ['with an identifier that is no text', [{ ...DOOR, identifier: {} }]],
    ['that are too many', Array.from({ length: 11 }, () => PAYMENT)],
    ['that nobody could read', [{ ...PAYMENT, payee: 'x'.repeat(5000) }]],
    ['whose field is a member of every object', [{ type: 'payment', amount: 1, __proto__: null, constructor: 'x' }]],
  ])('%s', async (_what, details) => {
    expect(leftWith(await ask(details))).toMatchObject({ error: 'invalid_authorization_details', state: 'a-state' });
    const pushed = await house.post(
      'par',
      authorizationRequest({
        client_id: 'rich',
        scope: 'openid',
        authorization_details: typeof details === 'string' ? details : JSON.stringify(details),
      }),
      { authorization: basic('rich') },
    );
    expect(pushed).toMatchObject({ status: 400, body: { error: 'invalid_authorization_details' } });
  });

  it('where nobody is there to allow them', async () => {
    const fields = { grant_type: 'client_credentials', authorization_details: JSON.stringify([PAYMENT]) };
    expect((await house.post('token', fields, { authorization: basic('rich') })).body).toMatchObject({
      error: 'invalid_authorization_details',
    });
  });
});

it('discovery names the types, where there are any', async () => {
  const types = async (there: House) =>
    (await there.post('oauth-authorization-server', {}, { method: 'GET' })).body[
      'authorization_details_types_supported'
    ];
  expect(await types(house)).toEqual(expect.arrayContaining(['payment', 'door', 'secret']));
  expect(await types(await buildHouse())).toBeUndefined();
});
