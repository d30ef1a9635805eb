/** What tokens are made for, and what they allow there. */
import type { AuthorizationDetailsType } from '../../spec/authorization-details.ts';
import type { AccessTokenFormat, SigningAlgorithm } from '../../spec/vocabulary.ts';

export interface ApiScope {
  readonly name: string;
  readonly description?: string;
  /** Narrower scopes that whoever has it has too. */
  readonly includes?: readonly string[];
  /** Whether people are told to look twice; of an API, absent is yes. */
  readonly sensitive?: boolean;
  /** Names of groups: only their people and service accounts get it. Absent or empty, everybody does. */
  readonly allowed_groups?: readonly string[];
}

export interface Api {
  readonly id: string;
  /** An absolute URI or a plain name. Unique. */
  readonly audience: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  /** Single acts that it lets applications ask for. RFC 9396 §2.1 */
  readonly authorization_details_types?: readonly AuthorizationDetailsType[];
  /** Whether an application that nobody entered for it may ask for it by name, where a person signs in. */
  readonly any_application?: boolean;
  /** client_ids: nobody else may ask. Absent or empty, whoever is registered for it may. */
  readonly allowed_applications?: readonly string[];
  /** How tokens for it look, whatever the application would have. */
  readonly access_token_format?: AccessTokenFormat;
  readonly access_token_signed_response_alg?: SigningAlgorithm;
  /** Whether JWTs for it name all of its scopes that the person may have, asked for or not, in `permissions`. */
  readonly permissions_in_tokens?: boolean;
  /** Where it is shorter than the office's. */
  readonly access_token_lifetime_s?: number;
  /** Of refresh tokens that reach it, as in the settings; the shortest of all that say so holds. */
  readonly refresh_token_lifetime_s?: number;
  readonly refresh_token_idle_lifetime_s?: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface Scope {
  readonly id: string;
  /** Unique. */
  readonly name: string;
  readonly description?: string;
  /** claim → where it comes from: a path such as `user.claims.department`, or an expression (claim-source.ts). */
  readonly claims: Readonly<Record<string, string>>;
  /** Narrower scopes that whoever has it has too. */
  readonly includes?: readonly string[];
  /** Whether people are told to look twice; absent is no. */
  readonly sensitive?: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}
