/** Whether two origins are of one site, as far as browsers send cookies that are SameSite=Lax along into frames. */
import { isIPv4, isIPv6 } from 'node:net';

/**
 * Of names the last two labels decide. Where a public suffix has more (co.uk), two that are no site of one another count as
 * one: whoever asks takes the stricter cookie then. RFC 6265bis §5.2
 */
export function isSameSite(one: string, other: string): boolean {
  const [first, second] = [new URL(one), new URL(other)];
  return first.protocol === second.protocol && siteOf(first.hostname) === siteOf(second.hostname);
}

function siteOf(hostname: string): string {
  const isAddress = isIPv4(hostname) || isIPv6(hostname.replaceAll(/[[\]]/g, ''));
  return isAddress ? hostname : hostname.split('.').slice(-2).join('.');
}
