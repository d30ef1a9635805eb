/** Audit events, live flows and the state of the server, as the admin API shows them. */
import { z } from 'zod';
import { json, listQuery, moment } from './listing.ts';

export const auditEventView = z.object({
  id: z.string(),
  at: moment,
  type: z.string().describe('noun.verb: user.signed_in, application.changed …'),
  actor: z.string(),
  actor_name: z.string().describe('As people know it: a username, a client_name, or a word of ours.'),
  target: z.string(),
  target_name: z.string(),
  address: z.string(),
  sentence: z.string().describe('What happened, for people.'),
  outcome: z.enum(['done', 'refused']),
  detail: z.record(z.string(), json),
  previous_hash: z.string(),
  hash: z.string(),
});

export const auditQuery = listQuery.omit({ sort: true }).extend({
  type: z.string().max(100).describe('The whole type, or its noun: user.signed_in, user.').exactOptional(),
  actor: z.string().max(300).exactOptional(),
  target: z.string().max(300).exactOptional(),
  since: z
    .string()
    .regex(/^[0-9]{1,12}$/, { error: 'must be seconds since 1970' })
    .exactOptional(),
  until: z
    .string()
    .regex(/^[0-9]{1,12}$/, { error: 'must be seconds since 1970' })
    .exactOptional(),
});

export const statusView = z.object({
  version: z.string(),
  issuer: z.string(),
  started_at: moment,
  now: moment,
  listeners: z.array(z.object({ dialect: z.string(), url: z.string() })),
  store: z.object({ kind: z.string(), writable: z.boolean() }),
  counts: z.object({
    users: z.int(),
    groups: z.int(),
    applications: z.int(),
    service_accounts: z.int(),
    sessions: z.int(),
  }),
  people_online: z
    .array(z.object({ user_id: z.string(), username: z.string(), name: z.string(), since: moment }))
    .describe('Who is signed in, newest first; at most 20.'),
  attention: z
    .array(z.object({ code: z.string(), text: z.string() }))
    .describe('What an admin should look after; empty when all is well.'),
});

export const flowSummary = z.object({
  flow_id: z.string(),
  began_at_ms: z.number(),
  last_at_ms: z.number(),
  events: z.int(),
  client_id: z.string().nullable(),
  username: z.string().nullable(),
  outcome: z.enum(['under_way', 'done', 'refused']),
  title: z.string().describe('Such as “alice signs in to Grafana”.'),
});

/** As contract/trace-events.ts; that stays the type. */
export const traceEventView = z.object({
  flow_id: z.string(),
  sequence: z.int(),
  at_ms: z.number(),
  kind: z.enum(['step', 'http', 'store', 'key']),
  name: z.string(),
  spec: z.string().exactOptional(),
  duration_ms: z.number(),
  input: json,
  outcome: z.union([
    z.object({ kind: z.literal('ok'), output: json }),
    z.object({
      kind: z.literal('refused'),
      code: z.string(),
      description: z.string(),
      hint: z.string().exactOptional(),
    }),
  ]),
});

export const flowView = z.object({ summary: flowSummary, events: z.array(traceEventView) });
