/** The tracer: what requests tell, kept for as long as somebody watches and a little longer, within limits. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TraceEvent } from '../../server/contract/trace-events.ts';
import type { Keyring } from '../../server/keys/keyring.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { StorageError } from '../../server/storage/store.ts';
import type { Trace, TraceEntry } from '../../server/trace/trace.ts';
import { createTracer, type TraceLimits, type Tracer, type Watcher } from '../../server/trace/tracer.ts';
import { traceKeyring } from '../../server/trace/trace-keyring.ts';
import { traceStore } from '../../server/trace/trace-store.ts';

afterEach(() => {
  vi.useRealTimers();
});

const NOBODY: Watcher = { wake: () => undefined, stop: () => undefined };
const ALL = 100_000_000;

function open(limits: Partial<TraceLimits> = {}, capacity = 100) {
  const time = { ms: 0 };
  const now = () => 1_700_000_000_000;
  return { tracer: createTracer({ capacity, now, clock: () => time.ms, limits }), time };
}

const ENTRY: TraceEntry = {
  kind: 'step',
  name: 'redirect_uri',
  spec: 'RFC 6749 §3.1.2',
  duration_ms: 1.23456,
  input: { code: 'secret-code' },
  outcome: { kind: 'ok', output: { client_id: 'web-app' } },
};

/** One request of a flow that tells so many things. */
function tell(tracer: Tracer, flow_id: string, events = 1): void {
  const trace = tracer.current();
  trace?.join(flow_id);
  for (let n = 0; n < events; n += 1) trace?.emit(ENTRY);
  trace?.end();
}

const told = (tracer: Tracer) => tracer.after(0, ALL).map(({ text }) => JSON.parse(text) as TraceEvent);
const sequences = (tracer: Tracer) => told(tracer).map(({ sequence }) => sequence);

describe('while nobody watches', () => {
  test('there is no trace at all', () => {
    const { tracer } = open();
    expect(tracer.current()).toBeUndefined();
    expect(tracer.summaries()).toEqual([]);
  });

  test('and a minute after the last has left: until then a page that is loaded again misses nothing', () => {
    vi.useFakeTimers();
    const { tracer } = open();
    const first = tracer.watch(NOBODY);
    const second = tracer.watch(NOBODY);
    first?.end();
    second?.end();
    second?.end();
    vi.advanceTimersByTime(59_000);
    tell(tracer, 'a');
    expect(sequences(tracer)).toEqual([1]);
    tracer.watch(NOBODY)?.end();
    vi.advanceTimersByTime(59_000);
    expect(tracer.current()).toBeDefined();
    vi.advanceTimersByTime(1_000);
    expect(tracer.current()).toBeUndefined();
    expect(told(tracer)).toEqual([]);
  });

  test('what a trace that is still held tells is lost, and a reader of before will know that something is missing', () => {
    vi.useFakeTimers();
    const { tracer } = open();
    const watch = tracer.watch(NOBODY);
    tell(tracer, 'a');
    const place = tracer.newest();
    const held = tracer.current();
    watch?.end();
    vi.advanceTimersByTime(60_000);
    held?.emit(ENTRY);
    held?.end();
    tracer.watch(NOBODY);
    expect(told(tracer)).toEqual([]);
    expect(tracer.forgotten()).toBeGreaterThan(place);
  });
});

describe('a watcher', () => {
  test('is woken by each request that has ended, and finds what it told: redacted, numbered, in one flow', () => {
    const { tracer } = open();
    const wake = vi.fn<() => void>();
    tracer.watch({ ...NOBODY, wake });
    const trace = tracer.current();
    trace?.join('its own');
    trace?.emit(ENTRY);
    trace?.join('the flow of the code');
    trace?.emit({
      ...ENTRY,
      outcome: { kind: 'refused', code: 'invalid_grant', description: 'Bearer secret-secret', hint: '?code=secret' },
    });
    expect(wake).not.toHaveBeenCalled();
    trace?.end();
    trace?.emit(ENTRY);
    trace?.end();
    expect(wake).toHaveBeenCalledOnce();
    expect(told(tracer)).toEqual([
      {
        flow_id: 'the flow of the code',
        kind: 'step',
        name: 'redirect_uri',
        spec: 'RFC 6749 §3.1.2',
        sequence: 1,
        at_ms: 1_700_000_000_000,
        duration_ms: 1.235,
        input: { code: expect.stringMatching(/^•••/) },
        outcome: { kind: 'ok', output: { client_id: 'web-app' } },
      },
      expect.objectContaining({
        flow_id: 'the flow of the code',
        sequence: 2,
        outcome: {
          kind: 'refused',
          code: 'invalid_grant',
          description: expect.stringMatching(/^Bearer •••/),
          hint: expect.stringMatching(/^\?code=•••/),
        },
      }),
    ]);
    expect(JSON.stringify(told(tracer))).not.toContain('secret-');
  });

  test('is refused where as many as may are watching, until one leaves', () => {
    const { tracer } = open({ watchers: 2 });
    const watches = [tracer.watch(NOBODY), tracer.watch(NOBODY)];
    expect(watches).not.toContain(undefined);
    expect(tracer.watch(NOBODY)).toBeUndefined();
    watches[0]?.end();
    expect(tracer.watch(NOBODY)).toBeDefined();
  });

  test('is told when the server stops, and then nothing is traced any more', () => {
    const { tracer } = open();
    const stop = vi.fn<() => void>();
    tracer.watch({ ...NOBODY, stop });
    tell(tracer, 'a');
    tracer.stop();
    expect(stop).toHaveBeenCalledOnce();
    expect(tracer.current()).toBeUndefined();
    expect(told(tracer)).toEqual([]);
  });
});

