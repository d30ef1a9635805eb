/** The list of live flows: newest first, page by page, searched and filtered like every list. */
import { expect, test } from 'vitest';
import type { AdminContext } from '../../server/admin/handler.ts';
import { TRACE_HANDLERS } from '../../server/admin/trace-api.ts';
import type { Answered, Query } from '../../server/contract/admin/types.ts';
import { createTracer } from '../../server/trace/tracer.ts';

function openTracer() {
  const clock = { now: 1_700_000_000_000 };
  const tracer = createTracer({ capacity: 1_000, now: () => clock.now, clock: () => clock.now });
  tracer.watch({ wake: () => undefined, stop: () => undefined });
  const tell = (flow_id: string, refused = false) => {
    clock.now += 1_000;
    const trace = tracer.current();
    trace?.join(flow_id);
    const outcome = refused
      ? ({ kind: 'refused', code: 'invalid_grant', description: 'no' } as const)
      : ({ kind: 'ok', output: { status: 200 } } as const);
    trace?.emit({ kind: 'step', name: 'token', duration_ms: 1, input: null, outcome });
    trace?.emit({ kind: 'http', name: 'POST /oauth2/token', duration_ms: 1, input: null, outcome });
    trace?.end();
  };
  return { tracer, tell };
}

const { tracer, tell } = openTracer();
for (const flow_id of ['a', 'b', 'c', 'd', 'e']) tell(flow_id, flow_id === 'c');
tell('a');

async function list(query: Query<'listFlows'>): Promise<Answered<'listFlows'>> {
  const call = { path: {}, query, body: undefined } as unknown as Parameters<typeof TRACE_HANDLERS.listFlows>[0];
  return (await TRACE_HANDLERS.listFlows(call, { house: { tracer } } as unknown as AdminContext)).body;
}
const ids = ({ items }: Answered<'listFlows'>) => items.map(({ flow_id }) => flow_id);

test('begins with the flow in which something happened last', async () => {
  expect(ids(await list({}))).toEqual(['a', 'e', 'd', 'c', 'b']);
});

test('goes on where a page ended', async () => {
  const first = await list({ limit: 2 });
  expect([ids(first), first.total]).toEqual([['a', 'e'], 5]);
  const second = await list({ limit: 2, cursor: first.next ?? '' });
  const third = await list({ limit: 2, cursor: second.next ?? '' });
  expect([ids(second), ids(third), third.next]).toEqual([['d', 'c'], ['b'], null]);
});

test('finds by outcome and by text', async () => {
  expect(ids(await list({ outcome: 'refused' }))).toEqual(['c']);
  expect((await list({ outcome: 'under_way' })).total).toBe(0);
  expect(ids(await list({ q: 'TOKEN FOR ITSELF', outcome: 'done' }))).toEqual(['a', 'e', 'd', 'b']);
  expect((await list({ q: 'nobody asked for this' })).items).toEqual([]);
});
