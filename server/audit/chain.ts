/** The audit chain: each event's hash covers the event and the hash before it, so that a changed, missing or moved event shows. */
import { hash } from 'node:crypto';
import type { AuditEvent } from '../storage/records/flow.ts';
import { canonicalJson } from './canonical-json.ts';

/** What stands before the first event. */
export const CHAIN_START = '';

/** SHA-256 (base64url) over the canonical JSON of everything but the hash itself. */
export function hashAuditEvent(event: Omit<AuditEvent, 'hash'>): string {
  const { id, at, type, actor, target, address, detail, previous_hash } = event;
  const text = canonicalJson({ id, at, type, actor, target, address, detail, previous_hash });
  return hash('sha256', text, 'base64url');
}

export function auditEventId(number: number): string {
  return String(number).padStart(12, '0');
}

/** `id` is the first event that doesn't fit, or the one that is missing. */
export type BrokenChain = { readonly kind: 'broken'; readonly id: string; readonly reason: string };

export type ChainVerdict = { readonly kind: 'intact'; readonly events: number; readonly hash: string } | BrokenChain;

/** What the counter holds: with it a chain that was cut off at its end shows too. */
export interface ChainHead {
  readonly value: number;
  readonly hash?: string;
}

/** A chain as far as it was read and fits. */
export interface ChainSoFar {
  readonly events: number;
  readonly hash: string;
}

export const NOTHING_READ: ChainSoFar = { events: 0, hash: CHAIN_START };

/** How far the chain reaches with one more event, the next one; or why that one doesn't fit. */
export function followChain({ events, hash }: ChainSoFar, event: AuditEvent): ChainSoFar | BrokenChain {
  const id = auditEventId(events + 1);
  if (event.id !== id) return broken(id, `event ${id} is missing; ${event.id} stands in its place`);
  if (event.previous_hash !== hash) return broken(id, 'it does not follow the event before it');
  if (event.hash !== hashAuditEvent(event)) return broken(id, 'it was changed after it was written');
  return { events: events + 1, hash: event.hash };
}

/** The verdict on a chain of which every event fits. */
export function endChain({ events, hash }: ChainSoFar, head: ChainHead | undefined): ChainVerdict {
  if (head === undefined || (head.value === events && (head.hash ?? CHAIN_START) === hash)) {
    return { kind: 'intact', events, hash };
  }
  return broken(auditEventId(events + 1), `the chain should end with event ${auditEventId(head.value)}`);
}

/** Checks a whole chain, oldest event first. */
export function verifyAuditChain(events: Iterable<AuditEvent>, head?: ChainHead): ChainVerdict {
  let read = NOTHING_READ;
  for (const event of events) {
    const next = followChain(read, event);
    if ('kind' in next) return next;
    read = next;
  }
  return endChain(read, head);
}

function broken(id: string, reason: string): BrokenChain {
  return { kind: 'broken', id, reason };
}
