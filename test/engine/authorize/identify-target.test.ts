/** Where an authorization response may go, and that nothing is sent anywhere else. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildHouse, type House } from '../../support/house.ts';
import { type Asked, authorizationRequest, CALLBACK, furnish, leftWith, pageOf } from '../../support/sign-in.ts';

const WITH_QUERY = 'https://app.test/cb?a=1&b=2';
const LOOPBACK = 'http://127.0.0.1/callback';
const PRIVATE_USE = 'com.example.app:/callback';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.addApplication({ client_id: 'two', redirect_uris: [WITH_QUERY, CALLBACK], scope: 'openid profile' });
  await house.addApplication({ client_id: 'one', redirect_uris: [CALLBACK], scope: 'openid profile' });
  await house.addApplication({
    client_id: 'native',
    redirect_uris: [LOOPBACK, 'http://[::1]/callback', PRIVATE_USE, 'https://native.test/callback'],
    scope: 'openid profile',
    token_endpoint_auth_method: 'none',
  });
  await house.addApplication({ client_id: 'off', redirect_uris: [CALLBACK], disabled: true });
});

async function ask(changes: Asked) {
  return house.browser().open('authorize', authorizationRequest({ scope: 'openid', ...changes }));
}

/** A page of ours with a status of 4xx, and no ticket, grant or code left behind. */
async function expectErrorPage(changes: Asked, code: string) {
  const before = await leftBehind();
  const arrived = await ask(changes);
  const view = pageOf(arrived, 'error');
  expect(arrived.response).toMatchObject({ kind: 'page', status: view.status });
  expect(view).toMatchObject({ code, status: 400 });
  expect(await leftBehind()).toEqual(before);
  return view;
}

async function leftBehind() {
  const names = ['tickets', 'grants', 'authorization_codes'] as const;
  return Promise.all(
    names.map(async (name) => (await house.store.collection(name).list({ limit: 1000 })).items.length),
  );
}

describe('an address that is not registered', () => {
  it.each([
    ['another host (A01)', 'https://evil.test/callback'],
    ['a longer path (A02)', 'https://app.test/callback/x'],
    ['a suffix (A02)', 'https://app.test/callback.evil'],
    ['an encoded way up (A02)', 'https://app.test/callback%2f..%2f'],
    ['one more letter (A02)', 'https://app.test/callbackk'],
    ['one letter less (A02)', 'https://app.test/callbac'],
    ['a path parameter (A05)', 'https://app.test/callback/..;/admin'],
    ['a dot segment (A05)', 'https://app.test/callback/../callback'],
    ['an encoded dot segment (A05)', 'https://app.test/%2e%2e/callback'],
    ['a single dot (A05)', 'https://app.test/./callback'],
    ['an upper-case scheme and host (A06)', 'HTTPS://APP.test/callback'],
    ['an upper-case path (A06)', 'https://app.test/CALLBACK'],
    ['backslashes (A07)', 'https:\\\\evil.test'],
    ['a backslash before the host (A07)', 'https://app.test\\@evil.test/callback'],
    ['a tab (A07)', 'https://app.test\t.evil.test'],
    ['a line break (A07)', 'https://app.test\r\nX:1/callback'],
    ['a NUL (A07)', 'https://app.test/callback\0'],
    ['no authority (A08)', 'https:evil.test'],
    ['no scheme (A08)', '//evil.test'],
    ['three slashes (A08)', '///evil.test'],
    ['a path alone (A08)', '/callback'],
    ['a name alone (A08)', 'evil.test'],
    ['a fragment (A09)', `${CALLBACK}#f`],
    ['an empty fragment (A09)', `${CALLBACK}#`],
    ['an empty query', `${CALLBACK}?`],
    ['credentials', 'https://app.test@evil.test/callback'],
    ['a default port', 'https://app.test:443/callback'],
    ['a slash at the end', `${CALLBACK}/`],
    ['a space around it', ` ${CALLBACK}`],
    ['javascript (A11)', 'javascript:alert(1)//https://app.test/callback'],
    ['data (A11)', 'data:text/html,<script>1</script>'],
    ['a Cyrillic look-alike (A21)', 'https://аpp.test/callback'],
    ['64 kB of path (A22)', `https://app.test/${'a'.repeat(65_536)}`],
  ])('is refused on a page of ours: %s', async (_what, redirect_uri) => {
    const { mismatch } = await expectErrorPage({ redirect_uri }, 'invalid_redirect_uri');
    expect(mismatch).toMatchObject({ registered: [CALLBACK], likely_cause: expect.stringMatching(/\.$/) });
    expect(mismatch?.received.length).toBeLessThanOrEqual(6000);
    // What a terminal or a page could take for something else stays out of it.
    expect(mismatch?.received).toMatch(/^[\x21-\x7e]*$/);
  });

  it('and the registered one is taken', async () => {
    pageOf(await ask({}), 'login');
  });

  it.each(['query', 'fragment', 'form_post', 'jwt', 'web_message', 'form_post.jwt'])(
    'is refused whatever response_mode it comes with: %s (A24)',
    async (response_mode) => {
      await expectErrorPage({ redirect_uri: 'https://evil.test/', response_mode }, 'invalid_redirect_uri');
    },
  );

  it('is refused even when everything else is wrong as well', async () => {
    await expectErrorPage(
      { redirect_uri: 'https://evil.test/', response_type: 'token', prompt: 'none' },
      'invalid_redirect_uri',
    );
  });

  it('shows itself to the person as text beside the registered one, and where the two part (A19)', async () => {
    const view = await expectErrorPage({ redirect_uri: 'https://app.test/other' }, 'invalid_redirect_uri');
    expect(view.mismatch).toMatchObject({
      received: 'https://app.test/other',
      closest: { registered: CALLBACK, differs_at: 'https://app.test/'.length },
    });
    expect(Object.keys(view).sort()).toEqual(['code', 'detail', 'mismatch', 'page', 'remedy', 'status', 'title']);
  });

  it('shows a look-alike host in punycode (A21)', async () => {
    const { mismatch } = await expectErrorPage({ redirect_uri: 'https://аpp.test/callback' }, 'invalid_redirect_uri');
    expect(mismatch?.received).toMatch(/^https:\/\/xn--/);
  });
});

