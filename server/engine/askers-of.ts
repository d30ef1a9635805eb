/** On whose behalf another server is asked, so that nobody can keep us busy for everybody else. */
import { isLoopback } from '../spec/loopback.ts';
import { networkOf } from '../spec/network.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

/** Names for the guarded fetch. This machine stands for nobody: a reverse proxy on it speaks for everybody. */
export function askersOf({ address }: Pick<Context, 'address'>, application?: Application): readonly string[] {
  const network = isLoopback(address) ? [] : [`network ${networkOf(address)}`];
  return application === undefined ? network : [`application ${application.client_id}`, ...network];
}
