/** Records as entries of the configuration document: its fields, in its order, with hashes in the place of secrets. */
import { certificateFields } from '../directory/certificate-fields.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { ownRefreshLimits } from '../directory/refresh-limits.ts';
import type {
  Api,
  Application,
  AppPassword,
  Group,
  Scope,
  ServiceAccount,
  Settings,
  User,
} from '../storage/records/directory.ts';
import { inStableOrder, sortedMembers } from './stable-order.ts';

/** The public base URL belongs to the machine, not to the office, and is no part of it. */
export function settingsEntry({ id: _id, updated_at: _at, issuer: _issuer, ...settings }: Settings): object {
  return sortedMembers(settings);
}

export function groupEntry({ name }: Group): object {
  return { name };
}

export function userEntry(user: User): object {
  const { username, password_hash, name, given_name, family_name, email, email_verified } = user;
  const { groups, admin, disabled, claims } = user;
  return {
    username,
    ...definedFields({ password_hash, name, given_name, family_name, email }),
    email_verified,
    groups,
    admin,
    disabled,
    claims: sortedMembers(claims),
  };
}

export function apiEntry(api: Api): object {
  const { audience, name, scopes } = api;
  return { audience, name, ...ownRefreshLimits(api), scopes };
}

export function scopeEntry({ name, description, claims, includes, sensitive }: Scope): object {
  return {
    name,
    ...definedFields({ description }),
    claims: sortedMembers(claims),
    ...definedFields({ includes, sensitive }),
  };
}

/** Of its secrets only the one that stays: those that are being rotated out would not outlive the move. */
export function applicationEntry(application: Application): object {
  const { client_secrets, slug, client_uri, logo_uri, policy_uri, tos_uri } = application;
  const { access_token_signed_response_alg, id_token_signed_response_alg } = application;
  const { userinfo_signed_response_alg, request_object_signing_alg, request_uris } = application;
  const { id_token_encrypted_response_alg, id_token_encrypted_response_enc } = application;
  const { userinfo_encrypted_response_alg, userinfo_encrypted_response_enc } = application;
  const { request_object_encryption_alg, request_object_encryption_enc } = application;
  const { contacts, application_type, initiate_login_uri, subject_type, sector_identifier_uri } = application;
  const { backchannel_logout_uri, backchannel_logout_session_required } = application;
  const { token_endpoint_auth_signing_alg, jwks, jwks_uri } = application;
  const { frontchannel_logout_uri, frontchannel_logout_session_required } = application;
  const kept = client_secrets.findLast((secret) => secret.expires_at === undefined);
  // Of a secret to sign with the hash is no use: whoever imports the application makes it a new one.
  const client_secret_hash = kept?.sealed === undefined ? kept?.hash : undefined;
  return {
    client_id: application.client_id,
    ...definedFields({ slug }),
    client_name: application.client_name,
    ...definedFields({ client_secret_hash }),
    dialect: application.dialect,
    redirect_uris: application.redirect_uris,
    post_logout_redirect_uris: application.post_logout_redirect_uris,
    web_origins: application.web_origins,
    grant_types: application.grant_types,
    response_types: application.response_types,
    token_endpoint_auth_method: application.token_endpoint_auth_method,
    ...definedFields({ token_endpoint_auth_signing_alg, jwks, jwks_uri }),
    ...certificateFields(application),
    require_pkce: application.require_pkce,
    scope: application.scope,
    audience: application.audience,
    access_token_format: application.access_token_format,
    ...ownRefreshLimits(application),
    ...definedFields({ access_token_signed_response_alg, id_token_signed_response_alg }),
    ...definedFields({ id_token_encrypted_response_alg, id_token_encrypted_response_enc }),
    ...definedFields({ userinfo_encrypted_response_alg, userinfo_encrypted_response_enc }),
    ...definedFields({ request_object_encryption_alg, request_object_encryption_enc }),
    ...definedFields({ userinfo_signed_response_alg, request_object_signing_alg, request_uris }),
    consent: application.consent,
    allowed_groups: application.allowed_groups,
    ...definedFields({ client_uri, logo_uri, policy_uri, tos_uri, contacts, application_type }),
    ...definedFields({ backchannel_logout_uri, backchannel_logout_session_required }),
    ...definedFields({ frontchannel_logout_uri, frontchannel_logout_session_required }),
    ...definedFields({ initiate_login_uri, subject_type, sector_identifier_uri }),
    disabled: application.disabled,
  };
}

export function serviceAccountEntry(account: ServiceAccount, passwords: readonly AppPassword[]): object {
  const { username, name, groups, admin, disabled, scope } = account;
  const app_passwords = inStableOrder(passwords, (password) => password.name).map(appPasswordEntry);
  return { username, name, groups, admin, disabled, scope, app_passwords };
}

function appPasswordEntry({ name, hash, expires_at }: AppPassword): object {
  return { name, password_hash: hash, ...definedFields({ expires_at }) };
}
