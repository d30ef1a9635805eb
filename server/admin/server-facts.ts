/** How this server runs, as its admins should know it; gathered by the composition root. */

export interface ServerFacts {
  readonly version: string;
  readonly issuer: string;
  /** Epoch seconds. */
  readonly started_at: number;
  readonly listeners: readonly { readonly dialect: string; readonly url: string }[];
  readonly store_kind: string;
  /** Whether connections are encrypted by this server itself. */
  readonly tls: boolean;
  /** Whether others than this computer can reach it. */
  readonly reachable: boolean;
  /** When the certificate runs out, in epoch seconds; undefined without TLS. */
  readonly certificate_expires_at: number | undefined;
}
