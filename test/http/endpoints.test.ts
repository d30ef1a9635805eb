import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { DIALECTS } from '../../server/dialects/index.ts';
import { HashingBusy } from '../../server/directory/passwords.ts';
import type { EndpointResponse } from '../../server/engine/wire.ts';
import type { Facade } from '../../server/facades/facade.ts';
import { hasPlaces } from '../../server/spec/path-pattern.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { StorageError } from '../../server/storage/store.ts';
import { anApplication, aUser } from '../support/records.ts';
import { type Asked, openTinyEdge, postForm } from './tiny-edge.ts';

let answer: (asked: Asked) => EndpointResponse | Promise<EndpointResponse> = () => ({ kind: 'empty', status: 200 });
const store = createMemoryStore();
await store.collection('applications').insert(anApplication({ web_origins: ['https://spa.example.lan'] }));
await store
  .collection('applications')
  .insert(anApplication({ id: 'hub', number: 2, client_id: 'hub', dialect: 'github', web_origins: [] }));
await store
  .collection('applications')
  .insert(anApplication({ id: 'off', client_id: 'off', disabled: true, web_origins: ['https://off.example.lan'] }));
await store.collection('users').insert(aUser({ id: 'away', disabled: true }));
for (const [id, owner_id] of [
  ['of-nobody', 'gone'],
  ['of-away', 'away'],
] as const) {
  const its = { id, client_id: id, number: 20 + id.length, owner_id, web_origins: [`https://${id}.example.lan`] };
  await store.collection('applications').insert(anApplication(its));
}
const tiny = await openTinyEdge({ store, answer: (asked) => answer(asked) });
afterAll(() => tiny.close());
afterEach(() => {
  tiny.asked.length = 0;
});

const VALUE = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';

