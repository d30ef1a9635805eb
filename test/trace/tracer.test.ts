import { expect, test } from 'vitest';
import type { TraceEvent } from '../../server/contract/trace-events.ts';
import type { Keyring } from '../../server/keys/keyring.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { StorageError } from '../../server/storage/store.ts';
import { createTracer } from '../../server/trace/tracer.ts';
import { traceKeyring } from '../../server/trace/trace-keyring.ts';
import { traceStore } from '../../server/trace/trace-store.ts';

function open(capacity = 100) {
  let clock = 0;
  return createTracer({ capacity, now: () => 1_700_000_000_000, clock: () => (clock += 1) });
}

const ENTRY = {
  flow_id: 'f1',
  kind: 'step',
  name: 'redirect_uri',
  spec: 'RFC 6749 §3.1.2',
  duration_ms: 1.23456,
  input: { code: 'secret-code' },
  outcome: { kind: 'ok', output: { client_id: 'web-app' } },
} as const;

test('with nobody watching there is no trace at all', () => {
  const tracer = open();
  expect(tracer.current()).toBeUndefined();
  tracer.subscribe(() => undefined)();
  expect(tracer.current()).toBeUndefined();
});

test('a watcher gets events, redacted and numbered', () => {
  const tracer = open();
  const seen: TraceEvent[] = [];
  tracer.subscribe((event) => seen.push(event));
  tracer.current()?.emit(ENTRY);
  tracer.current()?.emit({ ...ENTRY, outcome: { kind: 'refused', code: 'invalid_grant', description: 'expired' } });
  expect(seen).toEqual([
    {
      flow_id: 'f1',
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
      sequence: 2,
      outcome: { kind: 'refused', code: 'invalid_grant', description: 'expired' },
    }),
  ]);
});

test('the newest events are kept, and those of one flow can be picked out', () => {
  const tracer = open(2);
  tracer.subscribe(() => undefined);
  for (const flow_id of ['a', 'b', 'a']) tracer.current()?.emit({ ...ENTRY, flow_id });
  expect(tracer.recent().map((event) => event.sequence)).toEqual([2, 3]);
  expect(tracer.recent('a').map((event) => event.sequence)).toEqual([3]);
});

test('what was kept leaves with the last watcher, and a trace that is still held tells nobody', () => {
  const tracer = open();
  const first = tracer.subscribe(() => undefined);
  const second = tracer.subscribe(() => undefined);
  const held = tracer.current();
  held?.emit(ENTRY);
  first();
  expect(tracer.recent()).toHaveLength(1);
  second();
  held?.emit(ENTRY);
  expect(tracer.recent()).toEqual([]);
});

function watch() {
  const tracer = open();
  const seen: TraceEvent[] = [];
  tracer.subscribe((event) => seen.push(event));
  const trace = tracer.current();
  if (trace === undefined) throw new Error('nobody watches');
  return { trace, seen };
}

test('a traced store does what the store does and tells of it, inside of transactions too', async () => {
  const { trace, seen } = watch();
  const store = traceStore(createMemoryStore(), trace, 'f1');
  const group = { id: 'g1', number: 1, name: 'staff', created_at: 1, updated_at: 1 };
  await store.transaction(async (within) => {
    await within.collection('groups').insert(group);
  });
  expect(await store.collection('groups').find('name', 'staff')).toEqual([group]);
  await expect(store.collection('groups').update('nobody', (old) => old)).rejects.toBeInstanceOf(StorageError);
  expect(seen.map(({ kind, name, outcome }) => [kind, name, outcome.kind])).toEqual([
    ['store', 'groups insert', 'ok'],
    ['store', 'groups find', 'ok'],
    ['store', 'groups update', 'refused'],
  ]);
});

test('a traced keyring signs and verifies as before, and shows no whole token', async () => {
  const { trace, seen } = watch();
  const keys: Keyring = {
    sign: () => 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl',
    verify: async () => undefined,
    jwks: () => ({ keys: [] }),
    algorithms: () => ['ES256'],
  };
  const traced = traceKeyring(keys, trace, 'f1');
  expect(await traced.sign({ alg: 'ES256', typ: 'JWT' }, { sub: 'a' })).toBe(
    'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl',
  );
  expect(await traced.verify('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl')).toBeUndefined();
  expect(seen.map(({ name }) => name)).toEqual(['sign ES256', 'verify']);
  expect(JSON.stringify(seen)).not.toContain('eyJhbGci');
});
