/** The world of the guarded fetch as this machine has it: its resolver, and where it listens itself. */
import { networkInterfaces } from 'node:os';
import { isLoopback } from '../spec/loopback.ts';
import type { Settings } from '../storage/records/directory.ts';
import { createKnownHosts, hostsFile } from './hosts-file.ts';
import { trustBySettings } from './trust-by-settings.ts';
import { createOutbound, type Outbound } from './outbound.ts';
import { createResolveName, type ResolveName } from './resolve-name.ts';

/** Whether an address of this machine and one of `ports` were named. */
export function listensHere(ports: ReadonlySet<number>): (address: string, port: number) => boolean {
  return (address, port) => ports.has(port) && isThisMachine(address);
}

function isThisMachine(address: string): boolean {
  const bare = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (isLoopback(bare) || bare === '0.0.0.0' || bare === '::') return true;
  return Object.values(networkInterfaces()).some((own) => own?.some((one) => one.address === bare) === true);
}

/** As this machine resolves names. */
export function resolverHere(): ResolveName {
  return createResolveName({ hosts: createKnownHosts(hostsFile(process.platform, process.env['SystemRoot'])) });
}

/** The guarded fetch of this machine. `settings` are asked for each time; `listeners` are our own. */
export function openOutbound({ settings, listeners, now }: Machine): Outbound {
  const allow = async () => (await settings()).outbound_allow;
  const trust = trustBySettings(settings);
  return createOutbound({ allow, trust, resolve: resolverHere(), isOurs: listensHere(portsOf(listeners)) }, now);
}

interface Machine {
  settings(): Promise<Pick<Settings, 'outbound_allow' | 'outbound_ca'>>;
  readonly listeners: readonly { readonly url: string }[];
  /** Epoch seconds. */
  now(): number;
}

/** The ports of a server's own listeners, by their addresses. */
function portsOf(listeners: readonly { readonly url: string }[]): ReadonlySet<number> {
  return new Set(
    listeners.map(({ url }) => {
      const { port, protocol } = new URL(url);
      if (port !== '') return Number(port);
      return protocol === 'https:' ? 443 : 80;
    }),
  );
}
