/** How this server runs, as its admins should know it; gathered by the composition root. */

export interface ServerFacts {
  readonly version: string;
  readonly issuer: string;
  /** Epoch seconds. */
  readonly started_at: number;
  readonly listeners: readonly { readonly dialect: string; readonly url: string }[];
  /** What the settings said of addresses for one product alone as it started, as they spell them. */
  readonly listeners_at_start: readonly string[];
  /** Those of them that could not be opened, and why, as a part of a sentence. */
  readonly listeners_refused: ReadonlyMap<string, string>;
  readonly store_kind: string;
  /** Whether connections are encrypted by this server itself. */
  readonly tls: boolean;
  /** Whether others than this computer can reach it. */
  readonly reachable: boolean;
  /** When the certificate runs out, in epoch seconds; undefined without TLS. */
  readonly certificate_expires_at: number | undefined;
}
