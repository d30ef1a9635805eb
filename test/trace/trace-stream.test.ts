/** The stream of what is traced, piece by piece: what a reader gets who is slow, late, signed out, or there for a long time. */
import { describe, expect, test } from 'vitest';
import { type StreamAsked, streamEvents, type StreamTimes } from '../../server/admin/trace-stream.ts';
import { createTracer, type TraceLimits, type Tracer } from '../../server/trace/tracer.ts';

const TIMES: StreamTimes = { tick_ms: 10, heartbeat: 3, patience: 4 };

function open(limits: Partial<TraceLimits> = {}) {
  return createTracer({ capacity: 1_000, now: () => 1_700_000_000_000, clock: () => 0, limits });
}

function tell(tracer: Tracer, flow_id = 'a', events = 1): void {
  const trace = tracer.current();
  trace?.join(flow_id);
  for (let n = 0; n < events; n += 1) {
    trace?.emit({ kind: 'step', name: 'mint', duration_ms: 1, input: null, outcome: { kind: 'ok', output: null } });
  }
  trace?.end();
}

function read(tracer: Tracer, changes: Partial<StreamAsked> = {}) {
  const asked = {
    last_event_id: undefined,
    signal: new AbortController().signal,
    mayGoOn: async () => true,
    ...changes,
  };
  const pieces = streamEvents(tracer, asked, TIMES)[Symbol.asyncIterator]();
  /** The next piece that is no heartbeat. */
  const next = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await pieces.next();
      if (done === true) return 'over';
      if (!value.startsWith(':')) return value;
    }
  };
  return { pieces, next };
}

const sequencesIn = (piece: string) => [...piece.matchAll(/"sequence":(\d+)/g)].map(([, number]) => Number(number));
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test('begins with its place, and tells what happens from then on', async () => {
  const tracer = open();
  tracer.watch({ wake: () => undefined, stop: () => undefined });
  tell(tracer);
  const { next } = read(tracer);
  expect(await next()).toBe(`retry: 2000\nid: ${tracer.run}-1\nevent: ready\ndata: {}\n\n`);
  tell(tracer, 'b', 2);
  const piece = await next();
  expect(piece).toMatch(
    new RegExp(`^id: ${tracer.run}-2\\ndata: \\{.*\\}\\n\\nid: ${tracer.run}-3\\ndata: \\{.*\\}\\n\\n$`),
  );
  expect(sequencesIn(piece)).toEqual([2, 3]);
});

describe('a reader who comes back', () => {
  test('gets what it missed, and no word of a gap', async () => {
    const tracer = open();
    const first = read(tracer);
    tell(tracer, 'a', 3);
    await first.next();
    const { next } = read(tracer, { last_event_id: `${tracer.run}-1` });
    expect(await next()).not.toContain('gap');
    expect(sequencesIn(await next())).toEqual([2, 3]);
  });

  test('is told of a gap where that is no longer kept, and gets what is', async () => {
    const tracer = open({ flows: 2 });
    read(tracer);
    for (const flow of ['a', 'b', 'a', 'c']) tell(tracer, flow);
    const { next } = read(tracer, { last_event_id: `${tracer.run}-1` });
    expect(await next()).toContain('event: gap\n');
    expect(sequencesIn(await next())).toEqual([3, 4]);
  });

  test.each(['other-3', '-3', '3', 'x-9999999999999999', ''])(
    'from a place that never was here is told so: “%s”',
    async (id) => {
      const tracer = open();
      read(tracer);
      tell(tracer);
      const { next } = read(tracer, { last_event_id: id });
      expect(await next()).toContain('event: gap\n');
      expect(sequencesIn(await next())).toEqual([1]);
    },
  );
});

describe('a stream ends', () => {
  test('with a word to a reader who fell out of what is kept', async () => {
    const tracer = open({ flows: 1 });
    const { next } = read(tracer);
    tell(tracer, 'a');
    await next();
    await next();
    tell(tracer, 'b');
    tell(tracer, 'c');
    expect(await next()).toContain('event: dropped\n');
    expect(await next()).toBe('over');
  });

  test('with a word to a reader who took too long for one piece', async () => {
    const tracer = open();
    const { next } = read(tracer);
    await next();
    tell(tracer);
    expect(sequencesIn(await next())).toEqual([1]);
    // On a busy machine ticks come late, and a reader who comes back before them has not taken too long.
    await pause(TIMES.tick_ms * (TIMES.patience + 3) * 10);
    expect(await next()).toContain('event: dropped\n');
    expect(await next()).toBe('over');
  });

  test('with a word as soon as who watches no longer may', async () => {
    const tracer = open();
    const may = { go: true };
    const { next } = read(tracer, { mayGoOn: async () => may.go });
    await next();
    tell(tracer);
    expect(sequencesIn(await next())).toEqual([1]);
    may.go = false;
    expect(await next()).toContain('event: ended\n');
    expect(await next()).toBe('over');
  });

  test('when the peer is gone, and when the server stops', async () => {
    const tracer = open();
    const gone = new AbortController();
    const one = read(tracer, { signal: gone.signal });
    const other = read(tracer);
    await one.next();
    await other.next();
    gone.abort();
    expect(await one.next()).toBe('over');
    tracer.stop();
    expect(await other.next()).toBe('over');
  });
});

test('says from time to time that it is there, and how much was not traced', async () => {
  const tracer = open({ requests_per_s: 1, burst: 1 });
  const { pieces, next } = read(tracer);
  await next();
  const { value } = await pieces.next();
  expect(value).toMatch(/^:.*\n\n$/);
  for (let n = 0; n < 4; n += 1) tell(tracer, `flow ${n}`);
  expect(sequencesIn(await next())).toHaveLength(1);
  expect(await next()).toBe('event: untraced\ndata: {"requests":3}\n\n');
});

describe('a place among those who watch', () => {
  const BOTH = { watchers: 1 };

  test('is refused with 409 where there is none', () => {
    const tracer = open(BOTH);
    read(tracer);
    expect(() => read(tracer)).toThrow(expect.objectContaining({ problem: 'conflict' }));
  });

  test('is free again when a reader goes who never read, or had gone before', () => {
    const tracer = open(BOTH);
    const gone = new AbortController();
    read(tracer, { signal: gone.signal });
    gone.abort();
    read(tracer, { signal: AbortSignal.abort() });
    expect(() => read(tracer)).not.toThrow();
  });

  test('is free again where a reader does not take its next piece', async () => {
    const tracer = open(BOTH);
    const { next } = read(tracer);
    await next();
    await expect.poll(() => read(tracer)).toBeDefined();
  });

  test('is free again where a reader turns away in the middle', async () => {
    const tracer = open(BOTH);
    const { pieces, next } = read(tracer);
    await next();
    await pieces.return?.();
    expect(() => read(tracer)).not.toThrow();
  });
});
