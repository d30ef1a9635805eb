/** session_state: in which answers it stands, what it is the hash of, and what makes it another. OIDC Session Management */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { RESPONSE_TYPE_NAMES } from '../../server/spec/vocabulary.ts';
import { buildHouse, type House, PASSWORD, type TestBrowser } from '../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
} from '../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
});

const stateOf = ({ cookies }: TestBrowser) => cookies.browser_state ?? '';
const silently = async (changes: Asked = {}) =>
  leftWith(await browser.open('authorize', authorizationRequest({ prompt: 'none', ...changes })));

/** As the frame compares it. OIDC Session Management §3.2 */
function fits(session_state: string | undefined, state = stateOf(browser), client_id = 'app', uri = CALLBACK): boolean {
  const [hash, salt] = (session_state ?? '').split('.');
  const { origin } = new URL(uri);
  return hash === createHash('sha256').update(`${client_id} ${origin} ${state} ${salt}`).digest('hex');
}

describe('session_state', () => {
  it('is the salted hash of client_id, origin and what the browser keeps', async () => {
    const { session_state } = await authorize(house, browser);
    expect(session_state).toMatch(/^[0-9a-f]{64}\.[A-Za-z0-9_-]{43}$/);
    expect(fits(session_state)).toBe(true);
    expect([fits(session_state, stateOf(browser), 'other'), fits(session_state, 'other')]).toEqual([false, false]);
    expect(fits(session_state, stateOf(browser), 'app', 'https://elsewhere.test/')).toBe(false);
  });

  it('has another salt each time, and fits each time', async () => {
    const first = (await authorize(house, browser))['session_state'];
    const second = (await silently())['session_state'];
    expect(second).not.toBe(first);
    expect([fits(first), fits(second)]).toEqual([true, true]);
  });

  it.each(RESPONSE_TYPE_NAMES)('stands in the answer to response_type=%s', async (response_type) => {
    await house.setSettings({ legacy_grants: true });
    await house.addApplication({
      client_id: 'every',
      redirect_uris: ['https://every.test/cb'],
      grant_types: ['authorization_code', 'implicit'],
      response_types: RESPONSE_TYPE_NAMES,
      scope: 'openid',
    });
    const redirect_uri = 'https://every.test/cb';
    const { session_state } = await authorize(house, browser, {
      client_id: 'every',
      redirect_uri,
      response_type,
      scope: 'openid',
    });
    expect(fits(session_state, stateOf(browser), 'every', redirect_uri)).toBe(true);
  });

  it.each(['query', 'fragment', 'form_post'])('travels by %s', async (response_mode) => {
    await authorize(house, browser);
    const arrived = await browser.open('authorize', authorizationRequest({ response_mode }));
    const answer =
      response_mode === 'form_post' ? Object.fromEntries(pageOf(arrived, 'form-post').fields) : leftWith(arrived);
    expect(fits(answer['session_state'])).toBe(true);
  });

  it('stands in what prompt=none says of a browser in which nobody is signed in, and goes on fitting there', async () => {
    const first = await silently();
    expect(first['error']).toBe('login_required');
    expect(fits(first['session_state'])).toBe(true);
    const kept = stateOf(browser);
    const second = await silently();
    expect([stateOf(browser), fits(second['session_state'])]).toEqual([kept, true]);
  });

  it('stands in no refusal that is about the request', async () => {
    expect(await silently({ response_type: 'magic' })).not.toHaveProperty('session_state');
    expect(browser.cookies.browser_state).toBeUndefined();
  });

  it('is given to nobody who asks for no identity, or has no origin to ask from', async () => {
    expect(await authorize(house, browser, { scope: 'profile' })).not.toHaveProperty('session_state');
    const redirect_uri = 'com.example.app:/callback';
    await house.addApplication({ client_id: 'native', redirect_uris: [redirect_uri], scope: 'openid' });
    const answer = await authorize(house, browser, { client_id: 'native', redirect_uri, scope: 'openid' });
    expect(answer).toHaveProperty('code');
    expect(answer).not.toHaveProperty('session_state');
  });
});

describe('what the browser keeps', () => {
  it('stays while nothing happens', async () => {
    await authorize(house, browser);
    const before = stateOf(browser);
    await silently();
    expect(stateOf(browser)).toBe(before);
  });

  it('lasts as long as the session, and says nothing of its secret', async () => {
    await authorize(house, browser);
    expect(stateOf(browser)).not.toContain(browser.cookies.session);
    const arrived = await browser.open('authorize', authorizationRequest({ prompt: 'login' }));
    const login = pageOf(arrived, 'login');
    const done = await browser.submit(login, { username: 'alice', password: PASSWORD });
    expect(done.response.cookies?.browser_state).toEqual({
      value: stateOf(browser),
      lifetime_s: house.DEFAULT_SETTINGS.session_lifetime_s,
    });
  });

  it('changes when the same person signs in again, when another does, and when they sign out', async () => {
    const seen = [(await authorize(house, browser))['session_state']];
    const states = [stateOf(browser)];
    await authorize(house, browser, { prompt: 'login' });
    states.push(stateOf(browser));
    await house.addUser({ username: 'bob' });
    const login = pageOf(await browser.open('authorize', authorizationRequest({ prompt: 'login' })), 'login');
    await browser.submit(login, { username: 'bob', password: PASSWORD });
    states.push(stateOf(browser));
    const question = pageOf(await browser.open('end-session', {}), 'sign-out');
    await browser.open('end-session', { csrf: question.csrf, decision: 'yes' }, 'POST');
    states.push(stateOf(browser));
    expect(new Set(states).size).toBe(4);
    expect(states.map((state) => fits(seen[0], state))).toEqual([true, false, false, false]);
  });

  it('does not change when somebody chose to stay signed in', async () => {
    await authorize(house, browser);
    const before = stateOf(browser);
    const question = pageOf(await browser.open('end-session', {}), 'sign-out');
    await browser.open('end-session', { csrf: question.csrf, decision: 'no' }, 'POST');
    expect(stateOf(browser)).toBe(before);
  });

  it('changes with the first answer after a session ended elsewhere', async () => {
    await authorize(house, browser);
    const before = stateOf(browser);
    const { items } = await house.store.collection('sessions').list({ limit: 1 });
    await house.store.collection('sessions').remove(items[0]!.id);
    expect((await silently())['error']).toBe('login_required');
    expect(stateOf(browser)).not.toBe(before);
  });
});
