import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTinyEdge } from './tiny-edge.ts';
import { workOfProcess } from '../support/work-of.ts';

let tiny: Awaited<ReturnType<typeof openTinyEdge>>;
beforeAll(async () => {
  tiny = await openTinyEdge({ origin: 'http://sso.example.lan' });
});
afterAll(() => tiny.close());
beforeEach(() => {
  tiny.asked.length = 0;
});

const FORM = 'application/x-www-form-urlencoded';

describe('what is not one clear request is refused, and its connection ends', () => {
  test.each([
    [
      'a length and chunks at once',
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n',
    ],
    ['a coding that is not quite chunked', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n\r\na=1&b'],
    ['a length that is no number', 'Content-Length: 4x\r\n\r\na=1&'],
    ['a negative length', 'Content-Length: -1\r\n\r\n'],
    ['a space before the colon', 'Content-Length : 4\r\n\r\na=1&'],
    ['a folded header', 'X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n'],
    ['a bare line feed in a header', 'X-A: b\nContent-Length: 0\r\n\r\n'],
    ['a NUL in a header', 'X-A: b\0c\r\nContent-Length: 0\r\n\r\n'],
    ['a header without a name', ': x\r\nContent-Length: 0\r\n\r\n'],
  ])('%s', async (_what, rest) => {
    const answer = await tiny.raw(
      `POST /oauth2/token HTTP/1.1\r\nHost: ${tiny.host}\r\nContent-Type: ${FORM}\r\n${rest}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(tiny.asked).toEqual([]);
  });
});

test('headers of 64 KB are too large', async () => {
  const answer = await tiny.raw(`GET /health HTTP/1.1\r\nHost: ${tiny.host}\r\nX-A: ${'a'.repeat(65_536)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

test('a redirect_uri of 64 KB is refused at once', async () => {
  const work = await workOfProcess(process.pid, async () => {
    const answer = await tiny.raw(
      `GET /oauth2/authorize?redirect_uri=https://${'a'.repeat(65_536)} HTTP/1.1\r\nHost: ${tiny.host}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (400|414|431) /);
  });
  expect(work).toBeLessThan(200);
});

test('a state of eight thousand characters passes, percent-encoded too', async () => {
  for (const state of ['s'.repeat(8_192), encodeURIComponent('é'.repeat(4_096))]) {
    const response = await fetch(`${tiny.url}/oauth2/authorize?state=${state}`);
    expect(response.status).toBe(200);
  }
  expect(tiny.asked.map(({ request }) => request.params.get('state')?.length)).toEqual([8_192, 4_096]);
});

test('a thousand cookies are no reason to fail', async () => {
  const cookie = Array.from({ length: 1_000 }, (_, n) => `c${n}=v`).join('; ');
  const answer = await tiny.raw(
    `GET /oauth2/authorize HTTP/1.1\r\nHost: ${tiny.host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(tiny.asked[0]?.request.cookies).toEqual({ session: undefined, browser: undefined });
});

describe('the Host header', () => {
  const statusFor = async (host: string, target = '/oauth2/authorize') =>
    /^HTTP\/1\.1 (\d+) /.exec(await tiny.raw(`GET ${target} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`))?.[1];

  test.each([
    '127.0.0.1:PORT',
    'localhost:PORT',
    'LocalHost:PORT',
    '[::1]:PORT',
    'sso.example.lan',
    'SSO.example.lan:80',
  ])('may be %s', async (host) => {
    expect(await statusFor(`Host: ${host.replace('PORT', String(tiny.port))}\r\n`)).toBe('200');
  });

  test.each([
    'attacker.test',
    'attacker.test:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'sso.example.lan:PORT',
    'sso.example.lan.attacker.test',
    'sso.example.lan@attacker.test',
    '192.168.0.7:PORT',
    '',
  ])('may not be %j: a name that is rebound to us reads nothing', async (host) => {
    expect(await statusFor(`Host: ${host.replace('PORT', String(tiny.port))}\r\n`)).toBe('421');
    expect(tiny.asked).toEqual([]);
  });

  test('must be there, and once', async () => {
    expect(await statusFor('')).toBe('400');
    expect(await statusFor(`Host: ${tiny.host}\r\nHost: ${tiny.host}\r\n`)).toBe('400');
    expect(await statusFor(`Host: ${tiny.host}\r\nhost: attacker.test\r\n`)).toBe('400');
    expect(await tiny.raw('GET /oauth2/authorize HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(tiny.asked).toEqual([]);
  });

  test.each(['https://evil.test/oauth2/authorize', '*', 'oauth2/authorize', '/oauth2/authorize?state=é'])(
    'stands beside a path, not beside %s',
    async (target) => {
      expect(await statusFor(`Host: ${tiny.host}\r\n`, target)).toBe('400');
      expect(tiny.asked).toEqual([]);
    },
  );

  test('is checked at every path, health included', async () => {
    for (const target of ['/health', '/panel/', '/setup', '/nothing']) {
      expect(await statusFor('Host: attacker.test\r\n', target)).toBe('421');
    }
  });
});

test('URLs come from the configuration and the address from the socket, whatever headers say', async () => {
  const answer = await tiny.raw(
    `GET /oauth2/authorize HTTP/1.1\r\nHost: ${tiny.host}\r\nX-Forwarded-Host: evil.test\r\nX-Forwarded-Proto: https\r\n` +
      'X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9;host=evil.test\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  const cx = tiny.asked[0]?.cx;
  expect(cx?.urls.issuer()).toBe('http://sso.example.lan');
  expect(cx?.urls.page('/interaction/login')).toBe('http://sso.example.lan/interaction/login');
  expect(cx?.address).toBe('127.0.0.1');
});

test('a method can’t be overridden', async () => {
  const answer = await tiny.raw(
    `POST /oauth2/token HTTP/1.1\r\nHost: ${tiny.host}\r\nX-HTTP-Method-Override: DELETE\r\nContent-Type: ${FORM}\r\n` +
      'Content-Length: 14\r\nConnection: close\r\n\r\n_method=DELETE',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(tiny.asked[0]?.request.method).toBe('POST');
});
