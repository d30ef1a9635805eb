/** GitHub's OAuth over the real engine: what it implies, how it spells its answers, and that nothing else changes. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { DialectRequest } from '../../server/dialects/dialect.ts';
import { github } from '../../server/dialects/github.ts';
import type { EndpointResponse } from '../../server/engine/wire.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { paramsOf } from '../../server/spec/params.ts';
import {
  basic,
  buildHouse,
  CHALLENGE,
  type House,
  ORIGIN,
  PASSWORD,
  SECRET,
  type TestBrowser,
  VERIFIER,
} from '../support/house.ts';
import { type Asked, CALLBACK, furnish, leftWith, pageOf, walk } from '../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.addApplication({ client_id: 'gh', dialect: 'github', redirect_uris: [CALLBACK] });
  browser = house.browser({ dialect: 'github' });
});

const authorize = (changes: Asked = {}) => browser.open('authorize', { client_id: 'gh', state: 'a-state', ...changes });
const codeFor = async (changes: Asked = {}) => leftWith(await walk(browser, await authorize(changes)))['code'];

/** As the edge does it: read the request, let the engine answer, spell the answer. */
async function post(
  fields: Asked,
  { accept = '*/*', authorization }: { accept?: string; authorization?: string } = {},
) {
  const pairs = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    (Array.isArray(value) ? value : [value]).filter((v) => v !== undefined).map((v) => [name, v as string]),
  );
  const asked: DialectRequest = {
    method: 'POST',
    params: paramsOf(pairs),
    authorization,
    cookies: { session: undefined, browser: undefined },
    user_agent: 'a test',
    accept,
  };
  const params = github.reads?.token?.(asked.params) ?? asked.params;
  const cx = await house.context('github');
  try {
    return spelled(github.writes?.token?.(await house.engine.handle('token', { ...asked, params }, cx), asked));
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return spelled(github.refuses?.token?.(error, asked));
  }
}

function spelled(answer: EndpointResponse | undefined) {
  if (answer?.kind === 'json')
    return { status: answer.status, type: 'json', body: answer.body as Record<string, unknown> };
  if (answer?.kind !== 'text') throw new Error('neither JSON nor text');
  return {
    status: answer.status,
    type: answer.content_type,
    body: answer.body.startsWith('<') ? answer.body : Object.fromEntries(new URLSearchParams(answer.body)),
  };
}

const redeem = (code: string | undefined, changes: Asked = {}, accept?: string) =>
  post(
    { client_id: 'gh', client_secret: SECRET, code, redirect_uri: undefined, ...changes },
    accept === undefined ? {} : { accept },
  );

