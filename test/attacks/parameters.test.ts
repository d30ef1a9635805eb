import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, errorOf, paramsOf } from './browser.ts';
import {
  ALICE,
  type AttackedOffice,
  authorizeParams,
  authorizePath,
  BOB,
  CHALLENGE,
  codeFor,
  redeem,
  startOffice,
} from './office.ts';
import { request, tell } from './raw-socket.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

/** What the application is told, instead of a code. */
async function refusal(changes: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const params = paramsOf(await alice.get(authorizePath(changes)));
  expect(params).toMatchObject({ iss: office.origin });
  expect(params).not.toHaveProperty('code');
  return params['error'];
}

it('takes neither the first nor the last of a parameter that comes twice', async () => {
  for (const name of ['client_id', 'redirect_uri']) {
    const answer = await alice.get(`${authorizePath()}&${name}=x`);
    expect({ status: answer.status, error: errorOf(answer) }).toEqual({ status: 400, error: 'invalid_request' });
  }
  for (const name of ['state', 'scope', 'response_type', 'nonce', 'code_challenge', 'response_mode', 'prompt']) {
    const { error, code } = paramsOf(await alice.get(`${authorizePath()}&${name}=${name}`));
    expect({ name, error, code }).toEqual({ name, error: 'invalid_request', code: undefined });
  }
});

it('reads no objects and lists out of names, and writes into no prototype', async () => {
  const strange = [
    'client_id[]=trusted',
    'client_id[$ne]=x',
    'redirect_uri[0]=https://evil.test/',
    'scope[toString]=1',
    'state[__proto__][polluted]=1',
    '__proto__[polluted]=1',
    '__proto__=1',
    'constructor[prototype][polluted]=1',
    'constructor=1&hasOwnProperty=1&toString=1',
  ];
  for (const query of strange) {
    expect((await alice.get(`/oauth2/authorize?${query}`)).status).toBe(400);
    expect((await alice.post('/oauth2/authorize', new URLSearchParams(query))).status).toBe(400);
    expect((await alice.post('/oauth2/token', new URLSearchParams(query))).status).toBe(400);
    expect(
      paramsOf(await alice.get(`${authorizePath()}&${query.replace(/^client_id|^redirect/, 'x')}`)),
    ).toHaveProperty('code');
  }
});

it('reads the parameters of a POST from its body alone', async () => {
  const answer = await alice.post('/oauth2/authorize?client_id=rp2', authorizeParams());
  expect(answer.status).toBe(400);
  const posted = await alice.post('/oauth2/authorize', authorizeParams());
  expect({ status: posted.status, params: Object.keys(paramsOf(posted)) }).toEqual({
    status: 303,
    params: ['code', 'state', 'iss', 'session_state'],
  });
});

