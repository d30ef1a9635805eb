/** What applications written for other products could get by names, tokens and accounts that mean something else elsewhere. */
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, paramsOf } from './browser.ts';
import {
  APP_PASSWORD,
  APPLICATIONS,
  type AttackedOffice,
  authorizePath,
  basic,
  CALLBACK,
  post,
  SECRET,
  startOffice,
  type TokenBody,
} from './office.ts';

const AUTHORIZE = '/login/oauth/authorize';
const TOKEN = '/login/oauth/access_token';
const OWN = '/api/v1/user/applications/oauth2';
const PEOPLE = 'https://people.test';
const PAYROLL = 'https://payroll.test';

const SIGNS_IN = { client_secret: SECRET, consent: 'skip', redirect_uris: [CALLBACK] } as const;
const MANAGES = 'openid profile email read:application write:application';

let office: AttackedOffice;
let origin: string;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice([], {
    settings: { issuer_name: 'Attacked Office', user_applications: 'open', user_applications_each: 3 },
    apis: [
      { audience: 'https://api.test', name: 'Things', scopes: [{ name: 'things:read' }] },
      { audience: PEOPLE, name: 'People', scopes: [{ name: 'read:user' }] },
      { audience: PAYROLL, name: 'Payroll', scopes: [{ name: 'payroll:read' }] },
    ],
    scopes: [{ name: 'read:org', includes: ['payroll:read'], claims: { boss: 'user.username' } }],
    applications: [
      ...APPLICATIONS,
      { ...SIGNS_IN, client_id: 'borrower', dialect: 'github', scope: 'profile email groups' },
      { ...SIGNS_IN, client_id: 'holder', dialect: 'github', scope: 'profile email read:user' },
      { ...SIGNS_IN, client_id: 'manager', dialect: 'gitea', scope: MANAGES },
      { ...SIGNS_IN, client_id: 'elsewhere', dialect: 'gitea', scope: MANAGES, audience: [PAYROLL] },
      {
        ...SIGNS_IN,
        client_id: 'payroll',
        redirect_uris: [],
        grant_types: ['client_credentials'],
        access_token_format: 'jwt',
        audience: [PAYROLL, 'https://api.test'],
        scope: 'payroll:read',
      },
    ],
  });
  ({ origin } = office);
  alice = await office.signedIn();
});
afterAll(() => office.stop());

async function tokenOf(client_id: string, scope: string): Promise<TokenBody> {
  const bare = { code_challenge: undefined, code_challenge_method: undefined };
  const { code, error } = paramsOf(await alice.get(authorizePath({ client_id, scope, ...bare }, AUTHORIZE)));
  if (code === undefined) return { error: error ?? '' };
  const fields = { grant_type: 'authorization_code', client_id, client_secret: SECRET, code, redirect_uri: CALLBACK };
  return (await post(origin, TOKEN, fields, { accept: 'application/json' })).body;
}

