/** A sign-in program of the office's own as a test drives it, call by call, through Ory's client library. */
import { Configuration, OAuth2Api } from '@ory/client';
import { expect } from 'vitest';
import { HttpPerson } from './http-person.ts';
import { CALLBACK, ORDERS, type OryOffice, SECRET } from './ory-office.ts';

/** Nothing listens there: browsers are led to it, and tests read where to. */
export const PROGRAM = 'http://127.0.0.1:9/program';

export type Asked = Readonly<Record<string, string>>;

export interface SigningIn {
  readonly asked?: Asked;
  readonly login?: object;
  readonly consent?: object;
}

export type OryVisitor = Awaited<ReturnType<typeof oryVisitor>>;

/** `key`: what the program knows in the place of an admin's token. */
export async function oryVisitor(office: OryOffice, key?: string) {
  const accessToken = key ?? (await office.admin());
  const ory = new OAuth2Api(new Configuration({ basePath: office.origin(), accessToken }));

  const begin = (person: HttpPerson, changes: Asked = {}) => {
    const asked = {
      client_id: 'desk',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid email',
      state: 'a-long-state',
      ...changes,
    };
    return person.open(`${office.origin()}/oauth2/auth?${new URLSearchParams(asked).toString()}`);
  };

  const loginFor = async (person: HttpPerson, changes: Asked = {}) =>
    challengeIn((await begin(person, changes)).left, 'login');

  const acceptLogin = async (loginChallenge: string, changes: object = {}) => {
    const acceptOAuth2LoginRequest = { subject: 'emp-17', ...changes };
    return (await ory.acceptOAuth2LoginRequest({ loginChallenge, acceptOAuth2LoginRequest })).data.redirect_to;
  };

  const acceptConsent = async (consentChallenge: string, changes: object = {}) => {
    const granted = { grant_scope: ['openid', 'email'], grant_access_token_audience: [ORDERS] };
    const acceptOAuth2ConsentRequest = { ...granted, ...changes };
    return (await ory.acceptOAuth2ConsentRequest({ consentChallenge, acceptOAuth2ConsentRequest })).data.redirect_to;
  };

  const redeem = async (code: string, client_id = 'desk') => {
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id, client_secret: SECRET };
    const { status, body } = await office.token(fields);
    expect(status).toBe(200);
    return body;
  };

  /** Through login and consent. */
  const signIn = async (person: HttpPerson, { asked = {}, login = {}, consent = {} }: SigningIn = {}) => {
    const back = await person.open(await acceptLogin(await loginFor(person, asked), login));
    const done = await person.open(await acceptConsent(challengeIn(back.left, 'consent'), consent));
    expect(done.left?.href).toMatch(`${CALLBACK}?code=`);
    return redeem(done.left?.searchParams.get('code') ?? '', asked['client_id']);
  };

  const admin = async (path: string, change?: readonly [method: string, body: object]) => {
    const [method = 'GET', body] = change ?? [];
    const headers = { authorization: `Bearer ${await office.admin()}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${office.origin()}/api/v1${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  const personCalled = async (name: string) => {
    const { body } = await admin(`/users?q=${name}`);
    const [user] = body['items'] as readonly { readonly id: string }[];
    return user ?? { id: '' };
  };

  const someone = () => new HttpPerson(office.origin());

  return { ory, begin, loginFor, acceptLogin, acceptConsent, redeem, signIn, admin, personCalled, someone };
}

/** The challenge with which a browser was led to the program. */
export function challengeIn(left: URL | undefined, kind: string): string {
  expect(left?.href).toMatch(new RegExp(`^${PROGRAM}/${kind}\\?`));
  return left?.searchParams.get(`${kind}_challenge`) ?? '';
}

export function claimsOf(jwt: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** The status and body of a refusal; 200 where it is none. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; data: Record<string, string> }> {
  const thrown = await call.then(
    () => undefined,
    (error: { response?: { status: number; data: Record<string, string> } }) => error.response,
  );
  return { status: thrown?.status ?? 200, data: thrown?.data ?? {} };
}
