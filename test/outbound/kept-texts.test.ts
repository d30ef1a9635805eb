/** Texts of other servers: an address that names its text by a hash is read once an hour, every other one every ten seconds. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Asked, Fetched } from '../../server/outbound/guarded-fetch.ts';
import { createKeptTexts } from '../../server/outbound/kept-texts.ts';

const clock = { now: 1_800_000_000 };
let asked: Asked[];
let answer: () => Fetched;
let keptText: ReturnType<typeof createKeptTexts>;

const text = (body: string | Buffer, status = 200): Fetched => ({
  status,
  content_type: 'text/plain',
  cache_control: '',
  body: Buffer.from(body),
});
const hashOf = (body: string) => createHash('sha256').update(body).digest('base64url');

beforeEach(() => {
  asked = [];
  answer = () => text('one');
  keptText = createKeptTexts(
    (what) => {
      asked.push(what);
      return Promise.resolve().then(answer);
    },
    () => clock.now,
  );
});

const read = (fragment = '', entered_by: 'admin' | 'stranger' = 'stranger') =>
  keptText({ url: `https://app.test/object${fragment}`, entered_by });

it('asks within bounds: no redirect, 64 kB', async () => {
  await read();
  expect(asked).toEqual([
    { url: 'https://app.test/object', entered_by: 'stranger', accept: [], most_bytes: 65_536, redirects: 0 },
  ]);
});

it('is asked once by many at once, and again after ten seconds', async () => {
  expect(await Promise.all([read(), read(), read()])).toEqual(['one', 'one', 'one']);
  answer = () => text('two');
  clock.now += 9;
  expect(await read()).toBe('one');
  expect(asked).toHaveLength(1);
  clock.now += 1;
  expect(await read()).toBe('two');
});

describe('a fragment', () => {
  it('that is the hash of the text keeps it for an hour', async () => {
    await read(`#${hashOf('one')}`);
    answer = () => text('two');
    clock.now += 3_599;
    expect(await read(`#${hashOf('one')}`)).toBe('one');
    clock.now += 1;
    expect(await read(`#${hashOf('one')}`)).toBe('two');
  });

  it('that is the hash of something else keeps nothing', async () => {
    expect(await read(`#${hashOf('something else')}`)).toBe('one');
    answer = () => text('two');
    clock.now += 10;
    expect(await read(`#${hashOf('something else')}`)).toBe('two');
  });

  it('that is another one is another text', async () => {
    await read(`#${hashOf('one')}`);
    answer = () => text('two');
    expect(await read(`#${hashOf('two')}`)).toBe('two');
  });
});

it.each<[string, () => Fetched]>([
  ['another status', () => text('x', 404)],
  ['no UTF-8', () => text(Buffer.from([0xff]))],
])('is refused, and asked for again after ten seconds: %s', async (_what, bad) => {
  answer = bad;
  await expect(read()).rejects.toMatchObject({ name: 'OutboundError', code: 'unexpected' });
  answer = () => text('one');
  await expect(read()).rejects.toMatchObject({ name: 'OutboundError' });
  clock.now += 10;
  expect(await read()).toBe('one');
});

it('what an admin’s address answered is not what a stranger’s does', async () => {
  await read('', 'admin');
  await read('', 'stranger');
  expect(asked.map(({ entered_by }) => entered_by)).toEqual(['admin', 'stranger']);
});

it('keeps a hundred at most', async () => {
  for (let index = 0; index <= 100; index += 1) await read(`?${index}`);
  await read('?100');
  expect(asked).toHaveLength(101);
  await read('?0');
  expect(asked).toHaveLength(102);
});
