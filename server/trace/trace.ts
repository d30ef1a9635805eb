/** What the step runner and the decorators tell the tracer. With nobody watching there is no Trace at all. */
import type { SpecRef } from '../spec/references.ts';
import type { TraceEvent } from '../contract/trace-events.ts';

export interface TraceEntry {
  readonly flow_id: string;
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
}
