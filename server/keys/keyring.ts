/** What the rest of the house asks of the signing keys. How they are kept, sealed and rotated stays in this room. */
import type { JsonObject, SigningAlgorithm } from '../spec/vocabulary.ts';

export interface SignedBy {
  readonly alg: SigningAlgorithm;
  /** The JWS `typ` header: `JWT`, `at+jwt`, `logout+jwt` … */
  readonly typ: string;
}

export interface VerifiedJwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
}

export interface Jwks {
  readonly keys: readonly JsonObject[];
}

export interface Keyring {
  /** Signs with the active key of `alg`; answers compact serialization. RFC 7515 §7.1 */
  sign(by: SignedBy, payload: JsonObject): string | Promise<string>;
  /**
   * The parts of a JWT that one of our published keys signed, or undefined for anything else.
   * Looks at nothing but the signature: issuer, audience, type and times are the caller's to judge. RFC 8725 §3
   */
  verify(jwt: string): Promise<VerifiedJwt | undefined>;
  /**
   * The text of a compact JWE that was encrypted to one of our published keys, or undefined for anything else. Nobody has
   * signed it by that. RFC 7516 §5.2
   */
  decrypt(jwe: string): Promise<string | undefined>;
  /** The public keys in force, next and retired ones included. The same object until they change. RFC 7517 §5 */
  jwks(): Jwks;
  /** The algorithms that have an active key, RS256 first. */
  algorithms(): readonly SigningAlgorithm[];
}
