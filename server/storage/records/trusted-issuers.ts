/** Servers of others that are believed. Times are whole seconds since 1970 (UTC). */
import type { ClientKeys } from '../../spec/client-keys.ts';

/** A server of others that is believed when it vouches for a person. RFC 7523 §3 */
export interface TrustedIssuer {
  readonly id: string;
  /** What it calls itself: the `iss` of its assertions. Unique. */
  readonly issuer: string;
  readonly name: string;
  /** Its public keys, or where they stand; never both. */
  readonly jwks?: ClientKeys;
  readonly jwks_uri?: string;
  /** The claim of its assertions that says whom they are about. */
  readonly subject_claim: string;
  /** What of a person here that claim is compared with. */
  readonly user_field: 'username' | 'email' | 'id';
  /** Space-separated scopes that it may vouch for. */
  readonly scope: string;
  /** Audiences of the APIs that it may vouch for. */
  readonly audience: readonly string[];
  readonly disabled: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}
