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
  const reachable = interfaces.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
  const named = isEverywhere(host) ? reachable : host;
  return new URL(`${scheme}://${isIPv6(named) ? `[${named}]` : named}:${port}`).origin;
}

/** The same host under another port, in the scheme that is really spoken there. */
export function siblingOrigin(origin: string, { scheme, port }: Pick<Bound, 'scheme' | 'port'>): string {
  return new URL(`${scheme}://${new URL(origin).hostname}:${port}`).origin;
}

/** The same port under another name. Behind a proxy that ends TLS the proxy has to serve that name too. */
export function namedOrigin(origin: string, host: string): string {
  const { protocol, port } = new URL(origin);
  return new URL(`${protocol}//${host}${port === '' ? '' : `:${port}`}`).origin;
}

/**
 * Where the admin's own pages answer for whoever sits at this machine, while they answer nobody else: the origin itself,
 * or loopback where every address is bound, since the origin may then be an address that others have to be kept from.
 * Over TLS it is the name that a certificate may have.
 */
export function localOrigin(origin: string, { scheme, host, port }: Bound): string {
  if (!isEverywhere(host)) return origin;
  return new URL(`${scheme}://${scheme === 'https' ? 'localhost' : '127.0.0.1'}:${port}`).origin;
}

function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
