/** No network may take every connection: counts what each one holds. Whom this does not concern, the caller knows. */
import { networkOf } from '../spec/network.ts';

export interface ConnectionShare {
  /** Whether one more from `address` may stay; when it may, it counts until `release`. */
  take(address: string): boolean;
  release(address: string): void;
}

/** `most` for each network. */
export function createConnectionShare(most: number): ConnectionShare {
  const held = new Map<string, number>();
  return {
    take(address) {
      const network = networkOf(address);
      const count = held.get(network) ?? 0;
      if (count >= most) return false;
      held.set(network, count + 1);
      return true;
    },
    release(address) {
      const network = networkOf(address);
      const count = (held.get(network) ?? 1) - 1;
      if (count === 0) held.delete(network);
      else held.set(network, count);
    },
  };
}
