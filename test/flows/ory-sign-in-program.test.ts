/** The calls of a sign-in program of the office's own, through Ory's client library: what it is told, and what comes of its answers. */
import { Configuration, OAuth2Api } from '@ory/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HttpPerson } from '../support/http-person.ts';
import { CALLBACK, GOODBYE, ORDERS, type OryOffice, SECRET, startOryOffice } from '../support/ory-office.ts';

const PROGRAM = 'http://127.0.0.1:9/program';
let office: OryOffice;
let ory: OAuth2Api;
beforeAll(async () => {
  office = await startOryOffice({ program: PROGRAM });
  ory = new OAuth2Api(new Configuration({ basePath: office.origin(), accessToken: await office.admin() }));
}, 120_000);
afterAll(() => office?.stop());

type Asked = Readonly<Record<string, string>>;

function begin(person: HttpPerson, changes: Asked = {}) {
  const asked = {
    client_id: 'desk',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid email',
    state: 'a-long-state',
    ...changes,
  };
  return person.open(`${office.origin()}/oauth2/auth?${new URLSearchParams(asked).toString()}`);
}

/** The challenge with which the browser was led to the program. */
function challengeIn(left: URL | undefined, kind: string): string {
  expect(left?.href).toMatch(new RegExp(`^${PROGRAM}/${kind}\\?`));
  return left?.searchParams.get(`${kind}_challenge`) ?? '';
}

async function loginFor(person: HttpPerson, changes: Asked = {}) {
  return challengeIn((await begin(person, changes)).left, 'login');
}

async function acceptLogin(loginChallenge: string, changes: object = {}) {
  const acceptOAuth2LoginRequest = { subject: 'emp-17', ...changes };
  return (await ory.acceptOAuth2LoginRequest({ loginChallenge, acceptOAuth2LoginRequest })).data.redirect_to;
}

async function acceptConsent(consentChallenge: string, changes: object = {}) {
  const grants = { grant_scope: ['openid', 'email'], grant_access_token_audience: [ORDERS] };
  const acceptOAuth2ConsentRequest = { ...grants, ...changes };
  return (await ory.acceptOAuth2ConsentRequest({ consentChallenge, acceptOAuth2ConsentRequest })).data.redirect_to;
}

/** Through login and consent. */
async function signIn(
  person: HttpPerson,
  { asked = {}, login = {}, consent = {} }: { asked?: Asked; login?: object; consent?: object } = {},
) {
  const back = await person.open(await acceptLogin(await loginFor(person, asked), login));
  const done = await person.open(await acceptConsent(challengeIn(back.left, 'consent'), consent));
  expect(done.left?.href).toMatch(`${CALLBACK}?code=`);
  return redeem(done.left?.searchParams.get('code') ?? '', asked['client_id']);
}

async function redeem(code: string, client_id = 'desk') {
  const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id, client_secret: SECRET };
  const { status, body } = await office.token(fields);
  expect(status).toBe(200);
  return body;
}

