import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AttackedOffice, authorizePath, basic, post, startOffice } from './office.ts';
import { open, request, tell } from './raw-socket.ts';
import { workOfProcess } from '../support/work-of.ts';

let office: AttackedOffice;
let origin: string;
let authority: string;
beforeAll(async () => {
  office = await startOffice();
  ({ origin } = office);
  authority = new URL(origin).host;
});
afterAll(() => office.stop());

const FORM = 'Content-Type: application/x-www-form-urlencoded';
const KEEP = 'Connection: keep-alive';
const MACHINE = 'grant_type=client_credentials';

it('answers under its own names and under no name that a stranger could point at it', async () => {
  const { port } = new URL(origin);
  for (const host of [authority, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
    expect((await tell(origin, request(origin, 'GET /health', [`Host: ${host}`]))).status).toBe(200);
  }
  const strangers = [
    'attacker.test',
    `attacker.test:${port}`,
    `127.0.0.1.attacker.test:${port}`,
    `127.0.0.1:${Number(port) + 1}`,
    `localhost.:${port}`,
    `0.0.0.0:${port}`,
    `2130706433:${port}`,
    `user@${authority}`,
    `${authority}/`,
    `${authority},attacker.test`,
    '127.0.0.1',
  ];
  for (const path of ['/health', '/setup?token=x', '/panel/', '/.well-known/openid-configuration']) {
    for (const host of strangers) {
      const answer = await tell(origin, request(origin, `GET ${path}`, [`Host: ${host}`]));
      expect([400, 421], `${host}${path}`).toContain(answer.status);
      expect(answer.closed).toBe(true);
    }
  }
});

it('takes neither issuer nor links from headers that a proxy might send', async () => {
  const spoofs = [
    'X-Forwarded-Host: evil.test',
    'X-Forwarded-Proto: https',
    'X-Forwarded-For: 203.0.113.9',
    'Forwarded: host=evil.test;proto=https',
    'X-Original-URL: /setup',
    'X-Rewrite-URL: /setup',
    'X-HTTP-Method-Override: DELETE',
  ];
  const paths = ['/.well-known/openid-configuration', authorizePath(), '/interaction/login?ticket=x', '/panel'];
  for (const path of paths) {
    const { text } = await tell(origin, request(origin, `GET ${path}`, spoofs));
    expect(text).not.toContain('evil.test');
    expect(text).not.toContain('203.0.113.9');
  }
});

it('refuses targets that are no path and hosts that come twice or not at all', async () => {
  const refused = [
    `GET https://evil.test/ HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
    `GET ${origin}/health HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
    `GET * HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
    `GET /health HTTP/1.1\r\nHost: ${authority}\r\nHost: evil.test\r\n\r\n`,
    `GET /health HTTP/1.1\r\nHost: ${authority}\r\nHost: ${authority}\r\n\r\n`,
    'GET /health HTTP/1.0\r\n\r\n',
    'GET /health HTTP/1.1\r\n\r\n',
    `GET /health HTTP/1.1\r\nHost:\r\n\r\n`,
    `GET /he\x01alth HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
  ];
  for (const bytes of refused) {
    const answer = await tell(origin, bytes);
    expect([400, 421], `${bytes}`).toContain(answer.status);
    expect(answer.closed, `${bytes}`).toBe(true);
  }
});

it('never takes the rest of one request for another', async () => {
  const smuggled = request(origin, 'GET /.well-known/openid-configuration');
  const bodies = [
    ['Content-Length: 5', 'Transfer-Encoding: chunked'],
    ['Transfer-Encoding: chunked', 'Content-Length: 5'],
    ['Transfer-Encoding: xchunked'],
    ['Transfer-Encoding: chunked, identity'],
    ['Transfer-Encoding: identity'],
    ['Transfer-Encoding : chunked'],
    ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
    ['Content-Length: 5', 'Content-Length: 6'],
    ['Content-Length: +5'],
    ['Content-Length: 5 5'],
    ['Content-Length: 0x5'],
    ['Content-Length: -1'],
    ['X-Folded: a\r\n b: c', 'Content-Length: 5', 'Transfer-Encoding:\r\n chunked'],
  ];
  const tries = bodies.map(async (headers) => {
    const bytes = request(origin, 'POST /oauth2/token', [FORM, KEEP, ...headers], `0\r\n\r\n${smuggled}`);
    const answer = await tell(origin, bytes);
    expect(answer.text, `${headers.join(' | ')}`).not.toContain('jwks_uri');
    expect(answer.status, `${headers.join(' | ')}`).toBe(400);
    expect(answer.closed, `${headers.join(' | ')}`).toBe(true);
  });
  await Promise.all(tries);
});

it('keeps lines that end in a bare line feed or carriage return apart from HTTP', async () => {
  const requests = [
    `GET /health HTTP/1.1\nHost: ${authority}\n\n`,
    `GET /health HTTP/1.1\r\nHost: ${authority}\rX: y\r\n\r\n`,
    `POST /oauth2/token HTTP/1.1\r\nHost: ${authority}\r\nTransfer-Encoding: chunked\r\n\r\n1\n0\n0\n\nGET /health HTTP/1.1\r\n\r\n`,
  ];
  for (const bytes of requests) expect((await tell(origin, bytes)).statuses).toEqual([400]);
});

it('closes the connection of a request whose body it did not read', async () => {
  const hidden = request(origin, 'GET /.well-known/openid-configuration');
  const headers = [KEEP, `Content-Length: ${hidden.length + 10}`];
  const lines = ['GET /health', 'GET /nothing', 'DELETE /oauth2/token', 'GET /oauth2/userinfo', 'GET /panel/'];
  // Side by side: each is closed after the same while, in which the rest might still come.
  const tries = lines.map(async (line) => {
    const answer = await tell(origin, request(origin, line, headers, hidden));
    expect(answer.closed, `${line}`).toBe(true);
    expect(answer.text, `${line}`).not.toContain('jwks_uri');
    expect(answer.statuses.length, `${line}`).toBe(1);
  });
  await Promise.all(tries);
});

it('limits bodies, headers and their number before anything is done with them', async () => {
  const long = 'x'.repeat(200_000);
  const body = await tell(
    origin,
    request(origin, 'POST /oauth2/token', [FORM, `Content-Length: ${long.length}`], long),
  );
  expect(body.status).toBe(413);
  const chunks = `${(0x4000).toString(16)}\r\n${'x'.repeat(0x4000)}\r\n`.repeat(8);
  const chunked = request(origin, 'POST /oauth2/token', [FORM, 'Transfer-Encoding: chunked'], chunks);
  expect((await tell(origin, chunked)).status).toBe(413);
  const huge = await tell(origin, request(origin, 'GET /health', [`X-Long: ${'x'.repeat(33_000)}`]));
  expect([431, undefined]).toContain(huge.status);
  expect(huge.closed).toBe(true);
  const many = await tell(
    origin,
    request(
      origin,
      'GET /health',
      Array.from({ length: 1_500 }, (_, at) => `X-${at}: y`),
    ),
  );
  expect([200, 431]).toContain(many.status);
  const cookies = `Cookie: ${Array.from({ length: 1_000 }, (_, at) => `c${at}=v`).join('; ')}`;
  expect((await tell(origin, request(origin, `GET ${authorizePath()}`, [cookies]))).status).toBe(302);
});

it('takes ten thousand parameters in no time, and none of them twice', async () => {
  const params = new URLSearchParams(Array.from({ length: 8_000 }, (_, at) => [`p${at}`, '']));
  const same = new URLSearchParams(Array.from({ length: 8_000 }, () => ['p', '']));
  const work = await workOfProcess(office.ready.pid, async () => {
    expect((await post(origin, '/oauth2/token', params)).body['error']).toBe('invalid_request');
    expect((await post(origin, '/oauth2/token', same)).body['error']).toBe('invalid_request');
  });
  expect(work).toBeLessThan(1_000);
});

it('opens no compressed body', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000, 'a='));
  for (const encoding of ['gzip', 'br', 'deflate', 'gzip, gzip']) {
    const response = await fetch(`${origin}/oauth2/token`, {
      method: 'POST',
      body: bomb,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': encoding },
    });
    expect(response.status).toBe(415);
  }
});

