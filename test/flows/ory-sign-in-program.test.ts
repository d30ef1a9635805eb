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
  const acceptOAuth2ConsentRequest = { grant_scope: ['openid', 'email'], ...changes };
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
      requested_access_token_audience: [],
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
      id_token: { email: 'ida@office.example', department: 'desk', sub: 'root', iss: 'x', aud: 'y', nonce: 'z', acr: 'w' },
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
});