function register(access_token: string | undefined) {
  const application = { name: 'Notes', redirect_uris: ['https://notes.test/cb'], confidential_client: true };
  return fetch(`${origin}${OWN}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify(application),
  });
}

it('lends no scope that the office or one of its APIs has defined by a product’s name', async () => {
  // At GitHub's paths what is not lent is left out, and the token sees the public profile.
  expect((await tokenOf('borrower', 'read:user'))['scope']).toBe('');
  expect((await tokenOf('borrower', 'read:org'))['scope']).toBe('');
  expect((await tokenOf('borrower', 'user:email,read:org,read:user'))['scope']).toBe('user:email');
  expect((await tokenOf('holder', 'read:user'))['scope']).toBe('read:user');
});

it('lets no token for another API act on applications of its person', async () => {
  const foreign = (await tokenOf('elsewhere', MANAGES))['access_token'];
  expect(decodeJwt(foreign ?? '').aud).toBe(PAYROLL);
  const refused = await register(foreign);
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('meant for another API')]);
  const listed = await fetch(`${origin}${OWN}`, { headers: { authorization: `Bearer ${foreign ?? ''}` } });
  expect(listed.status).toBe(403);
  const user = await fetch(`${origin}/api/v1/user`, { headers: { authorization: `Bearer ${foreign ?? ''}` } });
  expect(user.status).toBe(200);
});

it('holds twenty registrations at once to as many applications as somebody may have', async () => {
  const own = (await tokenOf('manager', MANAGES))['access_token'];
  const statuses = (await Promise.all(Array.from({ length: 20 }, () => register(own)))).map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(3);
  expect(statuses.filter((status) => status === 403)).toHaveLength(17);
});

it('lets a service account into no API by the name of an application', async () => {
  const asAccount = async (fields: Readonly<Record<string, string>>) => {
    const account = { grant_type: 'client_credentials', username: 'humble', password: APP_PASSWORD };
    return (await post(origin, '/oauth2/token', { ...account, client_id: 'payroll', ...fields })).body;
  };
  const { access_token } = await asAccount({});
  expect(decodeJwt(access_token ?? '')).toMatchObject({ client_id: 'payroll', aud: 'https://api.test' });
  expect((await asAccount({ resource: PAYROLL }))['error']).toBe('invalid_target');
  const itself = await post(
    origin,
    '/oauth2/token',
    { grant_type: 'client_credentials' },
    { authorization: basic('payroll') },
  );
  expect(decodeJwt(itself.body['access_token'] ?? '').aud).toEqual([PAYROLL, 'https://api.test']);
});

it('implies nothing in the place of what came twice', async () => {
  const twice = (name: string, values: readonly string[], fields: Readonly<Record<string, string>>) =>
    new URLSearchParams([...Object.entries(fields), ...values.map((value): [string, string] => [name, value])]);
  const asked = { client_id: 'hub', redirect_uri: CALLBACK, scope: 'read:user' };
  const query = twice('response_type', ['', 'token'], asked).toString();
  expect(paramsOf(await alice.get(`${AUTHORIZE}?${query}`))).toMatchObject({ error: 'invalid_request' });
  const { code = '' } = paramsOf(await alice.get(`${AUTHORIZE}?${new URLSearchParams(asked).toString()}`));
  const form = twice('grant_type', ['', 'refresh_token'], { client_id: 'hub', client_secret: SECRET, code });
  const { body } = await post(origin, TOKEN, form, { accept: 'application/json' });
  expect(body).toMatchObject({ error: 'invalid_request' });
});

it('leaves no app password that nobody can find, when two tokens of one identifier are made at once', async () => {
  const admin = { grant_type: 'client_credentials', username: 'bot', password: APP_PASSWORD, scope: 'lanyard:admin' };
  const authorization = `Bearer ${(await post(origin, '/oauth2/token', admin)).body['access_token'] ?? ''}`;
  const ask = async (path: string, body?: unknown) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${origin}/api/v3/core/${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
  };
  const make = async (name: string) => (await ask('users/service_account/', { name })).body['user_pk'];
  const users = [await make('racer-one'), await make('racer-two')];
  for (let round = 0; round < 5; round += 1) {
    const identifier = `raced-${round}`;
    const made = await Promise.all(users.map((user) => ask('tokens/', { identifier, user })));
    const kept = made.filter(({ status }) => status === 201).length;
    expect((await ask(`tokens/${identifier}/`)).status).toBe(kept === 1 ? 200 : 404);
  }
});

it('keeps a key that is told once from a HEAD, which nobody reads', async () => {
  const admin = { grant_type: 'client_credentials', username: 'bot', password: APP_PASSWORD, scope: 'lanyard:admin' };
  const headers = {
    authorization: `Bearer ${(await post(origin, '/oauth2/token', admin)).body['access_token'] ?? ''}`,
    'content-type': 'application/json',
  };
  const make = async (path: string, body: object) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await fetch(`${origin}/api/v3/core/${path}`, init)).json()) as Readonly<Record<string, unknown>>;
  };
  const { user_pk } = await make('users/service_account/', { name: 'reader' });
  await make('tokens/', { identifier: 'told-once', user: user_pk });
  const key = `${origin}/api/v3/core/tokens/told-once/view_key/`;
  expect((await fetch(key, { method: 'HEAD', headers })).status).toBe(200);
  expect((await fetch(key, { headers })).status).toBe(200);
  expect((await fetch(key, { headers })).status).toBe(403);
});
