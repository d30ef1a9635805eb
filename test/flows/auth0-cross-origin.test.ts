/** Applications written for Auth0 that take a password in a form of their own and send its ticket along: by plain requests over TLS. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Auth0Forms, CALLBACK, PAGE, startAuth0Forms, type Told } from '../support/auth0-forms.ts';
import { ALICE } from '../support/office.ts';

let forms: Auth0Forms;
beforeAll(async () => {
  forms = await startAuth0Forms();
});
afterAll(() => forms?.stop());

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
    fetch(`${forms.origin}/authorize?${new URLSearchParams({ ...query, ...changes, login_ticket })}`, {
      redirect: 'manual',
      ...(cookie === undefined ? {} : { headers: { cookie } }),
    });
  const cookieOf = (told: Told) => told.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const wayOf = (response: Response) => response.headers.get('location') ?? '';
  const PAGE_OF_LOGIN = '/interaction/login';

  it('makes a ticket that signs its browser in, once', async () => {
    const told = await forms.post('/co/authenticate', login, from);
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
    ['by an application written for another product', { ...login, client_id: 'other' }, from, 403],
    ['without anything typed', { client_id: 'spa', username: 'alice' }, from, 400],
  ])('is refused %s, and no cookie is set', async (_how, body, headers, status) => {
    const told = await forms.post('/co/authenticate', body, headers);
    expect([told.status, told.headers.getSetCookie()]).toEqual([status, []]);
  });

  it('lets scripts of registered pages ask first, with their cookies, and nobody else’s', async () => {
    const ask = (path: string, page: string) =>
      fetch(`${forms.origin}${path}`, {
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
