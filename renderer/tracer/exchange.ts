/** One message of a flow with its answer, between the trace's events and the picture. Types only. */
import type { Answered } from '../../server/contract/admin/types.ts';
import type { EndpointName, InteractionName } from '../../server/spec/vocabulary.ts';

/** The endpoints, the pages between them, and the REST calls of other products. */
export type MessageName = EndpointName | InteractionName | 'api';

/** As the admin API hands it out. */
export type TracedEvent = Answered<'readFlow'>['events'][number];

/** One message to Lanyard, and its answer. */
export interface Exchange {
  readonly message: MessageName;
  /** The message at the edge, which is told last. */
  readonly at: TracedEvent;
  /** The step of the whole endpoint; undefined for pages. */
  readonly endpoint: TracedEvent | undefined;
  /** What was checked and made in between, in order. */
  readonly steps: readonly TracedEvent[];
}
