/** Signing in with username and password: right, wrong, too often, too many at once. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { LoginView } from '../../../../server/contract/pages.ts';
import type { PasswordHasher } from '../../../../server/directory/passwords.ts';
import { HashingBusy } from '../../../../server/directory/passwords.ts';
import { endSession } from '../../../../server/directory/sessions.ts';
import { paramsOf } from '../../../../server/spec/params.ts';
import { type Arrived, buildHouse, type House, PASSWORD, type TestBrowser } from '../../../support/house.ts';
import { authorizationRequest, authorize, furnish, leftWith, pageOf, walk } from '../../../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

interface Typed {
  readonly username?: string;
  readonly password?: string;
}

async function signIn(typed: Typed, browser: TestBrowser = house.browser()): Promise<Arrived> {
  const login = pageOf(await browser.open('authorize', authorizationRequest()), 'login');
  return browser.submit(login, { ...typed });
}

/** The right password, checked by `passwords` instead of the house's own hasher. */
async function submitWith(passwords: PasswordHasher, { cookies }: TestBrowser, login: LoginView) {
  const params = paramsOf([['csrf', login.csrf], ...login.fields, ['username', 'alice'], ['password', PASSWORD]]);
  const request = { method: 'POST', params, authorization: undefined, cookies, user_agent: 'a test' } as const;
  return house.engine.interact('login', request, { ...(await house.context()), passwords });
}

describe('the login page', () => {
  it('takes the right password and goes on', async () => {
    pageOf(await signIn({ username: 'alice', password: PASSWORD }), 'consent');
  });

  it.each(['ALICE', ' alice ', 'Alice', 'ａｌｉｃｅ'])(
    'takes the username however it is spelled: "%s" (F10)',
    async (username) => {
      pageOf(await signIn({ username, password: PASSWORD }), 'consent');
    },
  );

  it.each<[string, Typed]>([
    ['a wrong password', { username: 'alice', password: `${PASSWORD}!` }],
    ['no password', { username: 'alice' }],
    ['an empty password', { username: 'alice', password: '' }],
    ['the password in another case', { username: 'alice', password: PASSWORD.toUpperCase() }],
    ['the password and a space', { username: 'alice', password: `${PASSWORD} ` }],
    ['the password and a NUL (F09)', { username: 'alice', password: `${PASSWORD}\0x` }],
    ['a megabyte of password (F09)', { username: 'alice', password: 'a'.repeat(1_000_000) }],
    ['a person who does not exist', { username: 'nobody', password: PASSWORD }],
    ['a person who is disabled', { username: 'carol', password: PASSWORD }],
    ['a person without a password', { username: 'dave', password: PASSWORD }],
    ['a person without a password, and none typed', { username: 'dave', password: '' }],
    ['no username', { password: PASSWORD }],
    ['a megabyte of username', { username: 'a'.repeat(1_000_000), password: PASSWORD }],
    ['the name of a member of objects', { username: '__proto__', password: PASSWORD }],
    ['an invisible letter more (F10)', { username: 'al​ice', password: PASSWORD }],
    ['a service account', { username: 'ci-bot', password: PASSWORD }],
  ])('gives one and the same answer to %s (F07)', async (_what, typed) => {
    await house.addUser({ username: 'carol', disabled: true });
    await house.addUser({ username: 'dave', password_hash: undefined });
    const browser = house.browser();
    const arrived = await signIn(typed, browser);
    expect(arrived.response).toMatchObject({ status: 401, headers: {} });
    const view = pageOf(arrived, 'login');
    expect(view.error).toEqual({ kind: 'wrong-credentials' });
    expect(view.username).toBe((typed.username ?? '').slice(0, 256));
    expect(arrived.response.cookies).toBeUndefined();
    expect(browser.cookies.session).toBeUndefined();
    pageOf(await browser.submit(view, { username: 'alice', password: PASSWORD }), 'consent');
  });

  it('lets a disabled person in again once they are enabled', async () => {
    const carol = await house.addUser({ username: 'carol', disabled: true });
    pageOf(await signIn({ username: 'carol', password: PASSWORD }), 'login');
    await house.store.collection('users').update(carol.id, (old) => ({ ...old, disabled: false }));
    pageOf(await signIn({ username: 'carol', password: PASSWORD }), 'consent');
  });

  it('writes refusals and successes into the audit log, without the password', async () => {
    await signIn({ username: 'alice', password: 'not-the-password' });
    await signIn({ username: 'alice', password: PASSWORD });
    const { items } = await house.store.collection('audit_events').list({ limit: 10 });
    expect(items.map(({ type, actor, target, address }) => ({ type, actor, target, address }))).toEqual([
      { type: 'user.sign_in_refused', actor: 'alice', target: 'app', address: '192.0.2.1' },
      { type: 'user.signed_in', actor: 'alice', target: 'app', address: '192.0.2.1' },
    ]);
    expect(JSON.stringify(items)).not.toMatch(new RegExp(`not-the-password|${PASSWORD}`));
  });

  it.each([
    ['wrong password', { username: 'alice', password: 'x' }],
    ['unknown person', { username: 'nobody-at-all', password: 'x' }],
    ['no password', { username: 'dave', password: 'x' }],
    ['disabled', { username: 'carol', password: PASSWORD }],
  ])('says in the audit log, and to nobody else, why: %s', async (because, typed) => {
    await house.addUser({ username: 'carol', disabled: true });
    const { password_hash: _, ...dave } = await house.addUser({ username: 'dave' });
    await house.store.collection('users').update(dave.id, () => dave);
    const { error } = pageOf(await signIn(typed), 'login');
    expect(error).toEqual({ kind: 'wrong-credentials' });
    const { items } = await house.store.collection('audit_events').list({ limit: 10 });
    expect(items).toMatchObject([{ type: 'user.sign_in_refused', detail: { because } }]);
    expect(items[0]?.actor).toBe(because === 'unknown person' ? '' : typed.username);
  });
});

