/** Live flows in the admin API: those that are remembered, one of them whole, and the stream of what happens (trace-stream.ts). */
import { getLivePanelSession } from '../directory/panel-sessions.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { notFound } from './problem-error.ts';
import { streamEvents } from './trace-stream.ts';

export const TRACE_HANDLERS: Handlers<'listFlows' | 'readFlow' | 'streamTrace'> = {
  async listFlows(_call, { house }) {
    return { body: { items: [...house.tracer.summaries()] } };
  },

  async readFlow({ path }, { house }) {
    const flow = house.tracer.flow(path.id);
    if (flow === undefined) throw notFound('flow; it may have been forgotten');
    return { body: { summary: flow.summary, events: [...flow.events] } };
  },

  async streamTrace({ last_event_id, signal }, cx) {
    const mayGoOn = () => mayStillWatch(cx);
    return { media: 'text/event-stream', chunks: streamEvents(cx.house.tracer, { last_event_id, signal, mayGoOn }) };
  },
};

/** A stream lives no longer than what opened it: a session of the panel, or an access token. */
async function mayStillWatch({ house, store, actor, panel_cookie, now, settings }: AdminContext): Promise<boolean> {
  switch (actor.kind) {
    case 'panel':
      return (await getLivePanelSession(store, panel_cookie, house.now())) !== undefined;
    case 'person':
    case 'service_account':
      // When the token was issued is not known here; it lives this long at most.
      return house.now() < now + settings.access_token_lifetime_s;
    case 'stranger':
      return false;
  }
}