describe('methods', () => {
  test.each([
    ['GET', '/oauth2/token', 'POST'],
    ['HEAD', '/oauth2/token', 'POST'],
    ['PUT', '/oauth2/token', 'POST'],
    ['HEAD', '/oauth2/authorize', 'GET, POST'],
    ['PUT', '/oauth2/authorize', 'GET, POST'],
    ['DELETE', '/oauth2/authorize', 'GET, POST'],
    ['OPTIONS', '/oauth2/authorize', 'GET, POST'],
    ['POST', '/oauth2/jwks', 'GET, HEAD'],
    ['PATCH', '/.well-known/openid-configuration', 'GET, HEAD'],
    ['DELETE', '/oauth2/userinfo', 'GET, POST, HEAD'],
    ['GET', '/oauth2/revoke', 'POST'],
    ['HEAD', '/interaction/login', 'GET, POST'],
    ['DELETE', '/setup', 'GET, POST'],
  ])('%s %s is 405, with what is allowed instead', async (method, path, allow) => {
    const response = await fetch(tiny.url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(tiny.asked).toEqual([]);
  });

  test('TRACE is 405 and echoes nothing', async () => {
    const heard = await tiny.raw(
      `TRACE /oauth2/authorize HTTP/1.1\r\nHost: ${tiny.host}\r\nX-Echo: canary\r\nConnection: close\r\n\r\n`,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 405 /);
    expect(heard).not.toContain('canary');
  });

  test('HEAD of a document is its GET without the body', async () => {
    const body = { keys: [] };
    answer = () => ({ kind: 'document', body, max_age_s: 60 });
    const get = await fetch(`${tiny.url}/oauth2/jwks`);
    const head = await fetch(`${tiny.url}/oauth2/jwks`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['etag', 'content-length', 'content-type', 'cache-control']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });

  test('a path is itself alone: another case, a slash more or an encoding is another path', async () => {
    for (const path of [
      '/oauth2/Token',
      '/oauth2/token/',
      '/oauth2//token',
      '/oauth2/%74oken',
      '/Interaction/login',
      '/health/',
    ]) {
      expect((await postForm(tiny.url + path, '')).status).toBe(404);
    }
    expect(tiny.asked).toEqual([]);
  });
});

describe('answers', () => {
  test('JSON is never stored, and the engine’s own headers count, however they are spelled', async () => {
    answer = () => ({
      kind: 'json',
      status: 401,
      body: { error: 'invalid_client' },
      headers: { 'WWW-Authenticate': 'Basic realm="x"', 'Cache-Control': 'private' },
    });
    const response = await postForm(`${tiny.url}/oauth2/token`, 'a=1');
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: 'invalid_client' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'private',
      pragma: 'no-cache',
      'x-content-type-options': 'nosniff',
      'www-authenticate': 'Basic realm="x"',
    });
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('etag')).toBeNull();
  });

  test('a document keeps its entity tag as long as it is the same, and 304 answers who has it', async () => {
    const first = { keys: [1] };
    answer = () => ({ kind: 'document', body: first, max_age_s: 300 });
    const get = await fetch(`${tiny.url}/oauth2/jwks`);
    const etag = get.headers.get('etag') ?? '';
    expect([get.headers.get('cache-control'), await get.text()]).toEqual(['public, max-age=300', '{"keys":[1]}']);
    for (const match of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await fetch(`${tiny.url}/oauth2/jwks`, { headers: { 'if-none-match': match } });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    }
    answer = () => ({ kind: 'document', body: { keys: [2] }, max_age_s: 300 });
    const changed = await fetch(`${tiny.url}/oauth2/jwks`, { headers: { 'if-none-match': etag } });
    expect([changed.status, await changed.text()]).toEqual([200, '{"keys":[2]}']);
  });

  test('a redirect carries its cookies and no body', async () => {
    answer = () => ({
      kind: 'redirect',
      status: 303,
      location: 'https://app.example.lan/cb?code=a%0Ab',
      cookies: { session: { value: VALUE, lifetime_s: 60 }, browser: { value: VALUE } },
    });
    const response = await fetch(`${tiny.url}/oauth2/authorize`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, 'https://app.example.lan/cb?code=a%0Ab']);
    expect(response.headers.getSetCookie()).toEqual([
      `lanyard_session=${VALUE}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60`,
      `lanyard_browser=${VALUE}; Path=/; HttpOnly; SameSite=Lax`,
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test.each(['https://a.example\r\nSet-Cookie: x=1', 'https://a.example/\u0000', 'https://a.example/ü', ''])(
    'a redirect to %j is a fault of ours and goes nowhere',
    async (location) => {
      answer = () => ({ kind: 'redirect', status: 302, location });
      const response = await fetch(`${tiny.url}/oauth2/authorize`, { redirect: 'manual' });
      expect(response.status).toBe(500);
      expect(response.headers.get('location')).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test('a page has every header that a page needs', async () => {
    answer = () => ({
      kind: 'page',
      status: 200,
      view: { page: 'signed-out', stayed: false },
      cookies: { session: null },
    });
    const response = await fetch(`${tiny.url}/oauth2/logout`);
    expect(await response.text()).toContain('lanyard-signed-out');
    expect(response.headers.getSetCookie()).toEqual(['lanyard_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    expect(response.headers.get('strict-transport-security')).toBeNull();
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  test('text and nothing at all are answers too', async () => {
    answer = () => ({ kind: 'text', status: 200, content_type: 'application/x-www-form-urlencoded', body: 'a=1' });
    expect(await (await postForm(`${tiny.url}/oauth2/token`, 'a=1')).text()).toBe('a=1');
    answer = () => ({ kind: 'empty', status: 200 });
    expect(await (await postForm(`${tiny.url}/oauth2/revoke`, 'a=1')).text()).toBe('');
  });
});

describe('cookies', () => {
  test('reach the pages and never the back channel', async () => {
    answer = () => ({ kind: 'empty', status: 200 });
    const headers = { cookie: `lanyard_session=${VALUE}; lanyard_browser=${VALUE}` };
    await fetch(`${tiny.url}/oauth2/authorize`, { headers });
    await postForm(`${tiny.url}/oauth2/token`, 'a=1', headers);
    expect(tiny.asked.map(({ request }) => request.cookies)).toEqual([
      { session: VALUE, browser: VALUE },
      { session: undefined, browser: undefined },
    ]);
  });
});

describe('refusals', () => {
  test('at the back channel are RFC 6749’s JSON', async () => {
    answer = () => {
      throw new OAuthError('invalid_grant', 'the "code" was used\u0000', {
        hint: 'for the operator',
        headers: { 'X-Own': '1' },
      });
    };
    const response = await postForm(`${tiny.url}/oauth2/token`, 'a=1');
    expect(response.status).toBe(400);
    expect(response.headers.get('x-own')).toBe('1');
    expect(await response.json()).toEqual({ error: 'invalid_grant', error_description: "the 'code' was used?" });
    expect(tiny.logs()).toContain('for the operator');
  });

  test('in the browser are a page that a person can read', async () => {
    answer = () => {
      throw new OAuthError('invalid_request', 'client_id is missing <script>');
    };
    const response = await fetch(`${tiny.url}/oauth2/authorize`);
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toContain('id="lanyard-error">invalid_request<');
    expect(html).toContain('client_id is missing &lt;script&gt;');
    expect(html).not.toContain('lanyard-incident');
  });

  test('a page that has no place for every frame says so in the log, and one that has does not', async () => {
    const view = { page: 'signed-out', stayed: false, frames: ['https://wiki.test/out'] } as const;
    answer = () => ({ kind: 'page', status: 200, view });
    await fetch(`${tiny.url}/oauth2/logout?client_id=wiki`);
    expect(tiny.logs()).not.toContain('frames');
    answer = () => ({ kind: 'page', status: 200, view: { ...view, frames_left_out: 2 } });
    await fetch(`${tiny.url}/oauth2/logout?client_id=wiki`);
    const line = tiny
      .logs()
      .split('\n')
      .find((each) => each.includes('no place for their frames'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'warn', client_id: 'wiki', shown: 1, left_out: 2 });
    expect(line).not.toContain('wiki.test');
  });

  test('a fault of ours says nothing but an incident, which leads to everything in the log', async () => {
    answer = () => {
      throw new TypeError('cannot read /srv/lanyard/store of undefined');
    };
    for (const path of ['/oauth2/token', '/oauth2/authorize']) {
      const response = await postForm(tiny.url + path, 'a=1', { cookie: `lanyard_browser=${'b'.repeat(43)}` });
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(text).toContain('server_error');
      expect(text).not.toMatch(/TypeError|cannot read|\/srv|node:|\.ts/);
      const incident = /incident"?(?:>|":")([0-9a-f]{10})/.exec(text)?.[1] ?? 'none';
      const line = tiny
        .logs()
        .split('\n')
        .find((each) => each.includes(incident));
      expect(line).toContain('TypeError: cannot read /srv/lanyard/store of undefined');
    }
  });

  test.each([
    ['a store that can’t write', new StorageError('unavailable', 'disk full'), '5'],
    ['too many passwords at once', new HashingBusy(), '1'],
  ])('%s is 503 with the time to try again', async (_what, thrown, retry_after) => {
    answer = () => {
      throw thrown;
    };
    const json = await postForm(`${tiny.url}/oauth2/token`, 'a=1');
    expect([json.status, json.headers.get('retry-after')]).toEqual([503, retry_after]);
    expect(await json.json()).toMatchObject({ error: 'temporarily_unavailable' });
    const page = await fetch(`${tiny.url}/oauth2/authorize`);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, retry_after]);
    expect(await page.text()).toContain('id="lanyard-incident"');
  });

  test('other storage errors are faults', async () => {
    answer = () => {
      throw new StorageError('not_found', 'no such record');
    };
    expect((await postForm(`${tiny.url}/oauth2/token`, 'a=1')).status).toBe(500);
  });

  test('a secret in a query never gets into the log', async () => {
    answer = () => {
      throw new Error('boom');
    };
    await fetch(`${tiny.url}/oauth2/authorize?code=canary-secret-1`);
    await postForm(`${tiny.url}/oauth2/token?client_secret=canary-secret-2`, '');
    expect(tiny.logs()).not.toContain('canary');
  });
});

describe('CORS', () => {
  const preflight = (path: string, origin: string) =>
    fetch(tiny.url + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
  const allowed = (response: Response) => response.headers.get('access-control-allow-origin');

  test('a registered web origin may call the token endpoint, without cookies', async () => {
    answer = () => ({ kind: 'json', status: 200, body: {} });
    const asked = await preflight('/oauth2/token', 'https://spa.example.lan');
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': 'https://spa.example.lan',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type, dpop, auth0-client, x-request-language',
      vary: 'Origin',
    });
    const called = await postForm(`${tiny.url}/oauth2/token`, 'a=1', { origin: 'https://spa.example.lan' });
    expect(allowed(called)).toBe('https://spa.example.lan');
    expect(called.headers.get('access-control-allow-credentials')).toBeNull();
    expect(called.headers.get('access-control-expose-headers')).toContain('www-authenticate');
  });

  test('and reads why it was refused', async () => {
    answer = () => {
      throw new OAuthError('invalid_grant', 'no');
    };
    const called = await postForm(`${tiny.url}/oauth2/token`, 'a=1', { origin: 'https://spa.example.lan' });
    expect([called.status, allowed(called)]).toEqual([400, 'https://spa.example.lan']);
  });

  test.each([
    'https://evil.test',
    'https://spa.example.lan.evil.test',
    'https://spa.example.lan:8443',
    'http://spa.example.lan',
    'https://SPA.example.lan',
    'https://off.example.lan',
    'https://of-nobody.example.lan',
    'https://of-away.example.lan',
    'null',
  ])('%s may not', async (origin) => {
    answer = () => ({ kind: 'json', status: 200, body: {} });
    expect(allowed(await preflight('/oauth2/token', origin))).toBeNull();
    expect(allowed(await postForm(`${tiny.url}/oauth2/token`, 'a=1', { origin }))).toBeNull();
  });

  test('everybody may read discovery and keys', async () => {
    answer = () => ({ kind: 'document', body: {}, max_age_s: 1 });
    for (const path of [
      '/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server',
      '/oauth2/jwks',
    ]) {
      expect(allowed(await fetch(tiny.url + path, { headers: { origin: 'https://evil.test' } }))).toBe('*');
    }
  });

  test('nobody may read pages', async () => {
    answer = () => ({ kind: 'page', status: 200, view: { page: 'signed-out', stayed: false } });
    const origin = 'https://spa.example.lan';
    for (const path of [
      '/oauth2/authorize',
      '/oauth2/logout',
      '/interaction/login',
      '/setup',
      '/panel/',
      '/health',
      '/',
    ]) {
      expect(allowed(await preflight(path, origin))).toBeNull();
      expect(allowed(await fetch(tiny.url + path, { headers: { origin }, redirect: 'manual' }))).toBeNull();
    }
  });
});

describe('dialects', () => {
  test('the request is read and the answer written in the dialect’s spelling', async () => {
    answer = () => ({ kind: 'json', status: 200, body: { access_token: 't', token_type: 'Bearer', scope: 'a b' } });
    const response = await postForm(`${tiny.url}/login/oauth/access_token`, 'client_id=hub&code=x');
    expect(await response.text()).toBe('access_token=t&scope=a%2Cb&token_type=bearer');
    const [asked] = tiny.asked;
    expect([asked?.name, asked?.cx.dialect, asked?.request.params.get('grant_type')]).toEqual([
      'token',
      'github',
      'authorization_code',
    ]);
    expect(asked?.cx.urls.issuer()).toBe(`${tiny.url}/login/oauth`);
    expect(asked?.cx.urls.endpoint('token')).toBe(`${tiny.url}/login/oauth/access_token`);
    expect(asked?.cx.urls.endpoint('jwks')).toBeUndefined();
  });

  test('a refusal is spelled by the dialect, a fault is not', async () => {
    answer = () => {
      throw new OAuthError('invalid_grant', 'expired');
    };
    const refused = await postForm(`${tiny.url}/login/oauth/access_token`, 'code=x', { accept: 'application/json' });
    expect(refused.status).toBe(200);
    expect(await refused.json()).toMatchObject({ error: 'bad_verification_code' });
    answer = () => {
      throw new Error('boom');
    };
    expect((await postForm(`${tiny.url}/login/oauth/access_token`, 'code=x')).status).toBe(500);
  });

  test('an interaction goes on in the dialect of its ticket', async () => {
    answer = () => ({ kind: 'empty', status: 200 });
    await fetch(`${tiny.url}/interaction/login?ticket=of-github`);
    await fetch(`${tiny.url}/interaction/login?ticket=of-nobody`);
    expect(tiny.asked.map(({ cx }) => cx.dialect)).toEqual(['github', 'native']);
  });

  test('a bound listener speaks its dialect at every path and knows no other', async () => {
    const bound = await openTinyEdge({ dialect: 'github', answer: () => ({ kind: 'empty', status: 200 }) });
    try {
      expect((await postForm(`${bound.url}/login/oauth/access_token`, 'client_id=x')).status).toBe(200);
      expect((await fetch(`${bound.url}/interaction/login?ticket=x`)).status).toBe(200);
      expect(bound.asked.map(({ cx }) => cx.dialect)).toEqual(['github', 'github']);
      for (const path of [
        '/oauth2/token',
        '/.well-known/openid-configuration',
        '/panel/',
        '/setup',
        '/api/lanyard.schema.json',
        '/',
      ]) {
        expect((await fetch(bound.url + path, { redirect: 'manual' })).status).toBe(404);
      }
      expect((await fetch(`${bound.url}/health`)).status).toBe(200);
    } finally {
      await bound.close();
    }
  });

  test('the calls after sign-in get the header, the query and their own address', async () => {
    const seen: unknown[] = [];
    const facades: Facade[] = [
      {
        dialect: 'github',
        method: 'GET',
        paths: ['/user', '/api/v3/user'],
        answer: async (request, cx) => {
          seen.push(request, cx.dialect);
          return { kind: 'json', status: 200, body: ['x'] };
        },
      },
    ];
    const edge = await openTinyEdge({ facades });
    try {
      const response = await fetch(`${edge.url}/api/v3/user?page=2`, { headers: { authorization: 'token abc' } });
      expect(await response.json()).toEqual(['x']);
      expect(seen).toEqual([
        expect.objectContaining({ authorization: 'token abc', url: `${edge.url}/api/v3/user`, parameters: {} }),
        'github',
      ]);
      expect((await postForm(`${edge.url}/user`, '')).status).toBe(405);
    } finally {
      await edge.close();
    }
  });

  test('every endpoint of every dialect that is served is mounted', async () => {
    answer = () => ({ kind: 'empty', status: 200 });
    for (const dialect of DIALECTS) {
      for (const path of Object.values(dialect.paths).flat()) {
        if (hasPlaces(path)) continue;
        expect([path, (await fetch(tiny.url + path)).status]).not.toEqual([path, 404]);
      }
    }
  });
});

test('a watcher sees the message and its answer, without secrets, and nobody else sees anything', async () => {
  answer = () => ({ kind: 'json', status: 200, body: { access_token: 'canary-token', scope: 'openid' } });
  await postForm(`${tiny.url}/oauth2/token`, 'code=unwatched');
  tiny.tracer.watch({ wake: () => undefined, stop: () => undefined });
  await postForm(`${tiny.url}/oauth2/token`, 'code=canary-code&client_id=web', {
    authorization: 'Bearer canary-bearer',
  });
  const seen = tiny.tracer.after(0, 1_000_000).map(({ text }): unknown => JSON.parse(text));
  tiny.tracer.stop();
  await postForm(`${tiny.url}/oauth2/token`, 'code=unwatched');
  expect(tiny.tracer.after(0, 1_000_000)).toEqual([]);
  expect(seen).toEqual([
    expect.objectContaining({
      kind: 'http',
      name: 'POST /oauth2/token',
      input: {
        params: { code: expect.stringMatching(/^•••/), client_id: 'web' },
        authorization: expect.stringMatching(/^•••/),
      },
      outcome: {
        kind: 'ok',
        output: { status: 200, body: { access_token: expect.stringMatching(/^•••/), scope: 'openid' } },
      },
    }),
  ]);
});
