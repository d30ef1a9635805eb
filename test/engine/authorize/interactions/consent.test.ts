/** What a person allows an application: all of it, some of it, none of it; what is remembered and what is asked again. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewApplication } from '../../../../server/directory/applications.ts';
import type { ConsentView } from '../../../../server/contract/pages.ts';
import { createGroup } from '../../../../server/directory/groups.ts';
import { basic, buildHouse, type House, PASSWORD, type TestBrowser } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
} from '../../../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
  await signInElsewhere();
});

/** So that the tests below begin with a person who is signed in and has allowed nothing yet. */
async function signInElsewhere() {
  await house.addApplication({ client_id: 'elsewhere', redirect_uris: [CALLBACK], scope: 'openid', consent: 'skip' });
  await authorize(house, browser, { client_id: 'elsewhere', scope: 'openid' });
}

const ask = (changes: Asked = {}) => browser.open('authorize', authorizationRequest(changes));
const askScope = (scope: string, changes: Asked = {}) => ask({ scope, ...changes });
const names = (view: ConsentView) => view.scopes.map(({ name }) => name);
const allow = async (view: ConsentView, scope: readonly string[] = names(view)) =>
  leftWith(await browser.submit(view, { decision: 'allow', scope }));

async function grantedTo(code: string | undefined, client_id = 'app') {
  return (await redeem(house, code, {}, basic(client_id))).body['scope'];
}

async function grantWith(view: ConsentView, scope?: readonly string[]) {
  return grantedTo((await allow(view, scope))['code']);
}

