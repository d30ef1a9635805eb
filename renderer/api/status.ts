/** Asks the server how it is and which addresses it has. Answers values; showing them is the screens' business. */

/** The addresses of the discovery document that people type into applications, in the order in which they are asked for. */
export const ADDRESS_NAMES = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
] as const;

export type AddressName = (typeof ADDRESS_NAMES)[number];

export interface Addresses {
  readonly issuer: string;
  readonly discovery: string;
  /** Only those that the server advertises. */
  readonly endpoints: readonly { readonly name: AddressName; readonly url: string }[];
}

export type Status =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly addresses: Addresses }
  | { readonly kind: 'not-ready'; readonly status: number }
  | { readonly kind: 'unreachable' };

/**
 * Never rejects, except when `signal` says that nobody waits any more. `origin` is the server's, without a slash at its
 * end; the page's own where absent.
 */
export async function fetchStatus(signal: AbortSignal, origin = ''): Promise<Status> {
  try {
    const health = await fetch(`${origin}/health`, { signal, cache: 'no-store' });
    if (!health.ok) return { kind: 'not-ready', status: health.status };
    const discovery = await fetch(`${origin}/.well-known/openid-configuration`, { signal });
    if (!discovery.ok) return { kind: 'not-ready', status: discovery.status };
    const document: unknown = await discovery.json();
    return { kind: 'running', addresses: readAddresses(document) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: 'unreachable' };
  }
}

/** Throws when the document names no issuer. OIDC Discovery §3 */
export function readAddresses(document: unknown): Addresses {
  const issuer = textAt(document, 'issuer');
  if (issuer === undefined) throw new Error('the discovery document names no issuer');
  const endpoints = ADDRESS_NAMES.flatMap((name) => {
    const url = textAt(document, name);
    return url === undefined ? [] : [{ name, url }];
  });
  return { issuer, discovery: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, endpoints };
}

function textAt(document: unknown, name: string): string | undefined {
  if (typeof document !== 'object' || document === null) return undefined;
  const value: unknown = Reflect.get(document, name);
  return typeof value === 'string' ? value : undefined;
}
