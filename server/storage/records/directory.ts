/**
 * What people edit: the office's people, groups, applications and rules. Times are whole seconds since 1970 (UTC).
 * References between records are names (groups by name, applications by client_id), as on the wire.
 */
import type {
  AccessTokenFormat,
  AssertionAlgorithm,
  ClientSigningAlgorithm,
  ConsentPolicy,
  ContentEncryption,
  DialectName,
  GrantType,
  JsonObject,
  KeyEncryption,
  RegistrationPolicy,
  ResponseType,
  SigningAlgorithm,
  TokenEndpointAuthMethod,
} from '../../spec/vocabulary.ts';
import type { ClientKeys } from '../../spec/client-keys.ts';
import type { ApplicationForms } from './application-forms.ts';
import type { LoginPageSettings } from './login-page.ts';
import type { MailSettings } from './mail-settings.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import type { SelfRegistration } from './self-registration.ts';

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
  /** What the office's own sign-in program calls the person, who is kept there and has no password here. Unique. */
  readonly external_subject?: string;
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

export interface Application extends ApplicationForms {
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
  /** `none` makes the application public; of the two methods that send a secret either is accepted, unless its dialect says otherwise. */
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  /** The one algorithm of its assertions; any that its method knows where absent. */
  readonly token_endpoint_auth_signing_alg?: AssertionAlgorithm;
  /** Its public keys, or where they stand; never both. RFC 7591 §2 */
  readonly jwks?: ClientKeys;
  readonly jwks_uri?: string;
  /** What its certificate has to name, for tls_client_auth: exactly one of the five. RFC 8705 §2.1.2 */
  readonly tls_client_auth_subject_dn?: string;
  readonly tls_client_auth_san_dns?: string;
  readonly tls_client_auth_san_uri?: string;
  readonly tls_client_auth_san_ip?: string;
  readonly tls_client_auth_san_email?: string;
  /** Whether its access tokens are good only together with its certificate. RFC 8705 §3.4 */
  readonly tls_client_certificate_bound_access_tokens?: boolean;
  /** Absent where an admin entered it. */
  readonly registration?: SelfRegistration;
  /** The person whose it is: the `id` of a user, who may be gone. The office's own where absent. */
  readonly owner_id?: string;
  /** The setting that entered it, and alone may take it away again. It follows from the settings, so no file carries it. */
  readonly entered_by?: 'git_tools';
  readonly require_pkce: boolean;
  /** Space-separated scopes that it may ask for. */
  readonly scope: string;
  /** Audiences of the APIs it may ask tokens for. */
  readonly audience: readonly string[];
  /** Of the token exchange: the applications whose people it may act for, beside its own; client_ids. */
  readonly token_exchange_from?: readonly string[];
  /** Of the token exchange: audiences of the APIs for which it may ask, though the token before it is not for them. */
  readonly token_exchange_audience?: readonly string[];
  /** Whether it may exchange without saying who acts. */
  readonly token_exchange_impersonation?: boolean;
  readonly access_token_format: AccessTokenFormat;
  readonly access_token_signed_response_alg?: SigningAlgorithm;
  readonly id_token_signed_response_alg?: SigningAlgorithm;
  /** Userinfo answers as a JWT by this algorithm; as plain JSON where absent. */
  readonly userinfo_signed_response_alg?: SigningAlgorithm;
  /** Its ID tokens and userinfo answers are encrypted to a key of its own; in clear where absent. OIDC Registration §2 */
  readonly id_token_encrypted_response_alg?: KeyEncryption;
  readonly id_token_encrypted_response_enc?: ContentEncryption;
  readonly userinfo_encrypted_response_alg?: KeyEncryption;
  readonly userinfo_encrypted_response_enc?: ContentEncryption;
  /** The one algorithm of its request objects; any that is known where absent. */
  readonly request_object_signing_alg?: ClientSigningAlgorithm;
  /** How it will encrypt its request objects, where it does; any way that is known where absent. OIDC Registration §2 */
  readonly request_object_encryption_alg?: 'ECDH-ES';
  readonly request_object_encryption_enc?: ContentEncryption;
  /** Whether each of its requests must be a request object. RFC 9101 §10.5 */
  readonly require_signed_request_object?: boolean;
  /** Where its request objects may stand. OIDC Core §6.2 */
  readonly request_uris?: readonly string[];
  /** Whether its requests must be pushed, though the office lets others do without. RFC 9126 §6 */
  readonly require_pushed_authorization_requests?: boolean;
  /** Whether its tokens must be bound to a key. RFC 9449 §5.2 */
  readonly dpop_bound_access_tokens?: boolean;
  /** Signs authorization responses in the jwt modes; RS256 where absent. JARM §3 */
  readonly authorization_signed_response_alg?: SigningAlgorithm;
  /** Encrypts those to a key of its own; in clear where absent. JARM §3 */
  readonly authorization_encrypted_response_alg?: KeyEncryption;
  readonly authorization_encrypted_response_enc?: ContentEncryption;
  /** Signs what introspection answers it as a JWT; RS256 where absent. RFC 9701 §6 */
  readonly introspection_signed_response_alg?: SigningAlgorithm;
  /** Encrypts that JWT to a key of its own; in clear where absent. RFC 9701 §6 */
  readonly introspection_encrypted_response_alg?: KeyEncryption;
  readonly introspection_encrypted_response_enc?: ContentEncryption;
  readonly consent: ConsentPolicy;
  /** Names of groups; empty lets everyone in. */
  readonly allowed_groups: readonly string[];
  readonly client_uri?: string;
  readonly logo_uri?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
  readonly contacts?: readonly string[];
  readonly application_type?: 'web' | 'native';
  /** Shown in a hidden frame when a session in which it was used ends. OIDC Front-Channel Logout §2 */
  readonly frontchannel_logout_uri?: string;
  /** Whether `iss` and `sid` stand in its query; they do where absent. */
  readonly frontchannel_logout_session_required?: boolean;
  /** Where it begins a sign-in that somebody else asked for. OIDC Core §4 */
  readonly initiate_login_uri?: string;
  /** Seconds; what holds for a request that names no max_age. */
  readonly default_max_age?: number;
  /** Where it is told that a session ended. OIDC Back-Channel Logout §2.2 */
  readonly backchannel_logout_uri?: string;
  /** Whether it wants to be told which session. It always is. */
  readonly backchannel_logout_session_required?: boolean;
  /** Seconds, where that is shorter than the office's. */
  readonly access_token_lifetime_s?: number;
  readonly id_token_lifetime_s?: number;
  /** Of its refresh tokens, as in the settings; the shortest of all that say so holds. */
  readonly refresh_token_lifetime_s?: number;
  readonly refresh_token_idle_lifetime_s?: number;
  /** Whether people have a `sub` of their own in its sector. Public where absent. OIDC Core §8 */
  readonly subject_type?: 'public' | 'pairwise';
  /** Names its sector; the host of its redirect URIs does where absent. OIDC Core §8.1 */
  readonly sector_identifier_uri?: string;
  /** What programs that manage applications keep with it. Lanyard does nothing with it. */
  readonly program_data?: JsonObject;
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

/** With it applications may register themselves without waiting. RFC 7591 §3 */
export interface InitialAccessToken {
  readonly id: string;
  /** Unique. */
  readonly name: string;
  /** SHA-256 (base64url) of the token. */
  readonly hash: string;
  /** How many applications may still register with it. */
  readonly uses_left: number;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface Settings extends MailSettings, SignInSettings, LoginPageSettings {
  readonly id: 'settings';
  readonly issuer_name: string;
  /** Set when somebody chose the public base URL explicitly; no trailing slash. */
  readonly issuer?: string;
  /** What applications were set up for, which may be another one than today's. */
  readonly applications_issuer?: string;
  readonly access_token_lifetime_s: number;
  readonly id_token_lifetime_s: number;
  /** From the first issue of a family to its end, however often it is rotated. */
  readonly refresh_token_lifetime_s: number;
  /** How long a refresh token may lie unused; 0 for no limit of its own. */
  readonly refresh_token_idle_lifetime_s: number;
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
  /** The same for applications whose client_id is an address at which they describe themselves. */
  readonly client_id_metadata_document: RegistrationPolicy;
  /** After how many days an application that brought itself here and was never used is removed; 0 for never. */
  readonly registration_unused_days: number;
  /** Whether people may enter applications of their own. */
  readonly user_applications: RegistrationPolicy;
  /** Space-separated scopes that those may ask for. */
  readonly user_applications_scope: string;
  /** How many each person may have. */
  readonly user_applications_each: number;
  /** Whether people may have app passwords for programs of theirs. */
  readonly user_app_passwords: 'off' | 'on';
  /** How many each person may have. */
  readonly user_app_passwords_each: number;
  /** Whose dialect the programs speak that come with a client_id of their own (directory/git-tools.ts). */
  readonly git_tools: 'off' | 'gitea' | 'forgejo';
  /** Whether every application's requests must be pushed. RFC 9126 §5 */
  readonly require_pushed_authorization_requests: boolean;
  /** Whether proofs of DPoP must hold a nonce of ours. RFC 9449 §8 */
  readonly require_dpop_nonce: boolean;
  readonly outbound_allow: readonly string[];
  /** The authorities (PEM) by which other servers are believed, beside those that Node trusts; empty for no further ones. */
  readonly outbound_ca: string;
  /** The authorities (PEM) that certificates of applications may come from; empty for none. RFC 8705 §2.1 */
  readonly tls_client_ca: string;
  /** Failures only, per account and address. */
  readonly login_attempts_per_minute: number;
  /** Failed client authentications, per client and address. */
  readonly client_attempts_per_minute: number;
  /** Applications that register themselves or are looked up at their address, per network. */
  readonly registrations_per_minute: number;
  readonly admin_from: 'loopback' | 'lan';
  /** `dialect=port` or `dialect=host name`: where one dialect has an address to itself, from the next start on. */
  readonly dialect_listeners: readonly string[];
  /** The API that an application names by naming none, where its dialect implies no others; empty for none. */
  readonly default_audience: string;
  /** Where browsers may go on to after a sign-out that names no application. Exact. */
  readonly post_logout_redirect_uris: readonly string[];
  /** The office's own sign-in program, page by page; empty for Lanyard's own page. For dialects that hand people over. */
  readonly login_url: string;
  readonly consent_url: string;
  readonly logout_url: string;
  readonly device_url: string;
  readonly updated_at: number;
}
