/** What was read and what came since as one flow: each event once, in the order in which they happened. Pure. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { TraceEvent } from '../../../server/contract/trace-events.ts';
import { isSpecRef } from '../../../server/spec/references.ts';

type ReadEvent = Answered<'readFlow'>['events'][number];

export function joinedEvents(read: readonly ReadEvent[], live: readonly TraceEvent[]): readonly TraceEvent[] {
  const known = new Map<number, TraceEvent>();
  for (const { spec, ...event } of read) {
    known.set(event.sequence, spec !== undefined && isSpecRef(spec) ? { ...event, spec } : event);
  }
  for (const event of live) known.set(event.sequence, event);
  return [...known.values()].sort((a, b) => a.sequence - b.sequence);
}
