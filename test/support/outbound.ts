/** The guarded fetch over a test's own store: what its settings allow, and Node's authorities unless others are given. */
import { createSecureContext } from 'node:tls';
import { readSettings } from '../../server/directory/settings.ts';
import { createOutbound, type Outbound } from '../../server/outbound/outbound.ts';
import { resolverHere } from '../../server/outbound/this-machine.ts';
import { trustBySettings } from '../../server/outbound/trust-by-settings.ts';
import type { Store } from '../../server/storage/store.ts';

export function testOutbound(store: Store, now: () => number, ca?: readonly string[]): Outbound {
  const allow = async () => (await readSettings(store)).outbound_allow;
  const given = ca && createSecureContext({ ca: [...ca] });
  const trust = given ? () => Promise.resolve(given) : trustBySettings(() => readSettings(store));
  return createOutbound({ allow, trust, resolve: resolverHere(), isOurs: () => false }, now);
}
