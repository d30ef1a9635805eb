/**
 * What flows leave behind: sessions, consents, tickets, codes and tokens. Times are whole seconds since 1970 (UTC).
 * A record whose secret a stranger could replay is keyed by SHA-256 (base64url) of that secret, never by the secret.
 */
import type {
  DialectName,
  InteractionName,
  Json,
  JsonObject,
  ResponseMode,
  ResponseType,
} from '../../spec/vocabulary.ts';

/** A browser in which a person is signed in. `id` is the hash of the cookie's value. */
export interface Session {
  readonly id: string;
  /** The public session id (`sid`), safe to show to applications. */
  readonly sid: string;
  readonly user_id: string;
  /** When the person last proved who they are. */
  readonly auth_time: number;
  /** Authentication method references, RFC 8176. */
  readonly amr: readonly string[];
  readonly acr: string;
  readonly address: string;
  readonly user_agent: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly ended_at?: number;
}

/** A browser in which an admin works in the panel; nothing of sign-on. `id` is the hash of the cookie's value. */
export interface PanelSession {
  readonly id: string;
  readonly user_id: string;
  /** Of the password that the person had at sign-in: with another one the session is over. */
  readonly password_mark: string;
  readonly address: string;
  readonly user_agent: string;
  readonly created_at: number;
  /** When the browser was last heard of, give or take a minute. */
  readonly used_at: number;
  /** Until then the person counts as having just proved who they are. */
  readonly confirmed_until: number;
  /** After this much silence, and at `ends_at` at the latest. */
  readonly expires_at: number;
  readonly ends_at: number;
}

/** What a person allowed an application. `id` is `user_id client_id`. */
export interface Consent {
  readonly id: string;
  readonly user_id: string;
  readonly client_id: string;
  readonly scope: readonly string[];
  /** Optional scopes that the person unticked: not asked for again until the application sends prompt=consent. */
  readonly declined: readonly string[];
  readonly created_at: number;
  readonly updated_at: number;
}

/** A single claim that was asked for: the scope that it belongs to, and the values that would do where not any would. */
export interface Wanted {
  readonly scope: string;
  readonly values?: readonly Json[];
}

/** Single claims beside the scopes, by where they were asked for. OIDC Core §5.5 */
export interface RequestedClaims {
  readonly userinfo: Readonly<Record<string, Wanted>>;
  readonly id_token: Readonly<Record<string, Wanted>>;
}

/** An authorization request that passed every check, as plain data that can wait for a person. */
export interface PendingRequest {
  readonly client_id: string;
  readonly redirect_uri: string;
  /** Whether the request named it, or the only registered one was taken. */
  readonly redirect_uri_sent: boolean;
  readonly response_type: ResponseType;
  readonly response_mode: ResponseMode;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly state?: string;
  readonly nonce?: string;
  readonly code_challenge?: string;
  readonly prompt: readonly string[];
  readonly max_age?: number;
  readonly login_hint?: string;
  /** The `sub` that an id_token_hint named: another person must not answer. */
  readonly hinted_sub?: string;
  readonly acr_values: readonly string[];
  /** One of these must be met. OIDC Core §5.5.1.1 */
  readonly essential_acr?: readonly string[];
  readonly claims?: RequestedClaims;
  /** Those in `scope` that only single claims belong to: the person is asked for them, and no token carries them. */
  readonly claim_scopes?: readonly string[];
  readonly ui_locales: readonly string[];
  readonly dialect: DialectName;
  readonly flow_id: string;
}

/** A pending interaction. `id` is the hash of the ticket; `browser_hash` binds it to the browser that began. */
export interface Ticket {
  readonly id: string;
  readonly browser_hash: string;
  readonly request: PendingRequest;
  /** What the person has done since the request began. */
  readonly done: readonly InteractionName[];
  /** The scopes that were asked for, once the person has chosen among them. */
  readonly asked?: readonly string[];
  /** The session that answered `login` or `select-account`. */
  readonly session_id?: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly consumed_at?: number;
}

