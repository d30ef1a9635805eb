/** A person's own account: what they see, and what ends when they end it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeUser } from '../../server/directory/users.ts';
import { AccountVisitor, overviewOf } from '../support/account-visitor.ts';
import { basic, buildHouse, type House, PASSWORD } from '../support/house.ts';
import { authorizationRequest, authorize, CALLBACK, furnish, pageOf, redeem, tokens } from '../support/sign-in.ts';

let house: House;
let alice_id: string;
let app_id: string;
let alice: AccountVisitor;
let held: Record<string, string>;
beforeEach(async () => {
  house = await buildHouse();
  const { alice: user, app } = await furnish(house);
  alice_id = user.id;
  app_id = app.id;
  alice = new AccountVisitor(house, house.browser());
  held = await tokens(house, alice.browser);
});

const post = (endpoint: 'token' | 'introspect' | 'userinfo', fields: object, authorization = basic('app')) =>
  house.post(endpoint, { ...fields }, { authorization });
const refresh = (refresh_token = held['refresh_token']) =>
  post('token', { grant_type: 'refresh_token', refresh_token });
const userinfo = (token = held['access_token'] ?? '') => post('userinfo', {}, `Bearer ${token}`);
const isActive = async (token: string | undefined) => (await post('introspect', { token })).body['active'];
const events = async (type: string) =>
  (await house.store.collection('audit_events').list({ limit: 100 })).items.filter((event) => event.type === type);
const withdraw = () => `/account/applications/${app_id}/withdraw`;

async function bob() {
  await house.addUser({ username: 'bob', name: 'Bob Example' });
  const visitor = new AccountVisitor(house, house.browser({ address: '192.0.2.77' }));
  await visitor.signIn('bob');
  return visitor;
}

describe('the account', () => {
  it('shows what an application may do, since when, and where the person is signed in', async () => {
    house.clock.now += 600;
    await refresh();
    const { applications, sessions, facts, person } = overviewOf(await alice.open('/account/'));
    expect(person).toEqual({ name: 'Alice Example', username: 'alice' });
    expect(applications).toEqual([
      {
        id: app_id,
        client_name: 'The application',
        scopes: [
          expect.objectContaining({ name: 'openid', description: 'know who you are' }),
          expect.objectContaining({ name: 'profile' }),
          expect.objectContaining({ name: 'email', description: 'see your e-mail address' }),
          expect.objectContaining({ name: 'offline_access' }),
        ],
        apis: [],
        since: house.clock.now - 600,
        used_at: house.clock.now,
        devices: ['a'],
        unasked: [],
        offline: true,
        asks: true,
      },
    ]);
    expect(sessions).toMatchObject([{ current: true, panel: false, applications: ['The application'] }]);
    expect(facts).toContainEqual({ label: 'E-mail', values: ['alice@example.lan'] });
  });

  it('opens an application where it begins a sign-in', async () => {
    const initiate_login_uri = 'https://app.test/login?tenant=1';
    await house.store.collection('applications').update(app_id, (old) => ({ ...old, initiate_login_uri }));
    const [application] = overviewOf(await alice.open('/account/')).applications;
    expect(application?.opens).toBe('https://app.test/login?tenant=1&iss=http%3A%2F%2Flanyard.test&login_hint=alice');
  });

  it('is empty for somebody who just came', async () => {
    expect(overviewOf(await (await bob()).open('/account/'))).toMatchObject({
      applications: [],
      sessions: [{ current: true, browser: 'Firefox on Linux' }],
    });
  });

  it('says nothing that it was not told to say', async () => {
    expect(overviewOf(await alice.open('/account/?said=Send+your+password&proof=x')).said).toBeUndefined();
    expect(overviewOf(await alice.open('/account/?said=Send+your+password')).said).toBeUndefined();
  });
});

describe('who is not signed in', () => {
  it('is asked to, and comes to the account', async () => {
    const visitor = new AccountVisitor(house, house.browser());
    for (const path of ['/account/', '/account/password', withdraw()])
      expect((await visitor.open(path))?.view.page).toBe('login');
    expect(await visitor.signIn('alice', 'not this one')).toMatchObject({
      status: 401,
      view: { page: 'login', username: 'alice', error: { kind: 'wrong-credentials' } },
    });
    expect(overviewOf(await visitor.signIn()).sessions).toHaveLength(2);
  });

  it('is signed in by no form of another browser (F01)', async () => {
    const [one, other] = [1, 2].map(() => new AccountVisitor(house, house.browser()));
    const shown = await one?.open('/account/');
    if (shown?.view.page !== 'login') throw new Error('no sign-in page');
    await other?.open('/account/');
    const fields = { csrf: shown.view.csrf, username: 'alice', password: PASSWORD };
    expect((await other?.post('/account/sign-in', fields))?.view.page).toBe('login');
    expect(other?.browser.cookies.session).toBeUndefined();
    expect((await one?.post('/account/sign-in', fields))?.view.page).toBe('account');
  });

  it('includes a person who was switched off, and one whose session has run out', async () => {
    const change = (disabled: boolean) =>
      house.store.transaction((within) => changeUser(within, alice_id, { disabled }, house.clock.now));
    await change(true);
    expect((await alice.open('/account/'))?.view.page).toBe('login');
    await change(false);
    expect((await alice.open('/account/'))?.view.page).toBe('account');
    house.clock.now += house.DEFAULT_SETTINGS.session_lifetime_s;
    expect((await alice.open('/account/'))?.view.page).toBe('login');
  });

  it('is slowed down', async () => {
    await house.setSettings({ login_attempts_per_minute: 2 });
    const visitor = new AccountVisitor(house, house.browser({ address: '192.0.2.200' }));
    for (let wrong = 0; wrong < 2; wrong += 1) expect((await visitor.signIn('alice', 'wrong'))?.status).toBe(401);
    expect((await visitor.signIn())?.status).toBe(429);
  });
});

describe('withdrawing what an application may do', () => {
  it('is asked first, naming what will stop working', async () => {
    expect((await alice.open(withdraw()))?.view).toMatchObject({
      page: 'account-question',
      question: { kind: 'withdraw', application: { client_name: 'The application', devices: ['a'] }, tells: false },
    });
    expect((await refresh()).status).toBe(200);
  });

  it('says when the application can get it again without asking', async () => {
    await house.setSettings({ legacy_grants: true });
    const old = await house.addApplication({
      client_id: 'old',
      client_name: 'Old one',
      redirect_uris: [],
      grant_types: ['password'],
      scope: 'openid',
    });
    const asked = { grant_type: 'password', username: 'alice', password: PASSWORD, scope: 'openid' };
    expect((await post('token', asked, basic('old'))).status).toBe(200);
    const page = overviewOf(await alice.confirm(`/account/applications/${old.id}/withdraw`));
    expect(page.said).toBe(
      'Old one can’t act in your name any more. It can get this again without asking you, by way of your password, which it was given.',
    );
  });

  it('ends refresh, userinfo and introspection at once, and says so', async () => {
    expect([(await userinfo()).status, await isActive(held['access_token'])]).toEqual([200, true]);
    const page = overviewOf(await alice.confirm(withdraw()));
    expect(page.said).toBe('The application can’t act in your name any more.');
    expect(page.applications).toEqual([]);
    expect(await refresh()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await userinfo()).status).toBe(401);
    expect([await isActive(held['access_token']), await isActive(held['refresh_token'])]).toEqual([false, false]);
    expect(await events('consent.withdrawn')).toMatchObject([
      { actor: 'alice', target: 'app', detail: { username: 'alice', grants: 1, consent: true } },
    ]);
  });

  it('makes the next sign-in ask again; before, it did not', async () => {
    const ask = () => alice.browser.open('authorize', authorizationRequest());
    expect((await ask()).kind).toBe('left');
    await alice.confirm(withdraw());
    pageOf(await ask(), 'consent');
    const { code } = await authorize(house, alice.browser);
    expect((await redeem(house, code)).status).toBe(200);
    expect(await isActive(held['access_token'])).toBe(false);
  });

  it('ends a code that nobody has redeemed yet', async () => {
    const { code } = await authorize(house, alice.browser);
    await alice.confirm(withdraw());
    expect(await redeem(house, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('touches nobody else’s, and no other application', async () => {
    const scope = 'openid offline_access';
    const grant_types = ['authorization_code', 'refresh_token'] as const;
    await house.addApplication({ client_id: 'other', redirect_uris: [CALLBACK], scope, grant_types });
    const { code } = await authorize(house, alice.browser, { client_id: 'other', scope });
    const other = (await redeem(house, code, {}, basic('other'))).body;
    const bobs = await bob();
    const bobsCode = (await authorize(house, bobs.browser)).code;
    const bobsTokens = (await redeem(house, bobsCode)).body as Record<string, string>;
    await alice.confirm(withdraw());
    expect((await refresh(bobsTokens['refresh_token'])).status).toBe(200);
    const fields = { grant_type: 'refresh_token', refresh_token: other['refresh_token'] };
    expect((await post('token', fields, basic('other'))).status).toBe(200);
    expect(overviewOf(await bobs.open('/account/')).applications).toHaveLength(1);
  });

  it('tells an application that has an address for it', async () => {
    const backchannel_logout_uri = 'https://app.test/logout';
    await house.store.collection('applications').update(app_id, (old) => ({ ...old, backchannel_logout_uri }));
    const page = overviewOf(await alice.confirm(withdraw()));
    expect(page.said).toContain('is being told');
    const deliveries = (await house.store.collection('logout_deliveries').list({ limit: 10 })).items;
    expect(deliveries).toMatchObject([{ client_id: 'app', user_id: alice_id, next_try_at: house.clock.now }]);
  });

  it('is a page that is not there for what somebody else holds, or for nonsense', async () => {
    const bobs = await bob();
    for (const path of [withdraw(), '/account/applications/none/withdraw', '/account/applications/%2e%2e/withdraw'])
      expect(await bobs.open(path)).toBeUndefined();
    expect(await bobs.confirm(withdraw())).toBeUndefined();
    expect((await refresh()).status).toBe(200);
  });

  it('needs a form of this session', async () => {
    const shown = await (await bob()).open('/account/password');
    const csrf = shown !== undefined && 'csrf' in shown.view ? shown.view.csrf : '';
    for (const wrong of ['', 'x', csrf])
      expect((await alice.post(withdraw(), { csrf: wrong }))?.view.page).toBe('account-question');
    expect((await refresh()).status).toBe(200);
  });
});

describe('signing other browsers out', () => {
  let elsewhere: AccountVisitor;
  beforeEach(async () => {
    elsewhere = new AccountVisitor(house, house.browser());
    await elsewhere.signIn();
  });
  const others = async () => overviewOf(await alice.open('/account/')).sessions.filter(({ current }) => !current);

  it('ends one of them, and leaves this one', async () => {
    const [other] = await others();
    const path = `/account/sessions/${other?.id}/end`;
    expect((await alice.open(path))?.view).toMatchObject({ question: { kind: 'end-session', session: other } });
    expect(overviewOf(await alice.confirm(path)).said).toBe('Firefox on Linux is signed out.');
    expect((await elsewhere.open('/account/'))?.view.page).toBe('login');
    expect(await others()).toEqual([]);
    expect(await alice.open(path)).toBeUndefined();
    expect(await events('session.removed')).toMatchObject([{ actor: 'alice', target: 'alice' }]);
  });

  it('ends all of them', async () => {
    await new AccountVisitor(house, house.browser()).signIn();
    expect(overviewOf(await alice.confirm('/account/sign-out-others')).said).toBe(
      'You are signed out everywhere else.',
    );
    expect((await elsewhere.open('/account/'))?.view.page).toBe('login');
    expect((await alice.open('/account/'))?.view.page).toBe('account');
    expect(overviewOf(await alice.confirm('/account/sign-out-others')).said).toBe('You were signed in nowhere else.');
  });

  it('never reaches this browser, or anybody else’s', async () => {
    const { sessions } = overviewOf(await alice.open('/account/'));
    const own = sessions.find(({ current }) => current);
    const [other] = await others();
    expect(await alice.open(`/account/sessions/${own?.id}/end`)).toBeUndefined();
    const bobs = await bob();
    expect(await bobs.confirm(`/account/sessions/${other?.id}/end`)).toBeUndefined();
    await bobs.confirm('/account/sign-out-others');
    expect((await elsewhere.open('/account/'))?.view.page).toBe('account');
  });
});

describe('changing the password', () => {
  const NEW = 'a brand new password';
  const fields = { password: PASSWORD, new_password: NEW, new_password_again: NEW };
  const change = (changes: object = {}) => alice.confirm('/account/password', { ...fields, ...changes });
  const signsIn = async (password: string) =>
    (await new AccountVisitor(house, house.browser()).signIn('alice', password))?.status === 200;

  it('takes the new one from then on, and the old one no more', async () => {
    expect(overviewOf(await change()).said).toBe('Your password is changed.');
    expect([await signsIn(PASSWORD), await signsIn(NEW)]).toEqual([false, true]);
    expect((await refresh()).status).toBe(200);
    expect(await events('user.password_reset')).toMatchObject([{ actor: 'alice', target: 'alice' }]);
  });

  it.each([
    ['without the old one', { password: '' }, 401, 'password'],
    ['with a wrong old one', { password: 'not this one' }, 401, 'password'],
    ['to one that is too short', { new_password: 'short', new_password_again: 'short' }, 400, 'new_password'],
    ['to one that everybody tries', { new_password: 'password123' }, 400, 'new_password'],
    ['where it was mistyped', { new_password_again: 'a brand new passwort' }, 400, 'new_password_again'],
  ])('is refused %s', async (_how, changes, status, field) => {
    expect(await change(changes)).toMatchObject({ status, view: { errors: { [field]: expect.any(String) } } });
    expect([await signsIn(PASSWORD), await signsIn(NEW)]).toEqual([true, false]);
  });

  it('is refused without a form of this session (F25)', async () => {
    expect((await alice.post('/account/password', fields))?.view.page).toBe('account-password');
    expect(await signsIn(PASSWORD)).toBe(true);
  });

  it('ends other browsers and what applications hold from there where it is asked to, and nothing of this one (D08)', async () => {
    const elsewhere = new AccountVisitor(house, house.browser());
    const there = await tokens(house, elsewhere.browser);
    expect(overviewOf(await change({ sign_out: 'others' })).said).toContain('signed out everywhere else');
    expect((await elsewhere.open('/account/'))?.view.page).toBe('login');
    expect((await refresh(there['refresh_token'])).body).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh()).status).toBe(200);
    expect((await alice.open('/account/'))?.view.page).toBe('account');
  });

  it('is slowed down as the sign-in is', async () => {
    await house.setSettings({ login_attempts_per_minute: 2 });
    for (let wrong = 0; wrong < 2; wrong += 1) expect((await change({ password: 'wrong' }))?.status).toBe(401);
    expect((await change())?.status).toBe(429);
  });

  it('is an admin’s for somebody who has none', async () => {
    await house.store.collection('users').update(alice_id, ({ password_hash: _gone, ...rest }) => rest);
    expect((await change())?.view).toMatchObject({ page: 'account-password', has_password: false });
    expect((await house.store.collection('users').get(alice_id))?.password_hash).toBeUndefined();
  });
});
