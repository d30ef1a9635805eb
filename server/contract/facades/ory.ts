/** What Ory's admin API takes where Lanyard answers it. Members that are its own to say may come along, as it showed them. */
import { z } from 'zod';
import { machineSecret } from '../configuration-fields.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const flag = z.boolean().nullish();

/** Of refresh tokens: how long one may lie unused. All of them are one field here, as are those of the other kinds. */
export const REFRESH_LIFESPANS = [
  'authorization_code_grant_refresh_token_lifespan',
  'refresh_token_grant_refresh_token_lifespan',
  'device_authorization_grant_refresh_token_lifespan',
] as const;

export const ACCESS_LIFESPANS = [
  'authorization_code_grant_access_token_lifespan',
  'client_credentials_grant_access_token_lifespan',
  'device_authorization_grant_access_token_lifespan',
  'implicit_grant_access_token_lifespan',
  'jwt_bearer_grant_access_token_lifespan',
  'refresh_token_grant_access_token_lifespan',
] as const;

export const ID_LIFESPANS = [
  'authorization_code_grant_id_token_lifespan',
  'device_authorization_grant_id_token_lifespan',
  'implicit_grant_id_token_lifespan',
  'refresh_token_grant_id_token_lifespan',
] as const;

const lifespan = z.string().nullish();
const LIFESPANS = [...REFRESH_LIFESPANS, ...ACCESS_LIFESPANS, ...ID_LIFESPANS] as const;
const lifespans = Object.fromEntries(LIFESPANS.map((name) => [name, lifespan])) as Readonly<
  Record<(typeof LIFESPANS)[number], typeof lifespan>
>;

/** PUT /admin/clients/{id}/lifespans */
export const oryLifespans = z.strictObject(lifespans);

/** POST /admin/clients, PUT /admin/clients/{id} */
export const oryClient = z.strictObject({
  client_id: text,
  client_name: text,
  client_secret: text,
  redirect_uris: texts,
  post_logout_redirect_uris: texts,
  allowed_cors_origins: texts,
  grant_types: texts,
  response_types: texts,
  scope: text,
  audience: texts,
  token_endpoint_auth_method: text,
  token_endpoint_auth_signing_alg: text,
  access_token_strategy: text,
  skip_consent: flag,
  skip_logout_consent: flag,
  jwks: z.record(z.string(), z.unknown()).nullish(),
  jwks_uri: text,
  request_uris: texts,
  request_object_signing_alg: text,
  userinfo_signed_response_alg: text,
  subject_type: text,
  sector_identifier_uri: text,
  client_uri: text,
  logo_uri: text,
  policy_uri: text,
  tos_uri: text,
  contacts: texts,
  frontchannel_logout_uri: text,
  frontchannel_logout_session_required: flag,
  backchannel_logout_uri: text,
  backchannel_logout_session_required: flag,
  owner: text,
  metadata: z.unknown().optional(),
  ...lifespans,
  // The server's to say.
  client_secret_expires_at: z.number().nullish(),
  registration_access_token: text,
  registration_client_uri: text,
  created_at: text,
  updated_at: text,
});

/** A secret that is put in the place of the one before. */
export const oryNewSecret = z.object({ client_secret: machineSecret('The client’s new secret.') });

export type OryClient = z.infer<typeof oryClient>;
export type OryLifespans = z.infer<typeof oryLifespans>;
