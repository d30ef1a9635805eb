/** What Lanyard tells a sign-in program of the office's own, and what that adds to tokens. */
import type { JsonObject } from '../../spec/vocabulary.ts';

/** A request as a sign-in program is told of it. */
export interface Told {
  /** At the listener where it came, with its parameters. */
  readonly request_url: string;
  /** What OpenID Connect lets an application say about the person and the page. OIDC Core §3.1.2.1 */
  readonly oidc_context: JsonObject;
}

/** Claims that a sign-in program adds: `access_token` as what introspection and JWTs call `ext`, `id_token` to that itself. */
export interface SessionClaims {
  readonly access_token?: JsonObject;
  readonly id_token?: JsonObject;
}