describe('the authorization request', () => {
  it('needs no response_type, no code_challenge and no redirect_uri', async () => {
    const answer = leftWith(await walk(browser, await authorize()));
    expect(answer).toEqual({ code: expect.any(String), state: 'a-state', iss: `${ORIGIN}/login/oauth` });
  });

  it('leaves out scopes that nobody registered or knows; where none is left the person is asked all the same', async () => {
    const login = pageOf(await authorize({ scope: 'repo,nonsense' }), 'login');
    const consent = pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    expect(consent.scopes).toEqual([]);
    const { code } = leftWith(await browser.submit(consent, { decision: 'allow' }));
    expect((await redeem(code)).body).toMatchObject({ access_token: expect.any(String), scope: '' });
  });

  it('of an application that stays connected gets a refresh token unasked, as the person is told, and all are told when it ends', async () => {
    expect((await redeem(await codeFor({ scope: 'user' }))).body).toMatchObject({ expires_in: '3600' });
    await house.addApplication({
      client_id: 'stays',
      dialect: 'github',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'profile email offline_access',
    });
    const arrived = await browser.open('authorize', { client_id: 'stays', scope: 'user' });
    const consent = pageOf(arrived, 'consent');
    expect(consent.scopes.map(({ name }) => name)).toEqual(['user', 'offline_access']);
    const { code } = leftWith(await walk(browser, arrived));
    const { body } = await redeem(code, { client_id: 'stays' });
    expect(body).toMatchObject({ expires_in: '3600', refresh_token: expect.any(String) });
    const refresh_token = (body as Record<string, string>)['refresh_token'];
    const again = await post({ client_id: 'stays', client_secret: SECRET, grant_type: 'refresh_token', refresh_token });
    expect(again.body).toMatchObject({ access_token: expect.any(String), expires_in: '3600' });
  });

  it('without redirect_uri leads to the first that is registered, and the token request may name it or not', async () => {
    const redirect_uris = ['https://app.test/first', 'https://app.test/second'];
    await house.addApplication({ client_id: 'two', dialect: 'github', redirect_uris });
    const asked = { client_id: 'two', client_secret: SECRET };
    for (const redirect_uri of [undefined, 'https://app.test/first']) {
      const done = await walk(browser, await authorize({ client_id: 'two' }));
      expect(done).toMatchObject({
        response: { location: expect.stringMatching(/^https:\/\/app\.test\/first\?code=/) },
      });
      const answer = await post({ ...asked, code: leftWith(done)['code'], redirect_uri });
      expect(answer.body).toHaveProperty('access_token');
    }
    const named = { client_id: 'two', redirect_uri: 'https://app.test/second' };
    const code = await codeFor(named);
    expect((await post({ ...asked, code })).body).toHaveProperty('access_token');
    const other = await post({ ...asked, code: await codeFor(named), redirect_uri: 'https://app.test/first' });
    expect(other.body).toMatchObject({ error: 'redirect_uri_mismatch' });
  });

  it('of any other dialect has to say which of two addresses is meant', async () => {
    const redirect_uris = ['https://app.test/first', 'https://app.test/second'];
    await house.addApplication({ client_id: 'native', redirect_uris });
    pageOf(await authorize({ client_id: 'native', response_type: 'code', scope: 'profile' }), 'error');
  });

  it('may use PKCE, and then must keep to it', async () => {
    const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
    expect((await redeem(await codeFor(pkce), { code_verifier: VERIFIER })).body).toHaveProperty('access_token');
    expect((await redeem(await codeFor(pkce))).body).toMatchObject({ error: 'bad_verification_code' });
    expect(leftWith(await authorize({ ...pkce, code_challenge_method: 'plain' }))).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('must use it where the admin says so', async () => {
    await house.addApplication({
      client_id: 'strict',
      dialect: 'github',
      redirect_uris: [CALLBACK],
      require_pkce: true,
    });
    expect(leftWith(await authorize({ client_id: 'strict' }))).toMatchObject({ error: 'invalid_request' });
  });

  it.each([
    ['spaces', 'read:user user:email', 'read:user,user:email'],
    ['commas', 'read:user,user:email', 'read:user,user:email'],
    ['both', 'read:user, user:email,,read:org', 'read:user,user:email,read:org'],
    ['scopes that we have none of', 'repo,user:email,gist', 'user:email'],
  ])('reads scopes parted by %s', async (_what, scope, granted) => {
    expect((await redeem(await codeFor({ scope }))).body).toMatchObject({ scope: granted });
  });

  it('takes login as a hint', async () => {
    expect(pageOf(await authorize({ login: 'alice' }), 'login').username).toBe('alice');
    expect(pageOf(await authorize({ login: 'x', login_hint: 'bob' }), 'login').username).toBe('bob');
  });

  it('takes prompt=select_account and ignores allow_signup', async () => {
    await codeFor();
    pageOf(await authorize({ prompt: 'select_account', allow_signup: 'false' }), 'select-account');
  });

  it('is as strict about the redirect URI as any other', async () => {
    for (const redirect_uri of [`${CALLBACK}/sub`, 'https://app.test/', 'https://evil.test/callback']) {
      pageOf(await authorize({ redirect_uri }), 'error');
    }
    expect(leftWith(await authorize({ redirect_uri: CALLBACK, prompt: 'none' }))).toMatchObject({
      error: 'login_required',
    });
  });

  it.each(['scope', 'response_type', 'state'])('refuses %s twice', async (name) => {
    const value = name === 'response_type' ? 'code' : 'read:user';
    expect(leftWith(await authorize({ [name]: [value, value] }))).toMatchObject({ error: 'invalid_request' });
  });
});

describe('the token answer', () => {
  it('is form-encoded where the client does not ask for JSON', async () => {
    for (const accept of ['*/*', '', 'text/html', 'application/json;q=0', 'application/xhtml+xml']) {
      const answer = await redeem(await codeFor({ scope: 'read:user,user:email' }), {}, accept);
      expect(answer).toEqual({
        status: 200,
        type: 'application/x-www-form-urlencoded; charset=utf-8',
        body: {
          access_token: expect.stringMatching(/^[\w-]{43}$/),
          scope: 'read:user,user:email',
          token_type: 'bearer',
          expires_in: '3600',
        },
      });
    }
  });

  it.each(['application/json', 'application/json, text/plain, */*', 'application/vnd.github+json', 'APPLICATION/JSON'])(
    'is JSON for Accept: %s',
    async (accept) => {
      const { type, body } = await redeem(await codeFor({ scope: 'read:user,user:email' }), {}, accept);
      expect(type).toBe('json');
      expect(body).toEqual({
        access_token: expect.any(String),
        scope: 'read:user,user:email',
        token_type: 'bearer',
        expires_in: 3600,
      });
    },
  );

  it.each(['application/xml', 'text/xml, */*', 'application/json;q=0.5, application/xml'])(
    'is XML for Accept: %s',
    async (accept) => {
      const { type, body } = await redeem(await codeFor({ scope: 'read:user,user:email' }), {}, accept);
      expect(type).toBe('application/xml; charset=utf-8');
      expect(body).toMatch(
        /^<OAuth><access_token>[\w-]{43}<\/access_token><scope>read:user,user:email<\/scope><token_type>bearer<\/token_type><expires_in>3600<\/expires_in><\/OAuth>$/,
      );
      const refused = await redeem('x', { grant_type: '<a&b>' }, accept);
      expect(refused.body).toContain('<OAuth><error>unsupported_grant_type</error>');
      expect(refused.body).not.toMatch(/<a|&(?!amp;|lt;|gt;)/);
    },
  );

  it('needs no grant_type, and takes the client by Basic too', async () => {
    expect((await post({ code: await codeFor() }, { authorization: basic('gh') })).body).toHaveProperty('access_token');
    expect((await redeem(await codeFor(), { grant_type: 'authorization_code' })).body).toHaveProperty('access_token');
  });

  it('opens introspection like any other of ours', async () => {
    const { access_token } = (await redeem(await codeFor(), {}, 'application/json')).body as Record<string, unknown>;
    const shown = await house.post('introspect', { token: String(access_token) }, { authorization: basic('gh') });
    expect(shown.body).toMatchObject({
      active: true,
      client_id: 'gh',
      username: 'alice',
      sub: expect.stringMatching(/^\d+$/),
    });
  });

  it('carries a refresh token and when the access token ends, where the application may refresh', async () => {
    await house.addApplication({
      client_id: 'refreshing',
      dialect: 'github',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'read:user offline_access',
    });
    const asked = { client_id: 'refreshing', client_secret: SECRET };
    const code = await codeFor({ client_id: 'refreshing', scope: 'read:user offline_access' });
    const first = await post({ ...asked, code }, { accept: 'application/json' });
    if (typeof first.body === 'string') throw new Error('neither JSON nor a form');
    expect(first.body).toMatchObject({ refresh_token: expect.any(String), expires_in: 3600 });
    const fields = { ...asked, grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) };
    expect((await post(fields)).body).toMatchObject({ access_token: expect.any(String), expires_in: '3600' });
  });
});

describe('refusals have status 200 and GitHub’s names', () => {
  const INCORRECT_CLIENT = {
    error: 'incorrect_client_credentials',
    error_description: 'The client_id and/or client_secret passed are incorrect.',
    error_uri: expect.stringMatching(/^https:\/\/docs\.github\.com\/.*#incorrect-client-credentials$/),
  };
  const BAD_CODE = {
    error: 'bad_verification_code',
    error_description: 'The code passed is incorrect or expired.',
    error_uri: expect.stringMatching(/#bad-verification-code$/),
  };

  it.each<[string, Asked]>([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an unknown client', { client_id: 'nobody' }],
    ['no secret', { client_secret: undefined }],
  ])('%s, and the code is not burned', async (_what, changes) => {
    const code = await codeFor();
    expect(await redeem(code, changes)).toEqual({
      status: 200,
      type: expect.stringContaining('form'),
      body: INCORRECT_CLIENT,
    });
    expect(await redeem(code, changes, 'application/json')).toEqual({
      status: 200,
      type: 'json',
      body: INCORRECT_CLIENT,
    });
    expect((await redeem(code)).body).toHaveProperty('access_token');
  });

  it('a code that is wrong, used, or late', async () => {
    expect((await redeem('wrong')).body).toEqual(BAD_CODE);
    const code = await codeFor();
    await redeem(code);
    expect((await redeem(code)).body).toEqual(BAD_CODE);
    const late = await codeFor();
    house.clock.now += house.DEFAULT_SETTINGS.code_lifetime_s;
    expect((await redeem(late)).body).toEqual(BAD_CODE);
  });

  it('another redirect_uri', async () => {
    const code = await codeFor({ redirect_uri: CALLBACK });
    expect((await redeem(code, { redirect_uri: 'https://app.test/other' })).body).toEqual({
      error: 'redirect_uri_mismatch',
      error_description: 'The redirect_uri MUST match the registered callback URL for this application.',
      error_uri: expect.stringMatching(/#redirect-uri-mismatch$/),
    });
  });

  it('what GitHub has no name for keeps ours', async () => {
    expect(await redeem('x', { grant_type: 'magic' })).toMatchObject({
      status: 200,
      body: { error: 'unsupported_grant_type' },
    });
    expect(await redeem(undefined)).toMatchObject({ status: 200, body: { error: 'invalid_request' } });
    expect(await redeem('x', { code: ['a', 'b'] })).toMatchObject({ status: 200, body: { error: 'invalid_request' } });
    expect(await redeem('x', { grant_type: ['authorization_code', 'authorization_code'] })).toMatchObject({
      body: { error: 'invalid_request' },
    });
  });
});

describe('the dialect', () => {
  it('serves GitHub’s paths and names its own issuer', () => {
    expect(github.paths).toEqual({
      authorize: ['/login/oauth/authorize'],
      token: ['/login/oauth/access_token'],
      'device-authorization': ['/login/device/code'],
      'device-verification': ['/login/device'],
    });
    expect(github.issuer('https://lanyard.test')).toBe('https://lanyard.test/login/oauth');
  });

  it('changes no answer that is not a token', () => {
    const page: EndpointResponse = { kind: 'empty', status: 204 };
    const asked = { method: 'POST', accept: '' } as DialectRequest;
    expect(github.writes?.token?.(page, asked)).toBe(page);
  });
});
