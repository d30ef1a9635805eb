/**
 * Forms on pages of other sites, as browsers post them: without our Lax cookies. They sign nobody out, take no sign-in away
 * that is under way, and lead nowhere that a link would not.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Browser, errorOf, paramsOf } from './browser.ts';
import { ALICE, type AttackedOffice, authorizeParams, authorizePath, redeem, startOffice } from './office.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const EVIL = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
const OUT = 'https://rp1.test/out';

/** The answer to the form itself, which the browser's cookies stay away from. What it sets, the browser takes. */
async function postedBy(browser: Browser, path: string, form: URLSearchParams): Promise<Answer> {
  const kept = [...browser.cookies];
  browser.cookies.clear();
  const answer = await browser.post(path, form, EVIL);
  for (const [name, value] of kept) if (!browser.cookies.has(name)) browser.cookies.set(name, value);
  return answer;
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  return 'code' in paramsOf(await browser.get(authorizePath({ prompt: 'none' })));
}

it('set no cookie, whatever they ask for', async () => {
  const forms: readonly (readonly [string, URLSearchParams])[] = [
    ['/oauth2/logout', new URLSearchParams()],
    ['/oauth2/logout', new URLSearchParams({ csrf: 'x', decision: 'yes' })],
    ['/oauth2/logout', new URLSearchParams({ client_id: 'rp1', post_logout_redirect_uri: OUT })],
    ['/oauth2/authorize', authorizeParams()],
    ['/oauth2/authorize', authorizeParams({ prompt: 'none' })],
    ['/login/oauth/authorize', authorizeParams({ client_id: 'hub' })],
  ];
  for (const [path, form] of forms) {
    const answer = await postedBy(alice, path, form);
    expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 303, []]);
    expect(answer.location).toMatch(new RegExp(`^${path}\\?lanyard_posted=[A-Za-z0-9_.-]+$`));
  }
  expect(await isSignedIn(alice)).toBe(true);
});

it('sign nobody out: the person is asked', async () => {
  const cookies = new Map(alice.cookies);
  for (const form of [{}, { csrf: 'x', decision: 'yes' }, { client_id: 'rp1', post_logout_redirect_uri: OUT }]) {
    const asked = await alice.follow(await postedBy(alice, '/oauth2/logout', new URLSearchParams(form)));
    expect([asked.status, asked.text.includes('lanyard-logout-yes')]).toEqual([200, true]);
  }
  expect([alice.cookies, await isSignedIn(alice)]).toEqual([cookies, true]);
});

it('sign out where they bring an ID token of the session, which no address shows', async () => {
  const leaving = await office.signedIn();
  const form = authorizeParams({ client_id: 'rp1' });
  const consent = await leaving.follow(await postedBy(leaving, '/oauth2/authorize', form));
  const { code = '' } = paramsOf(await leaving.submit(consent, { decision: 'allow' }));
  const id_token_hint = (await redeem(office.origin, code, {}, 'rp1')).body['id_token'] ?? '';
  const asked = new URLSearchParams({ id_token_hint, post_logout_redirect_uri: OUT, state: 's' });
  const again = await postedBy(leaving, '/oauth2/logout', asked);
  expect(again.location).not.toContain(id_token_hint.slice(0, 20));
  expect((await leaving.follow(again)).location).toBe(`${OUT}?state=s`);
  expect(await isSignedIn(leaving)).toBe(false);
});

it('ask for a sign-in that knows the session, and change nothing in the browser', async () => {
  await alice.get(authorizePath({ prompt: 'none' }));
  const cookies = new Map(alice.cookies);
  for (const changes of [{}, { prompt: 'none' }]) {
    const answer = await alice.follow(await postedBy(alice, '/oauth2/authorize', authorizeParams(changes)));
    expect(paramsOf(answer)).toMatchObject({ state: 'a-state' });
    expect(paramsOf(answer)).toHaveProperty('code');
  }
  expect(alice.cookies).toEqual(cookies);
});

it('leave a sign-in of another tab as it is', async () => {
  const browser = office.browser();
  const tab = await browser.follow(await browser.get(authorizePath()));
  const another = await browser.follow(await postedBy(browser, '/oauth2/authorize', authorizeParams()));
  expect(another.text).toContain('lanyard-login-submit');
  expect(paramsOf(await browser.submit(tab, ALICE))).toHaveProperty('code');
});

it('do not make anybody look signed out who is asked for without their cookie', async () => {
  const [name = '', before = ''] = [...alice.cookies].find(([known]) => known.endsWith('_state')) ?? [];
  const session = [...alice.cookies].find(([known]) => known.endsWith('_session')) ?? ['', ''];
  alice.cookies.delete(session[0]);
  const silent = paramsOf(await alice.get(authorizePath({ prompt: 'none' })));
  const gone = await alice.get('/oauth2/logout');
  expect([silent['error'], gone.status, gone.headers.getSetCookie()]).toEqual(['login_required', 200, []]);
  expect(alice.cookies.get(name)).toBe(before);
  alice.cookies.set(...session);
  expect(await isSignedIn(alice)).toBe(true);
});

it('lead to no address that a link would not lead to', async () => {
  const authorize = authorizeParams({ redirect_uri: 'https://evil.test/cb' });
  const logout = new URLSearchParams({ client_id: 'rp1', post_logout_redirect_uri: 'https://evil.test' });
  for (const [path, form] of [
    ['/oauth2/authorize', authorize],
    ['/oauth2/logout', logout],
  ] as const) {
    const refused = await alice.follow(await postedBy(alice, path, form));
    expect([refused.status, refused.location]).toEqual([400, undefined]);
  }
  const made = (await postedBy(alice, '/oauth2/logout', logout)).location ?? '';
  const moved = await alice.get(made.replace('/oauth2/logout', '/oauth2/authorize'));
  expect([moved.status, errorOf(moved)]).toEqual([400, 'invalid_request']);
});
