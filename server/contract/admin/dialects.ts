/** What the admin API says of the dialects: what a new application of each has where nobody says otherwise. */
import { z } from 'zod';
import { applicationSchema } from '../configuration-application.ts';

const field = applicationSchema.shape;

export const dialectDefaults = z.object({
  grant_types: field.grant_types,
  token_endpoint_auth_method: field.token_endpoint_auth_method,
  require_pkce: field.require_pkce,
  scope: field.scope,
  access_token_format: field.access_token_format,
  consent: field.consent,
});

export const dialectsView = z.object({
  dialects: z.array(
    z.object({
      name: field.dialect.unwrap(),
      application_defaults: dialectDefaults.describe('What is absent is as in any other dialect.'),
    }),
  ),
});
