/** Texts of other servers: an address that names its text by a hash is read once an hour, every other one every ten seconds. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Asked, Fetched } from '../../server/outbound/guarded-fetch.ts';
import { createKeptTexts } from '../../server/outbound/kept-texts.ts';
import { OutboundError } from '../../server/outbound/outbound-error.ts';

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
    clock.now += 2;
    expect(await read(`#${hashOf('something else')}`)).toBe('two');
  });

  it('that is the hash of a newer text has it read, two seconds after the last time', async () => {
    await read(`#${hashOf('one')}`);
    answer = () => text('two');
    clock.now += 1;
    expect(await read(`#${hashOf('two')}`)).toBe('one');
    clock.now += 1;
    expect(await read(`#${hashOf('two')}`)).toBe('two');
    expect(asked).toHaveLength(2);
  });

  it('that anybody makes up has nothing read more often than that', async () => {
    for (let index = 0; index < 200; index += 1) {
      clock.now += index % 100 === 99 ? 1 : 0;
      await read(index % 2 === 0 ? `#made-up-${index}` : `#${hashOf(String(index))}`);
    }
    expect(asked.map(({ url }) => url)).toEqual(['https://app.test/object', 'https://app.test/object']);
  });
});

it('that hangs is asked once, for however long and by whatever fragment', async () => {
  const hanging = Promise.withResolvers<Fetched>();
  keptText = createKeptTexts(
    (what) => {
      asked.push(what);
      return hanging.promise;
    },
    () => clock.now,
  );
  const first = read('#1');
  clock.now += 60;
  const second = read('#2');
  hanging.resolve(text('one'));
  expect(await Promise.all([first, second])).toEqual(['one', 'one']);
  expect(asked).toHaveLength(1);
});

it('that there was no room for is asked again at once', async () => {
  answer = () => {
    throw new OutboundError('busy', 'app.test', 'no place was free');
  };
  await expect(read()).rejects.toMatchObject({ code: 'busy' });
  answer = () => text('one');
  expect(await read()).toBe('one');
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
