/** Looking up the same application for many at once: it is done one time, and all of them get what came of it. */
import type { Outbound } from '../../outbound/outbound.ts';
import type { Application } from '../../storage/records/directory.ts';

type UnderWay = Map<string, Promise<Application>>;

/** By the house's way to other servers, of which there is one. */
const LOOKUPS = new WeakMap<Outbound, UnderWay>();

/** What `look` answers or throws; that of whoever began it, where one for `key` is under way. */
export function lookUpOnce(outbound: Outbound, key: string, look: () => Promise<Application>): Promise<Application> {
  const lookups = lookupsOf(outbound);
  const begun = lookups.get(key);
  if (begun !== undefined) return begun;
  const looking = look().finally(() => lookups.delete(key));
  lookups.set(key, looking);
  return looking;
}

function lookupsOf(outbound: Outbound): UnderWay {
  const known = LOOKUPS.get(outbound);
  if (known !== undefined) return known;
  const first: UnderWay = new Map();
  LOOKUPS.set(outbound, first);
  return first;
}
