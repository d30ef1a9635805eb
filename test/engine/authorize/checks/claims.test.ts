/** The claims parameter: single claims, each as much the person's and the office's to give as the scope that it belongs to. */
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { findConsent } from '../../../../server/directory/consents.ts';
import { createScope } from '../../../../server/directory/scopes.ts';
import { ACR_PASSWORD } from '../../../../server/engine/acr.ts';
import { buildHouse, type House, type TestBrowser } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  furnish,
  leftWith,
  pageOf,
  redeem,
  tokens,
  walk,
} from '../../../support/sign-in.ts';

let house: House;
let alice: string;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  browser = house.browser();
});

const asking = (claims: object | string, changes: Asked = {}) => ({
  scope: 'openid',
  claims: typeof claims === 'string' ? claims : JSON.stringify(claims),
  ...changes,
});
const userinfo = async (access_token: unknown) =>
  (await house.post('userinfo', {}, { method: 'GET', authorization: `Bearer ${String(access_token)}` })).body;
const ask = async (changes: Asked) => browser.open('authorize', authorizationRequest(changes));
const refusal = async (changes: Asked) => leftWith(await ask(changes))['error'];

describe('a claim that was asked for', () => {
  it('stands where it was asked for, and what belongs to the same scope does not', async () => {
    const {
      access_token,
      id_token = '',
      scope,
    } = await tokens(house, browser, asking({ userinfo: { name: { essential: true } }, id_token: { email: null } }));
    expect(scope).toBe('openid');
    expect(await userinfo(access_token)).toEqual({ sub: alice, name: 'Alice Example' });
    expect(decodeJwt(id_token)).toMatchObject({ email: 'alice@example.lan' });
    for (const name of ['name', 'email_verified', 'preferred_username']) {
      expect(decodeJwt(id_token)).not.toHaveProperty(name);
    }
  });

  it('is asked of the person under its scope, and goes with it', async () => {
    const claims = asking({ userinfo: { name: null, email: null } });
    const login = pageOf(await ask(claims), 'login');
    const consent = pageOf(
      await browser.submit(login, { username: 'alice', password: 'correct horse battery' }),
      'consent',
    );
    expect(consent.scopes.map(({ name }) => name)).toEqual(['openid', 'profile', 'email']);
    const { code } = leftWith(await browser.submit(consent, { decision: 'allow', scope: ['email'] }));
    const { access_token } = (await redeem(house, code)).body;
    expect(await userinfo(access_token)).toEqual({ sub: alice, email: 'alice@example.lan' });
    const again = leftWith(await ask(claims));
    expect(await userinfo((await redeem(house, again['code'])).body['access_token'])).not.toHaveProperty('name');
  });

  it('needs no more consent where its scope was allowed, and more where it was not', async () => {
    await tokens(house, browser, { scope: 'openid profile' });
    expect(leftWith(await ask(asking({ userinfo: { name: null } }, { prompt: 'none' })))).toHaveProperty('code');
    expect(await refusal(asking({ userinfo: { email: null } }, { prompt: 'none' }))).toBe('consent_required');
  });

  it('is gone when the person takes the consent for its scope back', async () => {
    const { access_token } = await tokens(house, browser, asking({ userinfo: { name: null, email: null } }));
    expect(await userinfo(access_token)).toHaveProperty('name');
    const consent = await findConsent(house.store, alice, 'app');
    await house.store
      .collection('consents')
      .update(consent?.id ?? '', (old) => ({ ...old, scope: ['openid', 'email'], declined: ['profile'] }));
    expect(await userinfo(access_token)).toEqual({ sub: alice, email: 'alice@example.lan' });
  });

  it.each(['skip', 'always'] as const)(
    'needs no record of a consent where the office keeps none: %s',
    async (consent) => {
      const [app] = await house.store.collection('applications').find('client_id', 'app');
      await house.store.collection('applications').update(app?.id ?? '', (old) => ({ ...old, consent }));
      const { access_token } = await tokens(house, browser, asking({ userinfo: { name: null } }));
      expect(await userinfo(access_token)).toEqual({ sub: alice, name: 'Alice Example' });
    },
  );

  it('comes again with a refreshed ID token', async () => {
    const first = await tokens(
      house,
      browser,
      asking({ id_token: { name: null } }, { scope: 'openid offline_access' }),
    );
    const fields = { grant_type: 'refresh_token', refresh_token: first['refresh_token'] };
    const { body } = await house.post('token', fields, {
      authorization: `Basic ${Buffer.from('app:a-secret-of-the-application-0001').toString('base64')}`,
    });
    expect(decodeJwt(String(body['id_token']))).toMatchObject({ name: 'Alice Example' });
  });

  it('is left out where its value is not one of those wanted', async () => {
    const wanted = { name: { value: 'Bob' }, email: { values: ['x@y.z', 'alice@example.lan'] } };
    const { access_token } = await tokens(house, browser, asking({ userinfo: wanted }));
    expect(await userinfo(access_token)).toEqual({ sub: alice, email: 'alice@example.lan' });
  });

  it('is passed over where nobody knows it, or where the application may not ask for its scope', async () => {
    const wanted = { phone_number: { essential: true }, is_admin: { essential: true }, password_hash: null, iss: null };
    const { access_token } = await tokens(house, browser, asking({ userinfo: wanted, id_token: wanted }));
    expect(await userinfo(access_token)).toEqual({ sub: alice });
  });

  it('may be one of the office’s own', async () => {
    await house.store.transaction((within) =>
      createScope(within, { name: 'department', claims: { department: 'user.claims.department' } }, house.clock.now),
    );
    await house.addUser({ username: 'carol', claims: { department: 'Sales' } });
    const asked = authorizationRequest(asking({ userinfo: { department: null } }));
    const shown = async () => {
      const { code } = leftWith(await walk(browser, await browser.open('authorize', asked), 'carol'));
      return userinfo((await redeem(house, code)).body['access_token']);
    };
    expect(await shown()).not.toHaveProperty('department');
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    await house.store
      .collection('applications')
      .update(app?.id ?? '', (old) => ({ ...old, scope: `${old.scope} department` }));
    expect(await shown()).toMatchObject({ department: 'Sales' });
  });

  it('means nothing without openid', async () => {
    const { access_token, scope } = await tokens(
      house,
      browser,
      asking({ userinfo: { name: null } }, { scope: 'email' }),
    );
    expect(scope).toBe('email');
    expect(await house.post('userinfo', {}, { method: 'GET', authorization: `Bearer ${access_token}` })).toMatchObject({
      status: 403,
    });
  });
});

