/** Scopes that include others, from the request by way of the consent page to every token, and no further than the office says. */
import { beforeEach, expect, it } from 'vitest';
import { createApi } from '../../server/directory/apis.ts';
import { widest, withIncluded } from '../../server/directory/scope-inclusion.ts';
import { createScope } from '../../server/directory/scopes.ts';
import { basic, buildHouse, type House, type TestBrowser } from '../support/house.ts';
import { authorizationRequest, CALLBACK, furnish, leftWith, pageOf, redeem, walk } from '../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.store.transaction(async (within) => {
    await createApi(
      within,
      {
        audience: 'https://git.test',
        scopes: [
          { name: 'repo', description: 'change repositories', includes: ['repo:status', 'public_repo', 'undefined'] },
          { name: 'repo:status', description: 'see the state of builds', sensitive: false },
          { name: 'public_repo', sensitive: false },
          { name: 'delete_repo' },
        ],
      },
      house.clock.now,
    );
    await createScope(
      within,
      { name: 'staff', description: 'see your department', includes: ['phone'], claims: { department: '"IT"' } },
      house.clock.now,
    );
    await createScope(within, { name: 'everything', includes: ['staff', 'repo'], sensitive: true }, house.clock.now);
  });
  await house.addApplication({
    client_id: 'git',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'openid offline_access everything',
    audience: ['https://git.test'],
  });
  browser = house.browser();
});

const open = (scope: string) => browser.open('authorize', authorizationRequest({ client_id: 'git', scope }));

async function consentPage(scope: string) {
  const first = await open(scope);
  const view = pageOf(first, 'login');
  return pageOf(await browser.submit(view, { username: 'alice', password: 'correct horse battery' }), 'consent');
}

async function granted(scope: string): Promise<string> {
  const { code } = leftWith(await walk(browser, await open(scope)));
  return String((await redeem(house, code, {}, basic('git'))).body['scope']);
}

it('shows the wider scope once, with what comes with it, and what that shows of the person', async () => {
  const { scopes } = await consentPage('openid repo repo:status staff');
  expect(scopes).toEqual([
    { name: 'openid', description: 'know who you are', optional: false, sensitive: false, shows: [] },
    {
      name: 'repo',
      description: 'change repositories',
      optional: true,
      sensitive: true,
      shows: [],
      includes: ['see the state of builds', 'public_repo'],
    },
    {
      name: 'staff',
      description: 'see your department',
      optional: true,
      sensitive: false,
      shows: [],
      includes: ['see your phone number'],
    },
  ]);
});

it('grants with the wider scope what it includes, and without it nothing of that', async () => {
  const view = await consentPage('openid repo staff');
  const { code } = leftWith(await browser.submit(view, { decision: 'allow', scope: ['staff'] }));
  const { body } = await redeem(house, code, {}, basic('git'));
  expect(body['scope']).toBe('openid staff phone');
  const userinfo = await house.post(
    'userinfo',
    {},
    { method: 'GET', authorization: `Bearer ${String(body['access_token'])}` },
  );
  expect(userinfo.body).toMatchObject({ department: 'IT' });
});

it('is open to an application that is registered for the wider scope, however far away', async () => {
  expect(await granted('openid everything')).toBe('openid everything staff repo phone repo:status public_repo');
  expect(await granted('openid repo:status')).toBe('openid repo:status');
  expect(await granted('openid repo delete_repo undefined')).toBe('openid repo repo:status public_repo');
});

it('narrows at a refresh to what is included, and no wider again', async () => {
  const { code } = leftWith(await walk(browser, await open('openid repo offline_access')));
  const first = await redeem(house, code, {}, basic('git'));
  const refresh = (scope: string, token: unknown) =>
    house.post(
      'token',
      { grant_type: 'refresh_token', refresh_token: String(token), scope },
      { authorization: basic('git') },
    );
  const status = await refresh('repo:status', first.body['refresh_token']);
  expect(status.body['scope']).toBe('repo:status');
  const repo = await refresh('repo', status.body['refresh_token']);
  expect(repo.body['scope']).toBe('repo repo:status public_repo');
  expect((await refresh('staff', repo.body['refresh_token'])).body['error']).toBe('invalid_scope');
});

it('holds for machines too, without what speaks of a person', async () => {
  const ask = (scope?: string) =>
    house.post(
      'token',
      { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) },
      { authorization: basic('git') },
    );
  expect((await ask('repo')).body['scope']).toBe('repo repo:status public_repo');
  expect((await ask('repo:status')).body['scope']).toBe('repo:status');
  expect((await ask()).body['scope']).toBe('everything staff repo repo:status public_repo');
  expect((await ask('delete_repo')).body['error']).toBe('invalid_scope');
});

it('follows a circle once', () => {
  const circle = new Map([
    ['a', ['b']],
    ['b', ['a', 'c']],
  ]);
  expect(withIncluded(['a'], circle)).toEqual(['a', 'b', 'c']);
  expect(widest(['c', 'b', 'a'], circle)).toEqual(['b']);
  expect(widest(['x', 'c', 'a'], circle)).toEqual(['x', 'a']);
});

it('says of a product’s scope what the office means by it, and the product’s words where the office has none', async () => {
  await house.addApplication({
    client_id: 'forge',
    dialect: 'gitea',
    redirect_uris: [CALLBACK],
    scope: 'openid repo:status delete_repo read:package',
  });
  const scope = 'openid repo:status delete_repo read:package';
  const first = await browser.open('authorize', authorizationRequest({ client_id: 'forge', scope }));
  const signIn = { username: 'alice', password: 'correct horse battery' };
  const { scopes } = pageOf(await browser.submit(pageOf(first, 'login'), signIn), 'consent');
  expect(scopes).toMatchObject([
    { name: 'openid' },
    { name: 'repo:status', description: 'see the state of builds', sensitive: false },
    { name: 'delete_repo', description: 'delete your repositories', sensitive: true },
    { name: 'read:package', sensitive: false },
  ]);
});
