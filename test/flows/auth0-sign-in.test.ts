/**
 * Applications written for Auth0 that sign people in with a form of their own: by the unmodified node SDK over TLS, and what
 * nobody's SDK sends, by plain requests. Mail comes from a real mail server.
 */
import { readFile, rm } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { AuthenticationClient } from 'auth0/legacy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateFiles, makeCertificates } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';
import { startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';

const OTP = 'http://auth0.com/oauth/grant-type/passwordless/otp';
const SECRET = 'mobile-secret-mobile-secret-0001';
const PAGE = 'https://orders.example.lan';
const CALLBACK = `${PAGE}/callback`;
const EMAIL = 'alice@example.lan';

const REGISTERED = {
  dialect: 'auth0',
  redirect_uris: [CALLBACK],
  web_origins: [PAGE],
  scope: 'openid profile email offline_access',
};

const officeWith = (mail: TestMailServer) => ({
  lanyard: 1,
  settings: {
    sign_in_by_mail: 'code',
    sign_up: true,
    new_password_by_mail: true,
    legacy_grants: true,
    smtp_host: '127.0.0.1',
    smtp_port: mail.port,
    smtp_security: 'none',
    smtp_from: 'lanyard@example.lan',
    login_attempts_per_minute: 1000,
  },
  users: [
    { ...ALICE, name: 'Alice Example', email: EMAIL, email_verified: true },
    { username: 'carol', password: 'carol-carol-carol-1', email: 'carol@example.lan', email_verified: true },
    { username: 'bob', password: 'bob-bob-bob-bob-1', email: 'bob@example.lan' },
    { username: 'ada', password: 'ada-ada-ada-ada-1', email: 'ada@example.lan', admin: true },
  ],
  applications: [
    {
      ...REGISTERED,
      client_id: 'mobile',
      client_name: 'Mobile',
      client_secret: SECRET,
      grant_types: ['authorization_code', 'refresh_token', 'password', OTP],
    },
    {
      ...REGISTERED,
      client_id: 'spa',
      client_name: 'Orders',
      token_endpoint_auth_method: 'none',
      require_pkce: true,
      grant_types: ['authorization_code', 'password', OTP],
      consent: 'skip',
    },
    { ...REGISTERED, client_id: 'plain', client_name: 'Plain', client_secret: SECRET },
  ],
});

let files: CertificateFiles;
let mail: TestMailServer;
let server: RunningServer;
let origin: string;
let client: AuthenticationClient;

beforeAll(async () => {
  files = await makeCertificates();
  setDefaultCACertificates([...getCACertificates('default'), await readFile(files.ca, 'utf8')]);
  mail = await startMailServer({ security: 'none' });
  const tls = ['--tls', 'files', '--tls-cert', files.cert, '--tls-key', files.key];
  const office = await writeOffice(officeWith(mail));
  server = await startServer({ args: ['--import', office, '--dialect-port', 'auth0=0', ...tls] });
  origin = server.ready.listeners.find(({ dialect }) => dialect === 'auth0')?.url ?? '';
  client = new AuthenticationClient({ domain: new URL(origin).host, clientId: 'mobile', clientSecret: SECRET });
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
  await rm(files.directory, { recursive: true, force: true });
});

const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

/** The code in the mail that comes after `before` others. */
async function codeAfter(before: number): Promise<string> {
  const { raw } = await eventually(() => mail.received[before], 'the mail');
  return /(\d{3}) (\d{3})/.exec(raw)?.slice(1).join('') ?? '';
}

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Told> {
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    headers: response.headers,
  };
}

