/** The metadata that an application may lack, in one table: for whoever shows or exports all of it. */
import type { Application } from '../storage/records/directory.ts';
import { type Defined, pickDefined } from './defined-fields.ts';

type Optional = { [K in keyof Application]-?: object extends Pick<Application, K> ? K : never }[keyof Application];
/** Not the client's metadata: how it is told apart here, and what only this house knows of it. */
type Own =
  | 'slug'
  | 'registration'
  | 'owner_id'
  | 'access_token_signed_response_alg'
  | 'token_exchange_from'
  | 'token_exchange_impersonation'
  | 'refresh_token_lifetime_s'
  | 'refresh_token_idle_lifetime_s';

/** In the order of the exports. The type holds it complete: a new optional field of an application belongs here or to `Own`. */
const METADATA = {
  token_endpoint_auth_signing_alg: true,
  jwks: true,
  jwks_uri: true,
  tls_client_auth_subject_dn: true,
  tls_client_auth_san_dns: true,
  tls_client_auth_san_uri: true,
  tls_client_auth_san_ip: true,
  tls_client_auth_san_email: true,
  tls_client_certificate_bound_access_tokens: true,
  id_token_signed_response_alg: true,
  id_token_encrypted_response_alg: true,
  id_token_encrypted_response_enc: true,
  userinfo_signed_response_alg: true,
  userinfo_encrypted_response_alg: true,
  userinfo_encrypted_response_enc: true,
  request_object_signing_alg: true,
  request_object_encryption_alg: true,
  request_object_encryption_enc: true,
  request_uris: true,
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
  authorization_signed_response_alg: true,
  introspection_signed_response_alg: true,
  client_uri: true,
  logo_uri: true,
  policy_uri: true,
  tos_uri: true,
  contacts: true,
  application_type: true,
  default_max_age: true,
  initiate_login_uri: true,
  frontchannel_logout_uri: true,
  frontchannel_logout_session_required: true,
  backchannel_logout_uri: true,
  backchannel_logout_session_required: true,
  subject_type: true,
  sector_identifier_uri: true,
} as const satisfies Readonly<Record<Exclude<Optional, Own>, true>>;

/** Of an application what is there of it. RFC 7591 §2, OIDC Registration §2, RFC 8705 §2.1.2 */
export function optionalMetadata(application: Application): Defined<Pick<Application, keyof typeof METADATA>> {
  return pickDefined(application, METADATA);
}
