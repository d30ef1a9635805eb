/** Whether a form of ours was posted by a page of ours. A second wall beside the CSRF token, which the engine checks. */

/**
 * Browsers say it in Sec-Fetch-Site, but only to trustworthy origins; else in Origin, which our own Referrer-Policy turns
 * into `null`. What a browser does not say is left to the token. Fetch Metadata §2.2
 */
export function isForeignPost(
  headers: { readonly [name: string]: string | readonly string[] | undefined },
  listenerOrigin: string,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = headers['origin'];
  if (origin === undefined || origin === 'null') return false;
  return !isOurOrigin(origin, headers['host'], listenerOrigin);
}

/**
 * The same for what scripts send: they always say their origin, so that `null` is somebody else's. What a person typed into
 * the address bar (`none`) may be looked at and changes nothing.
 */
export function isForeignCall(
  headers: { readonly [name: string]: string | readonly string[] | undefined },
  { safe }: { readonly safe: boolean },
  listenerOrigin: string,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && !(safe && site === 'none')) return true;
  const origin = headers['origin'];
  return origin !== undefined && !isOurOrigin(origin, headers['host'], listenerOrigin);
}

/** The page may have been reached by another of our Host values; then Origin and Host are the same authority. */
function isOurOrigin(
  origin: string | readonly string[],
  host: string | readonly string[] | undefined,
  listenerOrigin: string,
): boolean {
  return origin === listenerOrigin || origin === `${new URL(listenerOrigin).protocol}//${String(host)}`;
}