describe('auth0 (node)', () => {
  it('has a code sent, and signs the person in with it, once', async () => {
    const before = mail.received.length;
    const started = await client.passwordless.sendEmail({ email: EMAIL, send: 'code' });
    expect(started.status).toBe(200);
    expect(mail.received.at(before)?.to ?? [EMAIL]).toEqual([EMAIL]);
    const code = await codeAfter(before);
    const wrong = client.passwordless.loginWithEmail({ email: EMAIL, code: code === '000000' ? '000001' : '000000' });
    await expect(wrong).rejects.toThrow('Wrong email or verification code.');
    const { data } = await client.passwordless.loginWithEmail({
      email: EMAIL,
      code,
      scope: 'openid email offline_access',
    });
    expect(claimsOf(data.id_token ?? '')).toMatchObject({ iss: `${origin}/`, email: EMAIL, amr: ['otp'] });
    const refreshed = await client.oauth.refreshTokenGrant({ refresh_token: data.refresh_token ?? '' });
    expect(refreshed.data.access_token).toEqual(expect.any(String));
    await expect(client.passwordless.loginWithEmail({ email: EMAIL, code })).rejects.toThrow('Wrong email');
  });

  it('makes a person an account, who signs in with its password', async () => {
    const password = 'a password of dora';
    const { data } = await client.database.signUp({
      email: 'dora@example.lan',
      password,
      connection: 'Username-Password-Authentication',
      given_name: 'Dora',
    });
    expect(data).toMatchObject({ email: 'dora@example.lan', email_verified: false });
    const granted = await client.oauth.passwordGrant({
      username: 'dora@example.lan',
      password,
      scope: 'openid profile',
    });
    expect(claimsOf(granted.data.id_token ?? '')).toMatchObject({ given_name: 'Dora' });
    for (const email of ['dora@example.lan', EMAIL, 'DORA@example.lan']) {
      const again = client.database.signUp({ email, password, connection: 'Username-Password-Authentication' });
      await expect(again).rejects.toThrow('Invalid sign up');
    }
    const weak = client.database.signUp({ email: 'eve@example.lan', password: 'short', connection: 'x' });
    await expect(weak).rejects.toThrow('too short');
  });
});

describe('/passwordless/start', () => {
  const ask = { client_id: 'mobile', client_secret: SECRET, connection: 'email', email: EMAIL, send: 'code' };

  it('answers alike for somebody, nobody, and an admin, and sends the one who may', async () => {
    const before = mail.received.length;
    const shape = async (email: string) => {
      const { status, body } = await post('/passwordless/start', { ...ask, email });
      return [status, { ...body, _id: String(body['_id']).length, email: '' }];
    };
    const known = await shape(EMAIL);
    expect(known).toEqual([200, { _id: 24, email: '', email_verified: false }]);
    for (const email of ['nobody@example.lan', 'ada@example.lan']) expect(await shape(email)).toEqual(known);
    await codeAfter(before);
    expect(mail.received.slice(before).map(({ to }) => to)).toEqual([[EMAIL]]);
  });

  it.each([
    ['without the secret', { client_secret: undefined }, 401],
    ['with a wrong one', { client_secret: 'wrong-wrong-wrong-wrong-0001' }, 401],
    ['by an application that is not registered for codes', { client_id: 'plain' }, 403],
    ['by nobody', { client_id: 'nobody' }, 401],
    ['for another connection', { connection: 'sms' }, 400],
    ['for a link, which no browser would be bound to', { send: 'link' }, 400],
    ['for what is no address', { email: 'a@b.lan\r\nBcc: x@y.lan' }, 400],
  ])('is refused %s', async (_how, changes, status) => {
    const told = await post('/passwordless/start', { ...ask, ...changes });
    expect(told.status).toBe(status);
    expect(told.body).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
  });

  it('a code is of the application that asked for it, and of nobody else', async () => {
    const before = mail.received.length;
    // Somebody who has asked for nothing yet: codes for one address are limited.
    const email = 'carol@example.lan';
    const asked = { ...ask, email, client_id: 'spa', client_secret: undefined };
    expect((await post('/passwordless/start', asked)).status).toBe(200);
    const code = await codeAfter(before);
    const fields = { grant_type: OTP, username: email, otp: code, realm: 'email', scope: 'openid' };
    const other = await post('/oauth/token', { ...fields, client_id: 'mobile', client_secret: SECRET });
    expect([other.status, other.body['error']]).toEqual([403, 'invalid_grant']);
    for (const name of ['username', 'otp']) {
      for (const wrong of [undefined, '', [code], { code }, `${'x'.repeat(70_000)}`]) {
        const bad = await post('/oauth/token', { ...fields, client_id: 'spa', [name]: wrong });
        expect([name, bad.status >= 400 && bad.status < 500, bad.body['access_token']]).toEqual([
          name,
          true,
          undefined,
        ]);
      }
      const missing = await post('/oauth/token', { ...fields, client_id: 'spa', [name]: undefined });
      expect([name, missing.status, missing.body['error']]).toEqual([name, 400, 'invalid_request']);
    }
    const own = await post('/oauth/token', { ...fields, client_id: 'spa' });
    expect(own.status).toBe(200);
    expect((await post('/oauth/token', { ...fields, client_id: 'spa' })).body['error']).toBe('invalid_grant');
  });
});

