/** What the benchmark's own load generator is told, and what it answers. How it works is generator.ts. */

export interface Plan {
  /** Of this machine's loopback. */
  readonly origin: string;
  readonly connections: number;
  /** How long at most. */
  readonly seconds: number;
  /** Ends after as many answers, where given. */
  readonly requests?: number;
  /** Sends at this rate whatever the answers take; each connection sends as soon as it can where absent. */
  readonly per_second?: number;
  /** Addresses to come from, in turn. */
  readonly from?: readonly string[];
  /** Tells what happened in every span of this length. */
  readonly window_ms?: number;
  readonly kinds: readonly Kind[];
  readonly pools?: Readonly<Record<string, Pool>>;
}

/** A kind of request. `{value}` in `path`, `headers` and `body` stands for what it takes from its pool. */
export interface Kind {
  readonly name: string;
  /** Of all requests; shares need not add up to one. */
  readonly share: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The statuses of answers that count as right. */
  readonly expects: readonly number[];
  /** The name of the pool that it takes its value from; while that is empty another kind is sent instead. */
  readonly takes?: string;
  /** Pool → a regular expression whose first group finds a value for it in the whole answer. */
  readonly gives?: Readonly<Record<string, string>>;
}

/** Values that answers give and requests take. */
export interface Pool {
  readonly values: readonly string[];
  /** Each value is taken once; where false they are taken in turn. */
  readonly once: boolean;
  /** What was given longer ago is not taken any more. */
  readonly lifetime_s?: number;
  /** The newest are kept. */
  readonly most: number;
  /** Keeps only each so-manieth value that is given. */
  readonly every?: number;
}

/** Latencies count from when a request was due, where there is a rate, and from when it was sent otherwise. */
export interface Span {
  readonly answers: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
}

export interface Window extends Span {
  /** Milliseconds since 1970, at its end. */
  readonly at_ms: number;
}

export interface Outcome extends Span {
  readonly seconds: number;
  readonly per_second: number;
  /** Answers whose status was not expected, and connections that broke. */
  readonly failures: number;
  /** The first of them, as it came. */
  readonly first_failure: string;
  /** Kind → status → how many. */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What the pools hold at the end. */
  readonly pools: Readonly<Record<string, readonly string[]>>;
}

export type Report = { readonly window: Window } | { readonly outcome: Outcome };
