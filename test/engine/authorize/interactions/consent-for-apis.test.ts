/** A yes is for the APIs that the page showed: two of them may mean different things by one name of a scope. */
import { beforeEach, expect, it } from 'vitest';
import { createApi } from '../../../../server/directory/apis.ts';
import { changeApplication } from '../../../../server/directory/applications.ts';
import { readHeldByApplications } from '../../../../server/directory/held-by-applications.ts';
import { rememberConsent, withdrawConsent } from '../../../../server/directory/consents.ts';
import { buildHouse, type House, type TestBrowser } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  furnish,
  leftWith,
  pageOf,
  redeem,
} from '../../../support/sign-in.ts';

const [MAIL, DOORS] = ['https://mail.test', 'https://doors.test'];

let house: House;
let browser: TestBrowser;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  const scopes = [{ name: 'tools:call', description: 'use its tools' }];
  await house.store.transaction(async (within) => {
    for (const audience of [MAIL, DOORS]) await createApi(within, { audience, scopes }, house.clock.now);
    const changes = { audience: [MAIL, DOORS], scope: 'openid profile offline_access tools:call' };
    await changeApplication(within, 'app', changes, house.clock.now);
  });
  browser = house.browser();
});

const SCOPE = 'openid offline_access tools:call';
const ask = (resource: Asked[string], changes: Asked = {}) =>
  browser.open('authorize', authorizationRequest({ scope: SCOPE, resource, ...changes }));
const allowed = (resource: Asked[string]) => authorize(house, browser, { scope: SCOPE, resource });

it('asks again for an API that nobody said yes to, and not for the one that somebody did', async () => {
  await allowed(MAIL);
  expect(leftWith(await ask(MAIL))['code']).toBeDefined();
  expect(pageOf(await ask(DOORS), 'consent').apis).toEqual([DOORS]);
  expect(leftWith(await ask(DOORS, { prompt: 'none' }))['error']).toBe('consent_required');
  // All that it may have, where it names none.
  expect(pageOf(await ask(undefined), 'consent').apis).toEqual([MAIL, DOORS]);
  await allowed(DOORS);
  expect(leftWith(await ask(undefined, { prompt: 'none' }))['code']).toBeDefined();
});

it('asks again once an admin added an API', async () => {
  const audience = async (names: readonly string[]) =>
    house.store.transaction((within) => changeApplication(within, 'app', { audience: names }, house.clock.now));
  await audience([MAIL]);
  await allowed(undefined);
  expect(leftWith(await ask(undefined))['code']).toBeDefined();
  await audience([MAIL, DOORS]);
  expect(pageOf(await ask(undefined), 'consent').apis).toEqual([MAIL, DOORS]);
});

it('a scope that was allowed without it is asked for with it', async () => {
  await allowed(MAIL);
  await authorize(house, browser, { scope: 'openid', resource: DOORS });
  expect(leftWith(await ask(DOORS, { scope: 'openid' }))['code']).toBeDefined();
  expect(pageOf(await ask(DOORS), 'consent').apis).toEqual([DOORS]);
});

it('what was withdrawn does not come back with a yes for another API', async () => {
  const { code } = await allowed(MAIL);
  const { body } = await redeem(house, code);
  await house.store.transaction((within) => withdrawConsent(within, alice, 'app'));
  await allowed(DOORS);
  const token = String(body['access_token']);
  const refreshed = await redeem(house, undefined, {
    grant_type: 'refresh_token',
    refresh_token: String(body['refresh_token']),
    redirect_uri: undefined,
    code_verifier: undefined,
  });
  expect(refreshed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  const userinfo = await house.post('userinfo', {}, { authorization: `Bearer ${token}` });
  expect(userinfo).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
});

it('what an older version remembered goes on for what is out, and the next request asks', async () => {
  const { code } = await allowed(MAIL);
  const id = `${alice} app`;
  await house.store.collection('consents').update(id, ({ apis: _none, ...old }) => old);
  expect((await redeem(house, code)).status).toBe(200);
  expect(pageOf(await ask(MAIL), 'consent').apis).toEqual([MAIL]);
});

it('the account shows the APIs that it would not be asked about again', async () => {
  const decision = { user_id: alice, client_id: 'app', audience: [DOORS], allowed: ['openid'], declined: [] };
  await house.store.transaction((within) => rememberConsent(within, decision, house.clock.now));
  const [held] = await readHeldByApplications(house.store, alice, house.clock.now);
  expect(held?.audience).toEqual([DOORS]);
});
