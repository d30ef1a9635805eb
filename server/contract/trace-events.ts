/** What a trace tells of one flow: steps, store and key use, messages at the edge. Already redacted when it is one of these. */
import type { SpecRef } from '../spec/references.ts';
import type { Json } from '../spec/vocabulary.ts';

export interface TraceEvent {
  /** Joins everything of one authorization, browser and back channel. */
  readonly flow_id: string;
  /** Counts up within one server. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly kind: 'step' | 'http' | 'store' | 'key';
  /** The row's wire name, the verb and collection, or method and path. */
  readonly name: string;
  readonly spec?: SpecRef;
  readonly duration_ms: number;
  readonly input: Json;
  readonly outcome:
    | { readonly kind: 'ok'; readonly output: Json }
    | { readonly kind: 'refused'; readonly code: string; readonly description: string; readonly hint?: string };
}
