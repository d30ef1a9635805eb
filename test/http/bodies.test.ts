import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTinyEdge, postForm } from './tiny-edge.ts';
import { workOfProcess } from '../support/work-of.ts';

type Tiny = Awaited<ReturnType<typeof openTinyEdge>>;
let tiny: Tiny;
beforeAll(async () => {
  tiny = await openTinyEdge();
});
afterAll(() => tiny.close());
beforeEach(() => {
  tiny.asked.length = 0;
});

const FORM = 'application/x-www-form-urlencoded';
const paramsSeen = () => [...(tiny.asked[0]?.request.params.entries() ?? [])];

async function expectRefused(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(tiny.asked).toEqual([]);
}

test.each([
  FORM,
  `${FORM}; charset=utf-8`,
  `${FORM};charset=UTF-8`,
  `${FORM}; charset="utf-8"`,
  'Application/X-WWW-Form-URLEncoded',
])('a form is read as %s', async (type) => {
  const response = await postForm(`${tiny.url}/oauth2/token`, 'a=1&b=%C3%A9+x', { 'content-type': type });
  expect(response.status).toBe(200);
  expect(paramsSeen()).toEqual([
    ['a', '1'],
    ['b', 'é x'],
  ]);
});

test.each([
  'application/json',
  'multipart/form-data; boundary=x',
  'text/plain',
  `${FORM}; charset=utf-16`,
  `${FORM}; charset=utf-8; charset=utf-16`,
  `${FORM}x`,
])('nothing else is read: %s', async (type) => {
  await expectRefused(await postForm(`${tiny.url}/oauth2/token`, 'grant_type=x', { 'content-type': type }), 400);
});

test('a body without a content type is not read', async () => {
  const answer = await tiny.raw(
    `POST /oauth2/token HTTP/1.1\r\nHost: ${tiny.host}\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=1`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(tiny.asked).toEqual([]);
});

test('a POST without a body has no parameters, whatever it calls them', async () => {
  const response = await fetch(`${tiny.url}/oauth2/userinfo`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
  });
  expect(response.status).toBe(200);
  expect(paramsSeen()).toEqual([]);
});

test('an encoded body is refused, so that nothing can unfold', async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000, 'a'));
  const response = await fetch(`${tiny.url}/oauth2/token`, {
    method: 'POST',
    body: bomb,
    headers: { 'content-type': FORM, 'content-encoding': 'gzip' },
  });
  await expectRefused(response, 415);
});