it('reads forms in UTF-8 and nothing else', async () => {
  const headers = { authorization: basic('robot') };
  const types = [
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded; charset=utf-16',
    'application/x-www-form-urlencoded; charset=utf-7',
    'application/x-www-form-urlencodedx',
    'application/x-www-form-urlencoded, application/json',
    '',
  ];
  for (const type of types) {
    const bytes = [
      `Content-Type: ${type}`,
      `Authorization: ${headers.authorization}`,
      `Content-Length: ${MACHINE.length}`,
    ];
    const answer = await tell(origin, request(origin, 'POST /oauth2/token', bytes, MACHINE));
    expect(answer.status, `${type}`).toBe(400);
    expect(answer.text).not.toContain('access_token');
  }
  for (const bytes of ['state=%c0%af', 'state=%ed%a0%80', 'state=%ff']) {
    expect((await fetch(`${origin}/oauth2/authorize?${bytes}`)).status).toBe(400);
  }
  expect((await post(origin, '/oauth2/token', { grant_type: 'client_credentials' }, headers)).status).toBe(200);
});

it('answers everybody else while two hundred connections dribble', async () => {
  const slow = Array.from({ length: 200 }, () => open(origin));
  for (const socket of slow) socket.write(`POST /oauth2/token HTTP/1.1\r\nHost: ${authority}\r\nContent-Len`);
  let closed = 0;
  for (const socket of slow) socket.once('close', () => (closed += 1));
  for (let round = 0; round < 10; round += 1) expect((await fetch(`${origin}/health`)).status).toBe(200);
  // Nobody had to wait until they were given up.
  expect(closed).toBe(0);
  for (const socket of slow) socket.destroy();
});

