/** On whose behalf another server is asked, so that nobody can keep us busy for everybody else. */
import { isLoopback } from '../spec/loopback.ts';
import { networkOf } from '../spec/network.ts';
import type { Context } from './context.ts';

/** Names for the guarded fetch. This machine stands for nobody: a reverse proxy on it speaks for everybody. */
export function askersOf(
  { address }: Pick<Context, 'address'>,
  application?: { readonly client_id?: string },
): readonly string[] {
  const network = isLoopback(address) ? [] : [`network ${networkOf(address)}`];
  const { client_id } = application ?? {};
  return client_id === undefined ? network : [`application ${client_id}`, ...network];
}
