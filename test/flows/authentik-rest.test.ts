/** What programs written for authentik call beside the protocol: its shim for GitHub, and the making of service accounts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AuthentikOffice,
  CALLBACK,
  ROBOT,
  SECRET,
  signIn,
  startAuthentikOffice,
} from '../support/authentik-office.ts';

let office: AuthentikOffice;
let main: string;
let bound: string;
let token: AuthentikOffice['token'];
beforeAll(async () => {
  office = await startAuthentikOffice();
  ({ main, bound, token } = office);
}, 120_000);
afterAll(() => office?.stop());

describe('the shim for applications that were written for GitHub', () => {
  async function granted(scope: string): Promise<string> {
    const query = new URLSearchParams({
      client_id: 'wiki-client',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope,
    });
    const back = await signIn(main, new URL(`${main}/login/oauth/authorize?${query.toString()}`));
    const code = back.searchParams.get('code') ?? '';
    const fields = { grant_type: 'authorization_code', client_id: 'wiki-client', client_secret: SECRET, code };
    const { body } = await token({ ...fields, redirect_uri: CALLBACK }, '/login/oauth/access_token');
    expect(body).toMatchObject({ id_token: expect.any(String), token_type: 'Bearer' });
    return body['access_token'] ?? '';
  }
  const get = (path: string, access_token: string, origin = main) =>
    fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${access_token}` } });

  test('tells who somebody is and which groups they have, in pages that end', async () => {
    const access_token = await granted('user:email,read:org');
    for (const origin of [main, bound]) {
      const user = (await (await get('/user', access_token, origin)).json()) as { id: number };
      expect(user).toMatchObject({ login: 'alice', email: 'alice@example.lan', plan: { name: 'None' } });
      expect(Number.isSafeInteger(user.id)).toBe(true);
      expect(await (await get('/user/teams', access_token, origin)).json()).toMatchObject([
        { name: 'staff', slug: 'staff' },
      ]);
      expect(await (await get('/user/teams?page=2', access_token, origin)).json()).toEqual([]);
    }
  });

  test('refuses with a status alone what the scope does not reach, and tokens of others', async () => {
    const bare = await granted('openid');
    for (const path of ['/user', '/user/emails', '/user/teams']) {
      const refused = await get(path, bare);
      expect([refused.status, await refused.text()]).toEqual([403, '']);
      expect((await get(path, 'x', bound)).status).toBe(401);
    }
    const onlyTeams = await granted('read:org');
    expect([(await get('/user', onlyTeams)).status, (await get('/user/teams', onlyTeams)).status]).toEqual([403, 200]);
    expect((await get('/user/emails', onlyTeams)).status).toBe(403);
  });
});

describe('making service accounts as authentik’s API does', () => {
  let admin: string;
  beforeAll(async () => {
    const boss = { username: 'boss', password: ROBOT.password, scope: 'lanyard:admin' };
    const { body } = await token({ grant_type: 'client_credentials', ...boss }, '/oauth2/token');
    admin = body['access_token'] ?? '';
  });
  const api = async (method: string, path: string, body?: unknown, access_token = admin) => {
    const answer = await fetch(`${main}/api/v3/core${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  const signsIn = async (username: string, password: unknown) =>
    (await token({ grant_type: 'client_credentials', username, password: String(password) })).status === 200;

  test('one step makes the account and its app password, which works', async () => {
    const { status, body } = await api('POST', '/users/service_account/', { name: 'backup', create_group: true });
    expect([status, Object.keys(body).toSorted()]).toEqual([
      200,
      ['group_pk', 'token', 'user_pk', 'user_uid', 'username'],
    ]);
    expect(Number.isSafeInteger(body['user_pk'])).toBe(true);
    expect(await signsIn('backup', body['token'])).toBe(true);
    const again = await api('POST', '/users/service_account/', { name: 'backup' });
    expect([again.status, JSON.stringify(again.body)]).toEqual([400, expect.stringContaining('"name":')]);
    const group = await api('POST', '/users/service_account/', { name: 'staff', create_group: true });
    expect(group).toMatchObject({ status: 400, body: { name: [expect.any(String)] } });
    // A group that counts as the same is found last, and still nothing is left behind.
    const alike = await api('POST', '/users/service_account/', { name: 'STAFF', create_group: true });
    expect(alike).toMatchObject({ status: 400, body: { name: [expect.any(String)] } });
    expect((await api('POST', '/users/service_account/', { name: 'STAFF' })).status).toBe(200);
  });

  test('of two tokens of one identifier that are made at once one is there', async () => {
    const { body: account } = await api('POST', '/users/service_account/', { name: 'twice' });
    const asked = { identifier: 'twice-second', user: account['user_pk'] };
    const made = await Promise.all([1, 2, 3].map(() => api('POST', '/tokens/', asked)));
    expect(made.map(({ status }) => String(status)).toSorted()).toEqual(['201', '400', '400']);
    const { key } = (await api('GET', '/tokens/twice-second/view_key/')).body;
    expect(await signsIn('twice', key)).toBe(true);
  });

  test('a token is made, told once and removed, and works until then', async () => {
    const { body: account } = await api('POST', '/users/service_account/', { name: 'deploy', expiring: false });
    const identifier = 'deploy-second';
    const asked = { identifier, intent: 'app_password', user: account['user_pk'], expires: '2100-01-01T00:00:00Z' };
    expect(await api('POST', '/tokens/', asked)).toMatchObject({
      status: 400,
      body: { expires: [expect.any(String)] },
    });
    const made = await api('POST', '/tokens/', { ...asked, expires: undefined });
    expect(made).toMatchObject({ status: 201, body: { identifier, intent: 'app_password', user: account['user_pk'] } });
    expect(made.body).not.toHaveProperty('key');
    const again = await api('POST', '/tokens/', { ...asked, expires: undefined });
    expect(again).toMatchObject({ status: 400, body: { identifier: [expect.any(String)] } });
    const { key } = (await api('GET', `/tokens/${identifier}/view_key/`)).body;
    expect(await signsIn('deploy', key)).toBe(true);
    expect((await api('GET', `/tokens/${identifier}/view_key/`)).status).toBe(403);
    expect(await api('GET', `/tokens/${identifier}/`)).toMatchObject({ status: 200, body: { identifier } });
    expect((await api('DELETE', `/tokens/${identifier}/`)).status).toBe(204);
    expect([await signsIn('deploy', key), await signsIn('deploy', account['token'])]).toEqual([false, true]);
    expect((await api('GET', `/tokens/${identifier}/`)).status).toBe(404);
  });

  test('is refused in the product’s words where a call is not served, at its own address', async () => {
    const answer = await fetch(`${bound}/api/v3/core/brands/`);
    expect([answer.status, await answer.json()]).toEqual([404, { detail: 'Not found.' }]);
  });

  test('takes an admin’s token that was got through an application, and of nobody else who came through it', async () => {
    const through = { grant_type: 'client_credentials', client_id: 'admin-tool' };
    const boss = await token({ ...through, username: 'boss', password: ROBOT.password, scope: 'lanyard:admin' });
    const { aud } = JSON.parse(Buffer.from(boss.body['access_token']?.split('.')[1] ?? '', 'base64url').toString()) as {
      readonly aud: string;
    };
    expect(aud).toBe(`${main}/application/o/admin-tool/`);
    const made = await api('POST', '/users/service_account/', { name: 'by-tool' }, boss.body['access_token']);
    expect(made.status).toBe(200);
    const native = await fetch(`${main}/api/v1/groups`, {
      headers: { authorization: `Bearer ${boss.body['access_token'] ?? ''}` },
    });
    expect(native.status).toBe(200);
    const robot = await token({ ...through, ...ROBOT, scope: 'orders:read' });
    expect((await api('POST', '/users/service_account/', { name: 'x' }, robot.body['access_token'])).status).toBe(401);
    const itself = await token({ ...through, client_secret: SECRET, scope: 'lanyard:admin' });
    expect(itself.status).toBe(400);
  });

  test('wants a token with lanyard:admin, and says what is wrong with a body', async () => {
    const robot = await token({ grant_type: 'client_credentials', ...ROBOT, scope: 'profile' });
    expect((await api('POST', '/users/service_account/', { name: 'x' }, robot.body['access_token'])).status).toBe(403);
    expect((await api('POST', '/users/service_account/', { name: 'x' }, 'nonsense')).status).toBe(401);
    for (const body of [{}, { name: 7 }, { name: '' }, { name: 'x', expires: 'tomorrow' }, [], 'x']) {
      expect([body, (await api('POST', '/users/service_account/', body)).status]).toEqual([body, 400]);
    }
    expect((await api('POST', '/tokens/', { identifier: 'y', user: 1 })).body).toHaveProperty('user');
  });

  test('makes no token that opens the office for good, and takes no app password for one', async () => {
    const lasting = await api('POST', '/tokens/', { identifier: 'lasting', intent: 'api', user: 1 });
    expect(lasting).toMatchObject({ status: 400, body: { intent: [expect.stringContaining('token endpoint')] } });
    expect((await api('POST', '/users/service_account/', { name: 'x' }, ROBOT.password)).status).toBe(401);
  });
});