it('brings a state back as it came, whatever stands in it', async () => {
  const states = [
    '+ & = % # " < é 😀',
    '\0',
    'a\r\nSet-Cookie: x=1',
    '%0d%0aX: y',
    'x'.repeat(4_096),
    '../..',
    '{{7*7}}',
  ];
  for (const state of states) {
    const answer = await alice.get(authorizePath({ state, nonce: state, login_hint: state }));
    expect(paramsOf(answer)['state']).toBe(state);
    expect(answer.headers.get('x')).toBeNull();
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  expect(await refusal({ state: 'x'.repeat(4_097) })).toBe('invalid_request');
});

it('puts no line break of a stranger into a header', async () => {
  for (const name of ['state', 'nonce', 'scope', 'error_uri', 'redirect_uri', 'response_mode', 'prompt', 'resource']) {
    const query = `${authorizeParams({ [name]: undefined }).toString()}&${name}=a%0d%0aInjected:%20yes%0d%0a%0d%0aHTTP/1.1%20200%20OK`;
    const { text, statuses } = await tell(office.origin, request(office.origin, `GET /oauth2/authorize?${query}`));
    expect(text, `${name}`).not.toMatch(/^injected/im);
    expect(statuses.length, `${name}`).toBe(1);
  }
});

it('offers the code flow alone, with S256 alone', async () => {
  for (const response_type of ['token', 'id_token', 'id_token token', 'code id_token', 'code token', 'none', 'CODE']) {
    expect(await refusal({ response_type })).toBe('unsupported_response_type');
  }
  expect(await refusal({ response_type: undefined })).toBe('invalid_request');
  expect(await refusal({ code_challenge_method: 'plain' })).toBe('invalid_request');
  expect(await refusal({ code_challenge_method: 's256' })).toBe('invalid_request');
  expect(await refusal({ code_challenge_method: undefined })).toBe('invalid_request');
  expect(await refusal({ code_challenge: '' })).toBe('invalid_request');
  for (const wrong of [
    CHALLENGE.slice(1),
    `${CHALLENGE}A`,
    `${CHALLENGE.slice(1)}=`,
    'x'.repeat(129),
    `${CHALLENGE.slice(1)}é`,
  ]) {
    expect(await refusal({ code_challenge: wrong })).toBe('invalid_request');
  }
  const bare = { code_challenge: undefined, code_challenge_method: undefined };
  expect(await refusal(bare)).toBe('invalid_request');
  expect(await refusal({ ...bare, client_id: 'spa', redirect_uri: 'https://spa.test/cb' })).toBe('invalid_request');
  expect(paramsOf(await alice.get(authorizePath({ ...bare, client_id: 'plain' })))).toHaveProperty('code');
});

it('takes max_age as a whole number of seconds, and asks again at 0', async () => {
  for (const max_age of ['-1', '1.5', 'abc', '99999999999999999999', '1e9', '0x10', ' 1', '١']) {
    expect(await refusal({ max_age })).toBe('invalid_request');
  }
  expect(await refusal({ max_age: '0', prompt: 'none' })).toBe('login_required');
  expect((await alice.get(authorizePath({ max_age: '0' }))).location).toContain('/interaction/login?');
  expect(paramsOf(await alice.get(authorizePath({ max_age: '9999999999' })))).toHaveProperty('code');
});

it('refuses claims that are broken, however deep, and grants nothing by them', async () => {
  const deep = '['.repeat(5_000);
  for (const claims of ['{', '[]', '"x"', deep]) expect(await refusal({ claims })).toBe('invalid_request');
  const polluting = '{"userinfo":{"__proto__":{"polluted":1},"constructor":{"prototype":{}}}}';
  expect(paramsOf(await alice.get(authorizePath({ claims: polluting })))).toHaveProperty('code');
  const forBob = { claims: '{"id_token":{"sub":{"value":"bob"}}}' };
  expect((await alice.get(authorizePath(forBob))).location).toContain('/interaction/login?');
  const claims =
    '{"id_token":{"groups":null,"name":{"value":"root"},"admin":{"value":true}},"userinfo":{"email":null}}';
  const { body } = await redeem(office.origin, await codeFor(alice, { claims }));
  const payload = JSON.parse(Buffer.from(body['id_token']?.split('.')[1] ?? '', 'base64url').toString()) as object;
  // It is registered for the scope groups, and could have asked for that.
  expect(payload).toMatchObject({ groups: ['staff'] });
  for (const name of ['email', 'name', 'admin']) expect(payload).not.toHaveProperty(name);
});

it('fetches no request object and no request_uri', async () => {
  expect(await refusal({ request: 'eyJhbGciOiJub25lIn0.e30.' })).toBe('request_not_supported');
  expect(await refusal({ request_uri: 'http://127.0.0.1:9/x' })).toBe('request_uri_not_supported');
});

it('takes no description of an application in place of its registration', async () => {
  expect(await refusal({ registration: '{}' })).toBe('registration_not_supported');
});

it('grants no scope beyond those that the application is registered for', async () => {
  const { body } = await redeem(
    office.origin,
    await codeFor(alice, { scope: 'openid openid lanyard:admin things:read made:up' }),
  );
  expect(body['scope']).toBe('openid');
  expect(await refusal({ scope: 'lanyard:admin' })).toBe('invalid_scope');
  for (const scope of [
    'openid\tprofile',
    'openid\nprofile',
    'openid "x"',
    'é',
    Array.from({ length: 3_000 }, (_, at) => `s${at}`).join(' '),
  ]) {
    expect(await refusal({ scope })).toBe('invalid_scope');
  }
  expect(paramsOf(await alice.get(authorizePath({ scope: 'openid  profile ' })))).toHaveProperty('code');
});

it('makes tokens for no API that the application is not registered for', async () => {
  for (const resource of ['https://evil.test', '/relative', 'https://api.test#f', 'https://api.test/', '__proto__']) {
    expect(await refusal({ resource })).toBe('invalid_target');
    expect(await refusal({ client_id: 'jwt', resource })).toBe('invalid_target');
  }
  expect(paramsOf(await alice.get(authorizePath({ client_id: 'jwt', resource: 'https://api.test' })))).toHaveProperty(
    'code',
  );
});

it('asks nobody who is not there, and takes no hint for a person', async () => {
  const stranger = office.browser();
  expect(paramsOf(await stranger.get(authorizePath({ prompt: 'none' })))['error']).toBe('login_required');
  const { body } = await redeem(office.origin, await codeFor(alice));
  const id_token = body['id_token'] ?? '';
  const hinted = await stranger.get(authorizePath({ prompt: 'none', id_token_hint: id_token }));
  expect(paramsOf(hinted)['error']).toBe('login_required');

  const bob = await office.signedIn(BOB);
  expect(paramsOf(await bob.get(authorizePath({ prompt: 'none', id_token_hint: id_token })))['error']).toBe(
    'login_required',
  );
  expect(paramsOf(await alice.get(authorizePath({ prompt: 'none', id_token_hint: id_token })))).toHaveProperty('code');

  const [, payload = '', signature = ''] = id_token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  for (const id_token_hint of [
    `${none}.${payload}.`,
    `${none}.${payload}.${signature}`,
    body['access_token'] ?? '',
    'x',
  ]) {
    expect(await refusal({ id_token_hint })).toBe('invalid_request');
  }
  expect(await refusal({ client_id: 'plain', id_token_hint: id_token })).toBe('invalid_request');
});

it('asks for consent before the first access, prompt=none or not', async () => {
  const asked = { client_id: 'rp1', scope: 'openid offline_access' };
  expect(await refusal({ ...asked, prompt: 'none' })).toBe('consent_required');
  const page = await alice.open(authorizePath(asked));
  const left = await alice.submit(page, {
    decision: 'allow',
    scope: ['offline_access', 'groups', 'lanyard:admin', 'email'],
  });
  const { body } = await redeem(office.origin, paramsOf(left)['code'] ?? '', {}, 'rp1');
  expect(body['scope']).toBe('openid offline_access');
  expect(paramsOf(await alice.get(authorizePath({ ...asked, prompt: 'none' })))).toHaveProperty('code');
  expect(await refusal({ ...asked, scope: 'openid email', prompt: 'none' })).toBe('consent_required');
});

it('does not take a remembered consent for a yes to a native application that anybody could pretend to be', async () => {
  const asked = { client_id: 'spa', redirect_uri: 'http://127.0.0.1:4000/cb' };
  const page = await alice.open(authorizePath(asked));
  expect(paramsOf(await alice.submit(page, { decision: 'allow' }))).toHaveProperty('code');
  expect(await refusal({ ...asked, prompt: 'none' })).toBe('consent_required');
  expect(paramsOf(await alice.get(authorizePath({ ...asked, redirect_uri: 'https://spa.test/cb' })))).toHaveProperty(
    'code',
  );
});

it('turns away applications that are switched off, everywhere', async () => {
  expect(errorOf(await alice.get(authorizePath({ client_id: 'off' })))).toBe('unauthorized_client');
  expect((await redeem(office.origin, await codeFor(alice), {}, 'off')).status).toBe(401);
});

it('shows nothing that came in a parameter as markup', async () => {
  const markup = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const stranger = office.browser();
  const pages = [
    await stranger.open(authorizePath({ login_hint: markup, ui_locales: '../../etc', acr_values: '<img>' })),
    await stranger.open(authorizePath({ client_id: markup })),
    await stranger.open(authorizePath({ redirect_uri: markup })),
    await stranger.open(`/interaction/login?ticket=${encodeURIComponent(markup)}`),
    await stranger.open(
      `/oauth2/logout?post_logout_redirect_uri=${encodeURIComponent(markup)}&state=${encodeURIComponent(markup)}`,
    ),
    await stranger.open(`/setup?token=${encodeURIComponent(markup)}`),
  ];
  const login = await stranger.open(authorizePath());
  pages.push(await stranger.submit(login, { username: markup, password: markup }));
  for (const page of pages) {
    expect(page.text, `${page.url}`).not.toMatch(/<script|<img/i);
    expect(page.headers.get('content-security-policy') ?? '', `${page.url}`).not.toMatch(/unsafe|\*/);
  }
  expect(ALICE.username).toBe('alice');
});

it('lets the people of the office in after all of this', async () => {
  expect(paramsOf(await alice.get(authorizePath()))).toHaveProperty('code');
  expect((await redeem(office.origin, await codeFor(await office.signedIn(BOB)))).status).toBe(200);
});
