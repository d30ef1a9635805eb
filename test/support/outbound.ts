/** The guarded fetch over a test's own store: what its settings allow, and Node's authorities unless others are given. */
import { readSettings } from '../../server/directory/settings.ts';
import { createOutbound, type Outbound } from '../../server/outbound/outbound.ts';
import { resolverHere } from '../../server/outbound/this-machine.ts';
import type { Store } from '../../server/storage/store.ts';

export function testOutbound(store: Store, now: () => number, ca?: readonly string[]): Outbound {
  const allow = async () => (await readSettings(store)).outbound_allow;
  return createOutbound(
    { allow, resolve: resolverHere(), isOurs: () => false, ...(ca === undefined ? {} : { ca }) },
    now,
  );
}
