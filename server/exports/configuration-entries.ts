/** Records as entries of the configuration document: its fields, in its order, with hashes in the place of secrets. */
import { definedFields } from '../directory/defined-fields.ts';
import { optionalMetadata } from '../directory/optional-metadata.ts';
import { registeredBy } from '../directory/registered-by.ts';
import { ownRefreshLimits } from '../directory/refresh-limits.ts';
import type { Api, Scope } from '../storage/records/apis.ts';
import type { Application, AppPassword, Group, ServiceAccount, Settings, User } from '../storage/records/directory.ts';
import type { ExtensionGrant } from '../storage/records/extension-grants.ts';
import type { TrustedIssuer } from '../storage/records/trusted-issuers.ts';
import type { UserAppPassword } from '../storage/records/user-app-passwords.ts';
import { inStableOrder, sortedMembers } from './stable-order.ts';

/** The public base URL belongs to the machine, not to the office, and is no part of it; the mail server's password opens only here. */
export function settingsEntry(record: Settings): object {
  const { id: _id, updated_at: _at, issuer: _issuer, smtp_password_sealed: _sealed, ...settings } = record;
  const { login_page_before: _before, ...now } = settings;
  return sortedMembers({ ...now, login_page: { ...now.login_page } });
}

export function groupEntry({ name }: Group): object {
  return { name };
}

export function userEntry(user: User): object {
  const { username, password_hash, name, given_name, family_name, email, email_verified } = user;
  const { groups, admin, disabled, claims, external_subject } = user;
  return {
    username,
    ...definedFields({ password_hash, name, given_name, family_name, email }),
    email_verified,
    groups,
    admin,
    disabled,
    claims: sortedMembers(claims),
    ...definedFields({ external_subject }),
  };
}

export function apiEntry({ id: _id, created_at: _made, updated_at: _at, ...api }: Api): object {
  const { audience, name, scopes, authorization_details_types, ...others } = api;
  return { audience, name, scopes, ...definedFields({ authorization_details_types }), ...sortedMembers(others) };
}

export function scopeEntry({ name, description, claims, includes, sensitive }: Scope): object {
  return {
    name,
    ...definedFields({ description }),
    claims: sortedMembers(claims),
    ...definedFields({ includes, sensitive }),
  };
}

export function trustedIssuerEntry({ id: _id, created_at: _made, updated_at: _at, ...issuer }: TrustedIssuer): object {
  const { issuer: iss, name, jwks, jwks_uri, ...others } = issuer;
  return { issuer: iss, name, ...definedFields({ jwks, jwks_uri }), ...sortedMembers(others) };
}

export function extensionGrantEntry(grant: ExtensionGrant): object {
  const { grant_type, name, hook_uri, jwks, signs_in = false, disabled } = grant;
  return { grant_type, name, hook_uri, jwks, signs_in, disabled };
}

/** `owner` is a username. Of its secrets only the one that stays: those that are being rotated out would not outlive the move. */
export function applicationEntry(application: Application, owner: string | undefined): object {
  const { client_secrets, slug, access_token_signed_response_alg } = application;
  const { access_token_lifetime_s, id_token_lifetime_s } = application;
  const { token_exchange_from, token_exchange_audience, token_exchange_impersonation, program_data } = application;
  const { sign_up, new_password_by_mail } = application;
  const origin = registeredBy(application);
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
    require_pkce: application.require_pkce,
    scope: application.scope,
    audience: application.audience,
    ...definedFields({ token_exchange_from, token_exchange_audience, token_exchange_impersonation }),
    access_token_format: application.access_token_format,
    ...ownRefreshLimits(application),
    ...definedFields({ access_token_lifetime_s, id_token_lifetime_s, access_token_signed_response_alg }),
    consent: application.consent,
    allowed_groups: application.allowed_groups,
    ...definedFields({ sign_up, new_password_by_mail }),
    ...optionalMetadata(application),
    ...(origin === 'admin' ? {} : { registered_by: origin }),
    ...definedFields({ program_data: program_data && sortedMembers(program_data), owner }),
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

/** `username` and `client_id` are whose it is, and of the application that it is for. */
export function userAppPasswordEntry(
  { name, hash, is_for, expires_at }: UserAppPassword,
  username: string,
  client_id: string | undefined,
): object {
  const use = is_for.kind === 'forge' ? { scope: is_for.scope.join(' ') } : { application: client_id };
  return { username, name, password_hash: hash, ...use, ...definedFields({ expires_at }) };
}