describe('an essential acr', () => {
  const acr = (wish: object) => asking({ id_token: { acr: wish } });

  it('that nobody can meet here is refused, before anybody has to sign in (OIDC Core 5.5.1.1)', async () => {
    for (const wish of [{ value: 'urn:mace:gold' }, { values: ['1', '2'] }, { values: [] }, { value: 1 }]) {
      expect(await refusal(acr({ essential: true, ...wish }))).toBe('unmet_authentication_requirements');
    }
  });

  it('that is met is met, and one that is only wished for refuses nothing', async () => {
    for (const wish of [
      { essential: true, values: ['urn:mace:gold', ACR_PASSWORD] },
      { essential: true },
      { value: 'urn:mace:gold' },
    ]) {
      const { code } = await authorize(house, house.browser(), acr(wish));
      const { id_token } = (await redeem(house, code)).body;
      expect(decodeJwt(String(id_token))).toMatchObject({ acr: ACR_PASSWORD });
    }
  });

  it('asks whoever signed in otherwise to sign in again', async () => {
    await tokens(house, browser);
    const [session] = (await house.store.collection('sessions').list({ limit: 1 })).items;
    await house.store.collection('sessions').update(session?.id ?? '', (old) => ({ ...old, acr: 'older' }));
    const wanted = acr({ essential: true, value: ACR_PASSWORD });
    expect(await refusal({ ...wanted, prompt: 'none' })).toBe('login_required');
    expect(leftWith(await ask({ scope: 'openid', prompt: 'none' }))).toHaveProperty('code');
    pageOf(await ask(wanted), 'login');
    expect(leftWith(await walk(browser, await ask(wanted)))).toHaveProperty('code');
  });
});

describe('a sub with a value', () => {
  const sub = (value: unknown) => asking({ id_token: { sub: { value } } });

  it('lets that person through and nobody else (OIDC Core 3.1.2.2)', async () => {
    await house.addUser({ username: 'bob' });
    expect(leftWith(await walk(browser, await ask(sub(alice))))).toHaveProperty('code');
    expect(leftWith(await ask({ ...sub(alice), prompt: 'none' }))).toHaveProperty('code');
    expect(await refusal({ ...sub('somebody-else'), prompt: 'none' })).toBe('login_required');
    const other = house.browser();
    const arrived = await other.open('authorize', authorizationRequest(sub(alice)));
    expect(leftWith(await walk(other, arrived, 'bob'))).toMatchObject({ error: 'login_required' });
  });

  it('is refused where it is no string, or contradicts the id_token_hint', async () => {
    const { id_token } = await tokens(house, browser);
    for (const value of [7, null, ['x'], {}]) expect(await refusal(sub(value))).toBe('invalid_request');
    expect(await refusal({ ...sub('somebody-else'), id_token_hint: id_token })).toBe('invalid_request');
    const agreeing = { ...sub(alice), id_token_hint: id_token, prompt: 'none' };
    expect(leftWith(await ask(agreeing))).toHaveProperty('code');
  });
});

describe('a claims parameter', () => {
  it.each([
    ['twice', ['{}', '{}']],
    ['not JSON', '{'],
    ['a list', '[]'],
    ['broken UTF-8 inside', '{"userinfo":{"\ufffd":7}}'],
    ['a megabyte', JSON.stringify({ userinfo: { ['n'.repeat(1_000_000)]: null } })],
  ])('is refused when it is %s', async (_what, claims) => {
    expect(await refusal({ claims })).toBe('invalid_request');
  });

  it('is harmless when it is empty or asks for nothing', async () => {
    for (const claims of ['', '{}', '{"userinfo":{}}', '{"other":{}}']) pageOf(await ask({ claims }), 'login');
    pageOf(await ask({ 'claims[userinfo]': '{', 'claims[]': '{' }), 'login');
  });
});
