/** Signing out: at once with a hint that fits, after a question otherwise, and on to a registered address or to none. */
import { beforeEach, describe, expect, it } from 'vitest';
import { basic, buildHouse, type House, ORIGIN, type TestBrowser } from '../../support/house.ts';
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
} from '../../support/sign-in.ts';

const BYE = 'https://app.test/bye';

let house: House;
let browser: TestBrowser;
let hint: string;
let access: string;
let refresh: string;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
  const { code } = await authorize(house, browser);
  const body = (await redeem(house, code)).body as Record<string, string>;
  ({ id_token: hint = '', access_token: access = '', refresh_token: refresh = '' } = body);
});

const signOut = (fields: Asked, by = browser, method: 'GET' | 'POST' = 'GET') => by.open('end-session', fields, method);

/** Whether the cookie that the browser had at the beginning still signs in. */
async function isSignedIn(by = browser): Promise<boolean> {
  const answer = leftWith(await by.open('authorize', authorizationRequest({ prompt: 'none' })));
  if (answer['error'] !== undefined) expect(answer['error']).toBe('login_required');
  return 'code' in answer;
}

describe('with an ID token of this session', () => {
  it('signs out and goes on to the registered address with the state', async () => {
    const cookie = browser.cookies.session;
    const state = 's'.repeat(128);
    const arrived = await signOut({ id_token_hint: hint, post_logout_redirect_uri: BYE, state });
    expect(arrived.kind === 'left' && arrived.url.href).toBe(`${BYE}?state=${state}`);
    expect(browser.cookies.session).toBeUndefined();
    browser.cookies.session = cookie;
    expect(await isSignedIn()).toBe(false);
  });

  it('without a state goes on without one', async () => {
    const arrived = await signOut({ id_token_hint: hint, post_logout_redirect_uri: BYE });
    expect(arrived.response).toMatchObject({ kind: 'redirect', status: 303, location: BYE });
  });

  it('brings any state back as it came', async () => {
    const state = '+ & = % # " < é 😀 \r\n';
    const arrived = await signOut({ id_token_hint: hint, post_logout_redirect_uri: BYE, state });
    expect(leftWith(arrived)).toEqual({ state });
    expect(arrived.response.kind === 'redirect' && arrived.response.location).toMatch(/^[\x21-\x7e]+$/);
  });

  it.each<[string, Asked]>([
    ['no address', {}],
    ['only a state', { state: 'x' }],
    ['its client_id as well', { client_id: 'app' }],
    ['a logout_hint and ui_locales', { logout_hint: 'alice', ui_locales: 'se' }],
  ])('and %s says that it is done', async (_what, fields) => {
    const view = pageOf(await signOut({ id_token_hint: hint, ...fields }), 'signed-out');
    expect(view.stayed).toBe(false);
    expect(await isSignedIn()).toBe(false);
  });

  it('works by POST', async () => {
    const arrived = await signOut({ id_token_hint: hint, post_logout_redirect_uri: BYE }, browser, 'POST');
    expect(arrived.kind === 'left' && arrived.url.href).toBe(BYE);
    expect(await isSignedIn()).toBe(false);
  });

  it('counts also after it expired', async () => {
    house.clock.now += house.DEFAULT_SETTINGS.id_token_lifetime_s + 1;
    pageOf(await signOut({ id_token_hint: hint }), 'signed-out');
    expect(await isSignedIn()).toBe(false);
  });

  it('ends the session at the server: a copied cookie is worth nothing (F21)', async () => {
    const copied = house.browser();
    copied.cookies.session = browser.cookies.session;
    expect(await isSignedIn(copied)).toBe(true);
    await signOut({ id_token_hint: hint });
    expect(await isSignedIn(copied)).toBe(false);
  });

  it('leaves the same person signed in elsewhere', async () => {
    const elsewhere = house.browser();
    await authorize(house, elsewhere);
    await signOut({ id_token_hint: hint });
    expect(await isSignedIn(elsewhere)).toBe(true);
  });

  it('is written into the audit log', async () => {
    await signOut({ id_token_hint: hint });
    const { items } = await house.store.collection('audit_events').list({ limit: 20 });
    expect(items.filter(({ type }) => type === 'user.signed_out')).toMatchObject([
      { actor: 'alice', target: 'app', at: house.clock.now },
    ]);
  });
});

