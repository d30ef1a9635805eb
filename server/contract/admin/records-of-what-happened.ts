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
  addresses: z
    .array(z.string())
    .describe('From where: the first few of an event that stands for many; none where nobody came by the network.'),
  sentence: z.string().describe('What happened, for people.'),
  outcome: z.enum(['done', 'refused']),
  detail: z.record(z.string(), json),
  previous_hash: z.string(),
  hash: z.string(),
});

export const auditQuery = listQuery.omit({ sort: true }).extend({
  type: z
    .string()
    .max(1000)
    .describe('The whole type, or its noun: user.signed_in, user. Several, parted by commas, find what is any of them.')
    .exactOptional(),
  outcome: z.enum(['done', 'refused']).exactOptional(),
  actor: z
    .string()
    .max(300)
    .describe('Who did it: part of the name, as it stands in the log or is known today, however it is spelled.')
    .exactOptional(),
  target: z.string().max(300).describe('What it was done to: the whole name, as it stands in the log.').exactOptional(),
  since: z
    .string()
    .regex(/^[0-9]{1,12}$/, { error: 'must be seconds since 1970' })
    .exactOptional(),
  until: z
    .string()
    .regex(/^[0-9]{1,12}$/, { error: 'must be seconds since 1970' })
    .exactOptional(),
});

/** What an admin may have to look after. The codes stay; the words may change. */
export const ATTENTION_CODES = [
  'store_not_writable',
  'audit_chain_broken',
  'issuer_changed',
  'unencrypted',
  'certificate_expiring',
  'rotation_impossible',
  'applications_waiting',
  'only_admin',
  'owner_away',
  'panel_on_network',
  'shared_host',
  'sign_outs_untold',
  'mail_waiting',
  'start_again',
  'address_closed',
] as const;

export const statusView = z.object({
  version: z.string(),
  issuer: z.string(),
  started_at: moment,
  now: moment,
  listeners: z.array(z.object({ dialect: z.string(), url: z.string() })),
  listeners_to_come: z
    .array(z.string())
    .describe('Of the setting dialect_listeners: what answers only once the server has been started again.'),
  store: z.object({ kind: z.string(), writable: z.boolean() }),
  counts: z.object({
    users: z.int(),
    groups: z.int(),
    applications: z.int(),
    service_accounts: z.int(),
    sessions: z.int().describe('Those for applications and those of the panel.'),
  }),
  online: z.int().describe('How many people are signed in.'),
  people_online: z
    .array(z.object({ user_id: z.string(), username: z.string(), name: z.string(), since: moment }))
    .describe('Who is signed in, newest first; at most 20.'),
  attention: z
    .array(z.object({ code: z.enum(ATTENTION_CODES), text: z.string() }))
    .describe('What an admin should look after; empty when all is well.'),
  audit_chain: z
    .object({
      state: z.enum(['unchecked', 'intact', 'broken']),
      checked_at: moment.nullable().describe('Null until the first check has ended.'),
      events: z.int().describe('How many events were found to fit.'),
      broken_at: z.string().nullable().describe('The id of the first event that does not fit, or is missing.'),
      reason: z.string().nullable(),
    })
    .describe('What the last check of the whole audit log found; there is one after each start, and one a day.'),
});

export const flowSummary = z.object({
  flow_id: z.string(),
  began_at_ms: z.number(),
  last_at_ms: z.number(),
  events: z.int(),
  client_id: z.string().nullable(),
  client_name: z.string().nullable().describe('What the application is called, as far as it is known here.'),
  username: z.string().nullable(),
  outcome: z.enum(['under_way', 'done', 'refused']),
  title: z.string().describe('Such as “alice signs in to Grafana”.'),
});

export const flowQuery = listQuery.omit({ sort: true }).extend({
  outcome: flowSummary.shape.outcome.describe('Only those that stand like this.').exactOptional(),
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
