/** Applications that could not be told of the newest sign-outs: whoever signs out here stays signed in there. */
import { and } from '../audit/event-type.ts';
import { findApplication } from '../directory/applications.ts';
import { everyRecord } from '../directory/every-record.ts';
import { isByBrowser } from '../directory/logout-deliveries.ts';
import type { LogoutDelivery } from '../storage/records/logout-deliveries.ts';
import type { Collections } from '../storage/store.ts';

/** In a sentence. */
const MOST_NAMED = 5;

/**
 * The names of those whose last try went wrong, however long the next ones go on, and who have not been told anything since.
 * Undefined where there are none. A browser that shows their page answers nothing, and says nothing of them here.
 */
export async function untoldOfSignOuts(records: Collections): Promise<string | undefined> {
  const newest = new Map<string, LogoutDelivery>();
  for await (const delivery of everyRecord(records.collection('logout_deliveries'))) {
    if (isByBrowser(delivery) || delivery.tried_at === undefined) continue;
    const before = newest.get(delivery.client_id);
    if (before === undefined || isNewer(delivery, before)) newest.set(delivery.client_id, delivery);
  }
  const untold = [...newest.values()].filter(({ told_at }) => told_at === undefined);
  const names = await Promise.all(untold.map(({ client_id }) => nameOf(client_id, records)));
  const known = names.filter((name) => name !== undefined).toSorted();
  if (known.length === 0) return undefined;
  const more = known.length - MOST_NAMED;
  return and([...known.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])]);
}

/** Of two tries within a second, one that went well says that it can be reached. */
function isNewer(one: LogoutDelivery, other: LogoutDelivery): boolean {
  const [mine, theirs] = [one.tried_at ?? 0, other.tried_at ?? 0];
  return mine > theirs || (mine === theirs && one.told_at !== undefined);
}

/** Undefined where it wants to be told no more, or is gone. */
async function nameOf(client_id: string, records: Collections): Promise<string | undefined> {
  const application = await findApplication(records, client_id);
  return application?.backchannel_logout_uri === undefined ? undefined : application.client_name;
}
