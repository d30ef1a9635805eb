/** Claims by which tokens work. Whoever adds claims about a person adds none of these. RFC 7519 §4.1, OIDC Core §2 */
import type { JsonObject } from './vocabulary.ts';

const PROTOCOL: ReadonlySet<string> = new Set(
  'iss sub aud exp nbf iat jti nonce auth_time acr amr azp at_hash c_hash s_hash sid scope scp client_id cnf act may_act events typ htm htu ath rat sub_jwk sub_id authorization_details grant_id app_password_id __proto__'.split(
    ' ',
  ),
);

/** The others. */
export function withoutProtocolClaims(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !PROTOCOL.has(name)));
}
