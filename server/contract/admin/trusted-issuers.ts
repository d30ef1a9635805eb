/** Trusted issuers as the admin API shows and takes them. */
import { z } from 'zod';
import { trustedIssuerEntry, USER_FIELDS } from '../configuration-trusted-issuer.ts';
import { moment } from './listing.ts';

const field = trustedIssuerEntry.shape;

export const trustedIssuerView = z.object({
  id: z.string(),
  issuer: z.string(),
  name: z.string(),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string())]))) }).exactOptional(),
  jwks_uri: z.string().exactOptional(),
  subject_claim: z.string(),
  user_field: z.enum(USER_FIELDS),
  scope: z.string(),
  audience: z.array(z.string()),
  disabled: z.boolean(),
  created_at: moment,
  updated_at: moment,
});

export const trustedIssuerInput = trustedIssuerEntry;

/** A merge (RFC 7396): what is absent stays, null removes. The issuer never changes. */
export const trustedIssuerChanges = z.strictObject({
  name: field.name,
  jwks: field.jwks.unwrap().nullable().exactOptional(),
  jwks_uri: field.jwks_uri.unwrap().nullable().exactOptional(),
  subject_claim: field.subject_claim,
  user_field: field.user_field,
  scope: field.scope,
  audience: field.audience,
  disabled: field.disabled,
});
