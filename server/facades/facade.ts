/** The type of a row of REST calls that applications of another product make after sign-in. */
import type { AdminToken } from '../admin/authorise.ts';
import type { AdminHouse } from '../admin/handler.ts';
import type { SignInDesk } from '../engine/sign-in-desk.ts';
import type { ClientDesk } from '../engine/client-desk.ts';
import type { HandOverDesk } from '../engine/hand-over/desk.ts';
import type { Context } from '../engine/context.ts';
import type { AppPasswordDesk } from '../engine/prove-app-password.ts';
import type { LiveToken } from '../engine/tokens/lookup.ts';
import type { EmptyResponse, JsonResponse, TextResponse } from '../engine/wire.ts';
import type { Params } from '../spec/params.ts';
import type { PathParameters } from '../spec/path-pattern.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';

export interface FacadeRequest {
  /** The `Authorization` header, whole. */
  readonly authorization: string | undefined;
  readonly query: Params;
  /** Absolute, as it was asked for, without the query. */
  readonly url: string;
  /** What stands in the places of the path. */
  readonly parameters: PathParameters;
  /** Only the headers go out: what would be told once stays untold. RFC 9110 §9.3.2 */
  readonly head: boolean;
  /** The page that sent it, where a browser says so. */
  readonly origin: string | undefined;
  /** Our cookie that binds what a browser began to it; undefined where it has none. */
  readonly browser: string | undefined;
  /** The body, read when it is asked for; undefined where there is none. Throws ProblemError for what is no acceptable JSON. */
  json(): Promise<unknown>;
  /** The body as a form, read when it is asked for. Throws OAuthError for what is none. */
  form(): Promise<Params>;
}

export interface Facade {
  readonly dialect: DialectName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * Absolute; a segment such as `{identifier}` stands for any one segment. The first is the one that admins are shown. Other
   * dialects may have the same: whose token comes along decides.
   */
  readonly paths: readonly string[];
  /** Of what changes the office: it answers from where, and only while, the admin API does. */
  readonly office?: true;
  /**
   * Which scripts of other origins may read its answers: `registered`, those of the origins that applications have registered;
   * `with_cookies`: theirs, and the browser's cookies come along and can be set. None where absent.
   */
  readonly cors?: 'registered' | 'with_cookies';
  /**
   * As what JSON may come beside application/json. `unsaid`: client libraries of the product send it as text/plain; only where
   * an Authorization header decides who acts. `patch`: as the list of changes that it is (RFC 6902).
   */
  readonly json?: 'unsaid' | 'patch';
  /** `cx` is this dialect's. Refusals are answers too, in the product's spelling. */
  answer(request: FacadeRequest, cx: Context): Promise<JsonResponse | TextResponse | EmptyResponse>;
}

/** What calls that change the office are made with. */
export interface Office {
  readonly house: AdminHouse;
  readonly handOvers: HandOverDesk;
  readonly appPasswords: AppPasswordDesk;
}

/** What rows are made with. */
export interface FacadeHouse {
  readonly findToken: FindToken;
  readonly clients: ClientDesk;
  readonly appPasswords: AppPasswordDesk;
  readonly sign_in: SignInDesk;
  /** What a new application of a dialect has where nobody says otherwise. */
  readonly defaultsFor: (dialect: DialectName) => Partial<Application>;
}

/** What an access token stands for, if it still stands for anything. */
export type FindToken = (value: string, cx: Context) => Promise<LiveToken | undefined>;

/** The same, as far as rights over the office hang on it. */
export type FindAdmin = (value: string, cx: Context) => Promise<AdminToken | undefined>;
