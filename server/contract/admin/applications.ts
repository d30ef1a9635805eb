/** Applications as the admin API shows and takes them. */
import { z } from 'zod';
import { applicationSchema } from '../configuration-application.ts';
import { shownText, wholeNumber } from '../configuration-fields.ts';
import { listQuery, moment, yesOrNo } from './listing.ts';

const field = applicationSchema.shape;

export const applicationView = z.object({
  id: z.string(),
  number: z.int(),
  client_id: z.string(),
  slug: z.string().exactOptional(),
  client_name: z.string(),
  dialect: field.dialect.unwrap(),
  redirect_uris: z.array(z.string()),
  post_logout_redirect_uris: z.array(z.string()),
  web_origins: z.array(z.string()),
  grant_types: z.array(z.string()),
  response_types: z.array(z.string()),
  token_endpoint_auth_method: field.token_endpoint_auth_method.unwrap(),
  token_endpoint_auth_signing_alg: field.token_endpoint_auth_signing_alg,
  jwks: z.object({ keys: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string())]))) }).exactOptional(),
  jwks_uri: z.string().exactOptional(),
  tls_client_auth_subject_dn: z.string().exactOptional(),
  tls_client_auth_san_dns: z.string().exactOptional(),
  tls_client_auth_san_uri: z.string().exactOptional(),
  tls_client_auth_san_ip: z.string().exactOptional(),
  tls_client_auth_san_email: z.string().exactOptional(),
  tls_client_certificate_bound_access_tokens: z.boolean().exactOptional(),
  require_pkce: z.boolean(),
  scope: z.string(),
  audience: z.array(z.string()),
  token_exchange_from: z.array(z.string()).exactOptional(),
  token_exchange_impersonation: z.boolean().exactOptional(),
  access_token_format: field.access_token_format.unwrap(),
  refresh_token_lifetime_s: z.int().exactOptional(),
  refresh_token_idle_lifetime_s: z.int().exactOptional(),
  access_token_signed_response_alg: field.access_token_signed_response_alg,
  id_token_signed_response_alg: field.id_token_signed_response_alg,
  userinfo_signed_response_alg: field.userinfo_signed_response_alg,
  id_token_encrypted_response_alg: field.id_token_encrypted_response_alg,
  id_token_encrypted_response_enc: field.id_token_encrypted_response_enc,
  userinfo_encrypted_response_alg: field.userinfo_encrypted_response_alg,
  userinfo_encrypted_response_enc: field.userinfo_encrypted_response_enc,
  request_object_signing_alg: field.request_object_signing_alg,
  request_object_encryption_alg: field.request_object_encryption_alg,
  request_object_encryption_enc: field.request_object_encryption_enc,
  request_uris: z.array(z.string()).exactOptional(),
  require_pushed_authorization_requests: field.require_pushed_authorization_requests,
  dpop_bound_access_tokens: field.dpop_bound_access_tokens,
  authorization_signed_response_alg: field.authorization_signed_response_alg,
  introspection_signed_response_alg: field.introspection_signed_response_alg,
  consent: field.consent.unwrap(),
  allowed_groups: z.array(z.string()),
  client_uri: z.string().exactOptional(),
  logo_uri: z.string().exactOptional(),
  policy_uri: z.string().exactOptional(),
  tos_uri: z.string().exactOptional(),
  contacts: z.array(z.string()).exactOptional(),
  application_type: field.application_type,
  frontchannel_logout_uri: z.string().exactOptional(),
  frontchannel_logout_session_required: z.boolean(),
  initiate_login_uri: z.string().exactOptional(),
  default_max_age: z.int().exactOptional(),
  backchannel_logout_uri: z.string().exactOptional(),
  backchannel_logout_session_required: z.boolean().exactOptional(),
  subject_type: field.subject_type,
  sector_identifier_uri: z.string().exactOptional(),
  registered_by: z
    .enum(['admin', 'person', 'itself', 'document'])
    .describe('document: it describes itself at the address that is its client_id.'),
  owner_id: z.string().describe('The person whose it is; absent where it is the office’s own.').exactOptional(),
  awaits_approval: z.boolean().describe('It registered itself and is off until an admin approves.'),
  disabled: z.boolean(),
  secrets: z.array(z.object({ created_at: moment, expires_at: moment.nullable() })).describe('In force, newest first.'),
  created_at: moment,
  updated_at: moment,
});

export const applicationQuery = listQuery.extend({
  dialect: field.dialect.unwrap().describe('Only those that speak it.').exactOptional(),
  disabled: yesOrNo.describe('Only those that are switched off, or only the others.').exactOptional(),
  awaits_approval: yesOrNo.describe('Only those that wait for an admin, or only the others.').exactOptional(),
});

const always = {
  client_name: field.client_name,
  dialect: field.dialect,
  redirect_uris: field.redirect_uris,
  post_logout_redirect_uris: field.post_logout_redirect_uris,
  web_origins: field.web_origins,
  grant_types: field.grant_types,
  response_types: field.response_types,
  token_endpoint_auth_method: field.token_endpoint_auth_method,
  require_pkce: field.require_pkce,
  scope: field.scope,
  audience: field.audience,
  token_exchange_from: field.token_exchange_from,
  token_exchange_impersonation: field.token_exchange_impersonation,
  access_token_format: field.access_token_format,
  consent: field.consent,
  allowed_groups: field.allowed_groups,
  disabled: field.disabled,
};

