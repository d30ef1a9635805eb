/** Watches the live flows. The browser resumes a stream that was cut from the last event it had. HTML §9.2 */
import { useEffect, useRef, useState } from 'react';
import { OPERATIONS } from '../../server/contract/admin/operations.ts';
import type { TraceEvent } from '../../server/contract/trace-events.ts';

export type StreamState = 'opening' | 'watching' | 'interrupted' | 'closed';

export interface StreamListener {
  event(event: TraceEvent): void;
  /** Something may be missing between what one has and what comes: ask for the whole again. */
  gap(): void;
}

export function useTraceStream(listener: StreamListener): StreamState {
  const [state, setState] = useState<StreamState>('opening');
  const told = useRef(listener);
  useEffect(() => {
    told.current = listener;
  });

  useEffect(() => {
    const source = new EventSource(OPERATIONS.streamTrace.path);
    source.addEventListener('ready', () => setState('watching'));
    source.addEventListener('gap', () => told.current.gap());
    source.addEventListener('untraced', () => told.current.gap());
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      // Our own server's, of the type that the contract names.
      told.current.event(JSON.parse(data) as TraceEvent);
    });
    source.addEventListener('error', () => {
      setState(source.readyState === EventSource.CLOSED ? 'closed' : 'interrupted');
    });
    return () => source.close();
  }, []);
  return state;
}
