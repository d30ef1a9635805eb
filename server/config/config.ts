/** What a start of the server needs to know before it can open its data. Everything else is a setting in the store. */
import type { DialectName } from '../spec/vocabulary.ts';
import type { LogLevel } from './options.ts';

export interface Config {
  /** Absolute. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Scheme, host and port without a trailing slash; undefined when nobody chose one for this start. */
  readonly issuer: string | undefined;
  readonly tls: Tls;
  /** Configuration documents, absolute, to be applied before listening. */
  readonly imports: readonly string[];
  readonly dialectPorts: readonly { readonly dialect: DialectName; readonly port: number }[];
  /** Where applications are asked for their certificates. */
  readonly mtlsPort: number | undefined;
  readonly panel: boolean;
  readonly logLevel: LogLevel;
  /** One line each, for the operator to see at start-up. */
  readonly warnings: readonly string[];
}

export type Tls = { readonly kind: 'off' } | { readonly kind: 'files'; readonly cert: string; readonly key: string };