describe('64 KiB', () => {
  test('is read', async () => {
    const response = await postForm(`${tiny.url}/oauth2/token`, `a=${'x'.repeat(65_534)}`);
    expect(response.status).toBe(200);
    expect(tiny.asked[0]?.request.params.get('a')).toHaveLength(65_534);
  });

  test('and one byte is not, declared', async () => {
    await expectRefused(await postForm(`${tiny.url}/oauth2/token`, `a=${'x'.repeat(65_535)}`), 413);
  });

  test('and one byte is not, in chunks', async () => {
    const chunk = 'x'.repeat(16_384);
    const parts = [`a=`, chunk, chunk, chunk, chunk]
      .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
      .join('');
    const answer = await tiny.raw(
      `POST /oauth2/token HTTP/1.1\r\nHost: ${tiny.host}\r\nContent-Type: ${FORM}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${parts}0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(tiny.asked).toEqual([]);
  });

  test('is what is kept of a hundred megabytes, and the peer still hears why', async () => {
    const before = process.memoryUsage().rss;
    const response = await postForm(`${tiny.url}/oauth2/token`, 'x'.repeat(100_000_000));
    await expectRefused(response, 413);
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  });
});

test('bytes that are not UTF-8 are refused', async () => {
  for (const body of [Buffer.from([0x61, 0x3d, 0xc3]), Buffer.from([0x61, 0x3d, 0xff])]) {
    await expectRefused(
      await fetch(`${tiny.url}/oauth2/token`, { method: 'POST', body, headers: { 'content-type': FORM } }),
      400,
    );
  }
});

test.each(['%c0%af', '%ed%a0%80', '%ff', '%C3', '%F0%9F%92'])(
  'percent-encoded bytes that are not UTF-8 are refused and never repaired: %s',
  async (encoded) => {
    await expectRefused(await postForm(`${tiny.url}/oauth2/token`, `state=${encoded}`), 400);
    const page = await fetch(`${tiny.url}/oauth2/authorize?state=${encoded}`);
    expect(page.status).toBe(400);
    expect(tiny.asked).toEqual([]);
  },
);

test.each([
  ['%00', '\0'],
  ['%F0%9F%92%A9', '💩'],
  ['100%', '100%'],
  ['%zz%C3%A9', '%zzé'],
  ['%EF%BF%BD', '�'],
  ['a%0d%0aSet-Cookie:x=1', 'a\r\nSet-Cookie:x=1'],
])('%s arrives as it was meant', async (encoded, value) => {
  await postForm(`${tiny.url}/oauth2/token`, `state=${encoded}`);
  await fetch(`${tiny.url}/oauth2/authorize?state=${encoded}`);
  expect(tiny.asked.map(({ request }) => request.params.get('state'))).toEqual([value, value]);
});

test('a BOM at the start of a form belongs to the first name', async () => {
  await fetch(`${tiny.url}/oauth2/token`, {
    method: 'POST',
    body: Buffer.from('\uFEFFgrant_type=x'),
    headers: { 'content-type': FORM },
  });
  expect(tiny.asked[0]?.request.params.get('grant_type')).toBeUndefined();
});

test('parameters in the URL of a POST are refused', async () => {
  await expectRefused(await postForm(`${tiny.url}/oauth2/token?grant_type=client_credentials`, ''), 400);
  await expectRefused(await postForm(`${tiny.url}/oauth2/token?client_id=a`, 'client_id=b'), 400);
  expect((await postForm(`${tiny.url}/oauth2/authorize?client_id=C1`, 'client_id=C2')).status).toBe(400);
  expect((await postForm(`${tiny.url}/interaction/login?ticket=a`, 'ticket=b')).status).toBe(400);
  expect(tiny.asked).toEqual([]);
});

test('array and object spellings are names like any other, and no prototype is touched', async () => {
  const spelled = 'client_id[]=C1&client_id[$ne]=x&scope[toString]=1&state[__proto__][x]=1&__proto__=p&constructor=c';
  await postForm(`${tiny.url}/oauth2/token`, spelled);
  await fetch(`${tiny.url}/oauth2/authorize?${spelled}`);
  for (const { request } of tiny.asked) {
    expect(request.params.get('client_id')).toBeUndefined();
    expect(request.params.get('client_id[]')).toBe('C1');
    expect(request.params.get('__proto__')).toBe('p');
    expect(request.params.get('toString')).toBeUndefined();
  }
  expect(tiny.asked).toHaveLength(2);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('ten thousand parameters are read in no time', async () => {
  const work = await workOfProcess(process.pid, async () => {
    const response = await postForm(
      `${tiny.url}/oauth2/token`,
      Array.from({ length: 10_000 }, (_, n) => `p${n}=`).join('&'),
    );
    expect([200, 413]).toContain(response.status);
  });
  expect(work).toBeLessThan(500);
});

describe('with little patience', () => {
  let hasty: Tiny;
  beforeAll(async () => {
    hasty = await openTinyEdge({ limits: { headers_timeout_ms: 300, request_timeout_ms: 600 } });
  });
  afterAll(() => hasty.close());

  test('a body that does not come is not waited for', async () => {
    const answer = await hasty.raw(
      `POST /oauth2/token HTTP/1.1\r\nHost: ${hasty.host}\r\nContent-Type: ${FORM}\r\nContent-Length: 10\r\n\r\na=1`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(hasty.asked).toEqual([]);
  });

  test('headers that do not come are not waited for', async () => {
    const answer = await hasty.raw(`GET /health HTTP/1.1\r\nHost: ${hasty.host}\r\nX-Slow: `);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

test('a peer that goes away in the middle of its body is nobody’s fault', async () => {
  await tiny.raw(
    `POST /oauth2/token HTTP/1.1\r\nHost: ${tiny.host}\r\nContent-Type: ${FORM}\r\nContent-Length: 10\r\n\r\na=1`,
    50,
  );
  expect((await fetch(`${tiny.url}/health`)).status).toBe(200);
  expect(tiny.logs()).not.toContain('unexpected fault');
});
