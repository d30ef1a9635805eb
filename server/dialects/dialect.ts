/** The shape of a dialect: where it answers, and how it spells what it reads and writes. It translates and decides nothing. */
import type { EndpointRequest, EndpointResponse } from '../engine/wire.ts';
import type { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import type { DialectName, EndpointName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';

export interface Dialect {
  readonly name: DialectName;
  /** Where each endpoint answers; the first path is the one that is advertised. An endpoint that is absent does not exist. */
  readonly paths: Partial<Record<EndpointName, readonly string[]>>;
  /** `origin` is scheme, host and port without a trailing slash. */
  issuer(origin: string, application?: Application): string;
  /** What a new application of this dialect has where nobody says otherwise. */
  readonly application_defaults: Partial<Application>;
  /** Endpoint → the request in Lanyard's spelling. */
  readonly reads?: Partial<Record<EndpointName, (params: Params) => Params>>;
  /** Endpoint → the answer in the dialect's spelling. `asked` is the request as it came. */
  readonly writes?: Partial<
    Record<EndpointName, (answer: EndpointResponse, asked: DialectRequest) => EndpointResponse>
  >;
  /** Endpoint → a refusal in the dialect's spelling; RFC 6749's where absent. */
  readonly refuses?: Partial<Record<EndpointName, (error: OAuthError, asked: DialectRequest) => EndpointResponse>>;
}

/** What a dialect may look at when it spells an answer. */
export interface DialectRequest extends EndpointRequest {
  /** The `Accept` header. */
  readonly accept: string;
}