const removable = {
  slug: field.slug,
  token_endpoint_auth_signing_alg: field.token_endpoint_auth_signing_alg,
  jwks: field.jwks,
  jwks_uri: field.jwks_uri,
  tls_client_auth_subject_dn: field.tls_client_auth_subject_dn,
  tls_client_auth_san_dns: field.tls_client_auth_san_dns,
  tls_client_auth_san_uri: field.tls_client_auth_san_uri,
  tls_client_auth_san_ip: field.tls_client_auth_san_ip,
  tls_client_auth_san_email: field.tls_client_auth_san_email,
  tls_client_certificate_bound_access_tokens: field.tls_client_certificate_bound_access_tokens,
  refresh_token_lifetime_s: field.refresh_token_lifetime_s,
  refresh_token_idle_lifetime_s: field.refresh_token_idle_lifetime_s,
  access_token_signed_response_alg: field.access_token_signed_response_alg,
  id_token_signed_response_alg: field.id_token_signed_response_alg,
  userinfo_signed_response_alg: field.userinfo_signed_response_alg,
  id_token_encrypted_response_alg: field.id_token_encrypted_response_alg,
  id_token_encrypted_response_enc: field.id_token_encrypted_response_enc,
  userinfo_encrypted_response_alg: field.userinfo_encrypted_response_alg,
  userinfo_encrypted_response_enc: field.userinfo_encrypted_response_enc,
  request_object_signing_alg: field.request_object_signing_alg,
  request_object_encryption_alg: field.request_object_encryption_alg,
  request_object_encryption_enc: field.request_object_encryption_enc,
  request_uris: field.request_uris,
  require_pushed_authorization_requests: field.require_pushed_authorization_requests,
  dpop_bound_access_tokens: field.dpop_bound_access_tokens,
  authorization_signed_response_alg: field.authorization_signed_response_alg,
  introspection_signed_response_alg: field.introspection_signed_response_alg,
  client_uri: field.client_uri,
  logo_uri: field.logo_uri,
  policy_uri: field.policy_uri,
  tos_uri: field.tos_uri,
  contacts: field.contacts,
  application_type: field.application_type,
  frontchannel_logout_uri: field.frontchannel_logout_uri,
  frontchannel_logout_session_required: field.frontchannel_logout_session_required,
  initiate_login_uri: field.initiate_login_uri,
  default_max_age: field.default_max_age,
  backchannel_logout_uri: field.backchannel_logout_uri,
  backchannel_logout_session_required: field.backchannel_logout_session_required,
  subject_type: field.subject_type,
  sector_identifier_uri: field.sector_identifier_uri,
};

export const applicationInput = z.strictObject({
  client_id: field.client_id.describe('Made where absent.').exactOptional(),
  client_secret: field.client_secret,
  ...always,
  ...removable,
});

