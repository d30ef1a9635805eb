/** Live flows in the admin API: those that are remembered, one of them whole, and the stream of what happens (trace-stream.ts). */
import type { Answered } from '../contract/admin/types.ts';
import type { Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { notFound } from './problem-error.ts';
import { recordChange } from './record-change.ts';
import { streamEvents } from './trace-stream.ts';

type FlowSummary = Answered<'listFlows'>['items'][number];
type Listed = { readonly id: string; readonly flow: FlowSummary };

const FLOW_ORDER: Order<Listed> = {
  searched: ({ flow }) => [flow.flow_id, flow.title, flow.username ?? '', flow.client_id ?? '', flow.client_name ?? ''],
  sorted: { last_at_ms: ({ flow }) => flow.last_at_ms },
  standard: '-last_at_ms',
};

export const TRACE_HANDLERS: Handlers<'listFlows' | 'readFlow' | 'streamTrace'> = {
  async listFlows({ query }, { house }) {
    const listed = house.tracer.summaries().map((flow) => ({ id: flow.flow_id, flow }));
    const filter = ({ flow }: Listed) => query.outcome === undefined || flow.outcome === query.outcome;
    return { body: await listRecords(listed, { order: FLOW_ORDER, query, filter, show: ({ flow }) => flow }) };
  },

  async readFlow({ path }, { house }) {
    const flow = house.tracer.flow(path.id);
    if (flow === undefined) throw notFound('flow; it may have been forgotten');
    return { body: { summary: flow.summary, events: [...flow.events] } };
  },

  async streamTrace({ last_event_id, signal, head }, cx) {
    const { house, mayGoOn, actor, store } = cx;
    // Who looks on sees the names and addresses of everybody who signs in.
    if (!head && house.watchers.isNew(actor)) {
      await store.transaction((within) =>
        recordChange(within, { type: 'trace.watched', target: '', detail: {}, touched: [] }, cx),
      );
    }
    return { media: 'text/event-stream', chunks: streamEvents(house.tracer, { last_event_id, signal, mayGoOn }) };
  },
};
