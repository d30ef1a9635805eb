/** prompt, max_age and login_hint: what an application insists on, rules out, or suggests. */
import { beforeEach, describe, expect, it } from 'vitest';
import { basic, buildHouse, type House, PASSWORD, type TestBrowser } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
  walk,
} from '../../../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

const ask = (browser: TestBrowser, changes: Asked) => browser.open('authorize', authorizationRequest(changes));

async function claimsOf(code: string | undefined) {
  const { body } = await redeem(house, code);
  return JSON.parse(Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

describe('prompt=none', () => {
  it('is login_required where nobody is signed in', async () => {
    expect(leftWith(await ask(house.browser(), { prompt: 'none' }))).toMatchObject({
      error: 'login_required',
      state: 'a-state',
    });
  });

  it('answers at once where somebody is signed in and has consented, with the same sub and auth_time', async () => {
    const browser = house.browser();
    const before = await claimsOf((await authorize(house, browser))['code']);
    house.clock.now += 100;
    const after = await claimsOf(leftWith(await ask(browser, { prompt: 'none' }))['code']);
    expect(after).toMatchObject({ sub: before['sub'], auth_time: before['auth_time'], sid: before['sid'] });
  });

  it('is consent_required where something was never allowed (D12)', async () => {
    const browser = house.browser();
    await authorize(house, browser, { scope: 'openid' });
    expect(leftWith(await ask(browser, { prompt: 'none', scope: 'openid offline_access' }))).toMatchObject({
      error: 'consent_required',
    });
    expect(leftWith(await ask(browser, { prompt: 'none', scope: 'openid' }))).toHaveProperty('code');
  });

  it('leaves nothing waiting', async () => {
    await ask(house.browser(), { prompt: 'none' });
    expect((await house.store.collection('tickets').list({ limit: 10 })).items).toEqual([]);
  });

  it.each(['none login', 'login none', 'none consent', 'none select_account'])(
    'must stand alone, unlike "%s"',
    async (prompt) => {
      expect(leftWith(await ask(house.browser(), { prompt }))).toMatchObject({ error: 'invalid_request' });
    },
  );
});

describe('prompt', () => {
  it.each(['magic', 'login magic', 'LOGIN', 'login,consent', 'create', '__proto__', `login${'\t'}consent`])(
    'that is unknown is refused: "%s"',
    async (prompt) => {
      expect(leftWith(await ask(house.browser(), { prompt }))).toMatchObject({ error: 'invalid_request' });
    },
  );

  it('login asks for the password again, once, and auth_time is the new one', async () => {
    const browser = house.browser();
    const before = await claimsOf((await authorize(house, browser))['code']);
    house.clock.now += 100;
    const login = pageOf(await ask(browser, { prompt: 'login' }), 'login');
    const answer = leftWith(await browser.submit(login, { username: 'alice', password: PASSWORD }));
    const after = await claimsOf(answer['code']);
    expect(after).toMatchObject({ sub: before['sub'], auth_time: house.clock.now });
  });

  it('consent asks again although it is remembered', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const consent = pageOf(await ask(browser, { prompt: 'consent' }), 'consent');
    const scope = consent.scopes.map(({ name }) => name);
    expect(leftWith(await browser.submit(consent, { decision: 'allow', scope }))).toHaveProperty('code');
  });

  it('login and consent together ask for both, in that order', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const login = pageOf(await ask(browser, { prompt: 'consent login' }), 'login');
    pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
  });

  it('select_account lets the person go on as who they are', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const choice = pageOf(await ask(browser, { prompt: 'select_account' }), 'select-account');
    expect(choice.person).toEqual({ name: 'Alice Example', username: 'alice' });
    expect(leftWith(await browser.submit(choice, { decision: 'continue' }))).toHaveProperty('code');
  });

  it('select_account lets the person become somebody else', async () => {
    const bob = await house.addUser({ username: 'bob' });
    const browser = house.browser();
    await authorize(house, browser);
    const choice = pageOf(await ask(browser, { prompt: 'select_account' }), 'select-account');
    const login = await browser.submit(choice, { decision: 'another' });
    pageOf(login, 'login');
    const { code } = leftWith(await walk(browser, login, 'bob'));
    expect(await claimsOf(code)).toMatchObject({ sub: bob.id });
  });

  it('select_account is the same as signing in where nobody is signed in', async () => {
    const browser = house.browser();
    const arrived = await ask(browser, { prompt: 'select_account' });
    pageOf(arrived, 'login');
    expect(leftWith(await walk(browser, arrived))).toHaveProperty('code');
  });
});

