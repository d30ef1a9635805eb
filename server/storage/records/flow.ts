/**
 * What flows leave behind: sessions, consents, tickets, codes and tokens. Times are whole seconds since 1970 (UTC).
 * A record whose secret a stranger could replay is keyed by SHA-256 (base64url) of that secret, never by the secret.
 */
import type { AuthorizationDetail } from '../../spec/authorization-details.ts';
import type { Confirmation } from '../../spec/confirmation.ts';
import type {
  DialectName,
  InteractionName,
  Json,
  JsonObject,
  ResponseMode,
  ResponseType,
} from '../../spec/vocabulary.ts';
import type { Collected, GrantOrigin } from './grant-origin.ts';
import type { OfferedValues } from './login-page.ts';
import type { SessionClaims, Told } from './told.ts';

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
  /** The client_ids of the applications that it signed somebody in to, which know its `sid`. Absent while there is none. */
  readonly client_ids?: readonly string[];
  /** Where a sign-in program said who it is: until when further sign-ins rely on that; 0 where none does. */
  readonly known_until?: number;
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

/** What a person allowed an application with one API: what the page showed together. */
export interface ConsentedApi {
  readonly audience: string;
  readonly scope: readonly string[];
}

/** What a person allowed an application. `id` is `user_id client_id`. */
export interface Consent {
  readonly id: string;
  readonly user_id: string;
  readonly client_id: string;
  readonly scope: readonly string[];
  /** Optional scopes that the person unticked: not asked for again until the application sends prompt=consent. */
  readonly declined: readonly string[];
  /** For which APIs, and for each with which of the scopes. Absent where none was told apart, as older versions did not. */
  readonly apis?: readonly ConsentedApi[];
  /** From when on the person is asked again all the same. Absent where it is remembered until it is withdrawn. */
  readonly ask_from?: number;
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
export interface PendingRequest extends OfferedValues {
  readonly client_id: string;
  readonly redirect_uri: string;
  /** Whether the request named it, or the only registered one was taken. */
  readonly redirect_uri_sent: boolean;
  readonly response_type: ResponseType;
  readonly response_mode: ResponseMode;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly authorization_details?: readonly AuthorizationDetail[];
  readonly state?: string;
  readonly nonce?: string;
  readonly code_challenge?: string;
  /** The key that must redeem the code. RFC 9449 §10 */
  readonly dpop_jkt?: string;
  readonly prompt: readonly string[];
  readonly max_age?: number;
  readonly login_hint?: string;
  /** The `sub` that an id_token_hint named: another person must not answer. */
  readonly hinted_sub?: string;
  /** One of these must be met. OIDC Core §5.5.1.1 */
  readonly essential_acr?: readonly string[];
  readonly claims?: RequestedClaims;
  /** Those in `scope` that only single claims belong to: the person is asked for them, and no token carries them. */
  readonly claim_scopes?: readonly string[];
  /** Where it was sent ahead: what ends with it. */
  readonly pushed?: Pick<PushedRequest, 'id' | 'client_id' | 'flow_id' | 'expires_at'>;
  /** Present where no browser takes the answer along: it goes to the device that shows the user code. RFC 8628 §3.3 */
  readonly device?: { readonly code_id: string; readonly user_code: string };
  /** Present where the office's own sign-in program may be asked: what it is told of the request as it came. */
  readonly told?: Told;
  readonly dialect: DialectName;
  readonly flow_id: string;
}

/** An authorization request that an application sent ahead. `id` is the hash of its request_uri. RFC 9126 §2.2 */
export interface PushedRequest {
  readonly id: string;
  readonly client_id: string;
  /** Its parameters, in order; without what proved the client. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Whether they stood in a request object. */
  readonly signed?: true;
  /** Joins what the browser does with it to the push. */
  readonly flow_id: string;
  /** A sign-in can begin with it until here; what was used is remembered for as long as another could have begun. */
  readonly expires_at: number;
  readonly consumed_at?: number;
}

/** A pending interaction. `id` is the hash of the ticket; `browser_hash` binds it to the browser that began. */
export interface Ticket {
  readonly id: string;
  readonly browser_hash: string;
  readonly request: PendingRequest;
  /** What the person has done since the request began. */
  readonly done: readonly InteractionName[];
  /** What a sign-in program has answered, whether or not it asked the person. */
  readonly passed?: readonly InteractionName[];
  /** The scopes that were asked for, once the person has chosen among them. */
  readonly asked?: readonly string[];
  /** The session that answered `login` or `select-account`. */
  readonly session_id?: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly consumed_at?: number;
}

/** The standing result of one authorization: every code and token of a flow hangs on it, and dies with it. */
export interface Grant extends Collected {
  readonly id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly sid: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly authorization_details?: readonly AuthorizationDetail[];
  /** True when it outlives the session (offline_access). */
  readonly offline: boolean;
  readonly auth_time: number;
  readonly amr: readonly string[];
  readonly acr: string;
  readonly nonce?: string;
  /** What the person allowed of the single claims. */
  readonly claims?: RequestedClaims;
  /** Stands for session and consent where it is present. */
  readonly origin?: GrantOrigin;
  /** What the sign-in program gave along for tokens; no claim of the protocol's own. */
  readonly session_claims?: SessionClaims;
  /** True where the answer on the page was for a device that shows none. RFC 8628 §3.3 */
  readonly on_device?: true;
  /** Who acts for the person, and who acted before. RFC 8693 §4.1 */
  readonly act?: JsonObject;
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
  readonly dpop_jkt?: string;
  readonly issued_at: number;
  /** Redeemable until here. */
  readonly redeem_before: number;
  /** Kept on record until here. */
  readonly expires_at: number;
  readonly consumed_at?: number;
}

/**
 * What a device waits with. `id` is the hash of the device code. Stays on record until it expires, so that a replay can revoke
 * what the first use issued. RFC 8628 §3.2
 */
export interface DeviceCode {
  readonly id: string;
  /** The user code as a keyed hash: it is short enough to be found by trial. */
  readonly user_code: string;
  readonly client_id: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly dialect: DialectName;
  readonly flow_id: string;
  readonly issued_at: number;
  /** To be answered and redeemed until here. */
  readonly redeem_before: number;
  /** Kept on record until here. */
  readonly expires_at: number;
  /** How long the device has to wait between two questions. Grows each time it does not. */
  readonly interval_s: number;
  /** When it last asked, having waited long enough. */
  readonly asked_at?: number;
  /** What the person allowed. */
  readonly grant_id?: string;
  readonly refused_at?: number;
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
  /** What a hook of the office had put into it. RFC 7662 §2.2 */
  readonly extra?: JsonObject;
  readonly scope: string;
  readonly audience: readonly string[];
  readonly authorization_details?: readonly AuthorizationDetail[];
  /** Without which it is worth nothing. */
  readonly cnf?: Confirmation;
  readonly issued_at: number;
  readonly expires_at: number;
}

/** `id` is the hash of the token. */
export interface RefreshToken {
  readonly id: string;
  readonly grant_id: string;
  readonly client_id: string;
  readonly scope: readonly string[];
  readonly parent_id?: string;
  /** Where nothing else ties it to its client. RFC 9449 §5 */
  readonly cnf?: Confirmation;
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
