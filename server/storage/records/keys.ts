/** Signing keys and the numbers that must never repeat. Times are whole seconds since 1970 (UTC). */
import type { JsonObject, KeyAlgorithm } from '../../spec/vocabulary.ts';

export type SigningKeyState = 'next' | 'active' | 'retired';

/** A key that signs, or one that opens what was encrypted to us. `id` is the `kid`: the RFC 7638 thumbprint. A removed key has no record. */
export interface SigningKey {
  readonly id: string;
  readonly alg: KeyAlgorithm;
  readonly state: SigningKeyState;
  readonly public_jwk: JsonObject;
  /** The private JWK, encrypted at rest. */
  readonly sealed_private_jwk: string;
  /** When it first stood in the JWKS. */
  readonly published_at: number;
  /** Of a next key: when somebody wants it to take over, instead of when the active one has lived its life. */
  readonly activates_at?: number;
  readonly activated_at?: number;
  readonly retired_at?: number;
  /** A retired key leaves when no token that it signed can still live. */
  readonly remove_after?: number;
}

/** A number that only grows. `hash` is used by the audit chain. */
export interface Counter {
  readonly id: string;
  readonly value: number;
  readonly hash?: string;
}
