/** The headers that every answer of a kind carries. What a page may load is the page's own Content-Security-Policy. */
import { isIP } from 'node:net';
import type { Headers } from '../engine/wire.ts';
import type { Drawn } from './edge.ts';

const PERMISSIONS = 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()';
const THIRTY_DAYS_S = 2_592_000;

/** For what holds secrets or changes with the reader. RFC 6749 §5.1 */
export const NEVER_STORED: Headers = { 'cache-control': 'no-store', pragma: 'no-cache' };

export const NOSNIFF: Headers = { 'x-content-type-options': 'nosniff' };

const FRAMING: Readonly<Record<Drawn['framed_by'], Headers>> = {
  nobody: { 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' },
  // Also by pages that hold nothing of others unless it says that they may.
  anybody: { 'cross-origin-resource-policy': 'cross-origin', 'cross-origin-embedder-policy': 'require-corp' },
};

/** For pages. `csp` is the page's own; `origin` the listener's; `framed_by` is whose pages may hold it. */
export function pageHeaders(csp: string, origin: string, framed_by: Drawn['framed_by'] = 'nobody'): Headers {
  return {
    ...NEVER_STORED,
    ...NOSNIFF,
    ...transportSecurity(origin),
    'content-security-policy': csp,
    ...FRAMING[framed_by],
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
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
