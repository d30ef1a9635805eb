/** The audit chain: each event's hash covers the event and the hash before it, so that a changed, missing or moved event shows. */
import { createHash } from 'node:crypto';
import type { AuditEvent } from '../storage/records/flow.ts';
import { canonicalJson } from './canonical-json.ts';

/** What stands before the first event. */
export const CHAIN_START = '';

/** SHA-256 (base64url) over the canonical JSON of everything but the hash itself. */
export function hashAuditEvent(event: Omit<AuditEvent, 'hash'>): string {
  const { id, at, type, actor, target, address, detail, previous_hash } = event;
  return createHash('sha256')
    .update(canonicalJson({ id, at, type, actor, target, address, detail, previous_hash }))
    .digest('base64url');
}

export function auditEventId(number: number): string {
  return String(number).padStart(12, '0');
}

export type ChainVerdict =
  | { readonly kind: 'intact'; readonly events: number; readonly hash: string }
  /** `id` is the first event that doesn't fit, or the one that is missing. */
  | { readonly kind: 'broken'; readonly id: string; readonly reason: string };

/**
 * Checks a whole chain, oldest event first. `head` is what the counter holds: with it a chain that was cut off at its end
 * shows too.
 */
export function verifyAuditChain(
  events: Iterable<AuditEvent>,
  head?: { readonly value: number; readonly hash?: string },
): ChainVerdict {
  let number = 0;
  let previous = CHAIN_START;
  for (const event of events) {
    number += 1;
    const id = auditEventId(number);
    if (event.id !== id)
      return { kind: 'broken', id, reason: `event ${id} is missing; ${event.id} stands in its place` };
    if (event.previous_hash !== previous)
      return { kind: 'broken', id, reason: 'it does not follow the event before it' };
    if (event.hash !== hashAuditEvent(event))
      return { kind: 'broken', id, reason: 'it was changed after it was written' };
    previous = event.hash;
  }
  if (head !== undefined && (head.value !== number || (head.hash ?? CHAIN_START) !== previous)) {
    return {
      kind: 'broken',
      id: auditEventId(number + 1),
      reason: `the chain should end with event ${auditEventId(head.value)}`,
    };
  }
  return { kind: 'intact', events: number, hash: previous };
}
