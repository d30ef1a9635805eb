/** Signing keys, and the sessions and grants of people, as the admin API shows them. */
import { z } from 'zod';
import { LATEST_MOMENT, shownText, wholeNumber } from '../configuration-fields.ts';
import { json, listQuery, moment } from './listing.ts';

/** The last one is of the key to which applications encrypt their requests. */
const alg = z.enum(['RS256', 'ES256', 'EdDSA', 'ECDH-ES']);

export const signingKeyView = z.object({
  kid: z.string(),
  alg,
  state: z.enum(['next', 'active', 'retired']),
  public_jwk: z.record(z.string(), json),
  public_pem: z.string(),
  published_at: moment,
  activated_at: moment.nullable(),
  retired_at: moment.nullable(),
  activates_at: moment.nullable().describe('When a next key takes over.'),
  retires_at: moment.nullable().describe('When the next key takes over from this active one.'),
  removed_at: moment.nullable().describe('When a retired key leaves: no token that it signed can live then.'),
});

export const signingKeyInput = z.strictObject({ alg });
export const signingKeyChanges = z.strictObject({
  activates_at: wholeNumber(
    'Only of a next key: not before every application can have seen it, and at most ten years ahead.',
    0,
    LATEST_MOMENT,
  ).exactOptional(),
});
export const rotateInput = z.strictObject({ alg: alg.describe('Every algorithm where absent.').exactOptional() });
export const rotated = z.object({
  rotations: z.array(
    z.object({
      alg,
      rotated: z.boolean(),
      kid: z.string().describe('The key that is used from now on.'),
      waits_until: moment
        .nullable()
        .describe('From when on it could be rotated again, where it was rotated this very second.'),
    }),
  ),
});
export const revokeKeyInput = z.strictObject({ reason: shownText('Why, for the audit log.').exactOptional() });
export const revokedKey = z.object({
  kid: z.string(),
  active_kid: z.string().describe('The key that is used from now on.'),
  died: z.string().describe('What stops working, as a sentence.'),
});

export const sessionQuery = listQuery.extend({
  client_id: z.string().max(300).describe('Only those that were used for this application.').exactOptional(),
});

export const sessionView = z.object({
  sid: z.string(),
  kind: z.enum(['sign_on', 'panel']).describe('Signed in for applications, or to the panel.'),
  current: z.boolean().describe('Whether it is the session of the panel that asks.'),
  user_id: z.string(),
  username: z.string(),
  name: z.string(),
  address: z.string(),
  user_agent: z.string(),
  amr: z.array(z.string()),
  auth_time: moment,
  created_at: moment,
  expires_at: moment,
  applications: z.array(z.string()).describe('client_id of those that it was used for.'),
  application_names: z.array(z.string()).describe('Their names, in the same order; the client_id of one that is gone.'),
});
