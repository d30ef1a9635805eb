/**
 * Applications written for Auth0 that have a code sent by mail and take it in a form of their own: by the unmodified node SDK
 * over TLS, and what nobody's SDK sends, by plain requests.
 */
import { AuthenticationClient } from 'auth0/legacy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Auth0Forms, EMAIL, OTP, PAGE, SECRET, startAuth0Forms } from '../support/auth0-forms.ts';
import { ALICE } from '../support/office.ts';

let forms: Auth0Forms;
let client: AuthenticationClient;
beforeAll(async () => {
  forms = await startAuth0Forms();
  client = new AuthenticationClient({ domain: new URL(forms.origin).host, clientId: 'mobile', clientSecret: SECRET });
});
afterAll(() => forms?.stop());

const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('auth0 (node)', () => {
  it('has a code sent, and signs the person in with it, once', async () => {
    const before = forms.mail.received.length;
    const started = await client.passwordless.sendEmail({ email: EMAIL, send: 'code' });
    expect(started.status).toBe(200);
    const code = await forms.codeAfter(before);
    expect(forms.mail.received.at(before)?.to).toEqual([EMAIL]);
    const wrong = client.passwordless.loginWithEmail({ email: EMAIL, code: code === '000000' ? '000001' : '000000' });
    await expect(wrong).rejects.toThrow('Wrong email or verification code.');
    const { data } = await client.passwordless.loginWithEmail({
      email: EMAIL,
      code,
      scope: 'openid email offline_access',
    });
    expect(claimsOf(data.id_token ?? '')).toMatchObject({ iss: `${forms.origin}/`, email: EMAIL, amr: ['otp'] });
    const refreshed = await client.oauth.refreshTokenGrant({ refresh_token: data.refresh_token ?? '' });
    expect(refreshed.data.access_token).toEqual(expect.any(String));
    await expect(client.passwordless.loginWithEmail({ email: EMAIL, code })).rejects.toThrow('Wrong email');
  });
});

describe('/passwordless/start', () => {
  const ask = { client_id: 'mobile', client_secret: SECRET, connection: 'email', email: EMAIL, send: 'code' };

  it('answers alike for somebody, nobody, and an admin, and sends the one who may', async () => {
    const before = forms.mail.received.length;
    const shape = async (email: string) => {
      const { status, body } = await forms.post('/passwordless/start', { ...ask, email });
      return [status, { ...body, _id: String(body['_id']).length, email: '' }];
    };
    const known = await shape(EMAIL);
    expect(known).toEqual([200, { _id: 24, email: '', email_verified: false }]);
    for (const email of ['nobody@example.lan', 'ada@example.lan']) expect(await shape(email)).toEqual(known);
    await forms.codeAfter(before);
    expect(forms.mail.received.slice(before).map(({ to }) => to)).toEqual([[EMAIL]]);
  });

  it.each([
    ['without the secret', { client_secret: undefined }, 401],
    ['with a wrong one', { client_secret: 'wrong-wrong-wrong-wrong-0001' }, 401],
    ['by an application that is not registered for codes', { client_id: 'plain' }, 403],
    ['by nobody', { client_id: 'nobody' }, 401],
    ['by an application written for another product', { client_id: 'other' }, 403],
    ['for another connection', { connection: 'sms' }, 400],
    ['for a link, which no browser would be bound to', { send: 'link' }, 400],
    ['for what is no address', { email: 'a@b.lan\r\nBcc: x@y.lan' }, 400],
  ])('is refused %s', async (_how, changes, status) => {
    const told = await forms.post('/passwordless/start', { ...ask, ...changes });
    expect(told.status).toBe(status);
    expect(told.body).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
  });

  it('a code is of the application that asked for it, and of nobody else', async () => {
    const before = forms.mail.received.length;
    // Somebody who has asked for nothing yet: codes for one address are limited.
    const email = 'carol@example.lan';
    const asked = { ...ask, email, client_id: 'spa', client_secret: undefined };
    expect((await forms.post('/passwordless/start', asked)).status).toBe(200);
    const code = await forms.codeAfter(before);
    const fields = { grant_type: OTP, username: email, otp: code, realm: 'email', scope: 'openid' };
    const other = await forms.post('/oauth/token', { ...fields, client_id: 'mobile', client_secret: SECRET });
    expect([other.status, other.body['error']]).toEqual([403, 'invalid_grant']);
    for (const name of ['username', 'otp']) {
      for (const wrong of [undefined, '', [code], { code }, `${'x'.repeat(70_000)}`]) {
        const bad = await forms.post('/oauth/token', { ...fields, client_id: 'spa', [name]: wrong });
        expect([name, bad.status >= 400 && bad.status < 500, bad.body['access_token']]).toEqual([
          name,
          true,
          undefined,
        ]);
      }
      const missing = await forms.post('/oauth/token', { ...fields, client_id: 'spa', [name]: undefined });
      expect([name, missing.status, missing.body['error']]).toEqual([name, 400, 'invalid_request']);
    }
    const own = await forms.post('/oauth/token', { ...fields, client_id: 'spa' });
    expect(own.status).toBe(200);
    expect((await forms.post('/oauth/token', { ...fields, client_id: 'spa' })).body['error']).toBe('invalid_grant');
  });
});

describe('where the office did not allow it', () => {
  it('nothing of it is there, and discovery does not name the grant', async () => {
    const discovery = async ({ origin }: Auth0Forms) =>
      (await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as { grant_types_supported: string[] };
    expect((await discovery(forms)).grant_types_supported).toContain(OTP);
    const closed = await startAuth0Forms({});
    try {
      expect((await discovery(closed)).grant_types_supported).not.toContain(OTP);
      const mobile = { client_id: 'mobile', client_secret: SECRET };
      const asked = { ...mobile, connection: 'email', email: EMAIL, send: 'code' };
      expect((await closed.post('/passwordless/start', asked)).status).toBe(403);
      const token = await closed.post('/oauth/token', { ...mobile, grant_type: OTP, username: EMAIL, otp: '000000' });
      expect(token.body['error']).toBe('unsupported_grant_type');
      const person = { email: 'x@example.lan', password: 'a password of x', connection: 'c', client_id: 'mobile' };
      expect((await closed.post('/dbconnections/signup', person)).status).toBe(403);
      expect((await closed.post('/dbconnections/change_password', person)).status).toBe(403);
      const login = { client_id: 'spa', username: 'alice', password: ALICE.password, credential_type: 'password' };
      expect((await closed.post('/co/authenticate', login, { origin: PAGE })).status).toBe(403);
    } finally {
      await closed.stop();
    }
  });
});