describe('guessing', () => {
  const wrong = { username: 'alice', password: 'wrong' };
  const right = { username: 'alice', password: PASSWORD };
  beforeEach(() => house.setSettings({ login_attempts_per_minute: 2 }));

  it('has to wait after as many failures as the setting says, and says for how long (F11)', async () => {
    await signIn(wrong);
    await signIn(wrong);
    const arrived = await signIn(right);
    expect(arrived.response).toMatchObject({ status: 429, headers: { 'Retry-After': '60' } });
    expect(pageOf(arrived, 'login').error).toEqual({ kind: 'too-many-attempts', retry_after_s: 60 });
    house.clock.now += 60;
    pageOf(await signIn(right), 'consent');
  });

  it.each([' ALICE', 'alice', 'ａlice'])('gains nothing by spelling the name differently: "%s"', async (username) => {
    await signIn(wrong);
    await signIn({ ...wrong, username: 'Alice ' });
    expect((await signIn({ ...wrong, username })).response).toMatchObject({ status: 429 });
  });

  it('slows a name that nobody has just the same (F07)', async () => {
    const nobody = { username: 'nobody', password: 'wrong' };
    await signIn(nobody);
    await signIn(nobody);
    expect((await signIn(nobody)).response).toMatchObject({ status: 429 });
  });

  it('does not lock the person out elsewhere', async () => {
    await signIn(wrong);
    await signIn(wrong);
    pageOf(await signIn(right, house.browser({ address: '192.0.2.2' })), 'consent');
  });

  it('counts failures only: signing in often is no guessing, for the account and for the address', async () => {
    await house.setSettings({ login_attempts_per_minute: 1 });
    for (let i = 0; i < 11; i += 1) pageOf(await signIn(right), 'consent');
  });

  it('does not forget failures because of a success in between', async () => {
    await signIn(wrong);
    await signIn(right);
    await signIn(wrong);
    expect((await signIn(right)).response).toMatchObject({ status: 429 });
  });

  it('of many accounts from one address has to wait as well, and others do not (F15)', async () => {
    for (let i = 0; i < 20; i += 1) await signIn({ username: `user-${i}`, password: '' });
    expect((await signIn(right)).response).toMatchObject({ status: 429 });
    pageOf(await signIn(right, house.browser({ address: '192.0.2.2' })), 'consent');
  });

  it('side by side slips nothing through', async () => {
    const browser = house.browser();
    const login = pageOf(await browser.open('authorize', authorizationRequest()), 'login');
    const answers = await Promise.all(Array.from({ length: 6 }, () => browser.submit(login, wrong)));
    const statuses = answers.map(({ response }) => response.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(2);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  });
});

describe('a server that is busy with passwords', () => {
  it('says so, asks to try again, and counts no failure', async () => {
    await house.setSettings({ login_attempts_per_minute: 1 });
    const busy: PasswordHasher = {
      hash: () => Promise.reject(new HashingBusy()),
      verify: () => Promise.reject(new HashingBusy()),
    };
    const browser = house.browser();
    const login = pageOf(await browser.open('authorize', authorizationRequest()), 'login');
    for (let i = 0; i < 3; i += 1) {
      const response = await submitWith(busy, browser, login);
      expect(response).toMatchObject({ kind: 'page', status: 503, headers: { 'Retry-After': '2' } });
      expect(response.kind === 'page' && response.view).toMatchObject({ error: { kind: 'busy' } });
    }
    pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
  });
});

describe('the session that a sign-in makes', () => {
  const sessions = async () => (await house.store.collection('sessions').list({ limit: 10 })).items;

  it('has a new cookie at each sign-in and the same sid for the same person', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const first = browser.cookies.session;
    const [before] = await sessions();
    await walk(browser, await browser.open('authorize', authorizationRequest({ prompt: 'login' })));
    expect(browser.cookies.session).not.toBe(first);
    const after = await sessions();
    expect(after).toMatchObject([{ sid: before?.sid, user_id: before?.user_id }]);
    const copied = house.browser();
    copied.cookies.session = first;
    pageOf(await copied.open('authorize', authorizationRequest()), 'login');
  });

  it('gives nothing for a cookie that was planted before', async () => {
    const browser = house.browser();
    browser.cookies.session = 'planted-by-somebody-else';
    await authorize(house, browser);
    expect(browser.cookies.session).not.toBe('planted-by-somebody-else');
  });

  it("ends another person's session in the same browser, and nothing of it reaches the second (F22)", async () => {
    const bob = await house.addUser({ username: 'bob' });
    const browser = house.browser();
    await authorize(house, browser);
    const [alices] = await sessions();
    const first = browser.cookies.session;
    const arrived = await browser.open('authorize', authorizationRequest({ prompt: 'login' }));
    expect(leftWith(await walk(browser, arrived, 'bob'))).toHaveProperty('code');
    const [bobs] = (await sessions()).filter(({ user_id }) => user_id === bob.id);
    expect(bobs?.sid).not.toBe(alices?.sid);
    expect((await sessions()).find(({ id }) => id === alices?.id)).toMatchObject({ ended_at: house.clock.now });
    const copied = house.browser();
    copied.cookies.session = first;
    pageOf(await copied.open('authorize', authorizationRequest()), 'login');
  });

  it('survives the same person signing in twice at once', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const tabs = await Promise.all(
      ['one', 'two'].map(async (state) => {
        const arrived = await browser.open('authorize', authorizationRequest({ prompt: 'login', state }));
        return { login: pageOf(arrived, 'login'), state };
      }),
    );
    const answers = await Promise.all(
      tabs.map(({ login }) =>
        browser.post('login', {
          ...Object.fromEntries(login.fields),
          csrf: login.csrf,
          username: 'alice',
          password: PASSWORD,
        }),
      ),
    );
    expect(answers.map((arrived) => leftWith(arrived)['state'])).toEqual(tabs.map(({ state }) => state));
    expect(await sessions()).toHaveLength(1);
  });

  it('is not brought back to life by a password that was typed before signing out', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const [before] = await sessions();
    const login = pageOf(await browser.open('authorize', authorizationRequest({ prompt: 'login' })), 'login');
    const signingOutMeanwhile: PasswordHasher = {
      ...house.hasher,
      verify: async (hash, password) => {
        await house.store.transaction((within) => endSession(within, before?.id ?? '', house.clock.now));
        return house.hasher.verify(hash, password);
      },
    };
    expect(await submitWith(signingOutMeanwhile, browser, login)).toMatchObject({ kind: 'redirect' });
    const [live] = (await sessions()).filter(({ ended_at }) => ended_at === undefined);
    expect(live?.sid).not.toBe(before?.sid);
  });

  it.each(['garbage', '', 'a'.repeat(10_000), '{"user_id":"alice"}', '__proto__', '\0'])(
    'is none for a cookie that is %s (F18)',
    async (cookie) => {
      const browser = house.browser();
      browser.cookies.session = cookie;
      pageOf(await browser.open('authorize', authorizationRequest()), 'login');
    },
  );

  it('runs out after its lifetime (F20)', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    house.clock.now += house.DEFAULT_SETTINGS.session_lifetime_s - 1;
    expect(leftWith(await browser.open('authorize', authorizationRequest()))).toHaveProperty('code');
    house.clock.now += 1;
    pageOf(await browser.open('authorize', authorizationRequest()), 'login');
  });
});
