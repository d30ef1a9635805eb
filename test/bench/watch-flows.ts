/** Somebody who watches the live flows, as the panel does: a stream of events that is read as it comes. */
import { adminHeaders } from './admin-access.ts';
import type { Candidate } from './candidate.ts';

export interface Watching {
  /** How many events were told so far. */
  events(): number;
  stop(): Promise<void>;
}

/** Resolves once the server tells what happens. */
export async function watchFlows(candidate: Candidate): Promise<Watching> {
  const cut = new AbortController();
  const response = await fetch(`${candidate.issuer}/api/v1/trace/stream`, {
    headers: await adminHeaders(candidate),
    signal: cut.signal,
  });
  if (response.status !== 200 || response.body === null) {
    throw new Error(`${candidate.name} lets nobody watch: ${response.status} ${await response.text()}`);
  }
  let events = 0;
  const ready = Promise.withResolvers<void>();
  const read = async (body: NonNullable<Response['body']>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const bytes of body) {
      events += decoder.decode(bytes, { stream: true }).split('\ndata: {"flow_id"').length - 1;
      ready.resolve();
    }
  };
  const ended = read(response.body).catch((error: unknown) => {
    ready.reject(error);
  });
  await ready.promise;
  return {
    events: () => events,
    async stop() {
      cut.abort();
      await ended;
    },
  };
}
