/**
 * Why an address that an application registered could not be read, in plain words. The end of a sentence, and one of a few:
 * the audit log counts by it. It is for admins; whoever holds the browser isn't told what stands or listens there.
 */
import type { OutboundErrorCode } from './outbound-error.ts';

export type ReadAddress = 'jwks_uri' | 'request_uri' | 'sector_identifier_uri';

const WHAT: Readonly<Record<ReadAddress, string>> = {
  jwks_uri: 'the address of its public keys (jwks_uri)',
  request_uri: 'the address of its signed request (request_uri)',
  sector_identifier_uri: 'the address that lists its redirect addresses (sector_identifier_uri)',
};

const HOW: Readonly<Record<OutboundErrorCode, string>> = {
  refused: 'is one that Lanyard may not ask',
  unreachable: 'could not be reached',
  busy: 'was not asked, because too much else was going on',
  too_slow: 'did not answer in time',
  too_large: 'answered more than Lanyard reads',
  unexpected: 'answered with something else than expected',
};

/** “the address of its public keys (jwks_uri) could not be reached” */
export function whyUnread(name: ReadAddress, code: OutboundErrorCode): string {
  return `${WHAT[name]} ${HOW[code]}`;
}

/** The same for whoever may not know more than that. */
export function wasUnread(name: ReadAddress): string {
  return `${WHAT[name]} could not be read`;
}
