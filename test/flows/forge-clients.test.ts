/** Unmodified client libraries for Gitea and Forgejo against the real server: on its main address, and on one of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateCodeVerifier, generateState, Gitea } from 'arctic';
import { giteaApi } from 'gitea-js';
import * as openid from 'openid-client';
import { AuthorizationCode } from 'simple-oauth2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInWithAuthCore } from '../support/auth-core.ts';
import { broughtBack } from '../support/brought-back.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { READS_CONNECTIONS, typedInto } from '../admin/typed-into.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
/** @auth/core's, for a provider of this name. */
const byAuthCore = (dialect: string) => `http://127.0.0.1:9/auth/callback/${dialect}`;
const SECRET = 'forge-secret-forge-secret-forge-01';
const SCOPE = 'openid profile email groups offline_access package admin:application';

let folder: string;
let server: RunningServer;
const urls = { main: '', gitea: '', forgejo: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-forge-'));
  const application = {
    client_secret: SECRET,
    redirect_uris: [CALLBACK, ...['gitea', 'forgejo'].map((name) => `http://127.0.0.1:9/auth/callback/${name}`)],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: SCOPE,
  };
  const office = {
    lanyard: 1,
    settings: { issuer_name: 'Example Office', user_applications: 'open' },
    groups: [{ name: 'staff' }],
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', groups: ['staff'] }],
    applications: [
      { ...application, client_id: 'for-gitea', dialect: 'gitea', redirect_uris: [CALLBACK, byAuthCore('gitea')] },
      {
        ...application,
        client_id: 'for-forgejo',
        dialect: 'forgejo',
        redirect_uris: [CALLBACK, byAuthCore('forgejo')],
      },
      { client_id: 'packages', client_secret: SECRET, dialect: 'forgejo', scope: '' },
    ],
    service_accounts: [READS_CONNECTIONS],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  const ports = ['--dialect-port', 'gitea=0', '--dialect-port', 'forgejo=0'];
  server = await startServer({ args: ['--import', file, ...ports, '--log-level', 'warn'] });
  urls.main = server.ready.issuer;
  urls.gitea = (await typedInto(server, 'for-gitea'))('Gitea URL');
  urls.forgejo = (await typedInto(server, 'for-forgejo'))('Forgejo URL');
}, 180_000);
afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const PLACES = [
  ['gitea', 'main'],
  ['gitea', 'gitea'],
  ['forgejo', 'main'],
  ['forgejo', 'forgejo'],
] as const;