describe('max_age (B12)', () => {
  it('is kept while the sign-in is young enough, and auth_time is in the ID token', async () => {
    const browser = house.browser();
    const before = await claimsOf((await authorize(house, browser, { max_age: '15000' }))['code']);
    house.clock.now += 10_000;
    const after = await claimsOf(leftWith(await ask(browser, { max_age: '10000' }))['code']);
    expect(after['auth_time']).toBe(before['auth_time']);
  });

  it('asks again one second later, and prompt=none says login_required', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    house.clock.now += 2;
    expect(leftWith(await ask(browser, { max_age: '1', prompt: 'none' }))).toMatchObject({ error: 'login_required' });
    const arrived = await ask(browser, { max_age: '1' });
    pageOf(arrived, 'login');
    const claims = await claimsOf(leftWith(await walk(browser, arrived))['code']);
    expect(claims['auth_time']).toBe(house.clock.now);
  });

  it('of 0 always asks, and is content after that', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const arrived = await ask(browser, { max_age: '0' });
    pageOf(arrived, 'login');
    expect(leftWith(await walk(browser, arrived))).toHaveProperty('code');
  });

  it('is what the application registered where the request says nothing, and the request’s where it does', async () => {
    await house.addApplication({
      client_id: 'strict',
      redirect_uris: [CALLBACK],
      scope: 'openid',
      consent: 'skip',
      default_max_age: 60,
    });
    const browser = house.browser();
    const strict = (changes: Asked = {}) =>
      ask(browser, { client_id: 'strict', scope: 'openid', prompt: 'none', ...changes });
    await authorize(house, browser);
    expect(leftWith(await strict())).toHaveProperty('code');
    house.clock.now += 61;
    expect(leftWith(await strict())).toMatchObject({ error: 'login_required' });
    expect(leftWith(await strict({ max_age: '100' }))).toHaveProperty('code');
  });

  it.each(['-1', '1.5', '1e9', 'abc', '0x10', ' 1', '+1', '99999999999999999999', 'NaN', '١'])(
    'of %s is refused',
    async (max_age) => {
      expect(leftWith(await ask(house.browser(), { max_age }))).toMatchObject({ error: 'invalid_request' });
    },
  );

  it('of many years is taken', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    expect(leftWith(await ask(browser, { max_age: '1000000000' }))).toHaveProperty('code');
  });
});

describe('login_hint', () => {
  it.each(['alice@example.lan', '"><script>alert(1)</script>', '😀'])(
    'fills the field in, as text: %s',
    async (login_hint) => {
      expect(pageOf(await ask(house.browser(), { login_hint }), 'login').username).toBe(login_hint);
    },
  );

  it('chooses nobody: another person may sign in', async () => {
    await house.addUser({ username: 'bob' });
    const browser = house.browser();
    const arrived = await ask(browser, { login_hint: 'alice' });
    expect(leftWith(await walk(browser, arrived, 'bob'))).toHaveProperty('code');
  });
});

describe('acr_values', () => {
  it('are wishes: what was done is what the ID token says, and discovery names it', async () => {
    const { code } = await authorize(house, house.browser(), { acr_values: 'urn:something:else' });
    const { acr } = await claimsOf(code);
    const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(body['acr_values_supported']).toEqual([acr]);
  });
});

describe('consent: skip', () => {
  it('is enough for offline_access without a word (D12)', async () => {
    await house.addApplication({
      client_id: 'own',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid offline_access',
      consent: 'skip',
    });
    const browser = house.browser();
    await authorize(house, browser);
    const asked = { client_id: 'own', scope: 'openid offline_access', prompt: 'none' };
    const { code } = leftWith(await ask(browser, asked));
    expect((await redeem(house, code, {}, basic('own'))).body).toHaveProperty('refresh_token');
  });
});
