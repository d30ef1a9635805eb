/** The live flows as a component watches them. */
import { useEffect, useRef, useState } from 'react';
import { OPERATIONS } from '../../server/contract/admin/operations.ts';
import { CSRF_HEADER } from '../../server/contract/admin/settings.ts';
import { usePanel } from '../api/panel.tsx';
import { openEventStream } from './event-stream.ts';
import { type StreamState, type TraceListener, watchTrace } from './trace-watch.ts';

export interface TraceStream {
  readonly state: StreamState;
  /** Whether messages are missing from what was told since this screen was opened. */
  readonly missing: boolean;
}

export function useTraceStream(listener: Pick<TraceListener, 'event' | 'again'>): TraceStream {
  const { client, desk } = usePanel();
  const [state, setState] = useState<StreamState>('opening');
  const [missing, setMissing] = useState(false);
  const told = useRef(listener);
  useEffect(() => {
    told.current = listener;
  });

  useEffect(
    () =>
      watchTrace(
        {
          open: () =>
            openEventStream({
              fetch: window.fetch.bind(window),
              path: OPERATIONS.streamTrace.path,
              headers: () => ({ [CSRF_HEADER]: desk.csrf() ?? '' }),
              setTimeout: (work, after_ms) => setTimeout(work, after_ms),
            }),
          ask: () => client.call('listFlows', {}),
          setTimeout: (work, after_ms) => setTimeout(work, after_ms),
        },
        {
          state: setState,
          event: (event) => told.current.event(event),
          again: () => told.current.again(),
          missing: () => setMissing(true),
        },
      ),
    [client, desk],
  );
  return { state, missing };
}
