/** Gitea's and Forgejo's OAuth over the real engine: what they imply, how they spell it, and what stays as strict as ever. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { DialectRequest } from '../../server/dialects/dialect.ts';
import { forgejo } from '../../server/dialects/forgejo.ts';
import { gitea } from '../../server/dialects/gitea.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { paramsOf } from '../../server/spec/params.ts';
import type { EndpointName } from '../../server/spec/vocabulary.ts';
import { basic, buildHouse, CHALLENGE, type House, ORIGIN, SECRET, VERIFIER } from '../support/house.ts';
import { type Asked, CALLBACK, furnish, leftWith, pageOf, walk } from '../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

describe.each([gitea, forgejo])('$name', (dialect) => {
  beforeEach(async () => {
    await house.addApplication({ client_id: 'forge', dialect: dialect.name, redirect_uris: [CALLBACK] });
    await house.addApplication({
      client_id: 'tool',
      dialect: dialect.name,
      redirect_uris: ['http://127.0.0.1'],
      token_endpoint_auth_method: 'none',
      require_pkce: true,
    });
  });

  const browser = () => house.browser({ dialect: dialect.name });
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };

  async function authorize(changes: Asked = {}, on = browser()) {
    const asked = { client_id: 'forge', response_type: 'code', redirect_uri: CALLBACK, state: 'a-state', ...changes };
    return walk(on, await on.open('authorize', asked));
  }

  /** As the edge does it. */
  async function post(
    fields: Readonly<Record<string, string>>,
    authorization?: string,
    endpoint: EndpointName = 'token',
  ) {
    const asked: DialectRequest = {
      method: 'POST',
      params: paramsOf(Object.entries(fields)),
      authorization,
      cookies: { session: undefined, browser: undefined },
      user_agent: 'a test',
      accept: '*/*',
    };
    const params = dialect.reads?.[endpoint]?.(asked.params) ?? asked.params;
    const cx = await house.context(dialect.name);
    const answer = await house.engine
      .handle(endpoint, { ...asked, params }, cx)
      .then((ours) => dialect.writes?.[endpoint]?.(ours, asked) ?? ours)
      .catch((error: unknown) => {
        const spelled = error instanceof OAuthError && dialect.refuses?.[endpoint]?.(error, asked);
        if (!spelled) throw error;
        return spelled;
      });
    if (answer.kind !== 'json') throw new Error(`unexpected ${answer.kind}`);
    return { status: answer.status, body: { ...answer.body } as Record<string, string> };
  }

  const redeem = (code = '', changes: Readonly<Record<string, string>> = {}) =>
    post({
      grant_type: 'authorization_code',
      client_id: 'forge',
      client_secret: SECRET,
      code,
      redirect_uri: CALLBACK,
      ...changes,
    });

  async function signIn(changes: Asked = {}) {
    return redeem(leftWith(await authorize(changes))['code']);
  }

  const claimsOf = (jwt = '') =>
    JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

  it('answers tokens in its spelling: bearer in small letters, no scope, always a refresh token', async () => {
    const { status, body } = await signIn({ scope: 'openid profile' });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['access_token', 'token_type', 'expires_in', 'refresh_token', 'id_token']);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  });

  it('makes access tokens JWTs that carry gnt and tt, and calls people by their number', async () => {
    const { body } = await signIn({ scope: 'openid profile' });
    const access = claimsOf(body['access_token']);
    expect(Number.isSafeInteger(access['gnt'])).toBe(true);
    expect(access).toMatchObject({ tt: 0, iss: `${ORIGIN}/`, scope: 'openid profile offline_access' });
    expect(access['sub']).toMatch(/^[0-9]+$/);
    expect(claimsOf(body['id_token'])).toMatchObject({ iss: `${ORIGIN}/`, sub: access['sub'], aud: 'forge' });
  });

  it('gives no refresh token to an application that may not stay connected', async () => {
    await house.addApplication({
      client_id: 'once',
      dialect: dialect.name,
      redirect_uris: [CALLBACK],
      scope: 'openid',
    });
    const { code } = leftWith(await authorize({ client_id: 'once', scope: 'openid' }));
    expect((await redeem(code, { client_id: 'once' })).body).not.toHaveProperty('refresh_token');
  });

  it('says on the page of consent that it stays connected', async () => {
    const on = browser();
    const asked = { client_id: 'forge', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' };
    const login = pageOf(await on.open('authorize', asked), 'login');
    const consent = pageOf(await on.submit(login, { username: 'alice', password: 'correct horse battery' }), 'consent');
    expect(consent.scopes.map(({ name }) => name)).toEqual(['openid', 'offline_access']);
  });

  it('says on the page of consent in plain words what a scope of the product allows, with what comes along', async () => {
    const scope = 'openid package';
    await house.addApplication({ client_id: 'ci', dialect: dialect.name, redirect_uris: [CALLBACK], scope });
    const on = browser();
    const asked = { client_id: 'ci', response_type: 'code', redirect_uri: CALLBACK, scope };
    const login = pageOf(await on.open('authorize', asked), 'login');
    const consent = pageOf(await on.submit(login, { username: 'alice', password: 'correct horse battery' }), 'consent');
    expect(consent.scopes.find(({ name }) => name === 'package')).toEqual({
      name: 'package',
      description: 'see, change and delete your packages, on other servers of your office',
      sensitive: true,
      includes: ['see and change your packages', 'delete your packages', 'see your packages'],
      shows: [],
      optional: true,
    });
  });

  it('refreshes, replaces the token, and says so of one that was used', async () => {
    const { body } = await signIn({ scope: 'openid' });
    const fields = { grant_type: 'refresh_token', client_id: 'forge', client_secret: SECRET };
    const refresh = (refresh_token = '') => post({ ...fields, refresh_token });
    const next = await refresh(body['refresh_token']);
    expect(next.status).toBe(200);
    expect(next.body['refresh_token']).not.toBe(body['refresh_token']);
    house.clock.now += 60;
    expect(await refresh(body['refresh_token'])).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client', error_description: 'token was already used' },
    });
    expect((await refresh('no-such-token')).body).toMatchObject({ error_description: 'unable to parse refresh token' });
  });

  it('names its refusals by its own words, always with status 400', async () => {
    const code = async () => leftWith(await authorize({ ...pkce, scope: 'openid' }))['code'] ?? '';
    const used = await code();
    await redeem(used, { code_verifier: VERIFIER });
    const late = await code();
    const cases = [
      [await redeem('nonsense'), 'unauthorized_client', 'client is not authorized'],
      [await redeem(await code(), { client_secret: 'wrong' }), 'unauthorized_client', 'invalid client secret'],
      [await redeem(await code(), { client_id: 'nobody' }), 'unauthorized_client', 'invalid client secret'],
      [
        await redeem(await code(), { code_verifier: 'x'.repeat(43) }),
        'unauthorized_client',
        'failed PKCE code challenge',
      ],
      [await redeem(await code()), 'unauthorized_client', 'failed PKCE code challenge'],
      [await redeem(used, { code_verifier: VERIFIER }), 'invalid_grant', 'authorization code already used'],
      [
        await redeem(await code(), { redirect_uri: 'https://app.test/other' }),
        'invalid_grant',
        'redirect URI mismatch',
      ],
      [
        await redeem('', { grant_type: 'device' }),
        'unsupported_grant_type',
        expect.stringContaining('Only refresh_token'),
      ],
    ] as const;
    for (const [answer, error, error_description] of cases) {
      expect(answer).toEqual({ status: 400, body: { error, error_description } });
    }
    house.clock.now += 120;
    expect(await redeem(late, { code_verifier: VERIFIER })).toMatchObject({
      body: { error: 'invalid_grant', error_description: 'authorization code expired' },
    });
  });

  it('asks a public application for PKCE, and lets it take any port of this computer', async () => {
    const here = { client_id: 'tool', redirect_uri: 'http://127.0.0.1:45123' };
    expect(leftWith(await authorize(here))).toMatchObject({ error: 'invalid_request' });
    const plain = { code_challenge: CHALLENGE, code_challenge_method: 'plain' };
    expect(leftWith(await authorize({ ...here, ...plain }))).toMatchObject({ error: 'invalid_request' });
    const noMethod = leftWith(await authorize({ ...here, code_challenge: CHALLENGE }));
    expect(noMethod).toMatchObject({ error: 'invalid_request' });
    const { code } = leftWith(await authorize({ ...here, ...pkce }));
    const fields = { ...here, grant_type: 'authorization_code', code: code ?? '', code_verifier: VERIFIER };
    expect((await post(fields)).status).toBe(200);
    const elsewhere = await authorize({ client_id: 'tool', redirect_uri: 'http://localhost:45123', ...pkce });
    expect(pageOf(elsewhere, 'error').code).toBe('invalid_redirect_uri');
  });

  it('lets a public application name another port of this computer for the token, and only the port', async () => {
    const here = { client_id: 'tool', redirect_uri: 'http://127.0.0.1:45123' };
    const exchange = async (changes: Readonly<Record<string, string>>) => {
      const { code = '' } = leftWith(await authorize({ ...here, ...pkce }));
      return post({ ...here, grant_type: 'authorization_code', code, code_verifier: VERIFIER, ...changes });
    };
    expect((await exchange({ redirect_uri: 'http://127.0.0.1:0' })).status).toBe(200);
    for (const redirect_uri of ['http://[::1]:45123', 'http://127.0.0.1:45123/', 'http://localhost:45123']) {
      expect((await exchange({ redirect_uri })).body).toMatchObject({ error_description: 'redirect URI mismatch' });
    }
    const stolen = await exchange({ redirect_uri: 'http://127.0.0.1:0', code_verifier: 'x'.repeat(43) });
    expect(stolen.body).toMatchObject({ error_description: 'failed PKCE code challenge' });
  });

  it('holds an application with a secret to the very port, with PKCE as well', async () => {
    const registered = { client_id: 'local', redirect_uris: ['http://127.0.0.1:4000'] };
    await house.addApplication({ ...registered, dialect: dialect.name });
    const here = { client_id: 'local', redirect_uri: 'http://127.0.0.1:4000' };
    const { code } = leftWith(await authorize({ ...here, ...pkce }));
    const other = { client_id: 'local', redirect_uri: 'http://127.0.0.1:4001', code_verifier: VERIFIER };
    expect((await redeem(code, other)).body).toMatchObject({ error_description: 'redirect URI mismatch' });
  });

  it('leaves out scopes that nobody defined; where none is left the person is asked all the same, and shows the public profile', async () => {
    const asked = {
      client_id: 'forge',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'admin misc sudo repository',
    };
    const on = browser();
    const login = pageOf(await on.open('authorize', asked), 'login');
    const consent = pageOf(await on.submit(login, { username: 'alice', password: 'correct horse battery' }), 'consent');
    expect(consent.scopes.map(({ name }) => name)).toEqual(['offline_access']);
    const scope = ['offline_access'];
    const { code } = leftWith(await on.submit(consent, { decision: 'allow', scope }));
    const { body } = await redeem(code);
    expect(body).not.toHaveProperty('id_token');
    expect(claimsOf(body['access_token'])).toMatchObject({ scope: 'offline_access' });
    const refreshed = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect((await post({ ...refreshed, client_id: 'forge', client_secret: SECRET })).status).toBe(200);
  });

  it('compares a redirect address exactly, whatever the product does', async () => {
    for (const redirect_uri of [`${CALLBACK}/`, CALLBACK.toUpperCase()]) {
      expect(pageOf(await authorize({ redirect_uri }), 'error').code).toBe('invalid_redirect_uri');
    }
  });

  it('tells in its discovery document what it serves, and no more', async () => {
    const cx = await house.context(dialect.name);
    const asked = {
      method: 'GET',
      params: paramsOf([]),
      authorization: undefined,
      cookies: { session: undefined, browser: undefined },
      user_agent: '',
      accept: '',
    } as const;
    const ours = await house.engine.handle('openid-configuration', asked, cx);
    const answer = dialect.writes?.['openid-configuration']?.(ours, asked);
    if (answer?.kind !== 'document') throw new Error('no document');
    expect(answer.body).toMatchObject({
      issuer: `${ORIGIN}/`,
      authorization_endpoint: `${ORIGIN}/login/oauth/authorize`,
      token_endpoint: `${ORIGIN}/login/oauth/access_token`,
      jwks_uri: `${ORIGIN}/login/oauth/keys`,
      userinfo_endpoint: `${ORIGIN}/login/oauth/userinfo`,
      introspection_endpoint: `${ORIGIN}/login/oauth/introspect`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
    });
    expect(answer.body).not.toHaveProperty('end_session_endpoint');
    expect(answer.body).not.toHaveProperty('token_endpoint_auth_methods_supported');
  });

  it('is told by introspection what an application was allowed', async () => {
    await house.addApplication({ client_id: 'packages', dialect: dialect.name, scope: '' });
    const scope = 'openid offline_access package repo';
    await house.addApplication({ client_id: 'ci', dialect: dialect.name, redirect_uris: [CALLBACK], scope });
    const tokenFor = async (asked: string) => {
      const { code } = leftWith(await authorize({ client_id: 'ci', scope: asked, prompt: 'consent' }));
      return (await redeem(code, { client_id: 'ci' })).body['access_token'] ?? '';
    };
    const mayWrite = async (token: string) => {
      const { body } = await post({ token }, basic('packages'), 'introspect');
      return String(body['active']) === 'true' && (body['scope'] ?? '').split(' ').includes('write:package');
    };
    expect(await mayWrite(await tokenFor('package'))).toBe(true);
    expect(await mayWrite(await tokenFor('write:package'))).toBe(true);
    expect(await mayWrite(await tokenFor('read:package'))).toBe(false);
    expect(await mayWrite(await tokenFor('repo'))).toBe(false);
  });
});