describe('the consent page', () => {
  it('says who asks, for whom, for what, and what of it can be left out', async () => {
    const view = pageOf(await ask(), 'consent');
    expect(view.application).toMatchObject({ client_name: 'The application', host: 'app.test' });
    expect(view.person).toEqual({ name: 'Alice Example', username: 'alice' });
    expect(view.leads_to).toContain('https://app.test');
    expect(view.scopes.map(({ name, optional, shows }) => ({ name, optional, shows }))).toEqual([
      { name: 'openid', optional: false, shows: [] },
      { name: 'profile', optional: true, shows: ['Alice Example'] },
      { name: 'email', optional: true, shows: ['alice@example.lan'] },
      { name: 'offline_access', optional: true, shows: [] },
    ]);
  });

  it('says that the profile of authentik holds the groups, and which they are', async () => {
    await house.store.transaction((within) => createGroup(within, { name: 'staff' }, house.clock.now));
    await house.addUser({ username: 'bob', name: 'Bob Example', groups: ['staff'] });
    const profileOf = async (dialect: 'authentik' | 'native') => {
      const client_id = `for-${dialect}`;
      await house.addApplication({ client_id, dialect, redirect_uris: [CALLBACK], scope: 'openid profile groups' });
      const of = house.browser({ dialect });
      const login = pageOf(
        await of.open('authorize', authorizationRequest({ client_id, scope: 'openid profile' })),
        'login',
      );
      const { scopes } = pageOf(await of.submit(login, { username: 'bob', password: PASSWORD }), 'consent');
      return scopes.find(({ name }) => name === 'profile');
    };
    expect(await profileOf('authentik')).toMatchObject({
      description: 'see your name and profile, and your groups',
      shows: ['Bob Example', 'staff'],
    });
    expect(await profileOf('native')).toMatchObject({
      description: 'see your name and profile',
      shows: ['Bob Example'],
    });
  });

  it('asks for authentik’s groups once, with the profile that shows them, and both are allowed together', async () => {
    await house.store.transaction((within) => createGroup(within, { name: 'staff' }, house.clock.now));
    await house.addUser({ username: 'bob', name: 'Bob Example', groups: ['staff'] });
    const scope = 'openid profile email groups';
    await house.addApplication({ client_id: 'of-authentik', dialect: 'authentik', redirect_uris: [CALLBACK], scope });
    const answer = async (ticked: readonly string[]) => {
      const of = house.browser({ dialect: 'authentik' });
      const request = authorizationRequest({ client_id: 'of-authentik', scope, prompt: 'consent' });
      const login = pageOf(await of.open('authorize', request), 'login');
      const view = pageOf(await of.submit(login, { username: 'bob', password: PASSWORD }), 'consent');
      const { code } = leftWith(await of.submit(view, { decision: 'allow', scope: ticked }));
      const { body } = await redeem(house, code, {}, basic('of-authentik'));
      return { view, granted: body['scope'] };
    };
    const both = await answer(['openid', 'profile', 'email']);
    expect(both.view.scopes.map(({ name }) => name)).toEqual(['openid', 'profile', 'email']);
    const profile = both.view.scopes.find(({ name }) => name === 'profile');
    expect(profile).toMatchObject({ description: 'see your name and profile, and your groups' });
    expect(profile).not.toHaveProperty('includes');
    expect(profile?.shows).toEqual(['Bob Example', 'staff']);
    expect(both.granted).toBe(scope);
    expect((await answer(['openid', 'email'])).granted).toBe('openid email');
  });

  it('says of repositories that others keep them, and of applications which are meant', async () => {
    const scope = 'openid write:repository read:user';
    await house.addApplication({ client_id: 'forge', dialect: 'gitea', redirect_uris: [CALLBACK], scope });
    const of = house.browser({ dialect: 'gitea' });
    const request = authorizationRequest({ client_id: 'forge', scope });
    const login = pageOf(await of.open('authorize', request), 'login');
    const { scopes } = pageOf(await of.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    expect(scopes).toMatchObject([
      { name: 'openid' },
      {
        name: 'write:repository',
        description: 'see and change your repositories, on other servers of your office',
        sensitive: true,
        includes: ['see your repositories'],
      },
      {
        name: 'read:user',
        description: 'see your profile, your e-mail addresses and the applications that you registered',
        sensitive: false,
      },
    ]);
  });

  it('yes to everything grants everything', async () => {
    expect(await grantWith(pageOf(await ask(), 'consent'))).toBe('openid profile email offline_access');
  });

  it('no is access_denied, with state, and is not remembered', async () => {
    const view = pageOf(await ask(), 'consent');
    expect(leftWith(await browser.submit(view, { decision: 'deny' }))).toMatchObject({
      error: 'access_denied',
      state: 'a-state',
    });
    expect((await house.store.collection('consents').list({ limit: 5 })).items).toEqual([]);
    pageOf(await ask(), 'consent');
  });

  it.each([undefined, '', 'yes', 'ALLOW'])('a decision of %s is no', async (decision) => {
    const view = pageOf(await ask(), 'consent');
    const answer = leftWith(await browser.submit(view, { decision, scope: names(view) }));
    expect(answer).toMatchObject({ error: 'access_denied' });
  });

  it('what is unticked is not granted, and the answer says so', async () => {
    const view = pageOf(await ask(), 'consent');
    const { code } = await allow(view, ['openid', 'email']);
    const { body } = await redeem(house, code);
    expect(body).toMatchObject({ scope: 'openid email' });
    expect(body).not.toHaveProperty('refresh_token');
  });

  it('openid cannot be unticked', async () => {
    const view = pageOf(await ask(), 'consent');
    expect(await grantWith(view, ['profile'])).toBe('openid profile');
    await house.addApplication({ client_id: 'second', redirect_uris: [CALLBACK], scope: 'openid profile' });
    const other = pageOf(await askScope('openid profile', { client_id: 'second' }), 'consent');
    expect(await grantedTo((await allow(other, []))['code'], 'second')).toBe('openid');
  });

  it('yes with nothing ticked, where nothing is required, is no', async () => {
    const view = pageOf(await askScope('profile email'), 'consent');
    expect(await allow(view, [])).toMatchObject({ error: 'access_denied' });
  });

  it('ticks for what was not asked for grant nothing (B09)', async () => {
    const view = pageOf(await askScope('openid profile'), 'consent');
    expect(await grantWith(view, ['openid', 'profile', 'email', 'groups', 'lanyard:admin', 'offline_access'])).toBe(
      'openid profile',
    );
  });
});

describe('a consent that is remembered', () => {
  it('is not asked for again, also for less', async () => {
    await allow(pageOf(await ask(), 'consent'));
    expect(await grantedTo(leftWith(await ask())['code'])).toBe('openid profile email offline_access');
    expect(await grantedTo(leftWith(await askScope('openid'))['code'])).toBe('openid');
  });

  it('is asked for again when more is asked for (F32)', async () => {
    await allow(pageOf(await askScope('openid profile'), 'consent'));
    const view = pageOf(await askScope('openid profile email'), 'consent');
    expect(names(view)).toEqual(['openid', 'profile', 'email']);
    await allow(view);
    expect(leftWith(await askScope('openid profile email'))).toHaveProperty('code');
  });

  it('holds for one person and one application (F32)', async () => {
    await allow(pageOf(await ask(), 'consent'));
    await house.addApplication({
      client_id: 'namesake',
      client_name: 'The application',
      redirect_uris: [CALLBACK],
      scope: 'openid',
    });
    pageOf(await askScope('openid', { client_id: 'namesake' }), 'consent');
  });

  it('remembers what was declined, and leaves it out without asking', async () => {
    await allow(pageOf(await ask(), 'consent'), ['openid', 'profile']);
    expect(await grantedTo(leftWith(await ask())['code'])).toBe('openid profile');
    expect(leftWith(await ask({ prompt: 'none' }))).toHaveProperty('code');
  });

  it('asks about what was declined only when the application sends prompt=consent', async () => {
    await allow(pageOf(await ask(), 'consent'), ['openid', 'profile']);
    const view = pageOf(await ask({ prompt: 'consent' }), 'consent');
    expect(names(view)).toEqual(['openid', 'profile', 'email', 'offline_access']);
    expect(await grantWith(view, ['openid', 'profile', 'email'])).toBe('openid profile email');
    expect(await grantedTo(leftWith(await ask())['code'])).toBe('openid profile email');
  });

  it('lets go of what is unticked later', async () => {
    await allow(pageOf(await ask(), 'consent'));
    await allow(pageOf(await ask({ prompt: 'consent' }), 'consent'), ['openid']);
    expect(await grantedTo(leftWith(await ask())['code'])).toBe('openid');
  });

  it('asks again rather than grant nothing at all', async () => {
    await allow(pageOf(await askScope('profile email'), 'consent'), ['profile']);
    expect(leftWith(await askScope('email', { prompt: 'none' }))).toMatchObject({ error: 'consent_required' });
    const view = pageOf(await askScope('email'), 'consent');
    expect(await grantWith(view)).toBe('email');
  });

  it('stops what was issued under it when it is narrowed', async () => {
    const { code } = await allow(pageOf(await ask(), 'consent'));
    const { access_token } = (await redeem(house, code)).body as Record<string, string>;
    const userinfo = () => house.post('userinfo', {}, { authorization: `Bearer ${access_token}` });
    expect((await userinfo()).status).toBe(200);
    await allow(pageOf(await ask({ prompt: 'consent' }), 'consent'), ['openid']);
    expect((await userinfo()).status).toBe(401);
  });
});

describe("an application's own policy", () => {
  const add = (fields: NewApplication) =>
    house.addApplication({ client_id: 'other', redirect_uris: [CALLBACK], scope: 'openid profile', ...fields });
  const askOther = (changes: Asked = {}) => askScope('openid profile', { client_id: 'other', ...changes });

  it('always asks every time and keeps nothing', async () => {
    await add({ consent: 'always' });
    for (let i = 0; i < 2; i += 1) {
      const view = pageOf(await askOther(), 'consent');
      expect(await grantedTo((await allow(view))['code'], 'other')).toBe('openid profile');
    }
    expect((await house.store.collection('consents').list({ limit: 5 })).items).toEqual([]);
    expect(leftWith(await askOther({ prompt: 'none' }))).toMatchObject({ error: 'consent_required' });
  });

  it('skip never asks, unless the application itself insists', async () => {
    await add({ consent: 'skip' });
    expect(await grantedTo(leftWith(await askOther())['code'], 'other')).toBe('openid profile');
    const view = pageOf(await askOther({ prompt: 'consent' }), 'consent');
    expect(await grantedTo((await allow(view, ['openid']))['code'], 'other')).toBe('openid');
  });

  it.each([
    ['http://127.0.0.1/callback', 'http://127.0.0.1:4711/callback', true],
    ['com.example.app:/callback', 'com.example.app:/callback', true],
    ['https://native.test/callback', 'https://native.test/callback', false],
  ])(
    'a public application at %s is asked about again: anybody could pretend to be it (F06)',
    async (registered, redirect_uri, again) => {
      await add({ token_endpoint_auth_method: 'none', redirect_uris: [registered] });
      await allow(pageOf(await askOther({ redirect_uri }), 'consent'));
      const second = await askOther({ redirect_uri });
      const silent = await askOther({ redirect_uri, prompt: 'none' });
      if (!again) return expect(leftWith(second)).toHaveProperty('code');
      pageOf(second, 'consent');
      expect(leftWith(silent)).toMatchObject({ error: 'consent_required' });
      return undefined;
    },
  );

  it('and its logo and links are shown where it has them', async () => {
    const links = {
      logo_uri: 'https://app.test/logo.png',
      client_uri: 'https://app.test',
      policy_uri: 'https://app.test/privacy',
      tos_uri: 'https://app.test/terms',
    };
    await add(links);
    expect(pageOf(await askOther(), 'consent').application).toMatchObject(links);
  });
});

describe('who may use an application', () => {
  it('is decided by allowed_groups: access_denied for everybody else, also silently', async () => {
    const fields = { redirect_uris: [CALLBACK], scope: 'openid', consent: 'skip', allowed_groups: ['staff'] } as const;
    await house.addApplication({ client_id: 'staff-only', ...fields });
    const asked = { client_id: 'staff-only' };
    expect(leftWith(await askScope('openid', asked))).toMatchObject({ error: 'access_denied', state: 'a-state' });
    expect(leftWith(await askScope('openid', { ...asked, prompt: 'none' }))).toMatchObject({ error: 'access_denied' });
    const [alice] = await house.store.collection('users').find('username_key', 'alice');
    await house.store.collection('users').update(alice?.id ?? '', (old) => ({ ...old, groups: ['staff'] }));
    expect(leftWith(await askScope('openid', asked))).toHaveProperty('code');
  });

  it('tells a person who is refused after signing in no more than the application', async () => {
    const fields = { redirect_uris: [CALLBACK], scope: 'openid', allowed_groups: ['staff'] };
    await house.addApplication({ client_id: 'staff-only', ...fields });
    const view = pageOf(await askScope('openid', { client_id: 'staff-only' }), 'consent');
    const answer = await allow(view);
    expect(answer).toMatchObject({ error: 'access_denied' });
    expect(answer['error_description']).not.toMatch(/group|staff|disabled/);
    expect(await house.store.collection('grants').find('client_id', 'staff-only')).toEqual([]);
    expect((await house.store.collection('consents').list({ limit: 5 })).items).toEqual([]);
  });

  it('is nobody who is disabled, signed in or not', async () => {
    const [alice] = await house.store.collection('users').find('username_key', 'alice');
    await house.store.collection('users').update(alice?.id ?? '', (old) => ({ ...old, disabled: true }));
    expect(leftWith(await ask({ prompt: 'none' }))).toMatchObject({ error: 'login_required' });
    pageOf(await ask(), 'login');
  });
});