describe('a redirect URI with a query (A10)', () => {
  it.each([
    'https://app.test/cb?b=2&a=1',
    'https://app.test/cb?a=1',
    'https://app.test/cb?a=1&b=2&c=3',
    'https://app.test/cb',
  ])('must come exactly as registered, not as %s', async (redirect_uri) => {
    await expectErrorPage({ client_id: 'two', redirect_uri }, 'invalid_redirect_uri');
  });

  it('keeps its query, and the answer joins it with &', async () => {
    const arrived = await ask({ client_id: 'two', redirect_uri: WITH_QUERY, prompt: 'none' });
    expect(arrived).toMatchObject({ kind: 'left' });
    expect(arrived.response.kind === 'redirect' && arrived.response.location).toMatch(
      /^https:\/\/app\.test\/cb\?a=1&b=2&error=login_required&/,
    );
    expect(leftWith(arrived)).toMatchObject({ a: '1', b: '2', error: 'login_required', state: 'a-state' });
  });
});

describe('a native application (A12)', () => {
  it.each([LOOPBACK, 'http://127.0.0.1:51234/callback', 'http://[::1]:1024/callback', PRIVATE_USE])(
    'takes its answer at %s',
    async (redirect_uri) => {
      pageOf(await ask({ client_id: 'native', redirect_uri }), 'login');
    },
  );

  it.each([
    'http://127.0.0.1.evil.test/callback',
    'http://127.0.0.2/callback',
    'http://localhost:1/callback',
    'http://127.0.0.1:51234/other',
    'http://127.0.0.1:51234/callback?x=1',
    'http://127.0.0.1:99999/callback',
    'http://127.0.0.1:/callback',
    'https://127.0.0.1:51234/callback',
    'https://native.test:8443/callback',
    'com.example.app://callback',
    'com.example.app.evil:/callback',
  ])('does not take it at %s', async (redirect_uri) => {
    await expectErrorPage({ client_id: 'native', redirect_uri }, 'invalid_redirect_uri');
  });

  it('is the only kind whose port is free', async () => {
    await house.addApplication({ client_id: 'web-on-loopback', redirect_uris: [LOOPBACK], scope: 'openid' });
    await expectErrorPage(
      { client_id: 'web-on-loopback', redirect_uri: 'http://127.0.0.1:51234/callback' },
      'invalid_redirect_uri',
    );
    pageOf(await ask({ client_id: 'web-on-loopback', redirect_uri: LOOPBACK }), 'login');
  });
});

describe('a request without redirect_uri (A16)', () => {
  it('is refused when two are registered', async () => {
    await expectErrorPage({ client_id: 'two', redirect_uri: undefined, scope: 'profile' }, 'invalid_request');
  });

  it('is refused for OpenID Connect even when one is registered', async () => {
    await expectErrorPage({ client_id: 'one', redirect_uri: undefined, scope: 'openid' }, 'invalid_request');
  });

  it('goes to the only one for plain OAuth', async () => {
    const arrived = await ask({ client_id: 'one', redirect_uri: undefined, scope: 'profile', prompt: 'none' });
    expect(leftWith(arrived)).toMatchObject({ error: 'login_required' });
    expect(arrived.kind === 'left' && arrived.url.href.startsWith(CALLBACK)).toBe(true);
  });

  it('counts an empty one as none', async () => {
    await expectErrorPage({ client_id: 'two', redirect_uri: '' }, 'invalid_request');
  });
});

describe('an application that cannot be identified', () => {
  it.each([
    ['no client_id', { client_id: undefined }, 'invalid_request'],
    ['an empty client_id', { client_id: '' }, 'invalid_request'],
    ['an unknown client_id', { client_id: 'nobody' }, 'invalid_client'],
    ['an inherited name', { client_id: '__proto__' }, 'invalid_client'],
    ['another inherited name', { client_id: 'constructor' }, 'invalid_client'],
    ['markup', { client_id: '"><script>alert(1)</script>' }, 'invalid_client'],
    ['a NUL', { client_id: 'app\0' }, 'invalid_client'],
    ['another case', { client_id: 'APP' }, 'invalid_client'],
    ['a megabyte', { client_id: 'a'.repeat(1_000_000) }, 'invalid_client'],
    ['two client_ids (B01)', { client_id: ['app', 'two'] }, 'invalid_request'],
    ['the same client_id twice (B01)', { client_id: ['app', 'app'] }, 'invalid_request'],
    ['two redirect_uris (B01)', { redirect_uri: [CALLBACK, CALLBACK] }, 'invalid_request'],
    ['a disabled application (B27)', { client_id: 'off' }, 'unauthorized_client'],
  ])('is told on a page of ours: %s', async (_what, changes, code) => {
    const view = await expectErrorPage(changes as Asked, code);
    expect(view.detail.length).toBeLessThan(500);
    expect(view.mismatch).toBeUndefined();
  });
});