function claimsOf(jwt: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** The status and body of a refusal. */
async function refusal(call: Promise<unknown>): Promise<{ status: number; data: Record<string, string> }> {
  const thrown = await call.then(
    () => undefined,
    (error: { response?: { status: number; data: Record<string, string> } }) => error.response,
  );
  return { status: thrown?.status ?? 200, data: thrown?.data ?? {} };
}

const someone = () => new HttpPerson(office.origin());

describe('login and consent', () => {
  test('the program is told what is asked, and its own person signs in with its own claims', async () => {
    const person = someone();
    const loginChallenge = await loginFor(person, {
      acr_values: 'a b',
      ui_locales: 'de en',
      login_hint: 'ida',
      display: 'popup',
    });
    const { data: login } = await ory.getOAuth2LoginRequest({ loginChallenge });
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
    const back = await person.open(await acceptLogin(loginChallenge, answer));
    const consentChallenge = challengeIn(back.left, 'consent');
    const { data: consent } = await ory.getOAuth2ConsentRequest({ consentChallenge });
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
    const done = await person.open(await acceptConsent(consentChallenge, { session }));
    expect(done.left?.searchParams.get('state')).toBe('a-long-state');
    const tokens = await redeem(done.left?.searchParams.get('code') ?? '');
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
    const person = someone();
    const asked = { scope: 'openid email orders:read offline', audience: ORDERS };
    const back = await person.open(await acceptLogin(await loginFor(person, asked)));
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
      const { status, data } = await refusal(acceptConsent(challenge, answer));
      expect([status, data['error'], data['error_description']]).toEqual([
        400,
        'invalid_request',
        expect.stringMatching(why),
      ]);
    }
    const done = await person.open(await acceptConsent(challenge, { grant_scope: ['openid', 'offline'] }));
    const tokens = await redeem(done.left?.searchParams.get('code') ?? '');
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
    const tokens = await signIn(someone(), { asked, consent });
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
    const headers = { authorization: `Bearer ${await office.admin()}` };
    const listed = await (await fetch(`${office.origin()}/api/v1/users?q=alice`, { headers })).json();
    const { id } = (listed as { items: { id: string }[] }).items[0]!;
    const consent = { grant_scope: ['openid', 'email'] };
    expect(claimsOf((await signIn(someone(), { login: { subject: id }, consent }))['id_token'])).toMatchObject({
      sub: id,
      email: 'alice@example.lan',
    });
    const namesake = claimsOf((await signIn(someone(), { login: { subject: 'alice' }, consent }))['id_token']);
    expect([namesake['sub'], namesake['email']]).toEqual(['alice', undefined]);
  });

  test('a no of the program reaches the application in the words of the program', async () => {
    const person = someone();
    const rejectOAuth2Request = {
      error: 'login_required',
      error_description: 'come "back"\r\ntomorrow',
      error_hint: 'x',
    };
    const loginChallenge = await loginFor(person);
    const { data } = await ory.rejectOAuth2LoginRequest({ loginChallenge, rejectOAuth2Request });
    const { left } = await person.open(data.redirect_to);
    expect(Object.fromEntries(left?.searchParams ?? [])).toMatchObject({
      error: 'login_required',
      error_description: "come 'back'??tomorrow",
      state: 'a-long-state',
    });
    const back = await person.open(await acceptLogin(await loginFor(person)));
    const consentChallenge = challengeIn(back.left, 'consent');
    const refused = await ory.rejectOAuth2ConsentRequest({ consentChallenge });
    const told = (await person.open(refused.data.redirect_to)).left;
    expect([told?.searchParams.get('error'), told?.searchParams.get('code')]).toEqual(['access_denied', null]);
    const bad = { loginChallenge: await loginFor(person), rejectOAuth2Request: { error: 'a\nb' } };
    expect(await refusal(ory.rejectOAuth2LoginRequest(bad))).toMatchObject({ status: 400 });
  });
});

