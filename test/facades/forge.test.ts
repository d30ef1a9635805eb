/** Gitea's and Forgejo's REST calls after sign-in, and the applications that people register over them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createGroup } from '../../server/directory/groups.ts';
import { SIGN_IN_DESK } from '../../server/engine/sign-in-desk.ts';
import { CLIENT_DESK } from '../../server/engine/client-desk.ts';
import { APP_PASSWORD_DESK } from '../../server/engine/prove-app-password.ts';
import { findLiveToken } from '../../server/engine/tokens/lookup.ts';
import { createFacades } from '../../server/facades/index.ts';
import { defaultsFor } from '../../server/http/of-dialect.ts';
import { matchPath } from '../../server/spec/path-pattern.ts';
import { aCall } from '../support/facade-call.ts';
import { buildHouse, type House, ORIGIN, SECRET } from '../support/house.ts';
import { CALLBACK, furnish, leftWith, walk } from '../support/sign-in.ts';

const facades = createFacades({
  findToken: findLiveToken,
  clients: CLIENT_DESK,
  appPasswords: APP_PASSWORD_DESK,
  sign_in: SIGN_IN_DESK,
  defaultsFor,
});
const SCOPE = 'openid profile email groups offline_access admin:application';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

describe.each(['gitea', 'forgejo'] as const)('%s', (dialect) => {
  beforeEach(async () => {
    await house.addApplication({ client_id: 'forge', dialect, redirect_uris: [CALLBACK], scope: SCOPE });
  });

  async function tokenWith(scope: string, username = 'alice', client_id = 'forge') {
    const browser = house.browser({ dialect });
    const asked = { client_id, response_type: 'code', scope, redirect_uri: CALLBACK };
    const { code } = leftWith(await walk(browser, await browser.open('authorize', asked), username));
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id, client_secret: SECRET };
    return String((await house.post('token', fields, { dialect })).body['access_token']);
  }

  interface Call {
    readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    readonly body?: unknown;
  }

  async function call(path: string, authorization: string | undefined, { method = 'GET', body }: Call = {}) {
    const [bare = '', query = ''] = `/api/v1/${path}`.split('?');
    const found = facades.flatMap((row) => {
      const [pattern = ''] = row.paths;
      const parameters = row.dialect === dialect && row.method === method ? matchPath(pattern, bare) : undefined;
      return row.paths[0] === bare && row.dialect === dialect && row.method === method
        ? [{ row, parameters: {} }]
        : parameters === undefined
          ? []
          : [{ row, parameters }];
    });
    const [match] = found;
    if (match === undefined) throw new Error(`nothing answers ${method} ${bare}`);
    const asked = aCall({ authorization, query, url: ORIGIN + bare, parameters: match.parameters, body });
    const answer = await match.row.answer(asked, await house.context(dialect));
    if (answer.kind === 'text') throw new Error('unexpected text');
    const json = answer.kind === 'json' ? answer.body : {};
    const { status, headers = {} } = answer;
    return { status, headers, body: json as never as Record<string, unknown> & readonly Record<string, unknown>[] };
  }

  it('tells its version to anybody, in a form that client libraries compare', async () => {
    expect((await call('version', undefined)).body['version']).toMatch(
      dialect === 'gitea' ? /^1\.\d+\.\d+$/ : /^\d+\.\d+\.\d+\+gitea-1\./,
    );
  });

  it('shows the person, by either name of the username, and no rights over this office', async () => {
    const { status, body } = await call('user', `token ${await tokenWith('read:user')}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      login: 'alice',
      username: 'alice',
      full_name: 'Alice Example',
      email: 'alice@example.lan',
      is_admin: false,
      created: '2027-01-15T08:00:00Z',
    });
    expect(Number.isSafeInteger(body['id'])).toBe(true);
  });

  it('shows a token without any of its scopes the public profile alone', async () => {
    const authorization = `Bearer ${await tokenWith('openid')}`;
    expect((await call('user', authorization)).body).toMatchObject({
      login: 'alice',
      email: 'alice@noreply.lanyard.test',
    });
    for (const path of ['user/emails', 'user/orgs', 'user/teams', 'user/applications/oauth2']) {
      const refused = await call(path, authorization);
      expect([path, refused.status, refused.body]).toEqual([
        path,
        403,
        {
          message: expect.stringContaining('token does not have at least one of required scope(s): ['),
          url: `${ORIGIN}/api/swagger`,
        },
      ]);
    }
  });

  it.each(['token X', 'Bearer X', 'bearer X', 'basic alice:X', 'basic X:x-oauth-basic', 'basic X:'])(
    'takes "%s"',
    async (form) => {
      const token = await tokenWith('read:user');
      const [scheme = '', value = ''] = form.replace('X', token).split(' ');
      const sent = scheme === 'basic' ? `Basic ${Buffer.from(value).toString('base64')}` : `${scheme} ${value}`;
      expect((await call('user', sent)).status).toBe(200);
    },
  );

  it('refuses what is no token of such an application', async () => {
    const native = await house.post('token', {}, { dialect });
    expect(native.status).toBe(400);
    for (const authorization of [
      undefined,
      'token nonsense',
      'Basic !!!',
      `Basic ${Buffer.from('alice:correct horse battery').toString('base64')}`,
    ]) {
      const refused = await call('user', authorization);
      expect([authorization, refused.status]).toEqual([authorization, 401]);
      expect(refused.body).toMatchObject({ message: expect.any(String) as string, url: `${ORIGIN}/api/swagger` });
    }
    const alive = await tokenWith('read:user');
    await house.addApplication({ client_id: 'hub', dialect: 'github', redirect_uris: [CALLBACK], scope: 'profile' });
    const other = await tokenWith('profile', 'alice', 'hub');
    expect((await call('user', `token ${other}`)).status).toBe(401);
    expect((await call('user', `token ${alive}`)).status).toBe(200);
    expect((await call(`user?token=${alive}&access_token=${alive}`, undefined)).status).toBe(401);
  });

  it('lists addresses, the office and groups with paging that ends', async () => {
    const groups = Array.from({ length: 35 }, (_, i) => `Group ${i + 1}`);
    for (const name of groups)
      await house.store.transaction((within) => createGroup(within, { name }, house.clock.now));
    const [alice] = await house.store.collection('users').find('username_key', 'alice');
    await house.store.collection('users').update(alice?.id ?? '', (old) => ({ ...old, groups }));
    const token = `token ${await tokenWith('read:user read:organization')}`;
    expect((await call('user/emails', token)).body).toEqual([
      { email: 'alice@example.lan', verified: true, primary: true, user_id: alice?.number, username: 'alice' },
    ]);
    expect((await call('user/orgs', token)).body).toMatchObject([{ id: 1, name: 'lanyard', username: 'lanyard' }]);
    const first = await call('user/teams?limit=20', token);
    expect(first.body).toHaveLength(20);
    expect(first.body[0]).toMatchObject({ name: 'Group 1', organization: { username: 'lanyard' } });
    expect(first.headers).toMatchObject({ 'X-Total-Count': '35', Link: expect.stringContaining('rel="next"') });
    const last = await call('user/teams?limit=20&page=2', token);
    expect(last.body).toHaveLength(15);
    expect(last.headers['Link']).not.toContain('rel="next"');
    expect((await call('user/teams?limit=20&page=3', token)).body).toEqual([]);
  });

  describe('applications of one’s own', () => {
    const OAUTH2 = 'user/applications/oauth2';
    const input = { name: 'Mine', confidential_client: true, redirect_uris: ['https://mine.test/callback'] };

    it('are entered, shown without their secret, changed with a new one, and removed', async () => {
      await house.setSettings({ user_applications: 'open' });
      const token = `token ${await tokenWith('write:application')}`;
      const made = await call(OAUTH2, token, { method: 'POST', body: input });
      expect(made).toMatchObject({ status: 201, body: { ...input, client_secret: expect.stringMatching(/^.{40,}$/) } });
      const { id, client_id, client_secret } = made.body;
      const path = `${OAUTH2}/${String(id)}`;
      expect((await call(path, token)).body).toEqual({ ...made.body, client_secret: '' });
      expect((await call(OAUTH2, token)).body).toEqual([{ ...made.body, client_secret: '' }]);
      const [record] = await house.store.collection('applications').find('client_id', String(client_id));
      expect(record).toMatchObject({ dialect, access_token_format: 'jwt', registration: { by_person: true } });
      const changed = await call(path, token, { method: 'PATCH', body: { ...input, name: 'Other' } });
      expect(changed).toMatchObject({ status: 200, body: { name: 'Other', client_id } });
      expect(changed.body['client_secret']).toMatch(/^.{40,}$/);
      expect(changed.body['client_secret']).not.toBe(client_secret);
      expect((await call(path, token, { method: 'DELETE' })).status).toBe(204);
      for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
        expect((await call(path, token, { method, body: {} })).status).toBe(404);
      }
    });

    it('that become confidential have one secret then, and each change one line in the audit log', async () => {
      await house.setSettings({ user_applications: 'open' });
      const token = `token ${await tokenWith('write:application')}`;
      const made = await call(OAUTH2, token, { method: 'POST', body: { ...input, confidential_client: false } });
      const path = `${OAUTH2}/${String(made.body['id'])}`;
      const patch = (body: object) => call(path, token, { method: 'PATCH', body });
      const secrets = [
        (await patch({ confidential_client: true })).body['client_secret'],
        (await patch({ name: 'Mine' })).body['client_secret'],
        (await patch({ confidential_client: false })).body['client_secret'],
      ];
      expect(secrets).toEqual([expect.stringMatching(/^.{40,}$/), expect.stringMatching(/^.{40,}$/), '']);
      expect(secrets[1]).not.toBe(secrets[0]);
      const { items } = await house.store.collection('audit_events').list({ limit: 200 });
      const lines = items.map(({ type }) => type).filter((type) => type.startsWith('own_application.'));
      expect(lines.toSorted()).toEqual([
        'own_application.changed',
        'own_application.changed',
        'own_application.created',
        'own_application.secret_created',
      ]);
    });

    it('are nobody else’s', async () => {
      await house.setSettings({ user_applications: 'open' });
      await house.addUser({ username: 'bob' });
      const made = await call(OAUTH2, `token ${await tokenWith('write:application')}`, { method: 'POST', body: input });
      const his = `token ${await tokenWith('write:application', 'bob')}`;
      const path = `${OAUTH2}/${String(made.body['id'])}`;
      for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
        expect((await call(path, his, { method, body: {} })).status).toBe(404);
      }
      expect((await call(OAUTH2, his)).body).toEqual([]);
    });

    it('are entered only where the office and the token say so, and as they may be', async () => {
      const token = `token ${await tokenWith('write:application')}`;
      const post = (body: unknown, as = token) => call(OAUTH2, as, { method: 'POST', body });
      expect((await post(input)).status).toBe(403);
      await house.setSettings({ user_applications: 'open', user_applications_each: 1 });
      expect((await post(input, `token ${await tokenWith('read:application')}`)).status).toBe(403);
      expect((await post({ ...input, redirect_uris: ['javascript:alert(1)'] })).status).toBe(422);
      expect((await post({ ...input, redirect_uris: 'https://mine.test' })).status).toBe(422);
      for (const name of [undefined, '', 'two\nlines'])
        expect((await post({ ...input, name })).body).toMatchObject({ message: expect.stringMatching(/^name /) });
      for (const redirect_uris of [undefined, null, [], ['javascript:alert(1)'], 'https://mine.test'])
        expect((await post({ ...input, redirect_uris })).body).toMatchObject({
          message: expect.stringMatching(/^redirect_uris\b/),
        });
      expect((await post({ ...input, name: undefined })).status).toBe(422);
      expect((await post({ ...input, confidential_client: false })).body).toMatchObject({
        confidential_client: false,
        client_secret: '',
      });
      const full = await post(input);
      expect(full).toMatchObject({
        status: 403,
        body: { message: expect.stringContaining('as many as this office allows') },
      });
    });
  });
});
