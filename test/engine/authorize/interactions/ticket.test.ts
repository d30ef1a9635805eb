/** Tickets and forms: a page is answered once, in the browser that began, through the form that was drawn for it. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsentView, LoginView } from '../../../../server/contract/pages.ts';
import { paramsOf } from '../../../../server/spec/params.ts';
import { type Arrived, buildHouse, type House, PASSWORD, type TestBrowser } from '../../../support/house.ts';
import { authorizationRequest, authorize, furnish, leftWith, pageOf, redeem, walk } from '../../../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
});

const RIGHT = { username: 'alice', password: PASSWORD };

const openLogin = async (by = browser) => pageOf(await by.open('authorize', authorizationRequest()), 'login');
const openConsent = async (by = browser) => pageOf(await by.submit(await openLogin(by), RIGHT), 'consent');
const fieldsOf = (view: LoginView | ConsentView) => ({ csrf: view.csrf, ...Object.fromEntries(view.fields) });
const scopesOf = (view: ConsentView) => view.scopes.map(({ name }) => name);

function expectStartAgain(arrived: Arrived, status = 400) {
  expect(pageOf(arrived, 'error')).toMatchObject({ code: 'invalid_request', title: 'Please start again', status });
  expect(arrived.response.cookies).toBeUndefined();
}

async function codes() {
  return (await house.store.collection('authorization_codes').list({ limit: 10 })).items.length;
}

describe('a form', () => {
  it.each([
    ['no CSRF token (F01)', { csrf: undefined }],
    ['an empty CSRF token', { csrf: '' }],
    ['a wrong CSRF token', { csrf: 'A'.repeat(43) }],
    ['the ticket as CSRF token', { csrf: 'ticket' }],
  ])('with %s is refused, and the right one is taken', async (_what, changes) => {
    const login = await openLogin();
    const csrf = changes.csrf === 'ticket' ? browser.ticket : changes.csrf;
    expectStartAgain(await browser.submit(login, { ...RIGHT, csrf }), 403);
    expect(browser.cookies.session).toBeUndefined();
    pageOf(await browser.submit(login, RIGHT), 'consent');
  });

  it("with another ticket's CSRF token is refused", async () => {
    const first = await openLogin();
    const second = await openLogin();
    expectStartAgain(await browser.submit(second, { ...RIGHT, csrf: first.csrf }), 403);
    pageOf(await browser.submit(second, RIGHT), 'consent');
  });

  it("with another browser's CSRF token is refused (F01)", async () => {
    const login = await openLogin();
    const attacker = await openLogin(house.browser());
    expectStartAgain(await browser.submit(login, { ...RIGHT, csrf: attacker.csrf }), 403);
  });

  it('of the consent page needs its token as well', async () => {
    const consent = await openConsent();
    const yes = { decision: 'allow', scope: scopesOf(consent) };
    expectStartAgain(await browser.submit(consent, { ...yes, csrf: 'x' }), 403);
    expect(await codes()).toBe(0);
    expect(leftWith(await browser.submit(consent, yes))).toHaveProperty('code');
  });
});

describe('a ticket', () => {
  it('is worth nothing in another browser, not even with the form (F03)', async () => {
    const attacker = house.browser();
    const login = await openLogin(attacker);
    expectStartAgain(await browser.openInteraction('login', attacker.ticket));
    await openLogin();
    expectStartAgain(await browser.post('login', { ...fieldsOf(login), ...RIGHT }));
    expect(browser.cookies.session).toBeUndefined();
    pageOf(await attacker.openInteraction('login', attacker.ticket), 'login');
  });

  it('of a stranger gets no code out of a person who is signed in and has consented (F03)', async () => {
    await authorize(house, browser);
    const before = await codes();
    const attacker = house.browser();
    await openLogin(attacker);
    expectStartAgain(await browser.openInteraction('consent', attacker.ticket));
    expect(await codes()).toBe(before);
  });

  it.each([
    ['unknown', 'A'.repeat(43)],
    ['empty', ''],
    ['hostile', '__proto__'],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('that is %s leads back to the application', async (_what, ticket) => {
    await openLogin();
    expectStartAgain(await browser.openInteraction('login', ticket));
    expectStartAgain(await browser.post('login', { ticket, csrf: 'x', ...RIGHT }));
  });

  it('runs out, and works until then', async () => {
    const login = await openLogin();
    house.clock.now += house.DEFAULT_SETTINGS.interaction_lifetime_s - 1;
    pageOf(await browser.openInteraction('login', browser.ticket), 'login');
    house.clock.now += 1;
    expectStartAgain(await browser.openInteraction('login', browser.ticket));
    expectStartAgain(await browser.submit(login, RIGHT));
  });

  it('is answered once: the back button after finishing finds it used', async () => {
    const consent = await openConsent();
    const yes = { decision: 'allow', scope: scopesOf(consent) };
    expect(leftWith(await browser.submit(consent, yes))).toHaveProperty('code');
    expectStartAgain(await browser.submit(consent, yes));
    expectStartAgain(await browser.openInteraction('consent', browser.ticket));
    expectStartAgain(await browser.openInteraction('login', browser.ticket));
    expect(await codes()).toBe(1);
  });

  it('is answered once, also by ten clicks at the same moment', async () => {
    const consent = await openConsent();
    const yes = { ...fieldsOf(consent), decision: 'allow', scope: scopesOf(consent) };
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.post('consent', yes)));
    const left = answers.filter(({ kind }) => kind === 'left').map(leftWith);
    expect(left).toHaveLength(1);
    expect(await codes()).toBe(1);
    expect((await redeem(house, left[0]?.['code'])).status).toBe(200);
  });

  it('is over once the person said no', async () => {
    const consent = await openConsent();
    expect(leftWith(await browser.submit(consent, { decision: 'deny' }))).toMatchObject({ error: 'access_denied' });
    expectStartAgain(await browser.openInteraction('consent', browser.ticket));
    expectStartAgain(await browser.submit(consent, { decision: 'allow', scope: scopesOf(consent) }));
    expect(await codes()).toBe(0);
  });

  it('stands for itself: two that are open at once end as two answers', async () => {
    const first = pageOf(await browser.open('authorize', authorizationRequest({ state: 'one' })), 'login');
    const second = pageOf(await browser.open('authorize', authorizationRequest({ state: 'two' })), 'login');
    const one = await walk(browser, await browser.post('login', { ...fieldsOf(first), ...RIGHT }));
    expect(leftWith(one)).toMatchObject({ state: 'one', code: expect.any(String) });
    // Signed in and consented meanwhile: the second page has nothing left to ask.
    const two = await browser.post('login', { ...fieldsOf(second), username: '', password: '' });
    expect(leftWith(two)).toMatchObject({ state: 'two', code: expect.any(String) });
  });

  it('is known by its hash alone, and the browser by the hash of its cookie', async () => {
    await openLogin();
    const kept = JSON.stringify((await house.store.collection('tickets').list({ limit: 10 })).items);
    expect(kept).not.toContain(browser.ticket);
    expect(kept).not.toContain(browser.cookies.browser);
  });
});

describe('a page out of order', () => {
  it('leads to the one that is due', async () => {
    await openLogin();
    pageOf(await browser.openInteraction('consent', browser.ticket), 'login');
    pageOf(await browser.openInteraction('select-account', browser.ticket), 'login');
  });

  it('takes no answer for the one that is due', async () => {
    const login = await openLogin();
    const early = await browser.post('consent', { ...fieldsOf(login), decision: 'allow', scope: ['openid'] });
    pageOf(early, 'login');
    const consent = pageOf(await browser.submit(login, RIGHT), 'consent');
    pageOf(await browser.post('login', { ...fieldsOf(consent), username: 'alice', password: 'wrong' }), 'consent');
    expect(await codes()).toBe(0);
  });

  it('is answered by nothing in a link (F05)', async () => {
    const consent = await openConsent();
    const context = await house.context();
    const response = await house.engine.interact(
      'consent',
      {
        method: 'GET',
        params: paramsOf([...Object.entries(fieldsOf(consent)), ['decision', 'allow'], ['scope', 'openid']]),
        authorization: undefined,
        cookies: browser.cookies,
        user_agent: 'a test',
      },
      context,
    );
    expect(response).toMatchObject({ kind: 'page', view: { page: 'consent' } });
    expect(await codes()).toBe(0);
  });
});

describe('what changes while a person is on the way', () => {
  it('an application that is switched off gets no code', async () => {
    const consent = await openConsent();
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    await house.store.collection('applications').update(app?.id ?? '', (old) => ({ ...old, disabled: true }));
    const arrived = await browser.submit(consent, { decision: 'allow', scope: scopesOf(consent) });
    expect(pageOf(arrived, 'error')).toMatchObject({ code: 'unauthorized_client' });
    expect(await codes()).toBe(0);
  });

  it('a person who is disabled has to sign in, and cannot', async () => {
    const consent = await openConsent();
    const [alice] = await house.store.collection('users').find('username_key', 'alice');
    await house.store.collection('users').update(alice?.id ?? '', (old) => ({ ...old, disabled: true }));
    const arrived = await browser.submit(consent, { decision: 'allow', scope: scopesOf(consent) });
    const login = pageOf(arrived, 'login');
    expect(pageOf(await browser.submit(login, RIGHT), 'login').error).toEqual({ kind: 'wrong-credentials' });
    expect(await codes()).toBe(0);
  });

  it('a session that is signed out has to begin again', async () => {
    const consent = await openConsent();
    browser.cookies.session = undefined;
    pageOf(await browser.submit(consent, { decision: 'allow', scope: scopesOf(consent) }), 'login');
    expect(await codes()).toBe(0);
  });

  it('what was done counts only for the person who did it', async () => {
    await house.addUser({ username: 'bob' });
    const arrived = await browser.open('authorize', authorizationRequest({ prompt: 'login' }));
    pageOf(await browser.submit(pageOf(arrived, 'login'), RIGHT), 'consent');
    const { ticket } = browser;
    const elsewhere = pageOf(await browser.open('authorize', authorizationRequest({ prompt: 'login' })), 'login');
    pageOf(await browser.submit(elsewhere, { username: 'bob', password: PASSWORD }), 'consent');
    pageOf(await browser.openInteraction('consent', ticket), 'login');
  });

  it("another person's yes is not the yes of the one who was asked", async () => {
    const bob = await house.addUser({ username: 'bob' });
    const consent = await openConsent();
    const asked = fieldsOf(consent);
    const elsewhere = await browser.open('authorize', authorizationRequest({ prompt: 'login' }));
    pageOf(await browser.submit(pageOf(elsewhere, 'login'), { username: 'bob', password: PASSWORD }), 'consent');
    const shown = await browser.post('consent', { ...asked, decision: 'allow', scope: scopesOf(consent) });
    expect(pageOf(shown, 'consent').person).toMatchObject({ username: 'bob' });
    expect(await codes()).toBe(0);
    expect(await house.store.collection('consents').find('user_id', bob.id)).toEqual([]);
    const bobs = pageOf(shown, 'consent');
    const answered = await browser.post('consent', { ...fieldsOf(bobs), decision: 'allow', scope: scopesOf(bobs) });
    expect(leftWith(answered)).toHaveProperty('code');
  });
});
