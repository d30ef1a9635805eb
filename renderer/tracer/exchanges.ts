/** The events of a flow as messages with their answers: what happened within each, and which of the known messages it is. */
import type { Answered } from '../../server/contract/admin/types.ts';
import { MESSAGES, type MessageName } from './messages.ts';

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

/** What a request told stands together, and ends with its message at the edge. */
export function exchangesOf(events: readonly TracedEvent[]): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  let within: TracedEvent[] = [];
  for (const event of events) {
    if (event.kind !== 'http') {
      within.push(event);
      continue;
    }
    const endpoint = within.findLast(({ kind, name }) => kind === 'step' && isMessage(name));
    const steps = within.filter((step) => (step.kind === 'step' || step.kind === 'key') && step !== endpoint);
    exchanges.push({ message: nameOf(endpoint, event), at: event, endpoint, steps });
    within = [];
  }
  return exchanges;
}

function nameOf(endpoint: TracedEvent | undefined, { name }: TracedEvent): MessageName {
  if (endpoint !== undefined && isMessage(endpoint.name)) return endpoint.name;
  const page = / \/interaction\/([a-z-]+)$/.exec(name)?.[1];
  return page !== undefined && isMessage(page) ? page : 'api';
}

function isMessage(name: string): name is MessageName {
  return Object.hasOwn(MESSAGES, name);
}
