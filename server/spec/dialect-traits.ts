/** What follows from the dialect of an application, or of a request, where tokens are made: data that the rows carry along. */
import type { AccessTokenFormat, DialectName, JsonObject } from './vocabulary.ts';

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
  /** Whether a program that acts for itself may name scopes about a person, which it does not get; refused where absent. */
  readonly machines_name_personal_scopes?: true;
  /** Whether people on the way to its applications may be asked by a sign-in program of the office's own. */
  readonly hands_over?: true;
}

export type PrefixedKind = 'access_token' | 'refresh_token' | 'authorization_code' | 'device_code';

/** What a row may know of an access token that is being made. */
export interface TokenFacts {
  /** Of a person's alone. */
  readonly grant_id?: string;
  readonly scope: readonly string[];
  /** Further claims, which stand in the token themselves too. */
  readonly extra: JsonObject;
}

export type TraitsOfDialects = Partial<Readonly<Record<DialectName, DialectTraits>>>;
