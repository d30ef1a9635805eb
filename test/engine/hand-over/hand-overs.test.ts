/** Hand-overs to a sign-in program in the engine alone: what is kept, how long each part is good, and who is believed for what. */
import { beforeEach, describe, expect, test } from 'vitest';
import { HAND_OVER_DESK } from '../../../server/engine/hand-over/desk.ts';
import { type Arrived, buildHouse, type House, ORIGIN, PASSWORD, type TestBrowser } from '../../support/house.ts';

const CALLBACK = 'https://desk.test/callback';
const LOGIN = 'https://login.test/login?theme=blue';
let house: House;
let browser: TestBrowser;

beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ login_url: LOGIN, consent_url: 'https://login.test/consent' });
  await house.addApplication({ client_id: 'desk', dialect: 'ory', redirect_uris: [CALLBACK], scope: 'openid email' });
  browser = house.browser({ dialect: 'ory' });
});

type Fields = Readonly<Record<string, string>>;

function begin(by = browser, changes: Fields = {}): Promise<Arrived> {
  const asked = {
    client_id: 'desk',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    state: 'long-enough',
  };
  return by.open('authorize', { ...asked, ...changes });
}

function leftIn(arrived: Arrived): URL {
  if (arrived.kind !== 'left') throw new Error(`a page: ${JSON.stringify(arrived.view)}`);
  return arrived.url;
}

async function waiting(kind: 'login' | 'consent', arrived: Arrived) {
  const challenge = leftIn(arrived).searchParams.get(`${kind}_challenge`) ?? '';
  const found = await HAND_OVER_DESK.find(kind, challenge, await house.context('ory'));
  if (found?.kind !== 'waiting') throw new Error('nobody waits');
  return found.waiting;
}

const NOBODY_KNOWN = { extends: false, amr: [] };

async function acceptLogin(arrived: Arrived, changes: object = {}): Promise<Fields> {
  const answer = { subject: 'emp-17', ...NOBODY_KNOWN, ...changes };
  const to = await HAND_OVER_DESK.acceptLogin(
    await waiting('login', arrived),
    answer,
    'boss',
    await house.context('ory'),
  );
  return Object.fromEntries(new URL(to ?? ORIGIN).searchParams);
}

async function acceptConsent(arrived: Arrived, changes: object = {}): Promise<Fields> {
  const answer = { scope: ['openid'], audience: [], session_claims: {}, ...changes };
  const cx = await house.context('ory');
  const to = await HAND_OVER_DESK.acceptConsent(await waiting('consent', arrived), answer, 'boss', cx);
  return Object.fromEntries(new URL(to ?? ORIGIN).searchParams);
}

async function signIn(login: object = {}, consent: object = {}): Promise<Arrived> {
  const back = await browser.open('authorize', await acceptLogin(await begin(), login));
  return browser.open('authorize', await acceptConsent(back, consent));
}

async function kept(): Promise<number> {
  return (await house.store.collection('hand_overs').list({ limit: 200 })).items.length;
}

describe('what is kept', () => {
  test('nothing of a sign-in that nobody answered', async () => {
    for (let begun = 0; begun < 20; begun += 1) await begin(house.browser({ dialect: 'ory' }));
    expect(await kept()).toBe(0);
    await acceptLogin(await begin());
    expect(await kept()).toBe(1);
  });

  test('nothing of what somebody who is signed in asks for again and again', async () => {
    await house.setSettings({ login_url: '' });
    await house.addUser({ username: 'alice' });
    const arrived = await begin();
    if (arrived.kind !== 'page' || arrived.view.page !== 'login') throw new Error('no sign-in page');
    const back = await browser.submit(arrived.view, { username: 'alice', password: PASSWORD });
    expect((await waiting('consent', back)).person?.session.amr).toEqual(['pwd']);
    for (let begun = 0; begun < 20; begun += 1) leftIn(await begin());
    expect(await kept()).toBe(0);
    // The page that led there is done with.
    const again = await browser.openInteraction('login', browser.ticket);
    expect(again).toMatchObject({ kind: 'page', view: { page: 'error' } });
  });

  test('neither a verifier nor a cookie in clear', async () => {
    const { login_verifier = '' } = await acceptLogin(await begin());
    const [record] = (await house.store.collection('hand_overs').list({ limit: 1 })).items;
    const text = JSON.stringify(record);
    for (const secret of [login_verifier, login_verifier.split('.')[1] ?? '', browser.cookies.browser ?? '']) {
      expect([secret.length > 20, text.includes(secret)]).toEqual([true, false]);
    }
  });

  test('a request that is too long for an address is refused where the application hears of it', async () => {
    const { searchParams } = leftIn(await begin(browser, { state: 'x'.repeat(4_000) }));
    expect([searchParams.get('error'), searchParams.get('login_challenge')]).toEqual(['invalid_request', null]);
  });
});

