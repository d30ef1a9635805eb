/** Unmodified client libraries for GitHub, pointed at Lanyard by nothing but its addresses: on its main one, and on one of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Profile, Strategy } from 'passport-github';
import { AuthorizationCode } from 'simple-oauth2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { broughtBack } from '../support/brought-back.ts';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type PassportSite, signInAtSite, startPassportSite } from '../support/passport-site.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'github-secret-github-secret-github-1';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const TEAMS = Array.from({ length: 5 }, (_, i) => `Team ${i + 1}`);

let folder: string;
let server: RunningServer;
let site: PassportSite<Profile>;
let callback: string;
const urls = { main: '', own: '' };

beforeAll(async () => {
  site = await startPassportSite();
  callback = site.callback;
  folder = await mkdtemp(join(tmpdir(), 'lanyard-github-'));
  const office = {
    lanyard: 1,
    settings: { issuer_name: 'Example Office' },
    groups: TEAMS.map((name) => ({ name })),
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true, groups: TEAMS }],
    applications: [
      {
        client_id: 'hub',
        dialect: 'github',
        client_secret: SECRET,
        redirect_uris: [callback, 'http://127.0.0.1:9/another'],
        scope: 'profile email groups repo',
      },
      {
        client_id: 'gh',
        dialect: 'github',
        token_endpoint_auth_method: 'none',
        grant_types: [DEVICE],
        scope: 'profile groups repo gist',
      },
    ],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file, '--dialect-port', 'github=0', '--log-level', 'warn'] });
  urls.main = server.ready.issuer;
  urls.own = server.ready.listeners.find(({ dialect }) => dialect === 'github')?.url ?? '';
}, 180_000);
afterAll(async () => {
  await server?.stop();
  site?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each(['main', 'own'] as const)('on the %s address', (place) => {
  test('passport-github signs a person in and reads the profile and the e-mail address', async () => {
    const github = urls[place];
    // userProfileURL is documented and missing in the types, which count the members of a literal.
    const options = {
      clientID: 'hub',
      clientSecret: SECRET,
      callbackURL: callback,
      authorizationURL: `${github}/login/oauth/authorize`,
      tokenURL: `${github}/login/oauth/access_token`,
      userProfileURL: `${github}/api/v3/user`,
      scope: ['read:user', 'user:email'],
    };
    site.use(new Strategy(options, site.verify));
    const signedIn = await signInAtSite(site);
    expect(signedIn).toMatchObject({
      username: 'alice',
      displayName: 'Alice Example',
      emails: [{ value: 'alice@example.lan' }],
    });
    expect(signedIn?.id).toMatch(/^\d{1,15}$/);
  });

  test.each(['header', 'body'] as const)(
    'simple-oauth2 gets a token, its secret in the %s',
    async (authorizationMethod) => {
      const client = new AuthorizationCode({
        client: { id: 'hub', secret: SECRET },
        auth: {
          tokenHost: urls[place],
          authorizePath: '/login/oauth/authorize',
          tokenPath: '/login/oauth/access_token',
        },
        options: { authorizationMethod, scopeSeparator: ',' },
      });
      const back = await broughtBack(
        client.authorizeURL({ redirect_uri: callback, scope: ['user', 'read:org'], state: 'a-state' }),
      );
      expect(back.searchParams.get('state')).toBe('a-state');
      const code = back.searchParams.get('code') ?? '';
      const { token } = await client.getToken({ code, redirect_uri: callback });
      expect(token).toMatchObject({
        access_token: expect.any(String),
        token_type: 'bearer',
        scope: 'user,read:org,read:user,user:email',
      });
      const user = await fetch(`${urls[place]}/api/v3/user`, {
        headers: { authorization: `token ${String(token['access_token'])}` },
      });
      expect(await user.json()).toMatchObject({ login: 'alice', email: 'alice@example.lan' });
    },
  );

  test('Drone’s way: no redirect_uri, and the state comes along for the token', async () => {
    const to = new URL(`${urls[place]}/login/oauth/authorize`);
    to.search = String(
      new URLSearchParams({ client_id: 'hub', scope: 'repo repo:status user:email read:org', state: 'drone' }),
    );
    const back = await broughtBack(to);
    expect(back.href).toMatch(`${callback}?`);
    const answer = await fetch(`${urls[place]}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        client_id: 'hub',
        client_secret: SECRET,
        code: back.searchParams.get('code') ?? '',
        grant_type: 'authorization_code',
        state: 'drone',
      }),
    });
    const { access_token, scope } = (await answer.json()) as Record<string, string>;
    expect(scope?.split(',')).toEqual(expect.arrayContaining(['repo', 'public_repo', 'user:email', 'read:org']));
    // oauth2-proxy asks for one page after the other until one is empty.
    const names: string[] = [];
    for (let page = 1; page < 10; page += 1) {
      const shown = await fetch(`${urls[place]}/api/v3/user/teams?per_page=2&page=${page}`, {
        headers: { authorization: `token ${access_token}`, accept: 'application/vnd.github.v3+json' },
      });
      const teams = (await shown.json()) as { name: string }[];
      if (teams.length === 0) break;
      names.push(...teams.map(({ name }) => name));
    }
    expect(names).toEqual(TEAMS);
  });

  describe('Octokit’s way', () => {
    const JSON_BOTH_WAYS = { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' };
    const post = async (path: string, body: object) => {
      const answer = await fetch(`${urls[place]}${path}`, {
        method: 'POST',
        headers: JSON_BOTH_WAYS,
        body: JSON.stringify(body),
      });
      return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
    };
    const credentials = { client_id: 'hub', client_secret: SECRET };

    test('a code and the secret in JSON, without a grant_type; what is wrong has GitHub’s names', async () => {
      const to = `${urls[place]}/login/oauth/authorize?client_id=hub&scope=user&state=octokit`;
      const code = (await broughtBack(to)).searchParams.get('code');
      expect(await post('/login/oauth/access_token', { ...credentials, code: 'no-code' })).toMatchObject({
        status: 200,
        error: 'bad_verification_code',
      });
      expect(await post('/login/oauth/access_token', { ...credentials, code })).toMatchObject({
        status: 200,
        access_token: expect.any(String),
        token_type: 'bearer',
      });
    });

    test('a device asks and polls in JSON', async () => {
      const codes = await post('/login/device/code', { client_id: 'gh', scope: 'repo gist' });
      expect(codes).toMatchObject({ status: 200, device_code: expect.any(String), interval: expect.any(Number) });
      const { device_code } = codes as { device_code?: unknown };
      const polled = { client_id: 'gh', device_code, grant_type: DEVICE };
      expect(await post('/login/oauth/access_token', polled)).toMatchObject({
        status: 200,
        error: 'authorization_pending',
      });
    });

    test.each(['/login/oauth/access_token', '/login/device/code'])(
      'nothing of it in the address of %s, where logs would keep it',
      async (path) => {
        const query = new URLSearchParams({ ...credentials, code: 'a-code' });
        for (const headers of [JSON_BOTH_WAYS, { accept: 'application/json' }]) {
          const answer = await fetch(`${urls[place]}${path}?${query}`, { method: 'POST', headers });
          expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_request' }]);
        }
      },
    );
  });

  test('a call that is not served is refused in GitHub’s words where the address is GitHub’s alone', async () => {
    const answer = await fetch(`${urls.own}/api/v3/repos/office/wiki`);
    expect([answer.status, await answer.json()]).toMatchObject([404, { message: 'Not Found', status: '404' }]);
  });

  test('gh’s way: by a device, with forms, and it asks what the token may do', async () => {
    const post = async (path: string, fields: Record<string, string>) => {
      const answer = await fetch(`${urls[place]}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
      expect(answer.headers.get('content-type')).toBe('application/x-www-form-urlencoded; charset=utf-8');
      return { status: answer.status, ...Object.fromEntries(new URLSearchParams(await answer.text())) } as Record<
        string,
        unknown
      >;
    };
    const codes = await post('/login/device/code', { client_id: 'gh', scope: 'repo read:org gist' });
    expect(codes).toMatchObject({
      status: 200,
      user_code: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/),
      verification_uri: `${urls[place]}/login/device`,
    });
    const fields = { client_id: 'gh', device_code: String(codes['device_code']), grant_type: DEVICE };
    expect(await post('/login/oauth/access_token', fields)).toMatchObject({
      status: 200,
      error: 'authorization_pending',
    });
    expect(await post('/login/oauth/access_token', fields)).toMatchObject({ status: 200, error: 'slow_down' });
    const person = new HttpPerson(urls[place]);
    const page = await person.submit(await person.open(String(codes['verification_uri'])), {
      user_code: String(codes['user_code']),
    });
    const asked = page.html.includes('id="lanyard-username"') ? await person.submit(page, { ...ALICE }) : page;
    await person.allow(asked);
    const { access_token } = await post('/login/oauth/access_token', fields);
    const root = await fetch(`${urls[place]}/api/v3/`, { headers: { authorization: `token ${String(access_token)}` } });
    const scopes = root.headers.get('x-oauth-scopes')?.split(', ');
    expect(scopes).toEqual(expect.arrayContaining(['repo', 'read:org', 'gist']));
    const other = await post('/login/device/code', { client_id: 'hub', scope: 'repo' });
    expect(other).toMatchObject({ status: 200, error: 'incorrect_client_credentials' });
  });

  test('an application checks a token of its own and gives it back, as GitHub’s SDKs do', async () => {
    const to = `${urls[place]}/login/oauth/authorize?client_id=hub&scope=read:user`;
    const back = await broughtBack(to);
    const got = await fetch(`${urls[place]}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/xml' },
      body: new URLSearchParams({ client_id: 'hub', client_secret: SECRET, code: back.searchParams.get('code') ?? '' }),
    });
    const access_token = /<access_token>([\w-]+)<\/access_token>/.exec(await got.text())?.[1] ?? '';
    const call = (method: string, body: string = JSON.stringify({ access_token })) =>
      fetch(`${urls[place]}/api/v3/applications/hub/token`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`hub:${SECRET}`).toString('base64')}`,
          'content-type': 'application/json; charset=utf-8',
        },
        body,
      });
    const checked = await call('POST');
    expect(checked.status).toBe(200);
    expect(await checked.json()).toMatchObject({ scopes: ['read:user'], user: { login: 'alice' } });
    expect((await call('POST', '{')).status).toBe(400);
    expect((await call('DELETE')).status).toBe(204);
    expect((await call('POST')).status).toBe(404);
  });
});
