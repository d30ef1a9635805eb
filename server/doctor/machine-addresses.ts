/** Which addresses are this machine's. */
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { isLoopback } from '../spec/loopback.ts';

/** Whether `address` (an IP address without brackets) is one of this machine's. */
export function isOwnAddress(address: string): boolean {
  if (isLoopback(address)) return true;
  return ownInterfaces().some((candidate) => candidate.address.toLowerCase() === address.toLowerCase());
}

export function ownInterfaces(): readonly NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
}

/** The host of an origin as the name service wants it: an IPv6 address without its brackets. */
export function hostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, '');
}
