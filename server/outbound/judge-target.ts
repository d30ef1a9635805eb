/** Whether an address may be asked, and at which IP addresses: the name is resolved here once, and whoever connects takes these. */
import { isIP } from 'node:net';
import { OutboundError } from './outbound-error.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Who wrote the address down. An admin may name anything on their own network, by http as well; a stranger (an
 * application that registered itself, a request) only what lies on the open internet, by https.
 */
export type EnteredBy = 'admin' | 'stranger';

export interface Judging {
  /** `host:port` entries that strangers may name although they are private. */
  readonly allow: readonly string[];
  /** Every IP address of a host name; `vouched` where an admin entered it, or allowed strangers to. */
  resolve(host: string, vouched: boolean): Promise<readonly string[]>;
  /** Whether Lanyard itself listens there: nobody's address may make it talk to itself. */
  isOurs(address: string, port: number): boolean;
}

export interface Target {
  readonly url: URL;
  /** Host and port, for errors. */
  readonly host: string;
  /** Judged, every one. */
  readonly addresses: readonly string[];
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** Throws OutboundError. Nothing is connected to before this has answered, so that a refusal tells nothing of what is there. */
export async function judgeTarget(address: string, enteredBy: EnteredBy, judging: Judging): Promise<Target> {
  if (!URL.canParse(address)) throw new OutboundError('refused', 'an address', 'is not a URL');
  const url = new URL(address);
  const usual = DEFAULT_PORTS[url.protocol];
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (usual === undefined || name === '') {
    throw new OutboundError('refused', url.protocol, 'only https and http addresses are asked');
  }
  const port = url.port === '' ? usual : Number(url.port);
  const host = `${url.hostname}:${port}`;
  if (url.username !== '' || url.password !== '') {
    throw new OutboundError('refused', host, 'the address holds credentials');
  }
  const trusted = enteredBy === 'admin' || judging.allow.some((entry) => entry.toLowerCase() === host);
  if (!trusted && url.protocol !== 'https:') {
    throw new OutboundError('refused', host, 'a stranger named it, and the address is not https');
  }
  const addresses = isIP(name) === 0 ? await judging.resolve(name, trusted) : [name];
  if (addresses.length === 0) throw new OutboundError('unreachable', host, 'the name has no address');
  for (const found of addresses) {
    if (found.toLowerCase().startsWith('::ffff:')) {
      throw new OutboundError('refused', host, 'an IPv4 address that is spelled as an IPv6 address is not asked');
    }
    if (judging.isOurs(found, port)) throw new OutboundError('refused', host, 'Lanyard itself answers there');
    if (!trusted && !isPublicAddress(found)) {
      const remedy = `add ${host} to the setting outbound_allow if that is meant`;
      throw new OutboundError('refused', host, `a stranger named it, and its address ${found} is private; ${remedy}`);
    }
  }
  return { url, host, addresses };
}
