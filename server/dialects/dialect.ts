/**
 * The shape of a dialect: where it answers, and how it spells what it reads and writes. It translates and decides nothing.
 * A dialect is one file with one row of this type and a line in the table (index.ts), in `DIALECTS` of the contract
 * (contract/configuration-application.ts) and in the panel's words for it. REST calls after sign-in are rows of the facades
 * room. `test/conformance/dialect.ts` proves that a row fits beside the others.
 */
import type { EndpointRequest, EndpointResponse } from '../engine/wire.ts';
import type { AskedFor } from '../spec/asked-for.ts';
import type { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import type { DialectTraits } from '../spec/dialect-traits.ts';
import type { DialectName, EndpointName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';

/** With the traits that the engine makes tokens by (spec/dialect-traits.ts). */
export interface Dialect extends DialectTraits {
  readonly name: DialectName;
  /**
   * Where each endpoint answers. An endpoint that is absent does not exist: it is not advertised, and nothing answers for it.
   * The first path is the one that is advertised, for a known application; the first without a place where none is known.
   *
   * The segment `{application}` is a place: it stands for the slug of an application of this dialect, or for its client_id
   * where it has none. There the application is known from the path, so that its issuer and addresses stand in what the
   * endpoint says. Dialects may share a path, for the same endpoint; whoever asks decides then (http/choose-dialect.ts).
   */
  readonly paths: Partial<Record<EndpointName, readonly string[]>>;
  /**
   * `origin` is scheme, host and port of the listener without a trailing slash. The issuer begins with it. Where each
   * application has one of its own, `application` is what it is made for; without one it is that of the house.
   */
  issuer(origin: string, application?: Application): string;
  /** The fields that programs written for this product have, in the order in which they stand there. */
  readonly asks_for: readonly AskedFor[];
  /** What a new application of this dialect has where nobody says otherwise. */
  readonly application_defaults: Partial<Application>;
  /**
   * Endpoints whose POST takes a JSON object as well as a form, whose members that are texts, numbers or flags are read as
   * parameters; anything else in it is refused. Only forms where absent.
   */
  readonly takes_json?: readonly EndpointName[];
  /** Endpoint → a word that stands for the scheme `Bearer` in the Authorization header there, beside it. */
  readonly bearer_word?: Partial<Record<EndpointName, string>>;
  /** Endpoint → whether a request of an application that nobody knows could be meant for this product; any where absent. */
  readonly expects?: Partial<Record<EndpointName, (params: Params) => boolean>>;
  /** Endpoint → the header and parameters in Lanyard's spelling, where credentials stand in the header in another. */
  readonly reads_credentials?: Partial<Record<EndpointName, (credentials: Credentials) => Credentials>>;
  /**
   * Endpoint → the request in Lanyard's spelling. A parameter that came twice stays so, to be refused. `whose` is the
   * application that the path names.
   */
  readonly reads?: Partial<Record<EndpointName, (params: Params, whose?: Application) => Params>>;
  /**
   * Endpoint → the answer in the dialect's spelling. `asked` is the request as it came. A public document (`kind: 'document'`:
   * the provider's metadata, the keys) is spelled once for as long as it stays the same, so that only `answer` may count
   * there.
   */
  readonly writes?: Partial<
    Record<EndpointName, (answer: EndpointResponse, asked: DialectRequest) => EndpointResponse>
  >;
  /** Endpoint → a refusal in the dialect's spelling; RFC 6749's where absent. Never a fault of ours, nor "too many" (429). */
  readonly refuses?: Partial<Record<EndpointName, (error: OAuthError, asked: DialectRequest) => EndpointResponse>>;
}

export type Credentials = Pick<EndpointRequest, 'params' | 'authorization'>;

/** What a dialect may look at when it spells an answer. */
export interface DialectRequest extends EndpointRequest {
  /** The `Accept` header. */
  readonly accept: string;
}