describe('where the browser is led', () => {
  test('to the address as it was entered, with the challenge added to its query', async () => {
    const left = leftIn(await begin());
    expect([left.origin, left.pathname, left.searchParams.get('theme')]).toEqual([
      'https://login.test',
      '/login',
      'blue',
    ]);
  });

  test.each([
    ['an application of another kind', { dialect: 'native', require_pkce: false }, {}],
    ['rights over the office', { dialect: 'ory' }, { scope: 'openid lanyard:admin' }],
  ] as const)('not for %s', async (_what, fields, changes) => {
    const scope = 'openid lanyard:admin';
    await house.addApplication({ client_id: 'own', redirect_uris: [CALLBACK], scope, ...fields });
    expect((await begin(browser, { client_id: 'own', ...changes })).kind).toBe('page');
  });

  test('nor where the address was taken away meanwhile: then Lanyard asks itself', async () => {
    const verifier = await acceptLogin(await begin());
    await house.setSettings({ login_url: '', consent_url: '' });
    const arrived = await browser.open('authorize', verifier);
    expect(arrived).toMatchObject({ kind: 'page', view: { page: 'consent', person: { username: 'emp-17' } } });
  });
});

describe('how long it is good', () => {
  test('a challenge and a verifier as long as a sign-in may take', async () => {
    const begun = await begin();
    const verifier = await acceptLogin(begun);
    house.clock.now += house.DEFAULT_SETTINGS.interaction_lifetime_s;
    await expect(waiting('login', begun)).rejects.toThrow('nobody waits');
    const late = await browser.open('authorize', verifier);
    expect(late).toMatchObject({ kind: 'page', view: { page: 'error', status: 400 } });
  });

  test('what the program remembers, and no longer', async () => {
    await signIn({ known_for_s: 60 }, { remembered_for_s: 60 });
    const back = await browser.open('authorize', await acceptLogin(await begin()));
    expect((await waiting('consent', back)).paper.skip).toBe(true);
    house.clock.now += 60;
    expect((await waiting('login', await begin())).paper.skip).toBe(false);
    const again = await browser.open('authorize', await acceptLogin(await begin()));
    expect((await waiting('consent', again)).paper.skip).toBe(false);
  });

  test('never longer than the office lets sign-ins last', async () => {
    await signIn({ known_for_s: 10 ** 9 });
    const [session] = (await house.store.collection('sessions').list({ limit: 1 })).items;
    const longest = house.clock.now + house.DEFAULT_SETTINGS.session_lifetime_s;
    expect([session?.known_until, session?.expires_at]).toEqual([longest, longest]);
  });
});

describe('whom the program vouches for', () => {
  test('is no proof for rights over the office, however fresh', async () => {
    const ada = await house.addUser({ username: 'ada', admin: true });
    await signIn({ subject: ada.id, known_for_s: 3600 });
    await house.addApplication({
      client_id: 'panelist',
      dialect: 'ory',
      redirect_uris: [CALLBACK],
      scope: 'openid lanyard:admin',
    });
    const arrived = await begin(browser, { client_id: 'panelist', scope: 'openid lanyard:admin' });
    if (arrived.kind !== 'page' || arrived.view.page !== 'login') throw new Error('not asked for the password');
    const proved = await browser.submit(arrived.view, { username: 'ada', password: PASSWORD });
    expect(proved).toMatchObject({ kind: 'page', view: { page: 'consent' } });
  });

  test('cannot sign in by Lanyard’s own page, whatever they type', async () => {
    await signIn();
    await house.setSettings({ login_url: '', consent_url: '' });
    const other = house.browser({ dialect: 'ory' });
    const arrived = await begin(other);
    if (arrived.kind !== 'page' || arrived.view.page !== 'login') throw new Error('no sign-in page');
    for (const password of ['', PASSWORD, 'emp-17']) {
      const refused = await other.submit(arrived.view, { username: 'emp-17', password });
      expect(refused).toMatchObject({ kind: 'page', response: { status: 401 } });
    }
  });

  test('by the username of a person of ours is nobody, and that person stays who they are', async () => {
    const alice = await house.addUser({ username: 'emp-17' });
    await expect(signIn()).rejects.toMatchObject({ code: 'conflict', field: 'subject' });
    expect((await house.store.collection('users').list({ limit: 10 })).items).toEqual([alice]);
  });

  test('is in the audit log, by the name behind the token', async () => {
    await signIn();
    const events = (await house.store.collection('audit_events').list({ limit: 50 })).items;
    expect(events.filter(({ type }) => type.startsWith('user.'))).toMatchObject([
      { type: 'user.brought', actor: 'boss', target: 'emp-17', detail: { subject: 'emp-17' } },
      { type: 'user.signed_in', actor: 'emp-17', target: 'desk', detail: { vouched_by: 'boss' } },
    ]);
  });
});
