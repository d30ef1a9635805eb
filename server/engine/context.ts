/** What one request may know of the world. The composition root makes it; steps read it and never write into it. */
import type { AuditCounts } from '../audit/counts.ts';
import type { PasswordHasher } from '../directory/passwords.ts';
import type { MacPurpose, SealPurpose } from '../keys/house-secrets.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { TraitsOfDialects } from '../spec/dialect-traits.ts';
import type { DialectName, EndpointName, Json } from '../spec/vocabulary.ts';
import type { Application, Settings } from '../storage/records/directory.ts';
import type { Store } from '../storage/store.ts';
import type { Trace } from '../trace/trace.ts';

export interface Context {
  /** Epoch seconds, the same throughout the request. */
  readonly now: number;
  readonly store: Store;
  readonly keys: Keyring;
  readonly settings: Settings;
  readonly dialect: DialectName;
  readonly urls: Urls;
  /** What dialects differ in where tokens are made. */
  readonly traits: TraitsOfDialects;
  readonly secrets: Secrets;
  readonly passwords: PasswordHasher;
  /** The only way to ask other servers. */
  readonly outbound: Outbound;
  /** The peer's address, from the connection. */
  readonly address: string;
  /** Undefined while nobody watches. */
  readonly trace: Trace | undefined;
  readonly flow_id: string;
  readonly counts: AuditCounts;
}

/** Absolute URLs of this request's dialect; nothing below the edge builds one from configuration. */
export interface Urls {
  /** `application` matters to dialects with an issuer per application. */
  issuer(application?: Application): string;
  /** In the dialect of `application`, whichever is spoken here. */
  ownIssuer(application: Application | undefined): string;
  /** Whether `iss` is what this house calls itself to `application`, at any listener and in any dialect. */
  isOurs(iss: Json | undefined, application?: Application): boolean;
  /** Undefined where the dialect has no such endpoint. */
  endpoint(name: EndpointName, application?: Application): string | undefined;
  /** The same endpoint where TLS asks for the application's certificate; undefined where nothing does. RFC 8705 §5 */
  withCertificate(name: EndpointName): string | undefined;
  /** A page of ours: `/interaction/login` … */
  page(path: string): string;
  /** One that stands at the main address alone: `/account/` … */
  house(path: string): string;
}

export interface Secrets {
  /** 256 bits from the system's generator, base64url: 43 unreserved characters. */
  random(): string;
  /** HMAC-SHA256 of `value` under a key of this house that belongs to `purpose` alone; base64url. */
  derive(purpose: MacPurpose, value: string): string;
  /** Encrypts and authenticates `plain` for ourselves; characters of a URL. */
  seal(purpose: SealPurpose, plain: string): string;
  /** Undefined for anything that this house did not seal for this purpose. */
  unseal(purpose: SealPurpose, sealed: string): string | undefined;
}
