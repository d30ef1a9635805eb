import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, paramsOf } from './browser.ts';
import {
  type AttackedOffice,
  authorizeParams,
  authorizePath,
  basic,
  CALLBACK,
  codeFor,
  given,
  post,
  redeem,
  refresh,
  SECRET,
  startOffice,
  VERIFIER,
  works,
} from './office.ts';

const AUTHORIZE = '/login/oauth/authorize';
const TOKEN = '/login/oauth/access_token';

let office: AttackedOffice;
let origin: string;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice(['--dialect-port', 'github=0']);
  ({ origin } = office);
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const HUB = {
  client_id: 'hub',
  scope: 'read:user,user:email',
  code_challenge: undefined,
  code_challenge_method: undefined,
};

function exchange(code: string, changes: Readonly<Record<string, string | undefined>> = {}) {
  const fields = { client_id: 'hub', client_secret: SECRET, code, redirect_uri: CALLBACK, ...changes };
  return post(origin, TOKEN, fields, { accept: 'application/json' });
}

async function rest(path: string, token: string | undefined, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token ?? ''}`, ...headers } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('redeems a code in another dialect only with all that its own would ask', async () => {
  const native = await codeFor(alice);
  const atGithub = { client_id: 'trusted', code_verifier: undefined };
  expect((await exchange(native, atGithub)).body['error']).toBe('bad_verification_code');
  expect((await redeem(origin, native)).body['error']).toBe('invalid_grant');

  const challenged = await codeFor(
    alice,
    { ...HUB, code_challenge: authorizeParams().get('code_challenge') ?? '', code_challenge_method: 'S256' },
    AUTHORIZE,
  );
  expect((await exchange(challenged)).body['error']).toBe('bad_verification_code');

  const foreign = await codeFor(alice, HUB, AUTHORIZE);
  expect((await exchange(foreign, { client_id: 'trusted' })).body['error']).toBe('bad_verification_code');
  expect((await redeem(origin, foreign, { code_verifier: undefined }, 'plain')).body['error']).toBe('invalid_grant');
  expect((await exchange(foreign)).body['token_type']).toBe('bearer');
});

it('cannot be talked out of PKCE by asking at the path of a dialect that does without', async () => {
  const bare = { code_challenge: undefined, code_challenge_method: undefined };
  expect(paramsOf(await alice.get(authorizePath(bare, AUTHORIZE)))['error']).toBe('invalid_request');
  expect(
    paramsOf(
      await alice.get(authorizePath({ ...bare, client_id: 'spa', redirect_uri: 'https://spa.test/cb' }, AUTHORIZE)),
    )['error'],
  ).toBe('invalid_request');
  expect(paramsOf(await alice.get(authorizePath({ code_challenge_method: 'plain' }, AUTHORIZE)))['error']).toBe(
    'invalid_request',
  );
  expect(paramsOf(await alice.get(authorizePath({}, AUTHORIZE)))).toHaveProperty('code');
});

it('proves who the client is at every path in the same way', async () => {
  const code = await codeFor(alice, HUB, AUTHORIZE);
  const wrong = [
    { client_secret: undefined },
    { client_secret: 'x' },
    { client_secret: '' },
    { client_id: undefined },
    { client_id: 'nobody' },
    { client_id: 'off' },
  ];
  for (const changes of wrong) {
    const answer = await exchange(code, changes);
    expect(answer.body, `${JSON.stringify(changes)}`).not.toHaveProperty('access_token');
    expect(answer.body['error']).toBe('incorrect_client_credentials');
  }
  const twice = await post(
    origin,
    TOKEN,
    { client_id: 'hub', client_secret: SECRET, code },
    { authorization: basic('hub') },
  );
  expect(JSON.stringify(twice.body)).toContain('invalid_request');
  const inUrl = await fetch(
    `${origin}${TOKEN}?${given({ client_id: 'hub', client_secret: SECRET, code }).toString()}`,
    { method: 'POST' },
  );
  expect(inUrl.status).toBe(400);
  expect((await exchange(code)).body).toHaveProperty('access_token');
});

it('opens the REST calls to tokens of its own applications alone', async () => {
  const { body } = await exchange(await codeFor(alice, HUB, AUTHORIZE));
  expect(await rest('/user', body['access_token'])).toMatchObject({
    status: 200,
    body: { login: 'alice', site_admin: false },
  });
  expect((await rest('/api/v3/user', body['access_token'])).status).toBe(200);
  const native = (await redeem(origin, await codeFor(alice, { scope: 'openid profile email groups' }))).body;
  const robot = await post(
    origin,
    '/oauth2/token',
    { grant_type: 'client_credentials' },
    { authorization: basic('robot') },
  );
  const jwt = (await redeem(origin, await codeFor(alice, { client_id: 'jwt' }), {}, 'jwt')).body;
  for (const token of [
    native['access_token'],
    robot.body['access_token'],
    jwt['access_token'],
    native['id_token'],
    'x',
    '__proto__',
  ]) {
    for (const path of ['/user', '/user/emails', '/user/orgs', '/user/teams'])
      expect((await rest(path, token)).status).toBe(401);
  }
  const byBasic = async (token: string | undefined, password: string) =>
    (await rest('/user', '', { authorization: basic(token ?? '', password) })).status;
  expect(await byBasic(body['access_token'], 'x-oauth-basic')).toBe(200);
  expect(await byBasic(native['access_token'], 'x-oauth-basic')).toBe(401);
  expect(await byBasic('alice', native['access_token'] ?? '')).toBe(401);
  expect((await fetch(`${origin}/user?access_token=${body['access_token'] ?? ''}`)).status).toBe(401);
  expect(await works(origin, body['access_token'])).toBe(false);
});

it('lends no scope of another product to an application that lacks what it amounts to', async () => {
  const asked = await alice.get(
    authorizePath({ ...HUB, scope: 'read:org,lanyard:admin,groups,admin:org,repo,user' }, AUTHORIZE),
  );
  const { body } = await exchange(paramsOf(asked)['code'] ?? '');
  expect(body['scope']).toBe('user,read:user,user:email');
  expect((await rest('/user/teams', body['access_token'])).status).toBe(404);
  expect((await rest('/user/emails', body['access_token'])).status).toBe(200);
  const named = (await exchange(await codeFor(alice, { ...HUB, scope: 'read:user' }, AUTHORIZE))).body;
  expect((await rest('/user/emails', named['access_token'])).status).toBe(404);
  expect((await rest('/user', named['access_token'])).body['email']).toBeNull();

  const borrowed = paramsOf(await alice.get(authorizePath({ client_id: 'jwt', scope: 'read:org' })));
  expect(borrowed['error']).toBe('invalid_scope');
});

it('holds pages that a stranger asks for to their bounds', async () => {
  const { body } = await exchange(await codeFor(alice, HUB, AUTHORIZE));
  for (const query of [
    'per_page=-1',
    'per_page=1e9',
    'page=1e308',
    'page=NaN',
    'page=0',
    'page[]=1',
    'per_page=1&per_page=2',
    'page=%0d%0aX:y',
  ]) {
    const answer = await fetch(`${origin}/user/emails?${query}`, {
      headers: { authorization: `Bearer ${body['access_token'] ?? ''}` },
    });
    expect(answer.status, `${query}`).toBe(200);
    expect(answer.headers.get('x')).toBeNull();
  }
});

it('says on every answer which issuer speaks, and speaks as OpenID Connect in no other dialect', async () => {
  const github = paramsOf(await alice.get(authorizePath(HUB, AUTHORIZE)));
  expect(github['iss']).toBe(`${origin}/login/oauth`);
  expect(paramsOf(await alice.get(authorizePath()))['iss']).toBe(origin);
  const code = await codeFor(alice, { client_id: 'jwt', scope: 'openid' });
  const spelled = await exchange(code, { client_id: 'jwt', code_verifier: VERIFIER });
  expect(Object.keys(spelled.body)).toEqual(['access_token', 'scope', 'token_type', 'expires_in']);
});

it('speaks one dialect and no setup, panel or discovery on a listener that is bound to it', async () => {
  const bound = office.ready.listeners.find(({ dialect }) => dialect === 'github')?.url ?? '';
  for (const path of [
    '/oauth2/token',
    '/oauth2/authorize',
    '/.well-known/openid-configuration',
    '/oauth2/jwks',
    '/setup',
    '/panel/',
    '/api/lanyard.schema.json',
    '/oauth2/logout',
  ]) {
    const answer = await fetch(`${bound}${path}`, { method: path === '/oauth2/token' ? 'POST' : 'GET' });
    expect(answer.status, `${path}`).toBe(404);
  }
  expect((await fetch(`${bound}${AUTHORIZE}`)).status).toBe(400);
  expect((await fetch(`${bound}/user`)).status).toBe(401);
});

it('refreshes in another dialect only what the client may refresh', async () => {
  const held =
    (await redeem(origin, await codeFor(alice, { scope: 'openid offline_access' }))).body['refresh_token'] ?? '';
  const stolen = await exchange('', { grant_type: 'refresh_token', refresh_token: held, code: undefined });
  expect(stolen.body).not.toHaveProperty('access_token');
  expect((await refresh(origin, held)).status).toBe(200);
});

it('tells a client that guessed too often to wait, in every dialect', async () => {
  const guesses = await Promise.all(
    Array.from({ length: 70 }, (_, at) => exchange('x', { client_secret: `guess-${at}` })),
  );
  const last = guesses.filter(({ body }) => body['error'] !== 'incorrect_client_credentials');
  expect(last.length).toBeGreaterThanOrEqual(10);
  const late = await exchange('x', { client_secret: 'guess' });
  expect({ status: late.status, after: Number(late.headers.get('retry-after')) > 0 }).toEqual({
    status: 429,
    after: true,
  });
});
