/** The events of a flow as messages with their answers: what happened within each, and which of the known messages it is. */
import type { Exchange, MessageName, TracedEvent } from './exchange.ts';
import { MESSAGES } from './messages.ts';

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
