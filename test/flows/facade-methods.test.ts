/** What the REST calls of other products answer to methods that they don't have, and to HEAD, on the real server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuthentikOffice, ROBOT, startAuthentikOffice } from '../support/authentik-office.ts';

let office: AuthentikOffice;
let main: string;
beforeAll(async () => {
  office = await startAuthentikOffice();
  main = office.main;
}, 120_000);
afterAll(() => office?.stop());

const CALLS = [
  ['/user', 'GET, HEAD, OPTIONS'],
  ['/api/v3/user/emails', 'GET, HEAD, OPTIONS'],
  ['/api/v1/version', 'GET, HEAD, OPTIONS'],
  ['/api/v1/user/applications/oauth2', 'GET, HEAD, OPTIONS, POST'],
  ['/api/v1/user/applications/oauth2/1', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
  ['/applications/somebody/token', 'DELETE, OPTIONS, POST'],
  ['/api/v3/core/users/service_account/', 'OPTIONS, POST'],
] as const;

/** The client closes a connection after HEAD. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'date'];

describe.each(CALLS)('%s', (path, allow) => {
  test('says what may be done there, to who asks and to who does something else', async () => {
    const asked = await fetch(main + path, { method: 'OPTIONS' });
    expect([asked.status, asked.headers.get('allow'), await asked.text()]).toEqual([204, allow, '']);
    const refused = await fetch(main + path, { method: 'PUT', body: '{}' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, allow]);
    expect(await refused.json()).toMatchObject({ error: 'method_not_allowed' });
  });

  test('lets no page of elsewhere read anything by asking first', async () => {
    const headers = { origin: 'https://evil.test', 'access-control-request-method': 'GET' };
    const asked = await fetch(main + path, { method: 'OPTIONS', headers });
    expect([...asked.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

test.each(['/user', '/api/v3/user', '/api/v3', '/api/v1/version', '/api/v1/user'])(
  'HEAD %s has the status and headers of GET, and no body',
  async (path) => {
    const [whole, head] = await Promise.all([fetch(main + path), fetch(main + path, { method: 'HEAD' })]);
    const told = ({ status, headers }: Response) => [
      status,
      [...headers].filter(([name]) => !OF_THE_CONNECTION.includes(name)),
    ];
    expect(told(head)).toEqual(told(whole));
    expect([await head.text(), (await whole.text()).length > 0 || path === '/user']).toEqual(['', true]);
  },
);

test('a HEAD leaves a key that is told once where it is', async () => {
  const boss = { username: 'boss', password: ROBOT.password, scope: 'lanyard:admin' };
  const { body } = await office.token({ grant_type: 'client_credentials', ...boss }, '/oauth2/token');
  const headers = { authorization: `Bearer ${body['access_token'] ?? ''}`, 'content-type': 'application/json' };
  const core = `${main}/api/v3/core`;
  const made = await fetch(`${core}/users/service_account/`, { method: 'POST', headers, body: '{"name":"head-bot"}' });
  const { user_pk } = (await made.json()) as { readonly user_pk: number };
  const token = JSON.stringify({ identifier: 'head-key', intent: 'app_password', user: user_pk });
  await fetch(`${core}/tokens/`, { method: 'POST', headers, body: token });
  const key = `${core}/tokens/head-key/view_key/`;
  const head = await fetch(key, { method: 'HEAD', headers });
  const whole = await fetch(key, { headers });
  expect([head.status, whole.status]).toEqual([200, 200]);
  expect(head.headers.get('content-length')).toBe(whole.headers.get('content-length'));
  expect(await whole.json()).toEqual({ key: expect.any(String) });
  expect((await fetch(key, { headers })).status).toBe(403);
});