describe('what is kept', () => {
  test('of flows goes flow by flow, the one that was quiet for longest first', () => {
    const { tracer } = open({ flows: 2 });
    tracer.watch(NOBODY);
    for (const flow of ['a', 'b', 'a', 'c']) tell(tracer, flow);
    expect(tracer.summaries().map(({ flow_id }) => flow_id)).toEqual(['c', 'a']);
    expect(sequences(tracer)).toEqual([1, 3, 4]);
    expect(tracer.flow('b')).toBeUndefined();
    expect(tracer.flow('a')?.events.map(({ sequence }) => sequence)).toEqual([1, 3]);
    expect(tracer.forgotten()).toBe(2);
  });

  test('is bounded in events, and what is newest stays even where it alone is too much', () => {
    const { tracer } = open({}, 5);
    tracer.watch(NOBODY);
    tell(tracer, 'a', 3);
    tell(tracer, 'b', 3);
    expect(sequences(tracer)).toEqual([4, 5, 6]);
    tell(tracer, 'c', 9);
    expect(sequences(tracer)).toEqual([11, 12, 13, 14, 15]);
  });

  test('is bounded in bytes', () => {
    const { tracer } = open({ bytes: 5_000 });
    tracer.watch(NOBODY);
    for (let n = 0; n < 100; n += 1) tell(tracer, `flow ${n}`);
    const kept = tracer.after(0, ALL).reduce((sum, { text }) => sum + text.length, 0);
    expect(kept).toBeLessThanOrEqual(5_000);
    expect(kept).toBeGreaterThan(4_000);
  });

  test('of one flow that goes on for days is its newest part, and what it is about stays known', () => {
    const { tracer } = open({ events_per_flow: 3 });
    tracer.watch(NOBODY);
    const trace = tracer.current();
    trace?.join('a');
    const user = { kind: 'ok', output: { username: 'alice' } } as const;
    trace?.emit({ kind: 'store', name: 'users get', duration_ms: 0, input: {}, outcome: user });
    trace?.end();
    for (let n = 0; n < 10; n += 1) tell(tracer, 'a');
    expect(tracer.flow('a')).toMatchObject({ summary: { username: 'alice', events: 3 } });
    expect(sequences(tracer)).toEqual([9, 10, 11]);
  });

  test('is handed out after a place, piece by piece, each of one event at least', () => {
    const { tracer } = open();
    tracer.watch(NOBODY);
    tell(tracer, 'a', 4);
    const [first] = tracer.after(0, ALL);
    const each = first?.text.length ?? 0;
    expect(tracer.after(2, ALL).map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(tracer.after(0, 1)).toHaveLength(1);
    expect(tracer.after(0, each * 2)).toHaveLength(2);
    expect(tracer.after(4, ALL)).toEqual([]);
    expect(JSON.parse(first?.text ?? '')).toMatchObject({ sequence: first?.sequence, flow_id: 'a', kind: 'step' });
  });
});

test('beyond what anybody could follow nothing is traced, and it is said how much that was', () => {
  const { tracer, time } = open({ requests_per_s: 10, burst: 3 });
  tracer.watch(NOBODY);
  for (let n = 0; n < 5; n += 1) tell(tracer, `at once ${n}`);
  expect([tracer.summaries().length, tracer.untraced()]).toEqual([3, 2]);
  time.ms += 100;
  for (let n = 0; n < 2; n += 1) tell(tracer, `later ${n}`);
  expect([tracer.summaries().length, tracer.untraced()]).toEqual([4, 3]);
  time.ms += 3_600_000;
  for (let n = 0; n < 5; n += 1) tell(tracer, `much later ${n}`);
  expect([tracer.summaries().length, tracer.untraced()]).toEqual([7, 5]);
});

function watched(): { readonly trace: Trace; readonly tracer: Tracer } {
  const { tracer } = open();
  tracer.watch(NOBODY);
  const trace = tracer.current();
  if (trace === undefined) throw new Error('nobody watches');
  trace.join('f1');
  return { trace, tracer };
}

test('a traced store does what the store does and tells of it, inside of transactions too', async () => {
  const { trace, tracer } = watched();
  const store = traceStore(createMemoryStore(), trace);
  const group = { id: 'g1', number: 1, name: 'staff', created_at: 1, updated_at: 1 };
  await store.transaction(async (within) => {
    await within.collection('groups').insert(group);
  });
  expect(await store.collection('groups').find('name', 'staff')).toEqual([group]);
  await expect(store.collection('groups').update('nobody', (old) => old)).rejects.toBeInstanceOf(StorageError);
  trace.end();
  expect(told(tracer).map(({ kind, name, outcome }) => [kind, name, outcome.kind])).toEqual([
    ['store', 'groups insert', 'ok'],
    ['store', 'groups find', 'ok'],
    ['store', 'groups update', 'refused'],
  ]);
});

test('a traced keyring signs and verifies as before, and shows no whole token', async () => {
  const { trace, tracer } = watched();
  const keys: Keyring = {
    sign: () => 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl',
    verify: async () => undefined,
    decrypt: async () => 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl',
    jwks: () => ({ keys: [] }),
    algorithms: () => ['ES256'],
  };
  const traced = traceKeyring(keys, trace);
  expect(await traced.sign({ alg: 'ES256', typ: 'JWT' }, { sub: 'a' })).toBe(
    'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl',
  );
  expect(await traced.verify('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl')).toBeUndefined();
  expect(await traced.decrypt('a.b.c.d.e')).toBe('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl');
  trace.end();
  expect(told(tracer).map(({ name }) => name)).toEqual(['sign ES256', 'verify', 'decrypt']);
  expect(JSON.stringify(told(tracer))).not.toContain('eyJhbGci');
});
