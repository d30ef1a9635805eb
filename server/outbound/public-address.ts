/** Which IP addresses lie on the open internet: everything else is somebody's own network, or this very machine. */
import { BlockList, isIP } from 'node:net';

/** What the IPv4 registry of special-purpose addresses keeps from the open internet, and multicast. RFC 6890 */
const NOT_PUBLIC_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/**
 * Of the one block that is handed out as global unicast (2000::/3): Teredo and its neighbours, documentation, and 6to4,
 * whose addresses hold an IPv4 address. RFC 4291 §2.4
 */
const NOT_PUBLIC_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const notPublic4 = blocks(NOT_PUBLIC_4, 'ipv4');
const notPublic6 = blocks(NOT_PUBLIC_6, 'ipv6');
const global6 = blocks([['2000::', 3]], 'ipv6');

/**
 * `address` is an IP address as a resolver answers it. Loopback, private, link-local (and with it the metadata services of
 * clouds), unique local, and every form of IPv6 that carries an IPv4 address (mapped, NAT64, 6to4) are not public.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
}

function blocks(ranges: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
  return list;
}
