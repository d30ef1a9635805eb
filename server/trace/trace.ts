/**
 * What the step runner, the decorators and the edge tell the tracer of one request. With nobody watching there is no Trace
 * at all.
 */
import type { SpecRef } from '../spec/references.ts';
import type { TraceEvent } from '../contract/trace-events.ts';

export interface TraceEntry {
  readonly kind: TraceEvent['kind'];
  readonly name: string;
  readonly spec?: SpecRef;
  readonly duration_ms: number;
  /** Raw: the tracer redacts before anything is kept or shown. */
  readonly input: unknown;
  readonly outcome:
    | { readonly kind: 'ok'; readonly output: unknown }
    | { readonly kind: 'refused'; readonly code: string; readonly description: string; readonly hint?: string };
}

export interface Trace {
  emit(entry: TraceEntry): void;
  /** Milliseconds on a clock that only goes forward. */
  clock(): number;
  /** The whole request, what it told before included, belongs to that flow: a code or a token said whose it is. */
  join(flow_id: string): void;
  /** The request is answered. Only now is shown what it told, in its flow; what comes later is not. */
  end(): void;
}