describe('what hangs on the session (G11)', () => {
  const introspect = async (token: unknown) =>
    (await house.post('introspect', { token: String(token) }, { authorization: basic('app') })).body['active'];

  it('online tokens die with it, offline_access survives', async () => {
    const { code } = await authorize(house, browser, { scope: 'openid profile' });
    const online = (await redeem(house, code)).body['access_token'];
    expect([await introspect(online), await introspect(access), await introspect(refresh)]).toEqual([true, true, true]);
    await signOut({ id_token_hint: hint });
    expect([await introspect(online), await introspect(access), await introspect(refresh)]).toEqual([
      false,
      true,
      true,
    ]);
    expect((await house.post('userinfo', {}, { authorization: `Bearer ${String(online)}` })).status).toBe(401);
    const fields = { grant_type: 'refresh_token', refresh_token: refresh };
    expect((await house.post('token', fields, { authorization: basic('app') })).status).toBe(200);
  });

  it('signing in again brings no dead token back', async () => {
    const { code } = await authorize(house, browser, { scope: 'openid profile' });
    const online = (await redeem(house, code)).body['access_token'];
    await signOut({ id_token_hint: hint });
    await authorize(house, browser);
    expect(await introspect(online)).toBe(false);
  });

  it('online tokens die too when the session runs out', async () => {
    await house.setSettings({ access_token_lifetime_s: 1_000_000 });
    const { code } = await authorize(house, browser, { scope: 'openid profile' });
    const online = (await redeem(house, code)).body['access_token'];
    house.clock.now += house.DEFAULT_SETTINGS.session_lifetime_s - 1;
    expect(await introspect(online)).toBe(true);
    house.clock.now += 1;
    expect(await introspect(online)).toBe(false);
  });
});

describe('without a hint that fits (G02)', () => {
  it.each<[string, () => Promise<Asked> | Asked]>([
    ['no parameters', () => ({})],
    ['only a state', () => ({ state: 'x' })],
    ['only a client_id', () => ({ client_id: 'app' })],
    ['a client_id and its address', () => ({ client_id: 'app', post_logout_redirect_uri: BYE })],
    ['a hint that is none', () => ({ id_token_hint: 'x.y.z' })],
    ["another session's hint", async () => ({ id_token_hint: await hintOf(house.browser(), 'alice') })],
    ["another person's hint", async () => ({ id_token_hint: await hintOf(house.browser(), 'bob') })],
  ])('asks first, and nothing has happened yet: %s', async (_what, fields) => {
    await house.addUser({ username: 'bob' });
    const view = pageOf(await signOut(await fields()), 'sign-out');
    expect(view.person).toEqual({ name: 'Alice Example', username: 'alice' });
    expect(view.action).toBe('/oauth2/logout');
    expect(await isSignedIn()).toBe(true);
  });

  async function hintOf(by: TestBrowser, username: string) {
    const { code } = leftWith(await walk(by, await by.open('authorize', authorizationRequest()), username));
    return String((await redeem(house, code)).body['id_token']);
  }

  const answer = async (fields: Asked, decision: string | undefined, changes: Asked = {}) => {
    const view = pageOf(await signOut(fields), 'sign-out');
    const posted = { ...Object.fromEntries(view.fields), csrf: view.csrf, decision, ...changes };
    return signOut(posted, browser, 'POST');
  };

  it('yes signs out', async () => {
    expect(pageOf(await answer({}, 'yes'), 'signed-out').stayed).toBe(false);
    expect(await isSignedIn()).toBe(false);
  });

  it('yes goes on to the registered address with the state that the question carried along', async () => {
    const arrived = await answer({ client_id: 'app', post_logout_redirect_uri: BYE, state: 'a b' }, 'yes');
    expect(arrived.kind === 'left' && arrived.url.href).toBe(`${BYE}?state=a+b`);
    expect(await isSignedIn()).toBe(false);
  });

  it.each(['no', undefined, '', 'YES'])('%s stays, and goes nowhere', async (decision) => {
    const arrived = await answer({ client_id: 'app', post_logout_redirect_uri: BYE }, decision);
    expect(pageOf(arrived, 'signed-out').stayed).toBe(true);
    expect(await isSignedIn()).toBe(true);
  });

  it.each([
    ['a wrong CSRF token', 'x'],
    ['a CSRF token of 43 letters', 'A'.repeat(43)],
  ])('yes with %s is nobody’s yes', async (_what, csrf) => {
    expect(pageOf(await answer({}, 'yes', { csrf }), 'error').status).toBe(400);
    expect(await isSignedIn()).toBe(true);
  });

  it("yes with another session's CSRF token is nobody's yes", async () => {
    const attacker = house.browser();
    await authorize(house, attacker);
    const { csrf } = pageOf(await signOut({}, attacker), 'sign-out');
    pageOf(await answer({}, 'yes', { csrf }), 'error');
    expect(await isSignedIn()).toBe(true);
  });

  it('yes in a link, or without the CSRF token, only asks again', async () => {
    const { csrf } = pageOf(await signOut({}), 'sign-out');
    pageOf(await signOut({ csrf, decision: 'yes' }), 'sign-out');
    pageOf(await signOut({ decision: 'yes' }, browser, 'POST'), 'sign-out');
    expect(await isSignedIn()).toBe(true);
  });
});

