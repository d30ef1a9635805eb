/** Requests and responses as the engine sees them: plain values, with the browser, the framework and the dialect left outside. */
import type { PageView } from '../contract/pages.ts';
import type { Params } from '../spec/params.ts';
import type { Json, JsonObject } from '../spec/vocabulary.ts';

export type EndpointMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface EndpointRequest {
  readonly method: EndpointMethod;
  /** The query of a GET, the form of a POST; never both. The query, where the endpoint takes JSON. */
  readonly params: Params;
  /** Where the endpoint takes JSON: what was parsed. */
  readonly body?: unknown;
  /** The `Authorization` header, whole. */
  readonly authorization: string | undefined;
  /** The `DPoP` header, whole. RFC 9449 §4.1 */
  readonly dpop?: string | undefined;
  /** The `Accept` header. */
  readonly accept?: string | undefined;
  /** Values of our own cookies. */
  readonly cookies: RequestCookies;
  readonly user_agent: string;
  /** The certificate that the peer proved by TLS to hold the key of; only where one was asked for. */
  readonly certificate?: ClientCertificate;
}

/** A certificate as it came over the socket, never out of a header. RFC 8705 §2 */
export interface ClientCertificate {
  /** DER. */
  readonly raw: Buffer;
  /** The authorities (PEM, as the office set them) under which TLS found its chain good; undefined where it did not. */
  readonly verified_by: string | undefined;
}

export interface RequestCookies {
  /** The sign-on session's secret. */
  readonly session: string | undefined;
  /** Binds interactions to the browser that began them. */
  readonly browser: string | undefined;
  /** What changes whenever somebody signs in or out in this browser. OIDC Session Management §3.2 */
  readonly browser_state?: string | undefined;
}

/** New values for our own cookies; null deletes. Names, flags and prefix are the edge's business. */
export interface ResponseCookies {
  readonly session?: {
    readonly value: string;
    /** It lasts until the browser closes where it has none. */
    readonly lifetime_s?: number;
    /** Whether frames on other sites have to send it. */
    readonly cross_site?: boolean;
  } | null;
  readonly browser?: { readonly value: string };
  /** Readable by a script of ours. It lasts until the browser closes where it has no lifetime. */
  readonly browser_state?: { readonly value: string; readonly lifetime_s?: number };
}

export type Headers = Readonly<Record<string, string>>;

export interface JsonResponse {
  readonly kind: 'json';
  readonly status: number;
  /** A list only in the REST calls of other products. */
  readonly body: JsonObject | readonly Json[];
  readonly headers?: Headers;
  readonly cookies?: ResponseCookies;
}

/** A document that many ask for and that rarely changes; the edge keeps it as bytes for as long as it is the same object. */
export interface DocumentResponse {
  readonly kind: 'document';
  readonly body: object;
  readonly max_age_s: number;
}

export interface RedirectResponse {
  readonly kind: 'redirect';
  /** 303 after a form, 302 otherwise: a credential is never posted on. RFC 9700 §4.12 */
  readonly status: 302 | 303;
  readonly location: string;
  readonly cookies?: ResponseCookies;
}

export interface PageResponse {
  readonly kind: 'page';
  readonly status: number;
  readonly view: PageView;
  readonly cookies?: ResponseCookies;
  readonly headers?: Headers;
}

/** A status with nothing to say. */
export interface EmptyResponse {
  readonly kind: 'empty';
  readonly status: number;
  readonly headers?: Headers;
}

/** Text of a dialect's own format (GitHub's form-encoded token answer). */
export interface TextResponse {
  readonly kind: 'text';
  readonly status: number;
  readonly content_type: string;
  readonly body: string;
  readonly headers?: Headers;
}

export type EndpointResponse =
  | JsonResponse
  | DocumentResponse
  | RedirectResponse
  | PageResponse
  | EmptyResponse
  | TextResponse;
