/**
 * Applications written for Auth0 by whose forms people make themselves an account, or have a link to a new password sent: by the
 * unmodified node SDK over TLS, and what nobody's SDK sends, by plain requests.
 */
import { AuthenticationClient } from 'auth0/legacy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Auth0Forms, EMAIL, PAGE, SECRET, startAuth0Forms } from '../support/auth0-forms.ts';
import { eventually } from '../support/eventually.ts';

let forms: Auth0Forms;
let client: AuthenticationClient;
beforeAll(async () => {
  forms = await startAuth0Forms();
  client = new AuthenticationClient({ domain: new URL(forms.origin).host, clientId: 'mobile', clientSecret: SECRET });
});
afterAll(() => forms?.stop());

const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('/dbconnections/signup', () => {
  it('makes a person an account, who signs in with its password', async () => {
    const password = 'a password of dora';
    const { data } = await client.database.signUp({
      email: 'dora@example.lan',
      password,
      connection: 'Username-Password-Authentication',
      given_name: 'Dora',
      nickname: 'dodo',
      picture: 'https://pictures.example.lan/dora.png',
    });
    expect(data).toMatchObject({ email: 'dora@example.lan', email_verified: false });
    const granted = await client.oauth.passwordGrant({
      username: 'dora@example.lan',
      password,
      scope: 'openid profile',
    });
    expect(claimsOf(granted.data.id_token ?? '')).toMatchObject({
      given_name: 'Dora',
      nickname: 'dodo',
      picture: 'https://pictures.example.lan/dora.png',
    });
    for (const email of [EMAIL, 'DORA@example.lan']) {
      const again = client.database.signUp({ email, password, connection: 'Username-Password-Authentication' });
      await expect(again).rejects.toThrow('Invalid sign up');
    }
  });

  const dave = { client_id: 'mobile', email: 'dave@example.lan', password: 'a password of dave', connection: 'c' };

  it.each([
    ['by an application that does not allow it', { client_id: 'plain' }, 403, 'public_signup_disabled'],
    ['by one written for another product, though that allows it', { client_id: 'other' }, 400, 'invalid_client'],
    ['by nobody', { client_id: 'nobody' }, 400, 'invalid_client'],
  ])('is refused %s', async (_how, changes, status, error) => {
    const told = await forms.post('/dbconnections/signup', { ...dave, ...changes });
    expect([told.status, told.body['error']]).toEqual([status, error]);
    const { issuer } = forms.server.ready;
    const elsewhere = await fetch(`${issuer}/dbconnections/signup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...dave, ...changes }),
    });
    expect(elsewhere.status).toBe(status);
  });

  it('is refused with what nobody keeps, and then there is no account', async () => {
    const told = await forms.post('/dbconnections/signup', { ...dave, user_metadata: { plan: 'gold' } });
    expect([told.status, told.body['error']]).toEqual([400, 'invalid_signup']);
    expect(told.body['error_description']).toBe('user_metadata is kept nowhere here; leave it out');
  });

  it('is refused from a page of nobody’s, and not from one of the application’s', async () => {
    const told = await forms.post('/dbconnections/signup', dave, { origin: 'https://evil.example' });
    expect([told.status, told.body['error']]).toEqual([403, 'access_denied']);
    expect((await forms.post('/dbconnections/signup', dave, { origin: PAGE })).status).toBe(200);
  });
});

describe('/dbconnections/change_password', () => {
  const ask = (email: string) =>
    client.database.changePassword({ email, connection: 'Username-Password-Authentication' });
  const linkAfter = async (before: number) => {
    const { raw } = await eventually(() => forms.mail.received[before], 'the mail');
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
    const before = forms.mail.received.length;
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
    const before = forms.mail.received.length;
    const told = await Promise.all(['nobody@example.lan', 'ada@example.lan', 'bob@example.lan'].map(ask));
    expect(new Set(told.map(({ data }) => data)).size).toBe(1);
    await linkAfter(before);
    expect(forms.mail.received.slice(before).map(({ to }) => to)).toEqual([['bob@example.lan']]);
  });

  it('a link to a new password signs nobody in, and a code is none', async () => {
    const page = await fetch(`${forms.origin}/interaction/login?link=nothing`);
    expect(page.status).toBe(400);
    expect((await fetch(`${forms.server.ready.issuer}/account/new-password?link=nothing`)).status).toBe(400);
    expect((await fetch(`${forms.server.ready.issuer}/account/new-password`)).status).toBe(400);
  });

  it.each([
    ['by an application that does not allow it', { client_id: 'plain' }, 403, 'access_denied'],
    ['by one written for another product, though that allows it', { client_id: 'other' }, 400, 'invalid_client'],
    ['by nobody', { client_id: 'nobody' }, 400, 'invalid_client'],
    ['for what is no address', { email: 'a@b.lan\r\nBcc: x@y.lan' }, 400, 'bad.email'],
  ])('is refused %s', async (_how, changes, status, error) => {
    const asked = { client_id: 'mobile', email: EMAIL, connection: 'c', ...changes };
    const told = await forms.post('/dbconnections/change_password', asked);
    expect([told.status, told.body['error']]).toEqual([status, error]);
  });
});