describe.each(PLACES)('an application for %s, on the address of %s', (dialect, place) => {
  const client_id = `for-${dialect}`;

  async function tokenWith(scope: string): Promise<string> {
    const client = new Gitea(urls[place], client_id, SECRET, CALLBACK);
    const verifier = generateCodeVerifier();
    const back = await broughtBack(client.createAuthorizationURL(generateState(), verifier, scope.split(' ')));
    return (await client.validateAuthorizationCode(back.searchParams.get('code') ?? '', verifier)).accessToken();
  }

  test('signs in with arctic, and refreshes', async () => {
    const client = new Gitea(urls[place], client_id, SECRET, CALLBACK);
    const [state, verifier] = [generateState(), generateCodeVerifier()];
    const back = await broughtBack(client.createAuthorizationURL(state, verifier, ['openid', 'read:user']));
    expect(back.searchParams.get('state')).toBe(state);
    const tokens = await client.validateAuthorizationCode(back.searchParams.get('code') ?? '', verifier);
    expect(tokens.tokenType()).toBe('bearer');
    expect(tokens.hasScopes()).toBe(false);
    const again = await client.refreshAccessToken(tokens.refreshToken());
    expect(again.refreshToken()).not.toBe(tokens.refreshToken());
    expect(again.accessToken()).not.toBe(tokens.accessToken());
  });

  test('signs in with @auth/core by nothing but three addresses, which leave the issuer unsaid', async () => {
    const provider = {
      id: dialect,
      name: dialect,
      type: 'oauth',
      clientId: client_id,
      clientSecret: SECRET,
      authorization: { url: `${urls[place]}/login/oauth/authorize`, params: { scope: 'read:user user:email' } },
      token: `${urls[place]}/login/oauth/access_token`,
      userinfo: `${urls[place]}/api/v1/user`,
      profile: ({ id, full_name, email }: Readonly<Record<string, unknown>>) => ({
        id: String(id),
        name: full_name,
        email,
      }),
    };
    const { errors, session } = await signInWithAuthCore(dialect, provider, broughtBack);
    expect(errors).toEqual([]);
    expect(session).toMatchObject({ user: { name: 'Alice Example', email: 'alice@example.lan' } });
  });

  test('signs in with simple-oauth2, by JSON and by form', async () => {
    for (const bodyFormat of ['json', 'form'] as const) {
      const client = new AuthorizationCode({
        client: { id: client_id, secret: SECRET },
        auth: {
          tokenHost: urls[place],
          authorizePath: '/login/oauth/authorize',
          tokenPath: '/login/oauth/access_token',
        },
        options: { bodyFormat, authorizationMethod: bodyFormat === 'json' ? 'body' : 'header' },
      });
      const back = await broughtBack(
        client.authorizeURL({ redirect_uri: CALLBACK, scope: 'read:user', state: 'a-state' }),
      );
      const code = back.searchParams.get('code') ?? '';
      const token = await client.getToken({ code, redirect_uri: CALLBACK });
      expect(Object.keys(token.token).toSorted()).toEqual(
        ['access_token', 'expires_at', 'expires_in', 'refresh_token', 'token_type'].toSorted(),
      );
      expect((await token.refresh()).token['refresh_token']).not.toBe(token.token['refresh_token']);
    }
  });

  test('asks with gitea-js who it is, and keeps applications', async () => {
    const token = await tokenWith('openid read:user read:organization write:application');
    const api = giteaApi(urls[place], { token });
    expect((await api.version.getVersion()).data.version).toBeTruthy();
    const { data: user } = await api.user.userGetCurrent();
    expect(user).toMatchObject({ login: 'alice', full_name: 'Alice Example', email: 'alice@example.lan' });
    expect((await api.user.userListEmails()).data).toMatchObject([{ email: 'alice@example.lan', primary: true }]);
    expect((await api.user.orgListCurrentUserOrgs()).data).toMatchObject([{ username: 'example-office' }]);
    expect((await api.user.userListTeams()).data).toMatchObject([{ name: 'staff' }]);
    const input = { name: 'Mine', redirect_uris: ['https://mine.test/callback'], confidential_client: true };
    const { data: made, status } = await api.user.userCreateOAuth2Application(input);
    expect([status, made.name]).toEqual([201, 'Mine']);
    const { data: changed } = await api.user.userUpdateOAuth2Application(made.id ?? 0, { ...input, name: 'Other' });
    expect(changed).toMatchObject({ id: made.id, name: 'Other', client_id: made.client_id });
    expect(changed.client_secret).not.toBe(made.client_secret);
    await api.user.userDeleteOAuth2Application(made.id ?? 0);
    const gone = api.user.userDeleteOAuth2Application(made.id ?? 0);
    await expect(gone).rejects.toMatchObject({ status: 404, error: { url: `${urls[place]}/api/swagger` } });
  });

  test('enters what a person registers in its own dialect, however its token comes', async () => {
    const token = await tokenWith('write:application');
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    for (const authorization of [`token ${token}`, basic(`alice:${token}`), basic(`${token}:x-oauth-basic`)]) {
      const headers = { authorization, 'content-type': 'application/json' };
      const body = JSON.stringify({ name: 'Mine', redirect_uris: ['https://mine.test/callback'] });
      const address = `${urls[place]}/api/v1/user/applications/oauth2`;
      const made = await fetch(address, { method: 'POST', headers, body });
      const { id, client_id: entered } = (await made.json()) as { readonly id: number; readonly client_id: string };
      const label = dialect === 'gitea' ? 'Gitea URL' : 'Forgejo URL';
      expect((await typedInto(server, entered))(label)).toMatch(/^http/);
      expect((await fetch(`${address}/${id}`, { method: 'DELETE', headers })).status).toBe(204);
    }
  });

  test('is told by an API, which asks by introspection, whether it may write packages', async () => {
    const asked = async (token: string) => {
      const answer = await fetch(`${urls[place]}/login/oauth/introspect`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`packages:${SECRET}`).toString('base64')}` },
        body: new URLSearchParams({ token }),
      });
      return (await answer.json()) as { readonly active: boolean; readonly scope?: string };
    };
    const writes = await asked(await tokenWith('openid package'));
    expect(writes.scope?.split(' ')).toEqual(expect.arrayContaining(['package', 'write:package', 'read:package']));
    expect((await asked(await tokenWith('openid read:user'))).scope).not.toContain('package');
    expect(await asked('no-such-token')).toEqual({ active: false });
  });
});

describe.each(['gitea', 'forgejo'] as const)('an address that is %s alone', (dialect) => {
  const INSECURE = { execute: [openid.allowInsecureRequests] };

  test('is discovered by openid-client, which signs in, reads userinfo, introspects and refreshes', async () => {
    const found = await openid.discovery(new URL(urls[dialect]), `for-${dialect}`, SECRET, undefined, INSECURE);
    expect(found.serverMetadata()).toMatchObject({ issuer: `${urls[dialect]}/` });
    const verifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const back = await broughtBack(
      openid.buildAuthorizationUrl(found, {
        redirect_uri: CALLBACK,
        scope: 'openid profile email groups',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }),
    );
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    const tokens = await openid.authorizationCodeGrant(found, back, checks);
    const sub = tokens.claims()?.sub ?? '';
    expect(sub).toMatch(/^[0-9]+$/);
    const info = await openid.fetchUserInfo(found, tokens.access_token, sub);
    expect(info).toMatchObject({
      sub,
      name: 'Alice Example',
      preferred_username: 'alice',
      email: 'alice@example.lan',
      groups: ['staff'],
    });
    const told = await openid.tokenIntrospection(found, tokens.access_token);
    expect(told).toMatchObject({ active: true, username: 'alice', sub, iss: `${urls[dialect]}/` });
    const again = await openid.refreshTokenGrant(found, tokens.refresh_token ?? '');
    expect(again.access_token).not.toBe(tokens.access_token);
  });

  test('signs a person in by @auth/core, which has no provider of its name, as an OpenID Connect provider', async () => {
    // https://authjs.dev/guides/configuring-oauth-providers
    const provider = {
      id: dialect,
      name: dialect,
      type: 'oidc',
      issuer: `${urls[dialect]}/`,
      clientId: `for-${dialect}`,
      clientSecret: SECRET,
    };
    const { errors, session } = await signInWithAuthCore(dialect, provider, broughtBack);
    expect(errors).toEqual([]);
    expect(session).toMatchObject({ user: { name: 'Alice Example', email: 'alice@example.lan' } });
  });

  test.each(['GET', 'POST'])('says in the product’s words that a call is not served: %s', async (method) => {
    for (const path of ['/api/v1/repos/search', '/api/v1/users/alice', '/api/v1/session', '/api/v1/']) {
      const answer = await fetch(`${urls[dialect]}${path}`, { method });
      expect([path, answer.status, await answer.json()]).toEqual([
        path,
        404,
        { message: "The target couldn't be found.", url: `${urls[dialect]}/api/swagger` },
      ]);
    }
    expect(await (await fetch(`${urls[dialect]}/api/v2/user`)).text()).not.toContain('swagger');
  });

  test('says in the product’s words that a token is missing', async () => {
    const answer = await fetch(`${urls[dialect]}/login/oauth/userinfo`);
    expect([answer.status, await answer.text()]).toEqual([401, 'no valid authorization\n']);
    expect(answer.headers.get('www-authenticate')).toBe(`Bearer realm="${dialect === 'gitea' ? 'Gitea OAuth2' : ''}"`);
  });

  test('takes the token at userinfo by the word "token" as its REST calls do, and nowhere else', async () => {
    const found = await openid.discovery(new URL(urls[dialect]), `for-${dialect}`, SECRET, undefined, INSECURE);
    const verifier = openid.randomPKCECodeVerifier();
    const asked = { redirect_uri: CALLBACK, scope: 'openid email', code_challenge_method: 'S256', state: 'a-state' };
    const code_challenge = await openid.calculatePKCECodeChallenge(verifier);
    const back = await broughtBack(openid.buildAuthorizationUrl(found, { ...asked, code_challenge }));
    const checks = { pkceCodeVerifier: verifier, expectedState: 'a-state' };
    const { access_token } = await openid.authorizationCodeGrant(found, back, checks);
    const status = async (url: string, authorization: string) =>
      (await fetch(url, { headers: { authorization } })).status;
    for (const origin of [urls[dialect], urls.main]) {
      const userinfo = `${origin}/login/oauth/userinfo`;
      for (const word of ['token', 'Token', 'Bearer', 'bearer']) {
        expect([word, await status(userinfo, `${word} ${access_token}`)]).toEqual([word, 200]);
      }
      for (const wrong of ['token', 'token ', 'token x', `tokens ${access_token}`, `token ${access_token} x`]) {
        expect([wrong, await status(userinfo, wrong)]).toEqual([wrong, 401]);
      }
      for (const named of ['token', 'access_token']) {
        expect((await fetch(`${userinfo}?${named}=${access_token}`)).status).toBe(401);
      }
    }
    expect(await status(`${urls.main}/oauth2/userinfo`, `Bearer ${access_token}`)).toBe(200);
    expect(await status(`${urls.main}/oauth2/userinfo`, `token ${access_token}`)).toBe(401);
    expect(await status(`${urls.main}/application/o/userinfo/`, `token ${access_token}`)).toBe(401);
  });

  test('names itself as the issuer to WebFinger', async () => {
    const { hostname } = new URL(urls[dialect]);
    const resource = `acct:somebody@${hostname}`;
    const answer = await fetch(
      `${urls[dialect]}/.well-known/webfinger?${new URLSearchParams({ resource }).toString()}`,
    );
    const [link] = ((await answer.json()) as { readonly links: readonly { readonly href: string }[] }).links;
    expect(
      (await openid.discovery(new URL(link?.href ?? ''), 'x', 'y', undefined, INSECURE)).serverMetadata(),
    ).toMatchObject({ issuer: `${urls[dialect]}/` });
  });

  test('knows no client_id of a tool as long as no admin lets them in', async () => {
    const helper = { client_id: 'a4792ccc-144e-407e-86c9-5e7d8d9c3269', redirect_uri: 'http://127.0.0.1:9' };
    const query = new URLSearchParams({ ...helper, response_type: 'code' }).toString();
    const answer = await fetch(`${urls[dialect]}/login/oauth/authorize?${query}`, { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('id="lanyard-error"')]);
  });

  test('has neither panel nor API of the office', async () => {
    for (const path of ['/panel/', '/api/v1/users', '/oauth2/token', '/login/device']) {
      expect([path, (await fetch(urls[dialect] + path)).status]).toEqual([path, 404]);
    }
  });
});

describe('an application whose client_id is mistyped, at the main address', () => {
  const sent = { client_id: 'for-gitae', client_secret: SECRET, code: 'a-code', redirect_uri: CALLBACK };
  const ask = async (body: string, type: string) => {
    const headers = { 'content-type': type, accept: 'application/json' };
    const answer = await fetch(`${urls.main}/login/oauth/access_token`, { method: 'POST', headers, body });
    return { status: answer.status, ...((await answer.json()) as object) };
  };

  test.each([
    [
      'a form',
      (fields: object) => ask(String(new URLSearchParams({ ...fields })), 'application/x-www-form-urlencoded'),
    ],
    ['JSON', (fields: object) => ask(JSON.stringify(fields), 'application/json')],
  ])('is told so with status 400 where it sent a grant_type in %s, which GitHub’s need not', async (_how, asked) => {
    const error = expect.stringMatching(/^(?:invalid|unauthorized)_client$/);
    expect(await asked({ ...sent, grant_type: 'authorization_code' })).toMatchObject({ status: 400, error });
    expect(await asked(sent)).toMatchObject({ status: 200, error: 'incorrect_client_credentials' });
  });
});
