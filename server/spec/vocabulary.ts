/** The words of the wire that more than one room must spell the same way. */

/** The seven dialects that Lanyard is made for; which of them are served is the dialects table's to say. */
export type DialectName = 'native' | 'authentik' | 'gitea' | 'forgejo' | 'github' | 'auth0' | 'ory';

export type EndpointName =
  | 'authorize'
  | 'token'
  | 'device-authorization'
  | 'device-verification'
  | 'introspect'
  | 'revoke'
  | 'userinfo'
  | 'end-session'
  | 'register'
  | 'jwks'
  | 'openid-configuration'
  | 'oauth-authorization-server';

/** RFC 8628 §3.4 */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** RFC 8693 §2.1 */
export const TOKEN_EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** RFC 7523 §2.1 */
export const JWT_BEARER_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export type GrantType =
  | 'authorization_code'
  | 'refresh_token'
  | 'client_credentials'
  | 'password'
  | 'implicit'
  | typeof DEVICE_CODE_GRANT
  | typeof TOKEN_EXCHANGE_GRANT
  | typeof JWT_BEARER_GRANT;

/** All but the first put tokens into the browser's hands. */
export const RESPONSE_TYPE_NAMES = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const;
export type ResponseType = (typeof RESPONSE_TYPE_NAMES)[number];

export type ResponseMode = 'query' | 'fragment' | 'form_post';
export type TokenEndpointAuthMethod =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'none';
/** What clients sign assertions with. */
export type AssertionAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA' | 'HS256';
export type AccessTokenFormat = 'opaque' | 'jwt';
/** Whether applications may register themselves: not at all, until an admin approves, or at once. */
export type RegistrationPolicy = 'off' | 'approval' | 'open';
export type ConsentPolicy = 'remember' | 'always' | 'skip';
export type SigningAlgorithm = 'RS256' | 'ES256' | 'EdDSA';
/** What applications sign their requests with. */
export type ClientSigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

/** What a person is asked before an authorization request can be answered. */
export type InteractionName = 'login' | 'select-account' | 'device' | 'consent';

/** A value that survives JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };
