/** Who is known already at a sign-in program of the office’s own, who signs out there, and whose device waits. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HttpPerson } from '../support/http-person.ts';
import { GOODBYE, type OryOffice, SECRET, startOryOffice } from '../support/ory-office.ts';
import {
  type Asked,
  challengeIn,
  claimsOf,
  type OryVisitor,
  oryVisitor,
  PROGRAM,
  refusal,
} from '../support/ory-visitor.ts';

let office: OryOffice;
let desk: OryVisitor;
beforeAll(async () => {
  office = await startOryOffice({ program: PROGRAM });
  desk = await oryVisitor(office);
}, 120_000);
afterAll(() => office?.stop());

describe('who is known already', () => {
  const remembered = { remember: true, remember_for: 3600 };

  test('is not asked again, and stays who they are', async () => {
    const person = desk.someone();
    const first = await desk.signIn(person, { login: remembered, consent: { remember: true } });
    const loginChallenge = await desk.loginFor(person);
    const { data } = await desk.ory.getOAuth2LoginRequest({ loginChallenge });
    const { sid } = claimsOf(first['id_token']);
    expect(data).toMatchObject({ skip: true, subject: 'emp-17', session_id: sid });
    expect(await refusal(desk.acceptLogin(loginChallenge, { subject: 'emp-20' }))).toMatchObject({ status: 400 });
    const back = await person.open(await desk.acceptLogin(loginChallenge, { extend_session_lifespan: true }));
    const consentChallenge = challengeIn(back.left, 'consent');
    expect((await desk.ory.getOAuth2ConsentRequest({ consentChallenge })).data).toMatchObject({
      skip: true,
      subject: 'emp-17',
    });
    const done = await person.open(await desk.acceptConsent(consentChallenge));
    const again = claimsOf((await desk.redeem(done.left?.searchParams.get('code') ?? ''))['id_token']);
    expect([again['sid'], again['auth_time']]).toEqual([sid, claimsOf(first['id_token'])['auth_time']]);
  });

  test('unless the application, or what was said before, wants it so', async () => {
    const person = desk.someone();
    await desk.signIn(person, { login: remembered, consent: { remember: true } });
    for (const changes of [{ prompt: 'login' }, { max_age: '0' }, { prompt: 'select_account' }]) {
      const { data } = await desk.ory.getOAuth2LoginRequest({ loginChallenge: await desk.loginFor(person, changes) });
      expect([changes, data.skip, data.subject]).toEqual([changes, false, '']);
    }
    for (const changes of [{ prompt: 'consent' }, { scope: 'openid email profile' }]) {
      const back = await person.open(await desk.acceptLogin(await desk.loginFor(person, changes)));
      const consentChallenge = challengeIn(back.left, 'consent');
      expect((await desk.ory.getOAuth2ConsentRequest({ consentChallenge })).data.skip).toBe(false);
    }
  });

  test('is nobody whom the program does not want remembered', async () => {
    const person = desk.someone();
    const login = { subject: 'emp-30' };
    await desk.signIn(person, { login });
    const loginChallenge = await desk.loginFor(person);
    expect((await desk.ory.getOAuth2LoginRequest({ loginChallenge })).data.skip).toBe(false);
    const back = await person.open(await desk.acceptLogin(loginChallenge, { ...login, ...remembered }));
    const consentChallenge = challengeIn(back.left, 'consent');
    expect((await desk.ory.getOAuth2ConsentRequest({ consentChallenge })).data.skip).toBe(false);
    const plain = await desk.begin(desk.someone(), { client_id: 'plain' });
    expect([plain.left, plain.html]).toEqual([undefined, expect.stringContaining('lanyard-password')]);
    // Nor at Lanyard's own pages.
    const kiosk = desk.someone();
    await desk.signIn(kiosk);
    expect((await desk.begin(kiosk, { client_id: 'plain' })).html).toContain('lanyard-password');
    expect((await kiosk.open(`${office.origin()}/account/`)).html).toContain('lanyard-password');
  });

  test('gets in silently, through the program; others hear why not', async () => {
    const person = desk.someone();
    const silent = (who: HttpPerson, changes: Asked = {}) => desk.begin(who, { prompt: 'none', ...changes });
    expect((await silent(desk.someone())).left?.searchParams.get('error')).toBe('login_required');
    await desk.signIn(person, { login: remembered, consent: { remember: true } });
    const loginChallenge = challengeIn((await silent(person)).left, 'login');
    expect((await desk.ory.getOAuth2LoginRequest({ loginChallenge })).data.skip).toBe(true);
    const back = await person.open(await desk.acceptLogin(loginChallenge));
    const done = await person.open(await desk.acceptConsent(challengeIn(back.left, 'consent')));
    expect(done.left?.searchParams.has('code')).toBe(true);
    expect((await silent(person, { max_age: '0' })).left?.searchParams.get('error')).toBe('login_required');
    const other = challengeIn((await silent(person, { client_id: 'other' })).left, 'login');
    expect((await person.open(await desk.acceptLogin(other))).left?.searchParams.get('error')).toBe('consent_required');
  });

  test('a session that changed hands between login and consent begins anew', async () => {
    const person = desk.someone();
    const back = await person.open(await desk.acceptLogin(await desk.loginFor(person)));
    const late = await desk.acceptConsent(challengeIn(back.left, 'consent'));
    await person.open(await desk.acceptLogin(await desk.loginFor(person), { subject: 'emp-21' }));
    const { left } = await person.open(late);
    expect(challengeIn(left, 'login')).not.toBe('');
  });
});

describe('signing out', () => {
  const logout = (person: HttpPerson, query: Asked = {}) =>
    person.open(`${office.origin()}/oauth2/sessions/logout?${new URLSearchParams(query).toString()}`);

  test('is for the program to confirm, and ends the session for good', async () => {
    const person = desk.someone();
    const { id_token = '', access_token } = await desk.signIn(person, { login: { remember: true } });
    const asked = { id_token_hint: id_token, post_logout_redirect_uri: GOODBYE, state: 'bye' };
    const logoutChallenge = challengeIn((await logout(person, asked)).left, 'logout');
    const { data } = await desk.ory.getOAuth2LogoutRequest({ logoutChallenge });
    expect(data).toMatchObject({
      challenge: logoutChallenge,
      subject: 'emp-17',
      sid: claimsOf(id_token)['sid'],
      rp_initiated: true,
      client: { client_id: 'desk' },
    });
    expect((await desk.ory.rejectOAuth2LogoutRequest({ logoutChallenge })).status).toBe(204);
    const second = challengeIn((await logout(person, asked)).left, 'logout');
    const { redirect_to } = (await desk.ory.acceptOAuth2LogoutRequest({ logoutChallenge: second })).data;
    expect((await desk.someone().open(redirect_to)).left).toBeUndefined();
    const gone = await person.open(redirect_to);
    expect(gone.left?.href).toBe(`${GOODBYE}?state=bye`);
    expect((await person.open(redirect_to)).left).toBeUndefined();
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(`${office.origin()}/userinfo`, { headers })).status).toBe(401);
    expect((await desk.ory.getOAuth2LoginRequest({ loginChallenge: await desk.loginFor(person) })).data.skip).toBe(
      false,
    );
    expect(await refusal(desk.ory.getOAuth2LogoutRequest({ logoutChallenge: second }))).toMatchObject({ status: 410 });
  });

  test('an address that is not registered is refused before the program is asked', async () => {
    const person = desk.someone();
    const { id_token = '' } = await desk.signIn(person, { login: { remember: true } });
    const asked = { id_token_hint: id_token, post_logout_redirect_uri: 'http://127.0.0.1:9/evil' };
    expect(await logout(person, asked)).toMatchObject({ status: 400, left: undefined });
    expect((await logout(desk.someone())).left).toBeUndefined();
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
    const person = desk.someone();
    const codes = await initiate();
    const { left } = await person.open(codes.verification_uri_complete);
    expect(left?.searchParams.get('user_code')).toBe(codes.user_code);
    const deviceChallenge = challengeIn(left, 'device');
    const wrong = { deviceChallenge, acceptDeviceUserCodeRequest: { user_code: 'BBBB-BBBB' } };
    expect(await refusal(desk.ory.acceptUserCodeRequest(wrong))).toMatchObject({ status: 400 });
    const acceptDeviceUserCodeRequest = { user_code: codes.user_code.toLowerCase() };
    const { data } = await desk.ory.acceptUserCodeRequest({ deviceChallenge, acceptDeviceUserCodeRequest });
    expect((await desk.someone().open(data.redirect_to)).left).toBeUndefined();
    const loginChallenge = challengeIn((await person.open(data.redirect_to)).left, 'login');
    const login = (await desk.ory.getOAuth2LoginRequest({ loginChallenge })).data;
    expect(login).toMatchObject({ skip: false, requested_scope: ['openid'], client: { client_id: 'desk' } });
    const back = await person.open(await desk.acceptLogin(loginChallenge, { remember: true }));
    const consentChallenge = challengeIn(back.left, 'consent');
    const session = { id_token: { department: 'desk' } };
    const done = await person.open(await desk.acceptConsent(consentChallenge, { grant_scope: ['openid'], session }));
    expect([done.status, done.html]).toEqual([200, expect.stringContaining('lanyard-device-done')]);
    const { body } = await poll(codes.device_code);
    expect(claimsOf(body['id_token'])).toMatchObject({ sub: 'emp-17', department: 'desk' });
    // The next device is asked about again, however well everybody is known.
    const next = await initiate();
    const again = challengeIn((await person.open(next.verification_uri_complete)).left, 'device');
    const accepted = { deviceChallenge: again, acceptDeviceUserCodeRequest: { user_code: next.user_code } };
    const on = await person.open((await desk.ory.acceptUserCodeRequest(accepted)).data.redirect_to);
    const known = await person.open(await desk.acceptLogin(challengeIn(on.left, 'login')));
    const asked = challengeIn(known.left, 'consent');
    expect((await desk.ory.getOAuth2ConsentRequest({ consentChallenge: asked })).data.skip).toBe(false);
    const { data: no } = await desk.ory.rejectOAuth2ConsentRequest({ consentChallenge: asked });
    expect((await person.open(no.redirect_to)).html).toContain('lanyard-device-done');
    expect((await poll(next.device_code)).body).toMatchObject({ error: 'access_denied' });
  });

  test('too many wrong ones are turned away', async () => {
    const deviceChallenge = challengeIn(
      (await desk.someone().open(`${office.origin()}/oauth2/device/verify`)).left,
      'device',
    );
    const wrong = { deviceChallenge, acceptDeviceUserCodeRequest: { user_code: 'BBBB-BBBB' } };
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1)
      statuses.push((await refusal(desk.ory.acceptUserCodeRequest(wrong))).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([400, 429]);
  });
});
