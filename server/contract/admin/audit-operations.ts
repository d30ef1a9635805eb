/** What happened a moment ago and is counted before it is written down. */
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { auditEventView, auditQuery } from './records-of-what-happened.ts';

/** As it will stand in the log, which gives it its number and its hash. */
export const countedEventView = auditEventView.omit({ previous_hash: true, hash: true });

export const AUDIT_OPERATIONS = {
  listCountedEvents: {
    method: 'GET',
    path: '/api/v1/audit-events/counted',
    tag: 'Audit',
    summary: 'Lists what is counted and not written yet, newest first: one event stands for many within a minute.',
    access: 'admin',
    query: z.strictObject({
      outcome: auditQuery.shape.outcome,
      target: z.string().max(300).describe('What it was done to: the whole name.').exactOptional(),
    }),
    answer: { status: 200, schema: z.object({ items: z.array(countedEventView) }) },
  },
} as const satisfies Readonly<Record<string, Operation>>;