it('stays on its feet when hundreds of requests come down one connection at once, and the peer goes away', async () => {
  const line = request(origin, `GET ${authorizePath({ prompt: 'none' })}`, [KEEP]);
  const answer = await tell(origin, line.repeat(300), 300);
  expect(answer.statuses.filter((status) => status === 302).length).toBe(300);
  const gone = open(origin);
  gone.write(line.repeat(300), () => gone.resetAndDestroy());
  expect((await fetch(`${origin}/health`)).status).toBe(200);
});

it('knows no other methods, and mints nothing for HEAD', async () => {
  for (const method of ['HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND']) {
    const answer = await tell(origin, request(origin, `${method} ${authorizePath()}`));
    expect(answer.status, `${method}`).toBe(405);
    expect(answer.text).toMatch(/allow: GET, POST/i);
    expect(answer.text).not.toMatch(/^location:|^access-control/im);
  }
  const get = await fetch(`${origin}/oauth2/token?grant_type=client_credentials`);
  expect({ status: get.status, cache: get.headers.get('cache-control') }).toEqual({ status: 405, cache: 'no-store' });
  expect((await fetch(`${origin}/oauth2/introspect?token=x`)).status).toBe(405);
  expect((await fetch(`${origin}/oauth2/revoke?token=x`)).status).toBe(405);
});

it('serves no file that is not its own to serve', async () => {
  const paths = [
    '/panel/../package.json',
    '/panel/..%2f..%2fpackage.json',
    '/panel/%2e%2e/%2e%2e/package.json',
    '/panel/..%5c..%5cpackage.json',
    '/panel/%252e%252e/package.json',
    '/panel/assets/..%00/index.html',
    '/panel//etc/passwd.txt',
    '/panel/__proto__.js',
    '/panel/%zz',
    '/assets/../sealing.key',
    '/store/journal',
    '//evil.test/%2e%2e',
    '/.well-known/openid-configuration/',
    '/.well-known/openid-configuration/../panel/',
    '/.well-known/openid-configuration;jsessionid=1',
    '/.well-known//openid-configuration',
    '/%2ewell-known/openid-configuration',
    '/OAUTH2/token',
    '/oauth2/token/',
    '/api/v1/users',
    '/api/../health',
  ];
  for (const path of paths) {
    const answer = await tell(origin, request(origin, `GET ${path}`));
    expect([400, 401, 404], `${path}`).toContain(answer.status);
    expect(answer.text, `${path}`).not.toMatch(/root:|"name": "lanyard"|jwks_uri|location:/i);
  }
});

it('keeps the panel and its API to the machine itself as soon as a proxy shows', async () => {
  expect((await fetch(`${origin}/panel/`)).status).not.toBe(403);
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host']) {
    for (const path of ['/panel/', '/api/lanyard.schema.json']) {
      expect((await fetch(`${origin}${path}`, { headers: { [name]: '127.0.0.1' } })).status).toBe(403);
    }
  }
});

it('is well after all of this', async () => {
  expect((await fetch(`${origin}/health`)).status).toBe(200);
});
