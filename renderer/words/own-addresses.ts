/** Lanyard's addresses that belong to no application, in its own dialect: for APIs and services of the office. Pure. */

export interface OwnAddresses {
  /** RFC 8414 §2 */
  readonly discovery: string;
  readonly jwks_uri: string;
  /** RFC 7662 §2 */
  readonly introspection_endpoint: string;
}

export function ownAddresses(issuer: string): OwnAddresses {
  return {
    discovery: `${issuer}/.well-known/openid-configuration`,
    jwks_uri: `${issuer}/oauth2/jwks`,
    introspection_endpoint: `${issuer}/oauth2/introspect`,
  };
}