/** A merge (RFC 7396): what is absent stays, null removes. The client_id never changes. */
export const applicationChanges = z.strictObject({
  ...always,
  slug: removable.slug.unwrap().nullable().exactOptional(),
  token_endpoint_auth_signing_alg: removable.token_endpoint_auth_signing_alg.unwrap().nullable().exactOptional(),
  jwks: removable.jwks.unwrap().nullable().exactOptional(),
  jwks_uri: removable.jwks_uri.unwrap().nullable().exactOptional(),
  tls_client_auth_subject_dn: removable.tls_client_auth_subject_dn.unwrap().nullable().exactOptional(),
  tls_client_auth_san_dns: removable.tls_client_auth_san_dns.unwrap().nullable().exactOptional(),
  tls_client_auth_san_uri: removable.tls_client_auth_san_uri.unwrap().nullable().exactOptional(),
  tls_client_auth_san_ip: removable.tls_client_auth_san_ip.unwrap().nullable().exactOptional(),
  tls_client_auth_san_email: removable.tls_client_auth_san_email.unwrap().nullable().exactOptional(),
  tls_client_certificate_bound_access_tokens: removable.tls_client_certificate_bound_access_tokens
    .unwrap()
    .nullable()
    .exactOptional(),
  refresh_token_lifetime_s: removable.refresh_token_lifetime_s.unwrap().nullable().exactOptional(),
  refresh_token_idle_lifetime_s: removable.refresh_token_idle_lifetime_s.unwrap().nullable().exactOptional(),
  access_token_signed_response_alg: removable.access_token_signed_response_alg.unwrap().nullable().exactOptional(),
  id_token_signed_response_alg: removable.id_token_signed_response_alg.unwrap().nullable().exactOptional(),
  userinfo_signed_response_alg: removable.userinfo_signed_response_alg.unwrap().nullable().exactOptional(),
  id_token_encrypted_response_alg: removable.id_token_encrypted_response_alg.unwrap().nullable().exactOptional(),
  id_token_encrypted_response_enc: removable.id_token_encrypted_response_enc.unwrap().nullable().exactOptional(),
  userinfo_encrypted_response_alg: removable.userinfo_encrypted_response_alg.unwrap().nullable().exactOptional(),
  userinfo_encrypted_response_enc: removable.userinfo_encrypted_response_enc.unwrap().nullable().exactOptional(),
  request_object_signing_alg: removable.request_object_signing_alg.unwrap().nullable().exactOptional(),
  request_object_encryption_alg: removable.request_object_encryption_alg.unwrap().nullable().exactOptional(),
  request_object_encryption_enc: removable.request_object_encryption_enc.unwrap().nullable().exactOptional(),
  request_uris: removable.request_uris.unwrap().nullable().exactOptional(),
  require_pushed_authorization_requests: removable.require_pushed_authorization_requests
    .unwrap()
    .nullable()
    .exactOptional(),
  dpop_bound_access_tokens: removable.dpop_bound_access_tokens.unwrap().nullable().exactOptional(),
  authorization_signed_response_alg: removable.authorization_signed_response_alg.unwrap().nullable().exactOptional(),
  introspection_signed_response_alg: removable.introspection_signed_response_alg.unwrap().nullable().exactOptional(),
  client_uri: removable.client_uri.unwrap().nullable().exactOptional(),
  logo_uri: removable.logo_uri.unwrap().nullable().exactOptional(),
  policy_uri: removable.policy_uri.unwrap().nullable().exactOptional(),
  tos_uri: removable.tos_uri.unwrap().nullable().exactOptional(),
  contacts: removable.contacts.unwrap().nullable().exactOptional(),
  application_type: removable.application_type.unwrap().nullable().exactOptional(),
  frontchannel_logout_uri: removable.frontchannel_logout_uri.unwrap().nullable().exactOptional(),
  frontchannel_logout_session_required: removable.frontchannel_logout_session_required
    .unwrap()
    .nullable()
    .exactOptional(),
  initiate_login_uri: removable.initiate_login_uri.unwrap().nullable().exactOptional(),
  default_max_age: removable.default_max_age.unwrap().nullable().exactOptional(),
  backchannel_logout_uri: removable.backchannel_logout_uri.unwrap().nullable().exactOptional(),
  backchannel_logout_session_required: removable.backchannel_logout_session_required
    .unwrap()
    .nullable()
    .exactOptional(),
  subject_type: removable.subject_type.unwrap().nullable().exactOptional(),
  sector_identifier_uri: removable.sector_identifier_uri.unwrap().nullable().exactOptional(),
  owner_id: z.null().describe('The office takes it over from the person whose it is.').exactOptional(),
});

export const madeApplication = applicationView.extend({
  client_secret: z.string().describe('Shown this once; absent where there is none or it was brought.').exactOptional(),
});

export const secretInput = z.strictObject({
  overlap_s: wholeNumber(
    'Seconds for which the old secret goes on working; 0 where absent.',
    0,
    30 * 24 * 3600,
  ).exactOptional(),
});
export const madeSecret = z.object({
  client_secret: z.string().describe('Shown this once.'),
  previous_expires_at: moment.nullable(),
});

export const initialAccessTokenView = z.object({
  id: z.string(),
  name: z.string(),
  uses_left: z.int().describe('How many applications may still register with it.'),
  expires_at: moment,
  created_at: moment,
});
export const initialAccessTokenInput = z.strictObject({
  name: shownText('Unique. What admins see.'),
  uses: wholeNumber('How many applications may register with it.', 1, 1000),
  expires_in_s: wholeNumber('Seconds until it stops working.', 60, 366 * 24 * 3600),
});
export const madeInitialAccessToken = initialAccessTokenView.extend({ token: z.string().describe('Shown this once.') });

export const redirectCheckInput = z.strictObject({ redirect_uri: z.string().max(2000) });
export const redirectCheck = z.object({
  registered: z.boolean(),
  reason: z.string().describe('Why it would be refused, and what is registered.').exactOptional(),
  closest: z.string().describe('The registered one that is most like it.').exactOptional(),
  differs_at: z.int().describe('The index of the first character that differs from it.').exactOptional(),
  addable: z.boolean().describe('Whether it could be registered as it is.'),
});

/** As metadata spells them (RFC 8414 §2, OpenID Connect Discovery), and the REST calls of other products. */
export const ENDPOINT_NAMES = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'device_authorization_endpoint',
  'device_page',
  'github_api',
  'github_user',
  'github_user_emails',
  'github_user_orgs',
  'github_user_teams',
  'forge_user',
  'forge_user_emails',
  'forge_user_orgs',
  'forge_user_teams',
] as const;

/** What to type into the other program. */
export const connection = z.object({
  issuer: z.string(),
  discovery: z.string().nullable().describe('Null where the application’s dialect has none.'),
  endpoints: z.array(z.object({ name: z.enum(ENDPOINT_NAMES), url: z.string() })),
  client_id: z.string(),
  needs_secret: z.boolean(),
  scope: z.string(),
});
