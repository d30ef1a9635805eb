/** The desktop program opens the panel with a ticket in the address, which signs its owner in, once. */
import { OWNER_TICKET_FRAGMENT } from '../../server/contract/admin/settings.ts';

/** Takes the ticket and leaves the address without it, so that nobody finds it in the history. */
export function takeTicket(location: Location, history: History): string | undefined {
  const fragment = location.hash.replace('#', '');
  if (!fragment.startsWith(OWNER_TICKET_FRAGMENT)) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  return fragment.slice(OWNER_TICKET_FRAGMENT.length);
}
