/**
 * What people edit: the office's people, groups, applications and rules. Times are whole seconds since 1970 (UTC).
 * References between records are names (groups by name, applications by client_id), as on the wire.
 */
import type {
  AccessTokenFormat,
  AssertionAlgorithm,
  ClientSigningAlgorithm,
  ConsentPolicy,
  DialectName,
  GrantType,
  JsonObject,
  RegistrationPolicy,
  ResponseType,
  SigningAlgorithm,
  TokenEndpointAuthMethod,
} from '../../spec/vocabulary.ts';
import type { ClientKeys } from '../../spec/client-keys.ts';

export interface User {
  /** UUID; the `sub` of the native dialect. Never reused. */
  readonly id: string;
  /** A small integer, for dialects whose user ids are numbers. Unique, never reused. */
  readonly number: number;
  /** As the admin spelled it; `preferred_username`. */
  readonly username: string;
  /** The username as compared: NFKC, case-folded. Unique. */
  readonly username_key: string;
  /** argon2id in PHC form; absent while the person has no password. */
  readonly password_hash?: string;
  readonly name: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly email?: string;
  readonly email_verified: boolean;
  /** Names of groups. */
  readonly groups: readonly string[];
  readonly admin: boolean;
  readonly disabled: boolean;
  /** Every other claim, standard (phone_number, zoneinfo, address …) or the office's own. */
  readonly claims: JsonObject;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface Group {
  readonly id: string;
  readonly number: number;
  /** Unique. */
  readonly name: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** SHA-256 (base64url) of a secret of high entropy; `expires_at` only on a secret that is being rotated out. */
export interface ClientSecret {
  readonly hash: string;
  readonly created_at: number;
  readonly expires_at?: number;
  /** `client_id secret` sealed under the house's key: only where the application signs with it (client_secret_jwt). */
  readonly sealed?: string;
}

/** How an application that registered itself stands here. What it names is a stranger's. */
export interface SelfRegistration {
  /** SHA-256 (base64url) of its registration access token. RFC 7592 §3 */
  readonly token_hash: string;
  /** Until an admin has looked at it; it is disabled as long. */
  readonly awaits_approval?: true;
}

export interface Application {
  readonly id: string;
  readonly number: number;
  /** Unique. */
  readonly client_id: string;
  /** Unique where present; names the application in per-application paths. */
  readonly slug?: string;
  readonly client_name: string;
  readonly client_secrets: readonly ClientSecret[];
  readonly dialect: DialectName;
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris: readonly string[];
  readonly web_origins: readonly string[];
  readonly grant_types: readonly GrantType[];
  readonly response_types: readonly ResponseType[];
  /** `none` makes the application public; the two methods that send a secret are hints, either is accepted. */
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  /** The one algorithm of its assertions; any that its method knows where absent. */
  readonly token_endpoint_auth_signing_alg?: AssertionAlgorithm;
  /** Its public keys, or where they stand; never both. RFC 7591 §2 */
  readonly jwks?: ClientKeys;
  readonly jwks_uri?: string;
  /** Present where it registered itself; absent where an admin entered it. */
  readonly registration?: SelfRegistration;
  readonly require_pkce: boolean;
  /** Space-separated scopes that it may ask for. */
  readonly scope: string;
  /** Audiences of the APIs it may ask tokens for. */
  readonly audience: readonly string[];
  /** Of the token exchange: the applications whose people it may act for, beside its own; client_ids. */
  readonly token_exchange_from?: readonly string[];
  /** Whether it may exchange without saying who acts. */
  readonly token_exchange_impersonation?: boolean;
  readonly access_token_format: AccessTokenFormat;
  readonly access_token_signed_response_alg?: SigningAlgorithm;
  readonly id_token_signed_response_alg?: SigningAlgorithm;
  /** Userinfo answers as a JWT by this algorithm; as plain JSON where absent. */
  readonly userinfo_signed_response_alg?: SigningAlgorithm;
  /** The one algorithm of its request objects; any that is known where absent. */
  readonly request_object_signing_alg?: ClientSigningAlgorithm;
  readonly consent: ConsentPolicy;
  /** Names of groups; empty lets everyone in. */
  readonly allowed_groups: readonly string[];
  readonly client_uri?: string;
  readonly logo_uri?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
  readonly contacts?: readonly string[];
  readonly application_type?: 'web' | 'native';
  /** Where it begins a sign-in that somebody else asked for. OIDC Core §4 */
  readonly initiate_login_uri?: string;
  /** Whether people have a `sub` of their own in its sector. Public where absent. OIDC Core §8 */
  readonly subject_type?: 'public' | 'pairwise';
  /** Names its sector; the host of its redirect URIs does where absent. OIDC Core §8.1 */
  readonly sector_identifier_uri?: string;
  readonly disabled: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface ApiScope {
  readonly name: string;
  readonly description?: string;
}

export interface Api {
  readonly id: string;
  /** An absolute URI or a plain name. Unique. */
  readonly audience: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly created_at: number;
  readonly updated_at: number;
}

export interface Scope {
  readonly id: string;
  /** Unique. */
  readonly name: string;
  readonly description?: string;
  /** claim → where it comes from: a path such as `user.claims.department`. */
  readonly claims: Readonly<Record<string, string>>;
  readonly created_at: number;
  readonly updated_at: number;
}

/** A server of others that is believed when it vouches for a person. RFC 7523 §3 */
export interface TrustedIssuer {
  readonly id: string;
  /** What it calls itself: the `iss` of its assertions. Unique. */
  readonly issuer: string;
  readonly name: string;
  /** Its public keys, or where they stand; never both. */
  readonly jwks?: ClientKeys;
  readonly jwks_uri?: string;
  /** The claim of its assertions that says whom they are about. */
  readonly subject_claim: string;
  /** What of a person here that claim is compared with. */
  readonly user_field: 'username' | 'email' | 'id';
  /** Space-separated scopes that it may vouch for. */
  readonly scope: string;
  /** Audiences of the APIs that it may vouch for. */
  readonly audience: readonly string[];
  readonly disabled: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface ServiceAccount {
  /** UUID; the `sub` of its tokens. */
  readonly id: string;
  readonly username: string;
  /** As compared: NFKC, case-folded. Unique. */
  readonly username_key: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly admin: boolean;
  readonly disabled: boolean;
  /** Space-separated scopes that it may ask for. */
  readonly scope: string;
  /** When it was last switched off: what was issued until then stays dead when it is switched on again. */
  readonly tokens_from?: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface AppPassword {
  readonly id: string;
  readonly service_account_id: string;
  /** Unique within its account. */
  readonly name: string;
  /** SHA-256 (base64url) of the password. */
  readonly hash: string;
  readonly expires_at?: number;
  readonly created_at: number;
}

export interface Settings {
  readonly id: 'settings';
  readonly issuer_name: string;
  /** Set when somebody chose the public base URL explicitly; no trailing slash. */
  readonly issuer?: string;
  readonly access_token_lifetime_s: number;
  readonly id_token_lifetime_s: number;
  /** From the first issue of a family to its end, however often it is rotated. */
  readonly refresh_token_lifetime_s: number;
  /** How long the immediate parent of a refresh token may be repeated and gets the same successor. */
  readonly refresh_token_grace_s: number;
  readonly code_lifetime_s: number;
  readonly session_lifetime_s: number;
  /** How long a person may take over sign-in and consent. */
  readonly interaction_lifetime_s: number;
  /** How long a signing key stays active before the next takes over. */
  readonly signing_key_lifetime_s: number;
  readonly legacy_grants: boolean;
  readonly dynamic_registration: RegistrationPolicy;
  readonly outbound_allow: readonly string[];
  /** Failures only, per account and address. */
  readonly login_attempts_per_minute: number;
  /** Failed client authentications, per client and address. */
  readonly client_attempts_per_minute: number;
  readonly admin_from: 'loopback' | 'lan';
  readonly updated_at: number;
}
