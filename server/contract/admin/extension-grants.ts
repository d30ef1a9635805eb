/** Grants of the office's own as the admin API shows and takes them. */
import { z } from 'zod';
import { extensionGrantEntry, hookUri } from '../configuration-extension-grant.ts';
import { json, moment } from './listing.ts';

const field = extensionGrantEntry.shape;

export const extensionGrantView = z.object({
  id: z.string(),
  grant_type: z.string(),
  name: z.string(),
  hook_uri: z.string(),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string())]))) }),
  signs_in: z.boolean(),
  disabled: z.boolean(),
  created_at: moment,
  updated_at: moment,
});

export const extensionGrantInput = z.strictObject({
  grant_type: field.grant_type,
  name: field.name,
  hook_uri: hookUri,
  jwks: field.jwks.describe('The public keys of its answers; a pair is made where absent.').exactOptional(),
  signs_in: field.signs_in,
  disabled: field.disabled,
});

/** A merge: what is absent stays. The grant_type never changes. */
export const extensionGrantChanges = z.strictObject({
  name: field.name,
  hook_uri: hookUri.exactOptional(),
  jwks: field.jwks.exactOptional(),
  signs_in: field.signs_in,
  disabled: field.disabled,
});

export const madeExtensionGrant = extensionGrantView.extend({
  answer_key: z
    .string()
    .describe('The private key (ES256, PEM) that the hook signs with, where one was made. Shown this once.')
    .exactOptional(),
});

export const extensionGrantTrial = z.strictObject({
  client_id: z.string().describe('The application that asks.'),
  parameters: z.record(z.string(), z.string()).describe('What it sends along.'),
});

export const extensionGrantTold = z.object({
  outcome: z
    .enum(['granted', 'refused', 'unusable', 'silent'])
    .describe('unusable: nothing that can be believed; silent: no answer in time.'),
  subject: z.string().describe('For whom a token would be.').exactOptional(),
  subject_known: z.boolean().describe('Whether there is exactly one such person here who may have it.').exactOptional(),
  scope: z.string().exactOptional(),
  claims: z.record(z.string(), json).exactOptional(),
  error: z.string().exactOptional(),
  why: z.string().describe('What came in the way, or why it refuses.').exactOptional(),
});
