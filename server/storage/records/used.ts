/** What is over, remembered for as long as somebody could come with it again. Times are whole seconds since 1970 (UTC). */

/** A JWT access token that was revoked before it ran out; `id` is its `jti`. */
export interface RevokedToken {
  readonly id: string;
  readonly expires_at: number;
}

/** An assertion that a client proved itself with; `id` is the hash of its client_id and `jti`. */
export interface ClientAssertion {
  readonly id: string;
  readonly expires_at: number;
}

/** A proof of possession that was used; `id` is the hash of its key's thumbprint and its jti. RFC 9449 §11.1 */
export interface DpopProof {
  readonly id: string;
  readonly expires_at: number;
}
