/** Which origin a listener goes by when nobody chose one, and which a dialect's own listener has. Pure. */
import { isIPv6 } from 'node:net';

export interface Bound {
  readonly scheme: 'http' | 'https';
  /** The bind address. */
  readonly host: string;
  readonly port: number;
}

/** An interface of this machine, as node:os lists them. */
export interface Interface {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

/**
 * Scheme, host and port without a trailing slash. A server that is bound to every address goes by the first that others
 * on the network can reach, because `0.0.0.0` is nobody's address.
 */
export function originOf({ scheme, host, port }: Bound, interfaces: readonly Interface[]): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const reachable = interfaces.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
  const named = everywhere ? reachable : host;
  return new URL(`${scheme}://${isIPv6(named) ? `[${named}]` : named}:${port}`).origin;
}

/** The same host under another port, in the scheme that is really spoken there. */
export function siblingOrigin(origin: string, { scheme, port }: Pick<Bound, 'scheme' | 'port'>): string {
  return new URL(`${scheme}://${new URL(origin).hostname}:${port}`).origin;
}
