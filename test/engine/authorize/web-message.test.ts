/** Answers that are posted to the application's own page: to registered origins alone, and exactly there. */
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildHouse, type House, ORIGIN, PASSWORD } from '../../support/house.ts';
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

const ALLOW = { decision: 'allow', scope: ['openid', 'profile'] };

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

const ask = (changes: Asked = {}, browser = house.browser()) =>
  browser.open('authorize', authorizationRequest({ response_mode: 'web_message', ...changes }));

describe('web_message', () => {
  it('hands the answer to the origin of the redirect_uri', async () => {
    const browser = house.browser();
    const view = pageOf(await walk(browser, await ask({}, browser)), 'web-message');
    expect(view).toMatchObject({ target_origin: 'https://app.test', response: { state: 'a-state', iss: ORIGIN } });
    expect((await redeem(house, view.response['code'])).status).toBe(200);
  });

  it('tells a refusal in the same way, without a question where none may be asked', async () => {
    const view = pageOf(await ask({ prompt: 'none' }), 'web-message');
    expect(view.response).toMatchObject({ error: 'login_required', state: 'a-state' });
  });

  it('may carry a JWT', async () => {
    const view = pageOf(await ask({ prompt: 'none', response_mode: 'web_message.jwt' }), 'web-message');
    expect(Object.keys(view.response)).toEqual(['response']);
  });

  it('keeps the pages on its way tied to the window that opened them, and no others', async () => {
    const policyOf = async (changes: Asked) => {
      const arrived = await ask(changes);
      return arrived.kind === 'page' ? arrived.response.headers : undefined;
    };
    expect(await policyOf({})).toEqual({ 'Cross-Origin-Opener-Policy': 'unsafe-none' });
    expect(await policyOf({ response_mode: 'query' })).toEqual({});
  });

  it('keeps them tied in any mode where a product opens windows of its own, on the way to a registered origin alone', async () => {
    const policyOf = async (changes: object, asked: Asked = {}) => {
      const client_id = `opened ${JSON.stringify(changes)}`;
      await house.addApplication({ client_id, redirect_uris: [CALLBACK], ...changes });
      const browser = house.browser();
      const seen: unknown[] = [];
      let here = await ask({ client_id, response_mode: 'query', scope: 'openid profile', ...asked }, browser);
      for (const due of ['login', 'consent'] as const) {
        const view = pageOf(here, due);
        seen.push(here.kind === 'page' && here.response.headers);
        here = await browser.submit(view, due === 'login' ? { username: 'alice', password: PASSWORD } : ALLOW);
      }
      return seen;
    };
    const tied = { 'Cross-Origin-Opener-Policy': 'unsafe-none' };
    const registered = { web_origins: ['https://app.test'] };
    expect(await policyOf({ dialect: 'auth0', ...registered })).toEqual([tied, tied]);
    expect(await policyOf({ dialect: 'auth0', web_origins: ['https://app.test:8443'] })).toEqual([{}, {}]);
    expect(await policyOf({ dialect: 'native', ...registered })).toEqual([{}, {}]);
    const native = { dialect: 'auth0', redirect_uris: ['com.example.app:/cb'], ...registered };
    expect(await policyOf(native, { redirect_uri: 'com.example.app:/cb' })).toEqual([{}, {}]);
  });

  it.each(['web_message', 'web_message.jwt'])(
    'as %s goes to no origin that is not registered',
    async (response_mode) => {
      await house.addApplication({
        client_id: 'other',
        redirect_uris: [CALLBACK],
        web_origins: ['https://app.test:8443'],
      });
      const told = (arrived: Awaited<ReturnType<typeof ask>>) => {
        const { response, ...plain } = leftWith(arrived);
        expect(response !== undefined).toBe(response_mode.endsWith('.jwt'));
        return response === undefined ? plain : decodeJwt(response);
      };
      const refused = await ask({ client_id: 'other', response_mode });
      expect(told(refused)).toMatchObject({ error: 'invalid_request', state: 'a-state' });
      await house.addApplication({
        client_id: 'native',
        redirect_uris: ['com.example.app:/cb'],
        web_origins: ['https://app.test'],
      });
      const native = await ask({ client_id: 'native', redirect_uri: 'com.example.app:/cb', response_mode });
      expect(told(native)).toMatchObject({ error: 'invalid_request' });
      pageOf(await ask({ redirect_uri: 'https://evil.test/', response_mode }), 'error');
    },
  );
});
