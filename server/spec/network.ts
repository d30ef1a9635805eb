/** The network that an address counts for where failures are counted: changing the address within it must not help. */
import { isIPv6 } from 'node:net';

/**
 * An IPv6 address counts as its /64, which is what one subscriber or computer has; all of 127.0.0.0/8 is this machine;
 * any other IPv4 address stands for itself. RFC 4291 §2.5.4
 */
export function networkOf(address: string): string {
  if (address.startsWith('127.')) return '127.0.0.0/8';
  if (!isIPv6(address)) return address;
  const [bare = ''] = address.split('%', 1);
  const [before = '', after] = bare.split('::');
  const left = groups(before);
  const missing = after === undefined ? 0 : Math.max(0, 8 - left.length - groups(after).length);
  const all = [...left, ...Array.from({ length: missing }, () => '0'), ...groups(after ?? '')];
  return `${all.slice(0, 4).map(canonical).join(':')}::/64`;
}

function groups(part: string): readonly string[] {
  return part === '' ? [] : part.split(':');
}

function canonical(group: string): string {
  return Number.parseInt(group, 16).toString(16);
}
