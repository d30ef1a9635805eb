/** The headers that every answer of a kind carries. What a page may load is the page's own Content-Security-Policy. */
import { isIP } from 'node:net';
import type { Headers } from '../engine/wire.ts';

const PERMISSIONS = 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()';
const THIRTY_DAYS_S = 2_592_000;

/** For what holds secrets or changes with the reader. RFC 6749 §5.1 */
export const NEVER_STORED: Headers = { 'cache-control': 'no-store', pragma: 'no-cache' };

export const NOSNIFF: Headers = { 'x-content-type-options': 'nosniff' };

/** For pages that people see. `csp` is the page's own; `origin` the listener's. */
export function pageHeaders(csp: string, origin: string): Headers {
  return {
    ...NEVER_STORED,
    ...NOSNIFF,
    ...transportSecurity(origin),
    'content-security-policy': csp,
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
  };
}

/**
 * Only over TLS and only for a DNS name: on an address, or on localhost, it would bind every other program there. Without
 * includeSubDomains and preload, because the names below are somebody else's. RFC 6797 §8.1
 */
function transportSecurity(origin: string): Headers {
  const { protocol, hostname } = new URL(origin);
  if (protocol !== 'https:' || hostname.startsWith('[') || isIP(hostname) !== 0 || !hostname.includes('.')) return {};
  return { 'strict-transport-security': `max-age=${THIRTY_DAYS_S}` };
}
