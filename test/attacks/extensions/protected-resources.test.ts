/**
 * RFC 9728 §5: whoever is turned away from the admin API is told where it says whom to ask. RFC 9470 §3 to §6: a client can
 * ask for a fresher or stronger sign-in, hears when it can't be had, and the API is told what it was.
 */
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, errorOf, paramsOf } from '../browser.ts';
import {
  ADA,
  APP_PASSWORD,
  type AttackedOffice,
  authorizePath,
  basic,
  codeFor,
  post,
  type TokenBody,
} from '../office.ts';
import { PROOF_KEY, proofFor, startExtensions, tokensOf, toToken, withCode } from './office.ts';
import { refusesInFront } from './in-front.ts';
import { send } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
let held: TokenBody;
let admin: string;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
  held = await tokensOf(office, alice, 'trusted', 'openid offline_access');
  admin = await machineToken({ scope: 'lanyard:admin' });
});
afterAll(() => office.stop());

async function machineToken(fields: Readonly<Record<string, string>>, headers = {}): Promise<string> {
  const asked = { grant_type: 'client_credentials', username: 'bot', password: APP_PASSWORD, ...fields };
  return (await post(office.origin, '/oauth2/token', asked, headers)).body['access_token'] ?? '';
}

describe('the admin API tells where its metadata is', () => {
  interface Row {
    readonly what: string;
    readonly headers: () => Promise<Readonly<Record<string, string>>>;
    readonly status: 401 | 403;
    readonly error?: string;
  }
  const bearer = (what: string, token: () => Promise<string> | string, error = 'invalid_token'): Row => ({
    what,
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    status: error === 'invalid_token' ? 401 : 403,
    error,
  });
  const rows: readonly Row[] = [
    { what: 'nothing', headers: async () => ({}), status: 401 },
    bearer('a token of nobody', () => 'made-up-made-up'),
    bearer('a refresh token', () => held['refresh_token'] ?? ''),
    bearer('an ID token', () => held['id_token'] ?? ''),
    bearer('a bound token without its proof', async () =>
      machineToken({ scope: 'lanyard:admin' }, { dpop: await proofFor(office.origin) }),
    ),
    bearer('a token without its scope', () => held['access_token'] ?? '', 'insufficient_scope'),
    bearer('a token that is meant for another API', () =>
      machineToken({ scope: 'things:read lanyard:admin', resource: 'https://api.test' }),
    ),
    {
      what: 'a bound token with its proof, which it does not take',
      headers: async () => {
        const token = await machineToken({ scope: 'lanyard:admin' }, { dpop: await proofFor(office.origin) });
        const at = { htm: 'GET', htu: `${office.origin}/api/v1/users`, access_token: token };
        return { authorization: `DPoP ${token}`, dpop: await proofFor(office.origin, at) };
      },
      status: 401,
    },
    { what: 'a secret', headers: async () => ({ authorization: basic('trusted') }), status: 401 },
  ];

  it.each(rows)('to whoever brings $what: $status $error', async ({ headers, status, error }) => {
    const sent = await headers();
    const response = await fetch(`${office.origin}/api/v1/users`, { headers: sent });
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
      status,
      type: 'application/problem+json',
    });
    expect(challenge).toMatch(/^Bearer /);
    expect(challenge).toContain(`resource_metadata="${office.origin}/.well-known/oauth-protected-resource/api/v1"`);
    if (error !== undefined) expect(challenge).toContain(`error="${error}"`);
    if (error === undefined) expect(challenge).not.toContain('error=');
    const text = `${challenge} ${await response.text()}`;
    for (const value of Object.values(sent)) expect(text).not.toContain(value.replace(/^\w+ /, ''));
    const right = await fetch(`${office.origin}/api/v1/users`, { headers: { authorization: `Bearer ${admin}` } });
    expect(right.status).toBe(200);
  });

  it.each(['', '/api', '/api/v1/users', '/api/v2'])('and at no other address: %s', async (path) => {
    const document = `${office.origin}/.well-known/oauth-protected-resource`;
    expect((await fetch(`${document}${path}`)).status).toBe(404);
    expect((await fetch(`${document}/api/v1`)).status).toBe(200);
  });
});

describe('a sign-in that an API wants fresher or stronger (RFC 9470 §4)', () => {
  const essential = (value: string) => JSON.stringify({ id_token: { acr: { essential: true, value } } });
  refusesInFront(
    () => ({ origin: office.origin, browser: alice }),
    { client_id: 'trusted', claims: essential('urn:lanyard:acr:password') },
    [
      {
        what: 'than any here',
        changes: { claims: essential('urn:stronger') },
        error: 'unmet_authentication_requirements',
      },
      { what: 'than now, without a question', changes: { max_age: '0', prompt: 'none' }, error: 'login_required' },
      { what: 'by an age below nought', changes: { max_age: '-1' }, error: 'invalid_request' },
      { what: 'by an age of words', changes: { max_age: 'now' }, error: 'invalid_request' },
      { what: 'by half a second', changes: { max_age: '0.5' }, error: 'invalid_request' },
    ],
  );

  it('asks for the password once more, and tells the API when that was and how (§6)', async () => {
    const browser = await office.signedIn();
    const page = await browser.open(authorizePath({ client_id: 'jwt', max_age: '0', acr_values: 'urn:stronger' }));
    expect(errorOf(page)).toBeUndefined();
    expect(page.text).toContain('name="password"');
    const { code = '' } = paramsOf(
      await browser.submit(page, { username: 'alice', password: 'canary-password-of-alice-1' }),
    );
    const { body } = await send(office.origin, toToken('jwt', withCode(code)));
    const told = await post(
      office.origin,
      '/oauth2/introspect',
      { token: String(body['access_token']) },
      { authorization: basic('jwt') },
    );
    const about = { auth_time: expect.any(Number), acr: 'urn:lanyard:acr:password' };
    expect(told.body).toMatchObject({ active: true, ...about });
    expect(decodeJwt(String(body['access_token']))).toMatchObject(about);
  });
});

it('opens with a token that its owner had bound to no key, and to nobody else', async () => {
  const ada = await office.signedIn(ADA);
  const code = await codeFor(ada, { client_id: 'bound', dpop_jkt: PROOF_KEY.jkt });
  const { body } = await send(office.origin, toToken('bound', withCode(code), { dpop: await proofFor(office.origin) }));
  const headers = { authorization: `Bearer ${String(body['access_token'])}` };
  expect((await fetch(`${office.origin}/api/v1/users`, { headers })).status).toBe(401);
});
