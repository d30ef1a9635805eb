/** What follows from the dialect of an application, or of a request, where tokens are made: data that the rows carry along. */
import type { AccessTokenFormat, DialectName, GrantType, JsonObject } from './vocabulary.ts';

/** What a product calls a person in its tokens, out of the names that each has here for good. */
export interface SubjectForm {
  /**
   * `id` is a UUID; `number` a decimal number below 2^53; `opaque` a keyed hash, from which nobody learns either. None is
   * ever given to anybody else, nor when its owner is gone.
   */
  readonly from: 'id' | 'number' | 'opaque';
  /** Stands before it: `auth0|`. */
  readonly prefix?: string;
}

/** Claims that a product shows under a scope beside the standard ones. */
export interface ScopeClaims {
  /** The scope's. */
  readonly name: string;
  /** claim → where it comes from, as in the office's own scopes: `user.username`, or an expression. */
  readonly claims: Readonly<Record<string, string>>;
}

export interface DialectTraits {
  /** What people are called in the tokens of its applications; their UUID where absent. Pairwise applications differ. */
  readonly subject?: SubjectForm;
  /**
   * What its applications are shown in ID tokens and userinfo beside the standard claims of a scope. A standard claim that the
   * person has a value for stays as it is, and the office's own scopes come before these.
   */
  readonly scope_claims?: readonly ScopeClaims[];
  /**
   * `optional`: without redirect_uri people are sent to the first that is registered, and the token request needn't repeat it.
   * One that is named has to be right all the same.
   */
  readonly redirect_uri?: 'optional';
  /**
   * `any_port`: public applications on a loopback address may name another port for the token than they were sent back to,
   * where a code_challenge says that they began the request.
   */
  readonly token_redirect_uri?: 'any_port';
  /** `left out`: answers to the application carry no `iss` (RFC 9207), unless they are signed. */
  readonly authorization_response_iss?: 'left out';
  /** `allowed`: where no scope that was asked for is open, there are none; invalid_scope where absent. */
  readonly no_scope_left?: 'allowed';
  /** `always`: its applications are refreshed without asking for it, where they are registered for offline_access. */
  readonly offline?: 'always';
  /** What stands in access tokens (JWT) beside the claims of RFC 9068; none of theirs is replaced by it. */
  readonly access_token_claims?: (about: TokenFacts) => JsonObject;
  /**
   * Whether access tokens (JWT) also say what its scopes show of the person, or what a service account is called and which
   * groups it is in, with `azp` and `uid`. They never say what would make an ID token of one: its audience. RFC 9068 §2.2.3
   */
  readonly access_token_identity?: true;
  /** `none`: a request that names no API is for none, or the office's default; for all that its application may ask for where absent. */
  readonly implied_audience?: 'none';
  /** `api`: its applications get JWTs for APIs whatever they are set to, and JWTs with openid name userinfo among their `aud`. */
  readonly jwt_for?: 'api';
  /** Stands behind the client_id where that is the `sub` of an application that acts for itself. */
  readonly own_subject_suffix?: string;
  /** `implied`: who signs out without saying where to go on goes to the first address that is registered. */
  readonly post_logout_redirect_uri?: 'implied';
  /** What the tokens and codes of its applications begin with, before what nobody can guess. */
  readonly prefixes?: Readonly<Record<PrefixedKind, string>>;
  /** In characters: `state` has to be sent and to have so many, and so has a `nonce` that is sent. */
  readonly shortest_state?: number;
  /** `registered`: its applications prove themselves by the method that they are registered with; a secret goes either way where absent. */
  readonly client_auth?: 'registered';
  /** `prefix`: its applications may also name, by `audience`, what stands below the address of an API that they may ask tokens for. */
  readonly audience?: 'prefix';
  /** Of tokens that are asked for in it and belong to no application: a service account's. Opaque where absent. */
  readonly access_token_format?: AccessTokenFormat;
  /**
   * Whether a program that acts for itself may name scopes about a person, or that it may not have, which it does not get;
   * refused where absent. The admin API's is refused in any case.
   */
  readonly machines_name_any_scope?: true;
  /**
   * Whether a service account may have, through an application of this dialect that acts for itself, what that is registered
   * for: where it is in a group that the application names. Its own scopes alone where absent.
   */
  readonly accounts_have_scopes_of_application?: true;
  /** Whether a `username` beside client_credentials says who acts: refused then beside the credentials of a client. */
  readonly username_names_somebody?: true;
  /** Whether programs of people sign in as service accounts do, each for the one application that its app password is for. */
  readonly people_by_app_password?: true;
  /**
   * Whether its single-page applications open the sign-in in a window of its own, to which they answer when it comes back: our
   * pages on the way stay tied to that window where it comes back to one of the application's web_origins.
   */
  readonly opened_in_popups?: true;
  /** Whether its applications have a call that sends a code to somebody's address, which its grant brings back. */
  readonly sends_codes?: true;
  /** Whether people on the way to its applications may be asked by a sign-in program of the office's own. */
  readonly hands_over?: true;
}

export type PrefixedKind = 'access_token' | 'refresh_token' | 'authorization_code' | 'device_code';

/** What a row may know of an access token that is being made. */
export interface TokenFacts {
  /** Of a person's alone. */
  readonly grant_id?: string;
  readonly client_id: string;
  /** By which it was asked for; none where the browser takes it along. */
  readonly grant_type?: GrantType;
  readonly scope: readonly string[];
  /** Further claims, which stand in the token themselves too. */
  readonly extra: JsonObject;
}

export type TraitsOfDialects = Partial<Readonly<Record<DialectName, DialectTraits>>>;
