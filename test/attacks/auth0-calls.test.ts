/** Auth0's calls beside the protocol in the hands of strangers: bodies that nobody can read, and names that are somebody else's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';

const PAGE = 'https://orders.test';
const ALICE = { username: 'alice', password: 'canary-password-of-alice-1', email: 'alice@example.lan' };

let server: RunningServer;
beforeAll(async () => {
  const office = await writeOffice({
    lanyard: 1,
    settings: { sign_in_by_mail: 'code', sign_up: true, new_password_by_mail: true, legacy_grants: true },
    users: [{ ...ALICE, email_verified: true }],
    applications: [
      {
        client_id: 'spa',
        dialect: 'auth0',
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${PAGE}/callback`],
        web_origins: [PAGE],
        grant_types: ['authorization_code', 'password'],
        sign_up: true,
      },
    ],
  });
  server = await startServer({ args: ['--import', office] });
}, 120_000);
afterAll(() => server?.stop());

async function send(path: string, body: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${server.ready.issuer}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body, 'latin1'),
  });
  const told = (await response.json()) as Record<string, unknown>;
  return { status: response.status, error: told['error'], origin: response.headers.get('access-control-allow-origin') };
}

const signUp = (fields: object) =>
  send('/dbconnections/signup', JSON.stringify({ client_id: 'spa', password: 'a password of nobody', ...fields }));

const signsIn = async (username: string) => {
  const asked = { grant_type: 'password', client_id: 'spa', username, password: ALICE.password };
  return (await send('/oauth/token', JSON.stringify(asked))).status;
};

describe.each(['/passwordless/start', '/co/authenticate', '/dbconnections/signup', '/dbconnections/change_password'])(
  'a body that nobody can read, at %s',
  (path) => {
    it.each([
      ['no JSON', '{', {}, 400],
      ['a name that stands twice', '{"email":"a@x.lan","email":"b@x.lan"}', {}, 400],
      ['__proto__', '{"__proto__":{"email":"a@x.lan"}}', {}, 400],
      ['an abyss of brackets', '['.repeat(200) + ']'.repeat(200), {}, 400],
      ['no UTF-8', '"\xff"', {}, 400],
      ['too much', `"${'x'.repeat(70_000)}"`, {}, 413],
      ['what forms of other sites can send', '{}', { 'content-type': 'text/plain' }, 415],
      ['a form', 'email=a%40x.lan', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ])('is refused as what it is, and no fault of the server: %s', async (_what, body, headers, status) => {
      expect(await send(path, body, { origin: PAGE, ...headers })).toEqual({
        status,
        error: 'invalid_request',
        origin: PAGE,
      });
      expect(server.stderr()).not.toContain('unexpected fault');
    });
  },
);

describe('whoever makes themselves an account', () => {
  it.each([
    ['with other letters of the same look', { email: 'mallory@evil.test', username: 'ａlice@example.lan' }],
    ['in capitals', { email: 'mallory@evil.test', username: 'ALICE@EXAMPLE.LAN' }],
    ['as address and name', { email: 'ａlice@example.lan' }],
    ['as an address beside another name', { email: 'ALICE@example.lan', username: 'mallory' }],
    ['that is not theirs, known here or not', { email: 'mallory@evil.test', username: 'carol＠example.lan' }],
  ])('gets no name by which somebody else signs in: %s', async (_how, fields) => {
    expect((await signUp(fields)).error).toBe('invalid_signup');
    expect(await signsIn(ALICE.email)).toBe(200);
  });
});