describe('challenges and verifiers', () => {
  test('are told apart: unknown, of another kind, answered, used', async () => {
    const person = someone();
    const loginChallenge = await loginFor(person);
    for (const challenge of ['x', `${loginChallenge}x`, loginChallenge.slice(1)]) {
      const { status, data } = await refusal(ory.getOAuth2LoginRequest({ loginChallenge: challenge }));
      expect([status, data['error']]).toEqual([404, 'not_found']);
    }
    expect(await refusal(ory.getOAuth2ConsentRequest({ consentChallenge: loginChallenge }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(acceptConsent(loginChallenge))).toMatchObject({ status: 404 });
    expect(await refusal(ory.acceptOAuth2LogoutRequest({ logoutChallenge: loginChallenge }))).toMatchObject({
      status: 404,
    });
    const first = await acceptLogin(loginChallenge);
    const { request_url } = (await ory.getOAuth2LoginRequest({ loginChallenge: await loginFor(person) })).data;
    expect(await refusal(ory.getOAuth2LoginRequest({ loginChallenge }))).toMatchObject({
      status: 410,
      data: { redirect_to: request_url },
    });
    // Until the browser is back the program may say something else; what it said before is void.
    const second = await acceptLogin(loginChallenge);
    const replaced = await person.open(first);
    expect([replaced.status, replaced.left, replaced.html]).toEqual([
      400,
      undefined,
      expect.stringContaining('start again'),
    ]);
    const consentChallenge = challengeIn((await person.open(second)).left, 'consent');
    expect(await refusal(acceptLogin(loginChallenge))).toMatchObject({
      status: 410,
      data: { redirect_to: request_url },
    });
    const again = await person.open(second);
    expect([again.status, again.left]).toEqual([400, undefined]);
    const done = await acceptConsent(consentChallenge);
    expect((await person.open(done)).left?.searchParams.has('code')).toBe(true);
    const replay = await person.open(done);
    expect([replay.status, replay.left]).toEqual([400, undefined]);
    expect(await refusal(acceptConsent(consentChallenge))).toMatchObject({
      status: 410,
      data: { redirect_to: request_url },
    });
  });

  test('a verifier is worth nothing in another browser, and takes nothing from the one that left', async () => {
    const [victim, attacker] = [someone(), someone()];
    const redirect_to = await acceptLogin(await loginFor(attacker));
    await begin(victim);
    for (const browser of [victim, someone()]) {
      const refused = await browser.open(redirect_to);
      expect([refused.status, refused.left]).toEqual([400, undefined]);
      expect(browser.cookieHeader()).not.toContain('session');
    }
    const consentChallenge = challengeIn((await attacker.open(redirect_to)).left, 'consent');
    const code = await acceptConsent(consentChallenge);
    expect((await victim.open(code)).left).toBeUndefined();
    expect((await attacker.open(code)).left?.searchParams.has('code')).toBe(true);
  });

  test('of two who bring one verifier at once, one goes on', async () => {
    const person = someone();
    const redirect_to = await acceptLogin(await loginFor(person));
    const stops = await Promise.all(Array.from({ length: 8 }, () => person.open(redirect_to)));
    expect(stops.filter(({ left }) => left !== undefined)).toHaveLength(1);
  });

  test('a verifier with another secret, of another kind or twice is refused', async () => {
    const person = someone();
    const to = new URL(await acceptLogin(await loginFor(person)));
    const verifier = to.searchParams.get('login_verifier') ?? '';
    const tampered = [
      { login_verifier: `${verifier.split('.')[0]}.${'x'.repeat(43)}` },
      { login_verifier: verifier.split('.')[0] ?? '' },
      { login_verifier: 'x.y' },
      { consent_verifier: verifier },
    ];
    for (const query of tampered) {
      const url = `${to.origin}${to.pathname}?${new URLSearchParams(query as Record<string, string>).toString()}`;
      expect([query, (await person.open(url)).status]).toEqual([query, 400]);
    }
    expect((await person.open(`${to.href}&login_verifier=${verifier}`)).status).toBe(400);
    challengeIn((await person.open(to.href)).left, 'consent');
  });

  test('the consent of one application is none of another, whatever the address says', async () => {
    const person = someone();
    const back = await person.open(await acceptLogin(await loginFor(person)));
    const to = new URL(await acceptConsent(challengeIn(back.left, 'consent')));
    to.searchParams.set('client_id', 'other');
    const { left } = await person.open(to.href);
    const code = left?.searchParams.get('code') ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_secret: SECRET };
    expect(await office.token({ ...fields, client_id: 'other' })).toMatchObject({ status: 400 });
    expect(await office.token({ ...fields, client_id: 'desk' })).toMatchObject({ status: 200 });
  });

  test('only the token of an admin opens the calls', async () => {
    const loginChallenge = await loginFor(someone());
    const calls = (accessToken: string) => {
      const as = new OAuth2Api(new Configuration({ basePath: office.origin(), accessToken }));
      return [
        as.getOAuth2LoginRequest({ loginChallenge }),
        as.acceptOAuth2LoginRequest({ loginChallenge, acceptOAuth2LoginRequest: { subject: 'emp-17' } }),
        as.rejectOAuth2LoginRequest({ loginChallenge }),
        as.getOAuth2ConsentRequest({ consentChallenge: 'x' }),
        as.acceptOAuth2ConsentRequest({ consentChallenge: 'x' }),
        as.rejectOAuth2ConsentRequest({ consentChallenge: 'x' }),
        as.getOAuth2LogoutRequest({ logoutChallenge: 'x' }),
        as.acceptOAuth2LogoutRequest({ logoutChallenge: 'x' }),
        as.rejectOAuth2LogoutRequest({ logoutChallenge: 'x' }),
        as.acceptUserCodeRequest({ deviceChallenge: 'x' }),
      ];
    };
    for (const [token, status] of [
      ['', 401],
      ['nonsense', 401],
      [await office.clerk(), 401],
    ] as const) {
      for (const call of calls(token)) expect((await refusal(call)).status).toBe(status);
    }
    const bare = await fetch(`${office.origin()}/admin/oauth2/auth/requests/login?login_challenge=${loginChallenge}`);
    expect(bare.status).toBe(401);
    expect((await ory.getOAuth2LoginRequest({ loginChallenge })).data.skip).toBe(false);
  });
});

describe('whom the program names', () => {
  test.each([
    ['a client_id', 'desk', 409],
    ['an unprintable one', 'a\u0000b', 400],
    ['one too long', 'x'.repeat(256), 400],
    ['nobody', '', 400],
  ])('%s is refused', async (_what, subject, status) => {
    expect(await refusal(acceptLogin(await loginFor(someone()), { subject }))).toMatchObject({ status });
  });

  test('they become people here who have no password, cannot be given one, and never administer', async () => {
    await signIn(someone(), { login: { subject: 'emp-18' } });
    const headers = { authorization: `Bearer ${await office.admin()}`, 'content-type': 'application/json' };
    const listed = await (await fetch(`${office.origin()}/api/v1/users?q=emp-18`, { headers })).json();
    const user = (listed as { items: { id: string; admin: boolean }[] }).items[0]!;
    expect(user).toMatchObject({ username: 'emp-18', admin: false, has_password: false, external_subject: 'emp-18' });
    const at = `${office.origin()}/api/v1/users/${user.id}`;
    const change = (body: object) => fetch(at, { method: 'PATCH', headers, body: JSON.stringify(body) });
    expect((await change({ admin: true })).status).toBe(422);
    expect((await change({ name: 'Ida' })).status).toBe(200);
    const body = JSON.stringify({ password: 'a new password of hers' });
    expect((await fetch(`${at}/reset-password`, { method: 'POST', headers, body })).status).toBeGreaterThanOrEqual(400);
  });

  test('whoever is switched off meanwhile does not get in, nor comes round again', async () => {
    const person = someone();
    const redirect_to = await acceptLogin(await loginFor(person), { subject: 'emp-19' });
    const headers = { authorization: `Bearer ${await office.admin()}`, 'content-type': 'application/json' };
    const listed = await (await fetch(`${office.origin()}/api/v1/users?q=emp-19`, { headers })).json();
    const { id } = (listed as { items: { id: string }[] }).items[0]!;
    const body = JSON.stringify({ disabled: true });
    await fetch(`${office.origin()}/api/v1/users/${id}`, { method: 'PATCH', headers, body });
    expect((await person.open(redirect_to)).left?.searchParams.get('error')).toBe('access_denied');
    expect(await refusal(acceptLogin(await loginFor(person), { subject: 'emp-19' }))).toMatchObject({ status: 400 });
  });

  test('rights over the office are asked for on Lanyard’s own page alone', async () => {
    const { left, html } = await begin(someone(), { client_id: 'panelist', scope: 'openid lanyard:admin' });
    expect([left, html]).toEqual([undefined, expect.stringContaining('lanyard-password')]);
  });

  test('what only Lanyard’s own pages prove the program cannot say', async () => {
    const acr = 'urn:lanyard:acr:password';
    expect(await refusal(acceptLogin(await loginFor(someone()), { acr }))).toMatchObject({ status: 400 });
  });
});

describe('who is known already', () => {
  const remembered = { remember: true, remember_for: 3600 };

  test('is not asked again, and stays who they are', async () => {
    const person = someone();
    const first = await signIn(person, { login: remembered, consent: { remember: true } });
    const loginChallenge = await loginFor(person);
    const { data } = await ory.getOAuth2LoginRequest({ loginChallenge });
    const { sid } = claimsOf(first['id_token']);
    expect(data).toMatchObject({ skip: true, subject: 'emp-17', session_id: sid });
    expect(await refusal(acceptLogin(loginChallenge, { subject: 'emp-20' }))).toMatchObject({ status: 400 });
    const back = await person.open(await acceptLogin(loginChallenge, { extend_session_lifespan: true }));
    const consentChallenge = challengeIn(back.left, 'consent');
    expect((await ory.getOAuth2ConsentRequest({ consentChallenge })).data).toMatchObject({
      skip: true,
      subject: 'emp-17',
    });
    const done = await person.open(await acceptConsent(consentChallenge));
    const again = claimsOf((await redeem(done.left?.searchParams.get('code') ?? ''))['id_token']);
    expect([again['sid'], again['auth_time']]).toEqual([sid, claimsOf(first['id_token'])['auth_time']]);
  });

  test('unless the application, or what was said before, wants it so', async () => {
    const person = someone();
    await signIn(person, { login: remembered, consent: { remember: true } });
    for (const changes of [{ prompt: 'login' }, { max_age: '0' }, { prompt: 'select_account' }]) {
      const { data } = await ory.getOAuth2LoginRequest({ loginChallenge: await loginFor(person, changes) });
      expect([changes, data.skip, data.subject]).toEqual([changes, false, '']);
    }
    for (const changes of [{ prompt: 'consent' }, { scope: 'openid email profile' }]) {
      const back = await person.open(await acceptLogin(await loginFor(person, changes)));
      const consentChallenge = challengeIn(back.left, 'consent');
      expect((await ory.getOAuth2ConsentRequest({ consentChallenge })).data.skip).toBe(false);
    }
  });

  test('is nobody whom the program does not want remembered', async () => {
    const person = someone();
    await signIn(person);
    const loginChallenge = await loginFor(person);
    expect((await ory.getOAuth2LoginRequest({ loginChallenge })).data.skip).toBe(false);
    const back = await person.open(await acceptLogin(loginChallenge, remembered));
    const consentChallenge = challengeIn(back.left, 'consent');
    expect((await ory.getOAuth2ConsentRequest({ consentChallenge })).data.skip).toBe(false);
    const plain = await begin(someone(), { client_id: 'plain' });
    expect([plain.left, plain.html]).toEqual([undefined, expect.stringContaining('lanyard-password')]);
    // Nor at Lanyard's own pages.
    const kiosk = someone();
    await signIn(kiosk);
    expect((await begin(kiosk, { client_id: 'plain' })).html).toContain('lanyard-password');
    expect((await kiosk.open(`${office.origin()}/account/`)).html).toContain('lanyard-password');
  });

  test('gets in silently, through the program; others hear why not', async () => {
    const person = someone();
    const silent = (who: HttpPerson, changes: Asked = {}) => begin(who, { prompt: 'none', ...changes });
    expect((await silent(someone())).left?.searchParams.get('error')).toBe('login_required');
    await signIn(person, { login: remembered, consent: { remember: true } });
    const loginChallenge = challengeIn((await silent(person)).left, 'login');
    expect((await ory.getOAuth2LoginRequest({ loginChallenge })).data.skip).toBe(true);
    const back = await person.open(await acceptLogin(loginChallenge));
    const done = await person.open(await acceptConsent(challengeIn(back.left, 'consent')));
    expect(done.left?.searchParams.has('code')).toBe(true);
    expect((await silent(person, { max_age: '0' })).left?.searchParams.get('error')).toBe('login_required');
    const other = challengeIn((await silent(person, { client_id: 'other' })).left, 'login');
    expect((await person.open(await acceptLogin(other))).left?.searchParams.get('error')).toBe('consent_required');
  });

  test('a session that changed hands between login and consent begins anew', async () => {
    const person = someone();
    const back = await person.open(await acceptLogin(await loginFor(person)));
    const late = await acceptConsent(challengeIn(back.left, 'consent'));
    await person.open(await acceptLogin(await loginFor(person), { subject: 'emp-21' }));
    const { left } = await person.open(late);
    challengeIn(left, 'login');
  });
});

describe('signing out', () => {
  const logout = (person: HttpPerson, query: Asked = {}) =>
    person.open(`${office.origin()}/oauth2/sessions/logout?${new URLSearchParams(query).toString()}`);

  test('is for the program to confirm, and ends the session for good', async () => {
    const person = someone();
    const { id_token = '', access_token } = await signIn(person, { login: { remember: true } });
    const asked = { id_token_hint: id_token, post_logout_redirect_uri: GOODBYE, state: 'bye' };
    const logoutChallenge = challengeIn((await logout(person, asked)).left, 'logout');
    const { data } = await ory.getOAuth2LogoutRequest({ logoutChallenge });
    expect(data).toMatchObject({
      challenge: logoutChallenge,
      subject: 'emp-17',
      sid: claimsOf(id_token)['sid'],
      rp_initiated: true,
      client: { client_id: 'desk' },
    });
    expect((await ory.rejectOAuth2LogoutRequest({ logoutChallenge })).status).toBe(204);
    const second = challengeIn((await logout(person, asked)).left, 'logout');
    const { redirect_to } = (await ory.acceptOAuth2LogoutRequest({ logoutChallenge: second })).data;
    expect((await someone().open(redirect_to)).left).toBeUndefined();
    const gone = await person.open(redirect_to);
    expect(gone.left?.href).toBe(`${GOODBYE}?state=bye`);
    expect((await person.open(redirect_to)).left).toBeUndefined();
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(`${office.origin()}/userinfo`, { headers })).status).toBe(401);
    expect((await ory.getOAuth2LoginRequest({ loginChallenge: await loginFor(person) })).data.skip).toBe(false);
    expect(await refusal(ory.getOAuth2LogoutRequest({ logoutChallenge: second }))).toMatchObject({ status: 410 });
  });

  test('an address that is not registered is refused before the program is asked', async () => {
    const person = someone();
    const { id_token = '' } = await signIn(person, { login: { remember: true } });
    const asked = { id_token_hint: id_token, post_logout_redirect_uri: 'http://127.0.0.1:9/evil' };
    expect(await logout(person, asked)).toMatchObject({ status: 400, left: undefined });
    expect((await logout(someone())).left).toBeUndefined();
  });
});

