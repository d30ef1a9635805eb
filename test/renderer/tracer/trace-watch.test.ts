/** The watch over the live flows: it reads the whole where something may be missing, and opens a refused stream anew. */
import { expect, test } from 'vitest';
import { type StreamState, type TraceSource, watchTrace } from '../../../renderer/tracer/trace-watch.ts';

const CONNECTING = 0;
const CLOSED = 2;

/** Streams that say what the test says; time that passes when it says so. */
function world(ask: () => Promise<unknown> = async () => undefined) {
  const states: StreamState[] = [];
  const waits: number[] = [];
  const due: (() => void)[] = [];
  const sources: ReturnType<typeof createSource>[] = [];
  const told = { again: 0, missing: 0, events: [] as unknown[], asked: 0 };

  function createSource() {
    const listeners = new Map<string, (event: { readonly data?: unknown }) => void>();
    const source = { readyState: CONNECTING, closed: false };
    return {
      source,
      say: (name: string, data?: unknown) => listeners.get(name)?.({ data: JSON.stringify(data) }),
      fail(readyState: number) {
        source.readyState = readyState;
        listeners.get('error')?.({});
      },
      as: {
        get readyState() {
          return source.readyState;
        },
        addEventListener: (name, listener) => void listeners.set(name, listener),
        close: () => void (source.closed = true),
      } satisfies TraceSource,
    };
  }

  const stop = watchTrace(
    {
      open() {
        const made = createSource();
        sources.push(made);
        return made.as;
      },
      ask() {
        told.asked += 1;
        return ask();
      },
      setTimeout(work, after_ms) {
        waits.push(after_ms);
        due.push(work);
      },
    },
    {
      state: (state) => states.push(state),
      event: (event) => told.events.push(event),
      again: () => (told.again += 1),
      missing: () => (told.missing += 1),
    },
  );
  const pass = async () => {
    for (const work of due.splice(0)) work();
    await new Promise((done) => setImmediate(done));
  };
  return { states, waits, sources, told, stop, pass, last: () => sources.at(-1)! };
}

test('reads the whole when the stream is ready, and tells each event from then on', () => {
  const { last, told, states } = world();
  last().say('ready', {});
  last().say('message', { sequence: 1 });
  expect(states).toEqual(['watching']);
  expect(told).toMatchObject({ again: 1, missing: 0, events: [{ sequence: 1 }] });
});

test.each([
  ['gap', { again: 1, missing: 0 }],
  ['untraced', { again: 1, missing: 1 }],
  ['dropped', { again: 0, missing: 1 }],
])('%s is told for what it is', (name, expected) => {
  const { last, told } = world();
  last().say(name, {});
  expect(told).toMatchObject(expected);
});

test('a stream that was cut is left to the browser', async () => {
  const { last, states, sources, pass } = world();
  last().say('ready', {});
  last().fail(CONNECTING);
  await pass();
  expect(states).toEqual(['watching', 'interrupted']);
  expect(sources).toHaveLength(1);
});

test('one that was refused is opened anew, ever later, and at the usual pace once it is ready', async () => {
  const { last, sources, waits, states, pass } = world();
  for (let refusal = 0; refusal < 7; refusal += 1) {
    last().fail(CLOSED);
    await pass();
  }
  expect(sources).toHaveLength(8);
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  last().say('ready', {});
  expect(states.at(-1)).toBe('watching');
  last().fail(CLOSED);
  expect(waits.at(-1)).toBe(1_000);
});

test('one that ended because nobody is signed in waits for the person before the next is opened', async () => {
  let back: (() => void) | undefined;
  const { last, sources, told, pass } = world(() => new Promise<void>((done) => (back = done)));
  last().say('ended', {});
  expect(last().source.closed).toBe(true);
  await pass();
  expect(told.asked).toBe(1);
  expect(sources).toHaveLength(1);
  back?.();
  await pass();
  expect(sources).toHaveLength(2);
});

test('a question that fails does not end the watch', async () => {
  const { last, sources, pass } = world(async () => {
    throw new Error('no answer');
  });
  last().fail(CLOSED);
  await pass();
  expect(sources).toHaveLength(2);
});

test('after the end nothing is told and nothing is opened', async () => {
  const { last, sources, told, stop, states, pass } = world();
  last().fail(CLOSED);
  stop();
  last().say('ready', {});
  await pass();
  expect(sources).toHaveLength(1);
  expect(last().source.closed).toBe(true);
  expect(told.again).toBe(0);
  expect(states).toEqual(['waiting']);
});