describe('an address that may not be gone to (G01)', () => {
  it.each<[string, () => Asked]>([
    ['one that is not registered', () => ({ id_token_hint: hint, post_logout_redirect_uri: 'https://evil.test' })],
    ['the same with a client_id', () => ({ client_id: 'app', post_logout_redirect_uri: 'https://evil.test' })],
    [
      'a registered one with a query more (G06)',
      () => ({ id_token_hint: hint, post_logout_redirect_uri: `${BYE}?foo=bar` }),
    ],
    ['a registered one with a slash more', () => ({ id_token_hint: hint, post_logout_redirect_uri: `${BYE}/` })],
    ['a redirect URI for signing in', () => ({ id_token_hint: hint, post_logout_redirect_uri: CALLBACK })],
    ['a registered one without saying whose', () => ({ post_logout_redirect_uri: BYE })],
    ['a registered one of an unknown client', () => ({ client_id: 'nobody', post_logout_redirect_uri: BYE })],
    ["another application's", () => ({ id_token_hint: hint, post_logout_redirect_uri: 'https://other.test/bye' })],
    [
      'a hint and a client_id that differ',
      () => ({ id_token_hint: hint, client_id: 'other', post_logout_redirect_uri: 'https://other.test/bye' }),
    ],
    ['a hint and a client_id that differ, and no address', () => ({ id_token_hint: hint, client_id: 'other' })],
    ['two addresses', () => ({ id_token_hint: hint, post_logout_redirect_uri: [BYE, BYE] })],
    ['two hints', () => ({ id_token_hint: [hint, hint], post_logout_redirect_uri: BYE })],
    ['a hint without a signature (G04)', () => ({ id_token_hint: unsigned(), post_logout_redirect_uri: BYE })],
    ['a hint with alg none (G04)', () => ({ id_token_hint: algNone(), post_logout_redirect_uri: BYE })],
    ['a changed hint (G04)', () => ({ id_token_hint: changed(), post_logout_redirect_uri: BYE })],
    [
      'a changed hint beside a client_id (G04)',
      () => ({ id_token_hint: changed(), client_id: 'app', post_logout_redirect_uri: BYE }),
    ],
    ['javascript', () => ({ client_id: 'app', post_logout_redirect_uri: 'javascript:alert(1)' })],
  ])('is refused on a page of ours, and the person stays signed in: %s', async (_what, fields) => {
    await house.addApplication({
      client_id: 'other',
      redirect_uris: [CALLBACK],
      post_logout_redirect_uris: ['https://other.test/bye'],
    });
    for (const method of ['GET', 'POST'] as const) {
      const arrived = await signOut(fields(), browser, method);
      expect(pageOf(arrived, 'error')).toMatchObject({
        status: 400,
        code: 'invalid_request',
        title: 'You have not been signed out',
      });
      expect(arrived.response.cookies).toBeUndefined();
    }
    expect(await isSignedIn()).toBe(true);
    pageOf(await signOut(fields(), house.browser()), 'error');
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString()) as object;
  const unsigned = () => hint.split('.').slice(0, 2).join('.');
  const algNone = () => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims())}.`;
  const changed = () => `${hint.split('.')[0]}.${part({ ...claims(), sid: 'x' })}.${hint.split('.')[2]}`;

  it('an access token or a token of another issuer is no hint (G04)', async () => {
    for (const [typ, iss] of [
      ['at+jwt', ORIGIN],
      ['JWT', 'https://evil.test'],
    ] as const) {
      const id_token_hint = await house.keys.sign({ alg: 'RS256', typ }, { ...claims(), iss } as never);
      pageOf(await signOut({ id_token_hint, post_logout_redirect_uri: BYE }), 'error');
    }
    const id_token_hint = await house.keys.sign({ alg: 'RS256', typ: 'JWT' }, { ...claims(), iss: ORIGIN } as never);
    expect(await signOut({ id_token_hint, post_logout_redirect_uri: BYE })).toMatchObject({ kind: 'left' });
  });

  it('an encrypted ID token is refused in words that say what to send instead', async () => {
    const id_token_hint = 'eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVy.dGFn';
    const { detail } = pageOf(await signOut({ id_token_hint, post_logout_redirect_uri: BYE }), 'error');
    expect(detail).toContain('It has to send the one that it decrypted.');
    const other = pageOf(await signOut({ id_token_hint: 'x.y.z', post_logout_redirect_uri: BYE }), 'error');
    expect(other.detail).toBe('The id_token_hint of the request is not an ID token that was issued here.');
    const silent = leftWith(await browser.open('authorize', authorizationRequest({ id_token_hint })));
    expect(silent['error_description']).toBe('id_token_hint is an encrypted ID token; send the one that you decrypted');
  });

  it('with a query that is registered keeps it', async () => {
    const uri = 'https://query.test/bye?a=1';
    await house.addApplication({ client_id: 'query', redirect_uris: [CALLBACK], post_logout_redirect_uris: [uri] });
    const arrived = await signOut({ client_id: 'query', post_logout_redirect_uri: uri, state: 's' }, house.browser());
    expect(arrived.kind === 'left' && arrived.url.href).toBe(`${uri}&state=s`);
  });
});

describe('a browser that keeps its cookies back, as for pages of other sites', () => {
  const withheld = () => {
    const elsewhere = house.browser();
    elsewhere.cookies.browser_state = browser.cookies.browser_state;
    return elsewhere;
  };

  it('is told to forget nothing', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const { response } = await signOut({}, withheld(), method);
      expect(response.cookies).toBeUndefined();
    }
  });

  it('does not look signed out to those who watch the session', async () => {
    const by = withheld();
    const silent = leftWith(await by.open('authorize', authorizationRequest({ prompt: 'none' })));
    expect([silent['error'], by.cookies.browser_state]).toEqual(['login_required', browser.cookies.browser_state]);
  });

  it('is told to forget a session that is over', async () => {
    const stale = house.browser();
    Object.assign(stale.cookies, browser.cookies);
    await signOut({ id_token_hint: hint });
    const { response } = await signOut({}, stale);
    expect(response.cookies).toMatchObject({ session: null, browser_state: { value: expect.stringMatching(/^out-/) } });
  });
});

describe('nobody who is signed in', () => {
  it('is told that it is done', async () => {
    expect(pageOf(await signOut({}, house.browser()), 'signed-out').stayed).toBe(false);
    const planted = house.browser();
    planted.cookies.session = 'garbage';
    expect(pageOf(await signOut({}, planted), 'signed-out').stayed).toBe(false);
  });

  it('goes on to the registered address all the same', async () => {
    const arrived = await signOut({ id_token_hint: hint, post_logout_redirect_uri: BYE, state: 's' }, house.browser());
    expect(arrived.kind === 'left' && arrived.url.href).toBe(`${BYE}?state=s`);
    expect(await isSignedIn()).toBe(true);
  });
});