describe('the code of a device', () => {
  const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
  const initiate = async () => {
    const body = new URLSearchParams({ client_id: 'desk', client_secret: SECRET, scope: 'openid' });
    const answer = await fetch(`${office.origin()}/oauth2/device/auth`, { method: 'POST', body });
    return (await answer.json()) as { user_code: string; device_code: string; verification_uri_complete: string };
  };
  const poll = (device_code: string) =>
    office.token({ grant_type: DEVICE, device_code, client_id: 'desk', client_secret: SECRET });

  test('is taken by the program, which signs the person in and asks them', async () => {
    const person = someone();
    const codes = await initiate();
    const { left } = await person.open(codes.verification_uri_complete);
    expect(left?.searchParams.get('user_code')).toBe(codes.user_code);
    const deviceChallenge = challengeIn(left, 'device');
    const wrong = { deviceChallenge, acceptDeviceUserCodeRequest: { user_code: 'BBBB-BBBB' } };
    expect(await refusal(ory.acceptUserCodeRequest(wrong))).toMatchObject({ status: 400 });
    const acceptDeviceUserCodeRequest = { user_code: codes.user_code.toLowerCase() };
    const { data } = await ory.acceptUserCodeRequest({ deviceChallenge, acceptDeviceUserCodeRequest });
    expect((await someone().open(data.redirect_to)).left).toBeUndefined();
    const loginChallenge = challengeIn((await person.open(data.redirect_to)).left, 'login');
    const login = (await ory.getOAuth2LoginRequest({ loginChallenge })).data;
    expect(login).toMatchObject({ skip: false, requested_scope: ['openid'], client: { client_id: 'desk' } });
    const back = await person.open(await acceptLogin(loginChallenge, { remember: true }));
    const consentChallenge = challengeIn(back.left, 'consent');
    const session = { id_token: { department: 'desk' } };
    const done = await person.open(await acceptConsent(consentChallenge, { grant_scope: ['openid'], session }));
    expect([done.status, done.html]).toEqual([200, expect.stringContaining('lanyard-device-done')]);
    const { body } = await poll(codes.device_code);
    expect(claimsOf(body['id_token'])).toMatchObject({ sub: 'emp-17', department: 'desk' });
    // The next device is asked about again, however well everybody is known.
    const next = await initiate();
    const again = challengeIn((await person.open(next.verification_uri_complete)).left, 'device');
    const accepted = { deviceChallenge: again, acceptDeviceUserCodeRequest: { user_code: next.user_code } };
    const on = await person.open((await ory.acceptUserCodeRequest(accepted)).data.redirect_to);
    const known = await person.open(await acceptLogin(challengeIn(on.left, 'login')));
    const asked = challengeIn(known.left, 'consent');
    expect((await ory.getOAuth2ConsentRequest({ consentChallenge: asked })).data.skip).toBe(false);
    const { data: no } = await ory.rejectOAuth2ConsentRequest({ consentChallenge: asked });
    expect((await person.open(no.redirect_to)).html).toContain('lanyard-device-done');
    expect((await poll(next.device_code)).body).toMatchObject({ error: 'access_denied' });
  });

  test('too many wrong ones are turned away', async () => {
    const deviceChallenge = challengeIn(
      (await someone().open(`${office.origin()}/oauth2/device/verify`)).left,
      'device',
    );
    const wrong = { deviceChallenge, acceptDeviceUserCodeRequest: { user_code: 'BBBB-BBBB' } };
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) statuses.push((await refusal(ory.acceptUserCodeRequest(wrong))).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([400, 429]);
  });
});

test('what is under way survives a restart of the server', async () => {
  const person = someone();
  const loginChallenge = await loginFor(person);
  await office.restart();
  const back = await person.open(await acceptLogin(loginChallenge));
  const to = await acceptConsent(challengeIn(back.left, 'consent'));
  await office.restart();
  expect((await person.open(to)).left?.searchParams.has('code')).toBe(true);
  expect((await person.open(to)).left).toBeUndefined();
}, 120_000);
