/** Whether a connection comes from this very computer. What follows from that, its callers decide. */
import { isLoopback } from '../spec/loopback.ts';
import { addressOf } from './make-context.ts';

export interface Ends {
  readonly remoteAddress?: string | undefined;
  readonly localAddress?: string | undefined;
}

/** Who works here may come by any of the computer's addresses: then both ends of the connection have the same one. */
export function isFromHere(socket: Ends): boolean {
  const peer = addressOf(socket);
  return isLoopback(peer) || (peer !== '' && peer === addressOf({ remoteAddress: socket.localAddress }));
}