describe('/co/authenticate', () => {
  const login = { client_id: 'spa', username: 'alice', password: ALICE.password, credential_type: 'password' };
  const from = { origin: PAGE };
  const query = {
    client_id: 'spa',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    state: 's',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  const goOn = (login_ticket: string, cookie?: string, changes: object = {}) =>
    fetch(`${origin}/authorize?${new URLSearchParams({ ...query, ...changes, login_ticket })}`, {
      redirect: 'manual',
      ...(cookie === undefined ? {} : { headers: { cookie } }),
    });
  const cookieOf = (told: Told) => told.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const wayOf = (response: Response) => response.headers.get('location') ?? '';
  const PAGE_OF_LOGIN = '/interaction/login';

  it('makes a ticket that signs its browser in, once', async () => {
    const told = await post('/co/authenticate', login, from);
    expect(told).toMatchObject({ status: 200, body: { login_ticket: expect.any(String), co_id: expect.any(String) } });
    expect(told.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(told.headers.get('access-control-allow-credentials')).toBe('true');
    const ticket = String(told.body['login_ticket']);
    expect(wayOf(await goOn(ticket))).toContain(PAGE_OF_LOGIN);
    expect(wayOf(await goOn(ticket, '__Host-lanyard_browser=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'))).toContain(
      PAGE_OF_LOGIN,
    );
    const other = { client_id: 'plain', code_challenge: '', code_challenge_method: '' };
    expect(wayOf(await goOn(ticket, cookieOf(told), other))).toContain(PAGE_OF_LOGIN);
    const gone = await goOn(ticket, cookieOf(told));
    expect(new URL(wayOf(gone)).searchParams.get('code')).toEqual(expect.any(String));
    expect(gone.headers.getSetCookie().join()).toContain('lanyard_session=');
    expect(wayOf(await goOn(ticket, cookieOf(told)))).toContain(PAGE_OF_LOGIN);
  });

  it.each([
    ['from no page', login, {}, 403],
    ['from a page of nobody’s', login, { origin: 'https://evil.example' }, 403],
    ['by an application that may take no passwords', { ...login, client_id: 'plain' }, from, 403],
    ['with a wrong password', { ...login, password: 'wrong' }, from, 403],
    ['for nobody', { ...login, username: 'nobody' }, from, 403],
    ['without anything typed', { client_id: 'spa', username: 'alice' }, from, 400],
  ])('is refused %s, and no cookie is set', async (_how, body, headers, status) => {
    const told = await post('/co/authenticate', body, headers);
    expect([told.status, told.headers.getSetCookie()]).toEqual([status, []]);
  });

  it('lets scripts of registered pages ask first, with their cookies, and nobody else’s', async () => {
    const ask = (path: string, page: string) =>
      fetch(`${origin}${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: page,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const own = await ask('/co/authenticate', PAGE);
    expect([own.status, own.headers.get('access-control-allow-credentials')]).toEqual([204, 'true']);
    expect((await ask('/co/authenticate', 'https://evil.example')).headers.has('access-control-allow-origin')).toBe(
      false,
    );
    expect((await ask('/passwordless/start', PAGE)).headers.has('access-control-allow-credentials')).toBe(false);
  });
});

describe('/dbconnections/change_password', () => {
  const ask = (email: string) =>
    client.database.changePassword({ email, connection: 'Username-Password-Authentication' });
  const linkAfter = async (before: number) => {
    const { raw } = await eventually(() => mail.received[before], 'the mail');
    return /https:\S+/.exec(raw.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[0] ?? '';
  };
  const choose = (link: string, new_password: string, again = new_password) => {
    const { origin: house, pathname, searchParams } = new URL(link);
    const body = new URLSearchParams({ link: searchParams.get('link') ?? '', new_password, new_password_again: again });
    return fetch(`${house}${pathname}`, { method: 'POST', body, redirect: 'manual', headers: { origin: house } });
  };
  const signsIn = async (password: string) =>
    (await client.oauth.passwordGrant({ username: 'bob', password }).catch(() => undefined))?.status === 200;

  it('sends a link to a new password, which is good once; the old one and what hung on it are over', async () => {
    const before = mail.received.length;
    const { data } = await ask('bob@example.lan');
    expect(data).toContain('If that address is known here');
    const link = await linkAfter(before);
    const shown = await fetch(link);
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('Choose a new password')]);
    expect(await signsIn('bob-bob-bob-bob-1')).toBe(true);
    for (const [typed, again] of [['short'], ['long enough to do', 'but not the same']] as const) {
      expect((await choose(link, typed, again)).status).toBe(400);
    }
    const done = await choose(link, 'another password of bob');
    expect([done.status, done.headers.getSetCookie()]).toEqual([200, []]);
    expect(await done.text()).toContain('Your new password is set');
    expect([await signsIn('bob-bob-bob-bob-1'), await signsIn('another password of bob')]).toEqual([false, true]);
    expect((await choose(link, 'a third password of bob')).status).toBe(400);
    expect((await fetch(link)).status).toBe(400);
    expect(await signsIn('another password of bob')).toBe(true);
  });

  it('says the same of nobody and of an admin, and sends them nothing', async () => {
    const before = mail.received.length;
    const told = await Promise.all(['nobody@example.lan', 'ada@example.lan', 'bob@example.lan'].map(ask));
    expect(new Set(told.map(({ data }) => data)).size).toBe(1);
    await linkAfter(before);
    expect(mail.received.slice(before).map(({ to }) => to)).toEqual([['bob@example.lan']]);
  });

  it('a link to a new password signs nobody in, and a code is none', async () => {
    const page = await fetch(`${origin}/interaction/login?link=nothing`);
    expect(page.status).toBe(400);
    expect((await fetch(`${server.ready.issuer}/account/new-password?link=nothing`)).status).toBe(400);
    expect((await fetch(`${server.ready.issuer}/account/new-password`)).status).toBe(400);
  });
});

describe('where the office did not allow it', () => {
  it('nothing of it is there, and discovery does not name the grant', async () => {
    const discovery = async () =>
      (await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as { grant_types_supported: string[] };
    expect((await discovery()).grant_types_supported).toContain(OTP);
    const office = { ...officeWith(mail), settings: { issuer_name: 'Other' } };
    const tls = ['--tls', 'files', '--tls-cert', files.cert, '--tls-key', files.key];
    const other = await startServer({
      args: ['--import', await writeOffice(office), '--dialect-port', 'auth0=0', ...tls],
    });
    const there = origin;
    try {
      origin = other.ready.listeners.find(({ dialect }) => dialect === 'auth0')?.url ?? '';
      expect((await discovery()).grant_types_supported).not.toContain(OTP);
      const mobile = { client_id: 'mobile', client_secret: SECRET };
      const start = await post('/passwordless/start', { ...mobile, connection: 'email', email: EMAIL, send: 'code' });
      expect(start.status).toBe(403);
      const token = await post('/oauth/token', { ...mobile, grant_type: OTP, username: EMAIL, otp: '000000' });
      expect(token.body['error']).toBe('unsupported_grant_type');
      const person = { email: 'x@example.lan', password: 'a password of x', connection: 'c', client_id: 'mobile' };
      expect((await post('/dbconnections/signup', person)).status).toBe(403);
      expect((await post('/dbconnections/change_password', person)).status).toBe(403);
      const login = { client_id: 'spa', username: 'alice', password: ALICE.password, credential_type: 'password' };
      expect((await post('/co/authenticate', login, { origin: PAGE })).status).toBe(403);
    } finally {
      origin = there;
      await other.stop();
    }
  });
});
