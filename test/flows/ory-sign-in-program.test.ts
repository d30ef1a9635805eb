/** What a sign-in program of the office’s own is told, and what comes of its answers, through Ory’s client library. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACK, ORDERS, type OryOffice, SECRET, startOryOffice } from '../support/ory-office.ts';
import { challengeIn, claimsOf, type OryVisitor, oryVisitor, PROGRAM, refusal } from '../support/ory-visitor.ts';

let office: OryOffice;
let desk: OryVisitor;
beforeAll(async () => {
  office = await startOryOffice({ program: PROGRAM });
  desk = await oryVisitor(office);
}, 120_000);
afterAll(() => office?.stop());

describe('login and consent', () => {
  test('the program is told what is asked, and its own person signs in with its own claims', async () => {
    const person = desk.someone();
    const loginChallenge = await desk.loginFor(person, {
      acr_values: 'a b',
      ui_locales: 'de en',
      login_hint: 'ida',
      display: 'popup',
    });
    const { data: login } = await desk.ory.getOAuth2LoginRequest({ loginChallenge });
    expect(login).toMatchObject({
      challenge: loginChallenge,
      skip: false,
      subject: '',
      requested_scope: ['openid', 'email'],
      requested_access_token_audience: [ORDERS],
      oidc_context: { acr_values: ['a', 'b'], ui_locales: ['de', 'en'], login_hint: 'ida', display: 'popup' },
      client: { client_id: 'desk', client_name: 'The desk', redirect_uris: [CALLBACK] },
    });
    expect(JSON.stringify(login)).not.toContain(SECRET);
    expect(new URL(login.request_url).searchParams.get('state')).toBe('a-long-state');
    const answer = { acr: 'gold', amr: ['otp'], context: { desk: 4 } };
    const back = await person.open(await desk.acceptLogin(loginChallenge, answer));
    const consentChallenge = challengeIn(back.left, 'consent');
    const { data: consent } = await desk.ory.getOAuth2ConsentRequest({ consentChallenge });
    expect(consent).toMatchObject({
      challenge: consentChallenge,
      skip: false,
      subject: 'emp-17',
      login_challenge: loginChallenge,
      context: { desk: 4 },
      acr: 'gold',
      amr: ['otp'],
      client: { client_id: 'desk' },
      request_url: login.request_url,
    });
    const session = {
      id_token: {
        email: 'ida@office.example',
        department: 'desk',
        sub: 'root',
        iss: 'x',
        aud: 'y',
        nonce: 'z',
        acr: 'w',
      },
      access_token: { desk: 4, groups: ['root'] },
    };
    const done = await person.open(await desk.acceptConsent(consentChallenge, { session }));
    expect(done.left?.searchParams.get('state')).toBe('a-long-state');
    const tokens = await desk.redeem(done.left?.searchParams.get('code') ?? '');
    const claims = claimsOf(tokens['id_token']);
    expect(claims).toMatchObject({
      sub: 'emp-17',
      iss: office.origin(),
      aud: 'desk',
      acr: 'gold',
      amr: ['otp'],
      sid: consent.login_session_id,
      email: 'ida@office.example',
      department: 'desk',
    });
    expect(claims).not.toHaveProperty('nonce');
    const headers = { authorization: `Bearer ${tokens['access_token']}` };
    const userinfo = await (await fetch(`${office.origin()}/userinfo`, { headers })).json();
    expect(userinfo).toMatchObject({ sub: 'emp-17', email: 'ida@office.example', department: 'desk' });
  });

  test('what is allowed is what was asked, or less of it, and nothing beyond', async () => {
    const person = desk.someone();
    const asked = { scope: 'openid email orders:read offline', audience: ORDERS };
    const back = await person.open(await desk.acceptLogin(await desk.loginFor(person, asked)));
    const challenge = challengeIn(back.left, 'consent');
    const beyond = [
      [{ grant_scope: ['openid', 'lanyard:admin'] }, /lanyard:admin, which was not requested/],
      [{ grant_scope: ['openid', 'profile'] }, /profile, which was not requested/],
      [{ grant_scope: [] }, /grant_scope is empty/],
      [{ grant_scope: ['openid'], grant_access_token_audience: ['https://other.test'] }, /other\.test, which was not/],
      [{ grant_scope: 'openid' }, /grant_scope/],
      [{ grant_scope: ['openid'], session: { id_token: ['x'] } }, /session\.id_token/],
      [{ grant_scope: ['openid'], session: { id_token: { x: 'x'.repeat(9_000) } } }, /longer than/],
      [{ grant_scope: ['openid'], remember_for: -1 }, /remember_for/],
    ] as const;
    for (const [answer, why] of beyond) {
      const { status, data } = await refusal(desk.acceptConsent(challenge, answer));
      expect([status, data['error'], data['error_description']]).toEqual([
        400,
        'invalid_request',
        expect.stringMatching(why),
      ]);
    }
    const done = await person.open(await desk.acceptConsent(challenge, { grant_scope: ['openid', 'offline'] }));
    const tokens = await desk.redeem(done.left?.searchParams.get('code') ?? '');
    expect(tokens).toMatchObject({ scope: 'openid offline_access', refresh_token: expect.stringMatching(/^ory_rt_/) });
    expect(claimsOf(tokens['id_token'])).not.toHaveProperty('email');
    const fields = { grant_type: 'refresh_token', client_id: 'desk', client_secret: SECRET };
    expect(await office.token({ ...fields, refresh_token: tokens['refresh_token'] ?? '' })).toMatchObject({
      status: 200,
      body: { scope: 'openid offline_access' },
    });
  });

  test('a JWT carries what the program gave along under ext, also when it is refreshed, and nothing that APIs trust', async () => {
    const asked = { client_id: 'jwt', scope: 'openid offline' };
    const session = { access_token: { desk: 4, groups: ['root'], scope: 'lanyard:admin', sub: 'root' } };
    const consent = { grant_scope: ['openid', 'offline'], grant_access_token_audience: [ORDERS], session };
    const tokens = await desk.signIn(desk.someone(), { asked, consent });
    const fields = { grant_type: 'refresh_token', client_id: 'jwt', client_secret: SECRET };
    const { body } = await office.token({ ...fields, refresh_token: tokens['refresh_token'] ?? '' });
    for (const token of [tokens, body]) {
      const claims = claimsOf(token['access_token']);
      expect(claims).toMatchObject({ sub: 'emp-17', aud: ORDERS, desk: 4, ext: { desk: 4, groups: ['root'] } });
      expect(claims).not.toHaveProperty('groups');
      expect([claims['scope'], claims['ext']]).toEqual(['openid offline_access', { desk: 4, groups: ['root'] }]);
    }
  });

  test('somebody of this directory is named by their UUID, and never by their username', async () => {
    const { id } = await desk.personCalled('alice');
    const consent = { grant_scope: ['openid', 'email'] };
    expect(
      claimsOf((await desk.signIn(desk.someone(), { login: { subject: id }, consent }))['id_token']),
    ).toMatchObject({
      sub: id,
      email: 'alice@example.lan',
    });
    for (const [subject, what] of [
      ['alice', 'username'],
      ['Alice@Example.lan', 'e-mail address'],
      ['boss', 'username'],
    ] as const) {
      const refused = await refusal(desk.acceptLogin(await desk.loginFor(desk.someone()), { subject }));
      const error_description = `subject is the ${what} of somebody of this directory; send their id where you mean them, or another subject`;
      expect(refused).toEqual({ status: 409, data: { error: 'conflict', error_description } });
    }
  });

  test('nobody of this directory gets an address or a name that the program calls somebody by', async () => {
    const subject = 'ida@office.example';
    await desk.signIn(desk.someone(), { login: { subject } });
    const add = async (body: object) => (await desk.admin('/users', ['POST', body])).status;
    expect(await add({ username: 'ida', email: 'Ida@office.example' })).toBe(409);
    expect(await add({ username: 'IDA@office.example' })).toBe(409);
    const { id } = await desk.personCalled(subject);
    expect((await desk.admin(`/users/${id}`, ['PATCH', { username: 'ida.o' }])).status).toBe(200);
    expect(await add({ username: 'ida', email: subject })).toBe(409);
    expect(await add({ username: subject })).toBe(409);
    expect(await add({ username: 'ida', email: 'another@office.example' })).toBe(201);
    expect((await desk.admin(`/users/${id}`, ['PATCH', { email: subject }])).status).toBe(200);
    await desk.signIn(desk.someone(), { login: { subject } });
  });

  test('a no of the program reaches the application in the words of the program', async () => {
    const person = desk.someone();
    const rejectOAuth2Request = {
      error: 'login_required',
      error_description: 'come "back"\r\ntomorrow',
      error_hint: 'x',
    };
    const loginChallenge = await desk.loginFor(person);
    const { data } = await desk.ory.rejectOAuth2LoginRequest({ loginChallenge, rejectOAuth2Request });
    const { left } = await person.open(data.redirect_to);
    expect(Object.fromEntries(left?.searchParams ?? [])).toMatchObject({
      error: 'login_required',
      error_description: "come 'back'??tomorrow",
      state: 'a-long-state',
    });
    const back = await person.open(await desk.acceptLogin(await desk.loginFor(person)));
    const consentChallenge = challengeIn(back.left, 'consent');
    const refused = await desk.ory.rejectOAuth2ConsentRequest({ consentChallenge });
    const told = (await person.open(refused.data.redirect_to)).left;
    expect([told?.searchParams.get('error'), told?.searchParams.get('code')]).toEqual(['access_denied', null]);
    const bad = { loginChallenge: await desk.loginFor(person), rejectOAuth2Request: { error: 'a\nb' } };
    expect(await refusal(desk.ory.rejectOAuth2LoginRequest(bad))).toMatchObject({ status: 400 });
  });
});

describe('Ory’s other calls know the program’s people', () => {
  test('introspection tells what was given along, and to nobody else what APIs would believe', async () => {
    const session = { access_token: { desk: 4, groups: ['root'] } };
    const { access_token = '' } = await desk.signIn(desk.someone(), { consent: { session } });
    const { data } = await desk.ory.introspectOAuth2Token({ token: access_token });
    expect(data).toMatchObject({ active: true, sub: 'emp-17', ext: { desk: 4, groups: ['root'] } });
    const headers = { authorization: `Basic ${btoa(`plain:${SECRET}`)}` };
    const body = new URLSearchParams({ token: access_token });
    const told = await (await fetch(`${office.origin()}/oauth2/introspect`, { method: 'POST', headers, body })).json();
    expect([told, Object.keys(told as object).includes('groups')]).toMatchObject([{ active: true, desk: 4 }, false]);
  });

  test('consents and sign-ins are found, and ended, by the name that the program has', async () => {
    const person = desk.someone();
    const login = { subject: 'emp.40', remember: true };
    const session = { id_token: { department: 'desk' } };
    const { access_token } = await desk.signIn(person, { login, consent: { remember: true, session } });
    const subject = 'emp.40';
    const { data } = await desk.ory.listOAuth2ConsentSessions({ subject });
    expect(data).toMatchObject([{ grant_scope: ['openid', 'email'], session, consent_request: { subject } }]);
    expect((await desk.ory.listOAuth2ConsentSessions({ subject: 'nobody' })).data).toEqual([]);
    const userinfo = () =>
      fetch(`${office.origin()}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
    expect((await userinfo()).status).toBe(200);
    await desk.ory.revokeOAuth2ConsentSessions({ subject, client: 'desk' });
    expect((await userinfo()).status).toBe(401);
    await desk.ory.revokeOAuth2LoginSessions({ subject });
    expect((await desk.ory.getOAuth2LoginRequest({ loginChallenge: await desk.loginFor(person) })).data.skip).toBe(
      false,
    );
  });
});

describe('whom the program names', () => {
  test.each([
    ['a client_id', 'desk', 409],
    ['an unprintable one', 'a\u0000b', 400],
    ['one too long', 'x'.repeat(256), 400],
    ['nobody', '', 400],
  ])('%s is refused', async (_what, subject, status) => {
    expect(await refusal(desk.acceptLogin(await desk.loginFor(desk.someone()), { subject }))).toMatchObject({ status });
  });

  test('they become people here who have no password, cannot be given one, and never administer', async () => {
    await desk.signIn(desk.someone(), { login: { subject: 'emp-18' } });
    const user = await desk.personCalled('emp-18');
    expect(user).toMatchObject({ username: 'emp-18', admin: false, has_password: false, external_subject: 'emp-18' });
    const change = async (body: object) => (await desk.admin(`/users/${user.id}`, ['PATCH', body])).status;
    expect([await change({ admin: true }), await change({ name: 'Ida' })]).toEqual([400, 200]);
    const reset = ['POST', { password: 'a new password of hers' }] as const;
    expect((await desk.admin(`/users/${user.id}/reset-password`, reset)).status).toBe(400);
  });

  test('whoever is switched off meanwhile does not get in, nor comes round again', async () => {
    const person = desk.someone();
    const redirect_to = await desk.acceptLogin(await desk.loginFor(person), { subject: 'emp-19' });
    const { id } = await desk.personCalled('emp-19');
    await desk.admin(`/users/${id}`, ['PATCH', { disabled: true }]);
    expect((await person.open(redirect_to)).left?.searchParams.get('error')).toBe('access_denied');
    expect(await refusal(desk.acceptLogin(await desk.loginFor(person), { subject: 'emp-19' }))).toMatchObject({
      status: 400,
    });
  });

  test('rights over the office are asked for on Lanyard’s own page alone', async () => {
    const { left, html } = await desk.begin(desk.someone(), { client_id: 'panelist', scope: 'openid lanyard:admin' });
    expect([left, html]).toEqual([undefined, expect.stringContaining('lanyard-password')]);
  });

  test('what only Lanyard’s own pages prove the program cannot say', async () => {
    const acr = 'urn:lanyard:acr:password';
    expect(await refusal(desk.acceptLogin(await desk.loginFor(desk.someone()), { acr }))).toMatchObject({
      status: 400,
    });
  });
});