/** The standing result of one authorization: every code and token of a flow hangs on it, and dies with it. */
export interface Grant {
  readonly id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly sid: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  /** True when it outlives the session (offline_access). */
  readonly offline: boolean;
  readonly auth_time: number;
  readonly amr: readonly string[];
  readonly acr: string;
  readonly nonce?: string;
  /** What the person allowed of the single claims. */
  readonly claims?: RequestedClaims;
  readonly dialect: DialectName;
  readonly flow_id: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly revoked_at?: number;
  readonly revoked_because?: string;
}

/** `id` is the hash of the code. Stays on record until it expires, so that a replay can revoke what the first use issued. */
export interface AuthorizationCode {
  readonly id: string;
  readonly grant_id: string;
  readonly client_id: string;
  /** Present when the authorization request named it: then the token request must repeat it. RFC 6749 §4.1.3 */
  readonly redirect_uri?: string;
  readonly code_challenge?: string;
  readonly issued_at: number;
  /** Redeemable until here. */
  readonly redeem_before: number;
  /** Kept on record until here. */
  readonly expires_at: number;
  readonly consumed_at?: number;
}

/** An opaque access token; `id` is its hash. Exactly one of `user_id`, `service_account_id` and neither (the application itself). */
export interface AccessToken {
  readonly id: string;
  /** Absent where no person is involved. */
  readonly grant_id?: string;
  readonly client_id: string;
  readonly user_id?: string;
  readonly service_account_id?: string;
  /** The app password that the service account came with. */
  readonly app_password_id?: string;
  /** The thumbprint (x5t#S256) of the certificate without which it is worth nothing. RFC 8705 §3.1 */
  readonly certificate?: string;
  readonly scope: string;
  readonly audience: readonly string[];
  readonly issued_at: number;
  readonly expires_at: number;
}

/** A JWT access token that was revoked before it ran out; `id` is its `jti`. */
export interface RevokedToken {
  readonly id: string;
  readonly expires_at: number;
}

/** `id` is the hash of the token. */
export interface RefreshToken {
  readonly id: string;
  readonly grant_id: string;
  readonly client_id: string;
  readonly scope: readonly string[];
  readonly parent_id?: string;
  /** From where it was asked for; absent on those of older versions. */
  readonly address?: string;
  readonly issued_at: number;
  /** Kept until here. Until when it can be used, its office, application and APIs say (refresh-limits.ts). */
  readonly expires_at: number;
  readonly consumed_at?: number;
  /** When and from where it was used once more than it may be, which ended the family. */
  readonly replayed_at?: number;
  readonly replayed_from?: string;
}

/** An assertion that a client proved itself with; `id` is the hash of its client_id and `jti`. */
export interface ClientAssertion {
  readonly id: string;
  readonly expires_at: number;
}

/**
 * That an application is to be told of the end of a session that it had signed somebody in to, and how that went.
 * While `next_try_at` is there, it will be tried again; afterwards `told_at` says that it went well. OIDC Back-Channel Logout §2.5
 */
export interface LogoutDelivery {
  readonly id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly sid: string;
  /** When the session ended. */
  readonly created_at: number;
  readonly expires_at: number;
  readonly tries: number;
  readonly next_try_at?: number;
  /** What follows is of the last try. */
  readonly tried_at?: number;
  readonly told_at?: number;
  /** The HTTP status of the answer, where there was one. */
  readonly status?: number;
  /** What came in the way, for an admin. */
  readonly error?: string;
}

/** Failures counted within a window; `id` names what is counted. */
export interface Attempts {
  readonly id: string;
  readonly count: number;
  readonly expires_at: number;
}

/** One act: who decided or changed what, from where. `hash` covers the event and the hash before it. */
export interface AuditEvent {
  /** The sequence number, zero-padded to 12 digits. */
  readonly id: string;
  readonly at: number;
  readonly type: string;
  readonly actor: string;
  readonly target: string;
  readonly address: string;
  readonly detail: JsonObject;
  readonly previous_hash: string;
  readonly hash: string;
}
