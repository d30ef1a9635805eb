/** No network may take every connection: what one peer may hold, and how long an idle one may stay when many are open. */
import { isLoopback } from '../spec/loopback.ts';
import { networkOf } from '../spec/network.ts';

export interface ConnectionShare {
  /** Whether one more from `address` may stay; when it may, it counts until `release`. */
  take(address: string): boolean;
  release(address: string): void;
}

/** `most` for each network. This machine itself may hold as many as there are: a reverse proxy speaks for everybody. */
export function createConnectionShare(
  most: number,
  isExempt: (address: string) => boolean = isLoopback,
): ConnectionShare {
  const held = new Map<string, number>();
  return {
    take(address) {
      if (isExempt(address)) return true;
      const network = networkOf(address);
      const count = held.get(network) ?? 0;
      if (count >= most) return false;
      held.set(network, count + 1);
      return true;
    },
    release(address) {
      if (isExempt(address)) return;
      const network = networkOf(address);
      const count = (held.get(network) ?? 1) - 1;
      if (count === 0) held.delete(network);
      else held.set(network, count);
    },
  };
}
