/**
 * Keeps and hands out what the steps, the store, the keys and the edge tell, for as long as somebody watches. In memory
 * only. With no subscriber there is no Trace at all, so nothing is timed, redacted or kept.
 */
import type { TraceEvent } from '../contract/trace-events.ts';
import { createRedactor } from './redact.ts';
import { createRing } from './ring.ts';
import type { Trace } from './trace.ts';

export interface Tracer {
  /** Undefined while nobody watches. */
  current(): Trace | undefined;
  /**
   * From now on `listener` gets every event; it must not throw. The answer ends that. The events of the past leave with
   * the last subscriber.
   */
  subscribe(listener: (event: TraceEvent) => void): () => void;
  /** What is kept, oldest first; of one flow where `flow_id` is given. */
  recent(flow_id?: string): readonly TraceEvent[];
  clear(): void;
}

export interface TracerOptions {
  /** How many events are kept. */
  readonly capacity: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds on a clock that only goes forward. */
  readonly clock: () => number;
}

export function createTracer(options: TracerOptions): Tracer {
  const ring = createRing<TraceEvent>(options.capacity);
  const listeners = new Set<{ readonly tell: (event: TraceEvent) => void }>();
  const { redact } = createRedactor();
  let sequence = 0;

  const trace: Trace = {
    clock: options.clock,
    emit(entry) {
      if (listeners.size === 0) return;
      sequence += 1;
      const { input, outcome, duration_ms, ...head } = entry;
      const event: TraceEvent = {
        ...head,
        sequence,
        at_ms: options.now(),
        duration_ms: Math.round(duration_ms * 1000) / 1000,
        input: redact(input),
        outcome: outcome.kind === 'ok' ? { kind: 'ok', output: redact(outcome.output) } : outcome,
      };
      ring.push(event);
      for (const listener of listeners) listener.tell(event);
    },
  };

  return {
    current: () => (listeners.size === 0 ? undefined : trace),
    subscribe(tell) {
      const listener = { tell };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) ring.clear();
      };
    },
    recent: (flow_id) => ring.values().filter((event) => flow_id === undefined || event.flow_id === flow_id),
    clear: () => ring.clear(),
  };
}
