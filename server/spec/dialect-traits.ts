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
  /** `always`: its applications are refreshed without asking for it, where they are registered for offline_access. */
  readonly offline?: 'always';
  /** What stands in access tokens (JWT) beside the claims of RFC 9068; none of theirs is replaced by it. */
  readonly access_token_claims?: (about: TokenFacts) => JsonObject;
  /** `none`: a request that names no API is for none, or the office's default; for all that its application may ask for where absent. */
  readonly implied_audience?: 'none';
  /** `api`: its applications get JWTs for APIs whatever they are set to, and JWTs with openid name userinfo among their `aud`. */
  readonly jwt_for?: 'api';
  /** Stands behind the client_id where that is the `sub` of an application that acts for itself. */
  readonly own_subject_suffix?: string;
  /** `implied`: who signs out without saying where to go on goes to the first address that is registered. */
  readonly post_logout_redirect_uri?: 'implied';
  /** Of tokens that are asked for in it and belong to no application: a service account's. Opaque where absent. */
  readonly access_token_format?: AccessTokenFormat;
  /** Whether a program that acts for itself may name scopes about a person, which it does not get; refused where absent. */
  readonly machines_name_personal_scopes?: true;
}

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
