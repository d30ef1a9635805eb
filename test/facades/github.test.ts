/** GitHub's REST calls after sign-in: who is it, which addresses, which groups, for whoever holds a token that may see them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createGroup } from '../../server/directory/groups.ts';
import { SIGN_IN_DESK } from '../../server/engine/sign-in-desk.ts';
import { CLIENT_DESK } from '../../server/engine/client-desk.ts';
import { APP_PASSWORD_DESK } from '../../server/engine/prove-app-password.ts';
import { findLiveToken } from '../../server/engine/tokens/lookup.ts';
import { createFacades } from '../../server/facades/index.ts';
import { aCall } from '../support/facade-call.ts';
import { basic, buildHouse, type House, ORIGIN } from '../support/house.ts';
import { CALLBACK, furnish, leftWith, tokens, walk } from '../support/sign-in.ts';

const ALL = 'read:user user:email read:org profile email groups';
const facades = createFacades({
  findToken: findLiveToken,
  clients: CLIENT_DESK,
  appPasswords: APP_PASSWORD_DESK,
  sign_in: SIGN_IN_DESK,
  defaultsFor: () => ({}),
});

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  const { alice } = await furnish(house);
  for (let i = 1; i <= 35; i += 1) {
    await house.store.transaction((within) => createGroup(within, { name: `Group ${i}` }, house.clock.now));
  }
  const groups = Array.from({ length: 35 }, (_, i) => `Group ${i + 1}`);
  await house.store.collection('users').update(alice.id, (old) => ({ ...old, groups }));
  await house.addApplication({ client_id: 'gh', dialect: 'github', redirect_uris: [CALLBACK], scope: `${ALL} openid` });
});

async function tokenWith(scope: string, username = 'alice') {
  const browser = house.browser({ dialect: 'github' });
  const asked = { client_id: 'gh', scope, redirect_uri: CALLBACK };
  const { code } = leftWith(await walk(browser, await browser.open('authorize', asked), username));
  const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
  const { body } = await house.post('token', fields, { authorization: basic('gh'), dialect: 'github' });
  return String(body['access_token']);
}

async function get(path: string, authorization: string | undefined) {
  const [bare = '', query = ''] = path.split('?');
  const facade = facades.find(({ dialect, paths }) => dialect === 'github' && paths.includes(bare));
  if (facade === undefined) throw new Error(`nothing answers ${bare}`);
  const answer = await facade.answer(
    aCall({ authorization, query, url: ORIGIN + bare }),
    await house.context('github'),
  );
  const { status, headers = {} } = answer;
  if (answer.kind !== 'json') throw new Error(`unexpected ${answer.kind}`);
  return { status, headers, body: answer.body as never as Record<string, unknown> & Record<string, unknown>[] };
}

describe('GET /user', () => {
  it('is the person, with a small whole number for an id', async () => {
    const token = await tokenWith(ALL);
    const { status, body, headers } = await get('/user', `Bearer ${token}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      login: 'alice',
      name: 'Alice Example',
      email: 'alice@example.lan',
      type: 'User',
      site_admin: false,
      avatar_url: '',
      company: null,
      url: `${ORIGIN}/api/v3/users/alice`,
      created_at: '2027-01-15T08:00:00Z',
    });
    const id = Number(body['id']);
    expect(Number.isSafeInteger(id) && id > 0 && id < 1000).toBe(true);
    expect(headers['X-OAuth-Scopes']).toBe('read:user, user:email, read:org, profile, email, groups');
  });

  it('has an id of its own for every person, and the same one every time', async () => {
    await house.addUser({ username: 'bob' });
    const alice = (await get('/user', `Bearer ${await tokenWith(ALL)}`)).body['id'];
    const bob = (await get('/user', `Bearer ${await tokenWith(ALL, 'bob')}`)).body['id'];
    expect(bob).not.toBe(alice);
    expect((await get('/user', `Bearer ${await tokenWith('read:user')}`)).body['id']).toBe(alice);
  });

  it.each(['Bearer', 'bearer', 'token', 'Token'])('takes the token as "%s …"', async (scheme) => {
    expect((await get('/user', `${scheme} ${await tokenWith('read:user')}`)).status).toBe(200);
  });

  it.each(['X:x-oauth-basic', 'alice:X', 'X:'])('takes the token by Basic as "%s"', async (form) => {
    const sent = (token: string) => `Basic ${Buffer.from(form.replace('X', token)).toString('base64')}`;
    expect((await get('/user', sent(await tokenWith('read:user')))).body).toMatchObject({ login: 'alice' });
    expect((await get('/user', sent('nonsense'))).status).toBe(401);
  });

  it('takes nobody’s password', async () => {
    const sent = `Basic ${Buffer.from('alice:correct horse battery').toString('base64')}`;
    expect((await get('/user', sent)).body).toMatchObject({ message: 'Bad credentials' });
  });

  it('answers under /api/v3 the same', async () => {
    const token = `token ${await tokenWith(ALL)}`;
    for (const path of ['/user', '/user/emails', '/user/orgs', '/user/teams']) {
      expect((await get(`/api/v3${path}`, token)).status).toBe(200);
    }
  });

  it('sees by a wider scope what the narrower ones would show', async () => {
    const token = `Bearer ${await tokenWith('user')}`;
    const { body, headers } = await get('/user', token);
    expect(body['email']).toBe('alice@example.lan');
    expect(headers['X-OAuth-Scopes']).toBe('user, read:user, user:email');
    await house.addApplication({
      client_id: 'admins',
      dialect: 'github',
      redirect_uris: [CALLBACK],
      scope: 'admin:org repo',
    });
    const browser = house.browser({ dialect: 'github' });
    const asked = { client_id: 'admins', scope: 'admin:org repo gist', redirect_uri: CALLBACK };
    const { code } = leftWith(await walk(browser, await browser.open('authorize', asked)));
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    const answer = await house.post('token', fields, { authorization: basic('admins'), dialect: 'github' });
    expect(String(answer.body['scope']).split(' ')).toEqual(
      expect.arrayContaining(['admin:org', 'write:org', 'read:org', 'repo', 'repo:status', 'public_repo']),
    );
    expect(answer.body['scope']).not.toContain('gist');
    expect((await get('/user/teams', `token ${String(answer.body['access_token'])}`)).status).toBe(200);
  });

  it('keeps the address to itself where the token may not see it', async () => {
    expect((await get('/user', `Bearer ${await tokenWith('read:user')}`)).body).toMatchObject({
      login: 'alice',
      email: null,
    });
  });

  it('says null for an address that the person does not have', async () => {
    await house.addUser({ username: 'bob' });
    const token = `Bearer ${await tokenWith(ALL, 'bob')}`;
    expect((await get('/user', token)).body['email']).toBeNull();
    expect((await get('/user/emails', token)).body).toEqual([]);
  });
});

describe('GET /user/emails', () => {
  it('is the address, primary and verified', async () => {
    expect((await get('/user/emails', `Bearer ${await tokenWith('user:email')}`)).body).toEqual([
      { email: 'alice@example.lan', primary: true, verified: true, visibility: 'private' },
    ]);
  });
});

describe('GET /user/orgs and /user/teams', () => {
  it('are the office and the groups', async () => {
    await house.setSettings({ issuer_name: 'Example & Söhne' });
    const token = `Bearer ${await tokenWith('read:org')}`;
    const { body: orgs } = await get('/user/orgs', token);
    expect(orgs).toMatchObject([{ login: 'example-s-hne', id: 1, description: 'Example & Söhne' }]);
    const { body: teams } = await get('/user/teams?per_page=2', token);
    expect(teams).toMatchObject([
      { id: 1, name: 'Group 1', slug: 'group-1', organization: { login: 'example-s-hne' } },
      { id: 2, name: 'Group 2', slug: 'group-2' },
    ]);
  });

  it('come in pages that end: following next visits every team once and stops', async () => {
    const token = `Bearer ${await tokenWith('read:org')}`;
    const names: unknown[] = [];
    let path: string | undefined = '/user/teams?per_page=10';
    let pages = 0;
    while (path !== undefined && pages < 20) {
      const { body, headers }: Awaited<ReturnType<typeof get>> = await get(path, token);
      names.push(...body.map(({ name }) => name));
      path = /<[^>]*?(\/user\/teams\?[^>]*)>; rel="next"/.exec(headers['Link'] ?? '')?.[1];
      pages += 1;
    }
    expect(pages).toBe(4);
    expect(names).toEqual(Array.from({ length: 35 }, (_, i) => `Group ${i + 1}`));
  });

  it('past the end is an empty list, for clients that count up until then', async () => {
    const token = `Bearer ${await tokenWith('read:org')}`;
    for (const path of [
      '/user/teams?page=3',
      '/user/teams?page=1000000',
      '/user/orgs?page=2',
      '/user/teams?per_page=100&page=2',
    ]) {
      const { status, body, headers } = await get(path, token);
      expect([status, body]).toEqual([200, []]);
      expect(headers['Link'] ?? '').not.toContain('rel="next"');
    }
  });

  it.each([
    ['', 30],
    ['?per_page=100', 35],
    ['?per_page=1000', 35],
    ['?per_page=0', 30],
    ['?per_page=-1', 30],
    ['?per_page=abc', 30],
    ['?per_page=1.5', 30],
    ['?per_page=99999999999999999999999', 35],
    ['?page=0', 30],
    ['?page=2', 5],
    ['?page=abc', 30],
    ['?page=2&per_page=34', 1],
  ])('%s shows %i teams', async (query, count) => {
    const { body } = await get(`/user/teams${query}`, `Bearer ${await tokenWith('read:org')}`);
    expect(body).toHaveLength(count);
  });
});

describe('who may ask', () => {
  it.each([
    ['/user/emails', 'read:user', 'user:email'],
    ['/user/orgs', 'user:email', 'read:org'],
    ['/user/teams', 'user:email', 'groups'],
  ])('%s is not there with %s, and is with %s', async (path, without, scope) => {
    const refused = await get(path, `Bearer ${await tokenWith(without)}`);
    expect(refused).toMatchObject({ status: 404, body: { message: 'Not Found', status: '404' } });
    expect(refused.headers['X-Accepted-OAuth-Scopes']).toContain(scope);
    expect((await get(path, `Bearer ${await tokenWith(scope)}`)).status).toBe(200);
  });

  it.each([
    ['nothing behind the scheme', 'Bearer '],
    ['an unknown token', 'token x'],
    ['another scheme', 'Basic YWxpY2U6eA=='],
    ['a member of objects', 'token __proto__'],
    ['a megabyte', `token ${'a'.repeat(1_000_000)}`],
  ])('is 401 in GitHub’s words: %s', async (_what, authorization) => {
    for (const path of ['/user', '/user/emails', '/user/orgs', '/user/teams']) {
      expect(await get(path, authorization)).toMatchObject({
        status: 401,
        body: { message: 'Bad credentials', documentation_url: expect.stringMatching(/^https:/), status: '401' },
      });
    }
  });

  it('is 401 in other words where nothing was sent', async () => {
    for (const path of ['/user', '/user/emails', '/api/v3/user/orgs']) {
      expect(await get(path, undefined)).toMatchObject({ status: 401, body: { message: 'Requires authentication' } });
    }
  });

  it('not with a token of a native application, nor one of a machine', async () => {
    const { access_token } = await tokens(house);
    expect((await get('/user', `Bearer ${access_token}`)).status).toBe(401);
    await house.addApplication({
      client_id: 'gh-machine',
      dialect: 'github',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'user',
    });
    const { body } = await house.post(
      'token',
      { grant_type: 'client_credentials' },
      { authorization: basic('gh-machine') },
    );
    expect((await get('/user', `Bearer ${String(body['access_token'])}`)).status).toBe(401);
  });

  it('not after the token expired, was revoked, or its person was disabled', async () => {
    const expiring = await tokenWith(ALL);
    house.clock.now += 3600;
    expect((await get('/user', `Bearer ${expiring}`)).status).toBe(401);
    const revoked = await tokenWith(ALL);
    await house.post('revoke', { token: revoked }, { authorization: basic('gh') });
    expect((await get('/user', `Bearer ${revoked}`)).status).toBe(401);
    const token = await tokenWith(ALL);
    const [alice] = await house.store.collection('users').find('username_key', 'alice');
    await house.store.collection('users').update(alice?.id ?? '', (old) => ({ ...old, disabled: true }));
    expect((await get('/user', `Bearer ${token}`)).status).toBe(401);
  });
});

describe('what GitHub Enterprise is recognised by', () => {
  it('its root and its version are there for everybody', async () => {
    const root = await get('/api/v3/', undefined);
    expect(root).toMatchObject({ status: 200, body: { current_user_url: `${ORIGIN}/api/v3/user` } });
    const { body, headers } = await get('/api/v3/meta', undefined);
    expect(body).toEqual({ verifiable_password_authentication: false, installed_version: expect.any(String) });
    expect(headers['X-GitHub-Enterprise-Version']).toBe(body['installed_version']);
    expect(root.headers['X-GitHub-Enterprise-Version']).toBe(body['installed_version']);
  });

  it('its root says what a token may do, and that a bad one is none', async () => {
    const { headers } = await get('/api/v3', `token ${await tokenWith('read:user read:org')}`);
    expect(headers['X-OAuth-Scopes']).toBe('read:user, read:org');
    expect(headers['X-OAuth-Client-Id']).toBe('gh');
    expect(await get('/api/v3', 'token x')).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  });
});

describe('tokens of an application, by its client id and secret', () => {
  async function call(
    method: string,
    what: 'token' | 'grant',
    { body, client_id = 'gh', ...asked }: { body?: unknown; authorization?: string | undefined; client_id?: string },
  ) {
    const path = `/api/v3/applications/{client_id}/${what}`;
    const facade = facades.find((row) => row.method === method && row.paths.includes(path));
    if (facade === undefined) throw new Error(`nothing answers ${method} ${path}`);
    const url = ORIGIN + path.replace('{client_id}', client_id);
    const authorization = 'authorization' in asked ? asked.authorization : basic('gh');
    const request = aCall({ authorization, url, parameters: { client_id }, body });
    const answer = await facade.answer(request, await house.context('github'));
    return { status: answer.status, body: answer.kind === 'json' ? answer.body : undefined };
  }

  it('are told of: whose, for what, and until when', async () => {
    const access_token = await tokenWith('read:user read:org');
    expect(await call('POST', 'token', { body: { access_token } })).toEqual({
      status: 200,
      body: expect.objectContaining({
        id: expect.any(Number),
        token: access_token,
        token_last_eight: access_token.slice(-8),
        hashed_token: expect.stringMatching(/^[0-9a-f]{64}$/),
        scopes: ['read:user', 'read:org'],
        app: expect.objectContaining({ client_id: 'gh' }),
        user: expect.objectContaining({ login: 'alice', email: null }),
        created_at: '2027-01-15T08:00:00Z',
        expires_at: '2027-01-15T09:00:00Z',
      }),
    });
  });

  it('are given back one by one, or with all that hangs on the authorization', async () => {
    const [one, other] = [await tokenWith('read:user'), await tokenWith('read:user')];
    expect(await call('DELETE', 'token', { body: { access_token: one } })).toEqual({ status: 204, body: undefined });
    expect((await call('DELETE', 'token', { body: { access_token: one } })).status).toBe(404);
    expect((await get('/user', `token ${one}`)).status).toBe(401);
    expect((await get('/user', `token ${other}`)).status).toBe(200);
    expect((await call('DELETE', 'grant', { body: { access_token: other } })).status).toBe(204);
    expect((await get('/user', `token ${other}`)).status).toBe(401);
  });

  it('are told to nobody else', async () => {
    await house.addApplication({ client_id: 'other', dialect: 'github', redirect_uris: [CALLBACK] });
    await house.addApplication({
      client_id: 'open',
      dialect: 'github',
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'none',
      require_pkce: true,
    });
    const body = { access_token: await tokenWith('read:user') };
    const native = await tokens(house);
    for (const method of ['POST', 'DELETE']) {
      expect((await call(method, 'token', { body, authorization: undefined })).status).toBe(401);
      expect((await call(method, 'token', { body, authorization: basic('gh', 'wrong') })).status).toBe(401);
      expect((await call(method, 'token', { body, authorization: `token ${body.access_token}` })).status).toBe(401);
      expect((await call(method, 'token', { body, authorization: basic('app') })).status).toBe(401);
      expect((await call(method, 'token', { body, authorization: basic('open', ''), client_id: 'open' })).status).toBe(
        401,
      );
      expect((await call(method, 'token', { body, authorization: basic('other') })).status).toBe(404);
      const its = { authorization: basic('other'), client_id: 'other' };
      expect((await call(method, 'token', { body, ...its })).status).toBe(404);
      expect((await call(method, 'token', { body: { access_token: native.access_token } })).status).toBe(404);
      for (const nonsense of [undefined, {}, [], 'x', { access_token: 1 }, { access_token: '' }]) {
        expect((await call(method, 'token', { body: nonsense })).status).toBe(422);
      }
    }
    expect((await call('POST', 'token', { body })).status).toBe(200);
  });
});
