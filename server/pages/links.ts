/** Which addresses of an application a page may use at all: for a link http(s), for a picture https or our own. */

/** `address` when it is an absolute http or https URL. */
export function linkable(address: string | undefined): string | undefined {
  const url = parsed(address);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

export interface Picture {
  readonly src: string;
  /** The origin that img-src must name; absent for a picture of our own. */
  readonly origin?: string;
}

/** A picture over https, or at a path of our own origin (`/…`, but not `//host` or `/\host`). */
export function picture(address: string | undefined): Picture | undefined {
  const url = parsed(address);
  if (url?.protocol === 'https:' && /^[a-z0-9.-]+$/i.test(url.hostname)) return { src: url.href, origin: url.origin };
  if (url !== undefined || address === undefined || !address.startsWith('/')) return undefined;
  const ours = new URL('https://own.invalid');
  const resolved = parsed(address, ours.origin);
  return resolved?.origin === ours.origin ? { src: resolved.pathname + resolved.search } : undefined;
}

function parsed(address: string | undefined, base?: string): URL | undefined {
  return address === undefined ? undefined : (URL.parse(address, base) ?? undefined);
}
