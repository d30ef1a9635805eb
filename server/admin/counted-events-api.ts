/** What was counted within the last minute, in the admin API: an admin who watches need not wait until it is written. */
import { eventTypeOf } from '../audit/event-types.ts';
import { entryOf } from '../audit/write-counts.ts';
import { AuditNames, addressesOf } from './audit-names.ts';
import type { Handlers } from './handler.ts';

/** Newest first. */
const MOST_SHOWN = 20;

export const COUNTED_EVENT_HANDLERS: Handlers<'listCountedEvents'> = {
  async listCountedEvents({ query }, { counts, store }) {
    const counted = counts.peek().toSorted((one, other) => other.last_at - one.last_at);
    const events = counted
      .map((each, index) => ({ ...entryOf(each, each.last_at), id: `counted-${index}`, previous_hash: '', hash: '' }))
      .filter(({ type, target }) => {
        const outcome = eventTypeOf(type)?.outcome ?? 'done';
        return (
          (query.outcome === undefined || outcome === query.outcome) &&
          (query.target === undefined || target === query.target)
        );
      })
      .slice(0, MOST_SHOWN);
    const names = new AuditNames(store);
    await names.learn(events);
    const items = events.map((event) => {
      const { previous_hash: _, hash: __, ...shown } = event;
      const { actor_name, target_name, sentence } = names.tell(event);
      const outcome = eventTypeOf(event.type)?.outcome ?? 'done';
      return { ...shown, actor_name, target_name, sentence, addresses: [...addressesOf(event)], outcome };
    });
    return { body: { items } };
  },
};
