/** What applications hold of people, looked at closely: how it was renewed, and all that one application has of one person. */
import { z } from 'zod';
import { listQuery, moment, pageOf, yesOrNo } from './listing.ts';

export const grantQuery = listQuery.extend({
  ended: yesOrNo
    .describe('true: only those that have ended and are remembered; else only those that are alive.')
    .exactOptional(),
});

export const grantView = z.object({
  id: z.string(),
  client_id: z.string(),
  client_name: z.string(),
  user_id: z.string(),
  username: z.string(),
  scope: z.array(z.string()),
  audience: z.array(z.string()),
  offline: z.boolean(),
  origin: z
    .object({
      kind: z.enum(['sign_in', 'device', 'exchange', 'password', 'mail', 'assertion', 'extension', 'app_password']),
      name: z
        .string()
        .nullable()
        .describe('Of the application whose token was exchanged, the server that vouched, or the grant of your own.'),
    })
    .describe('How it came to be.'),
  actors: z.array(z.string()).describe('Who acts for the person after an exchange: names, the latest first.'),
  access_tokens: z.int().describe('Opaque access tokens that are alive; JWTs are not counted, because none is kept.'),
  access_until: moment
    .nullable()
    .describe(
      'When its last access token runs out; where none is counted, until when it may hold a JWT at the latest, by today’s settings. Null where none works.',
    ),
  collect_by: moment
    .nullable()
    .describe(
      'While its code was not redeemed: until when that could be. It holds nothing before, and never afterwards.',
    ),
  refreshes: z.boolean().describe('Whether a refresh token is alive.'),
  ended_at: moment.nullable().describe('Null while it is alive, and where it merely ran out.'),
  ended_because: z.string().nullable(),
  refreshes_until: moment.nullable().describe('When the refresh token that is alive runs out if nobody uses it.'),
  created_at: moment,
  expires_at: moment,
});

/** What an application holds: of people, one by one, and for itself. */
export const applicationGrants = pageOf(grantView).extend({
  own_access_tokens: z
    .int()
    .describe('Opaque access tokens that it got without any person (client_credentials) and that are alive.'),
});

/** Nothing of the token itself: it is called by its place in the family. */
export const refreshTokenView = z.object({
  generation: z.int().describe('1 is the one that came with the sign-in; each is replaced when it is used.'),
  state: z
    .enum(['alive', 'used', 'replayed', 'idle', 'expired', 'ended'])
    .describe('replayed: used once more after it was replaced, which ended them all. ended: with what it belonged to.'),
  made_at: moment,
  made_from: z.string().nullable().describe('The address that asked for it; null where an older version made it.'),
  used_at: moment.nullable(),
  used_from: z.string().nullable(),
  replaced_by: z.int().nullable().describe('A generation.'),
  runs_out_at: moment.describe('When nobody could use it any more, if nobody did before.'),
  replayed_at: moment.nullable(),
  replayed_from: z.string().nullable(),
});

export const heldView = z.object({
  id: z.string().describe('Of the application.'),
  client_id: z.string(),
  client_name: z.string(),
  scope: z.array(z.string()).describe('All that the person allowed.'),
  remembered: z.boolean().describe('Whether it may sign in again without asking.'),
  sign_ins: z.int().describe('Grants that are alive.'),
  since: moment,
  used_at: moment,
});

export const withdrawn = z.object({
  grants: z.int().describe('How many sign-ins ended.'),
  told: z.boolean().describe('Whether the application has an address at which it is told.'),
});
