/** APIs and scopes as the admin API shows and takes them. */
import { z } from 'zod';
import { apiEntry, scopeEntry } from '../configuration.ts';
import { json, listQuery, moment, yesOrNo } from './listing.ts';
import { usedBy } from './used-by.ts';

export const apiView = z.object({
  id: z.string(),
  audience: z.string(),
  name: z.string(),
  scopes: z.array(
    z.object({
      name: z.string(),
      description: z.string().exactOptional(),
      includes: z.array(z.string()).exactOptional(),
      sensitive: z.boolean().exactOptional(),
      allowed_groups: z.array(z.string()).exactOptional(),
    }),
  ),
  authorization_details_types: z.array(z.object({ name: z.string(), description: z.string() })),
  any_application: z.boolean(),
  allowed_applications: z.array(z.string()),
  access_token_format: apiEntry.shape.access_token_format,
  access_token_signed_response_alg: apiEntry.shape.access_token_signed_response_alg,
  permissions_in_tokens: z.boolean(),
  access_token_lifetime_s: z.number().exactOptional(),
  refresh_token_lifetime_s: z.int().exactOptional(),
  refresh_token_idle_lifetime_s: z.int().exactOptional(),
  used_by: usedBy.describe('Who may ask tokens for it, or for one of its scopes.'),
  created_at: moment,
  updated_at: moment,
});
export const apiInput = apiEntry;
/** A merge: what is absent stays, null removes. */
export const apiChanges = z.strictObject({
  name: apiEntry.shape.name,
  scopes: apiEntry.shape.scopes,
  authorization_details_types: apiEntry.shape.authorization_details_types,
  any_application: apiEntry.shape.any_application,
  allowed_applications: apiEntry.shape.allowed_applications,
  access_token_format: apiEntry.shape.access_token_format.unwrap().nullable().exactOptional(),
  access_token_signed_response_alg: apiEntry.shape.access_token_signed_response_alg.unwrap().nullable().exactOptional(),
  permissions_in_tokens: apiEntry.shape.permissions_in_tokens,
  access_token_lifetime_s: apiEntry.shape.access_token_lifetime_s.unwrap().nullable().exactOptional(),
  refresh_token_lifetime_s: apiEntry.shape.refresh_token_lifetime_s.unwrap().nullable().exactOptional(),
  refresh_token_idle_lifetime_s: apiEntry.shape.refresh_token_idle_lifetime_s.unwrap().nullable().exactOptional(),
});

export const scopeView = z.object({
  id: z.string().describe('The name itself for a scope that is built in.'),
  name: z.string(),
  description: z.string().exactOptional(),
  claims: z.record(z.string(), z.string()),
  includes: z.array(z.string()),
  sensitive: z.boolean(),
  built_in: z.boolean(),
  used_by: usedBy.describe('Who may ask for it.'),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
});
export const scopeQuery = listQuery.extend({
  built_in: yesOrNo.describe('Only those that are built in, or only the office’s own.').exactOptional(),
});
export const scopeInput = scopeEntry;
export const scopeChanges = z.strictObject({
  description: scopeEntry.shape.description.unwrap().nullable().exactOptional(),
  claims: z
    .record(z.string(), z.string().nullable())
    .describe('A merge: a claim that is absent stays, null removes it.')
    .exactOptional(),
  includes: scopeEntry.shape.includes,
  sensitive: scopeEntry.shape.sensitive,
});
export const scopePreviewInput = z.strictObject({
  user_id: z.string().describe('Whose facts are shown.'),
  claims: z.record(z.string(), z.string()).describe('Claim → where it comes from, as it would be saved.'),
  includes: scopeEntry.shape.includes,
});
export const scopePreview = z.object({
  claims: z.array(
    z.object({
      name: z.string(),
      included: z.string().describe('The narrower scope that shows it, where it comes with one.').exactOptional(),
      value: json.describe('Absent where this person has nothing to show there.').exactOptional(),
      fault: z.string().describe('Why there is no value, where it is not for lack of one.').exactOptional(),
    }),
  ),
});
