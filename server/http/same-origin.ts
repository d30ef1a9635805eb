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
  // The page may have been reached by another of our Host values; then Origin and Host are the same authority.
  return origin !== listenerOrigin && origin !== `${new URL(listenerOrigin).protocol}//${String(headers['host'])}`;
}
