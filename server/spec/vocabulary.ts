/** The words of the wire that more than one room must spell the same way. */

/** The seven dialects that Lanyard is made for; which of them are served is the dialects table's to say. */
export type DialectName = 'native' | 'authentik' | 'gitea' | 'forgejo' | 'github' | 'auth0' | 'ory';

export type EndpointName =
  | 'authorize'
  | 'par'
  | 'token'
  | 'device-authorization'
  | 'device-verification'
  | 'introspect'
  | 'revoke'
  | 'userinfo'
  | 'end-session'
  | 'check-session'
  | 'register'
  | 'jwks'
  | 'openid-configuration'
  | 'oauth-authorization-server'
  | 'oauth-protected-resource'
  | 'webfinger';

/** RFC 8628 §3.4 */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** RFC 8693 §2.1 */
export const TOKEN_EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** RFC 7523 §2.1 */
export const JWT_BEARER_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A code that was sent by mail comes back from the application that asked for it. Auth0's; no specification has one. */
export const MAIL_CODE_GRANT = 'http://auth0.com/oauth/grant-type/passwordless/otp';

/** A grant of the office's own; what belongs to a specification begins otherwise (extension-grant-type.ts). RFC 6749 §4.5 */
export type ExtensionGrantType = `${string}:${string}`;

export type GrantType =
  | 'authorization_code'
  | 'refresh_token'
  | 'client_credentials'
  | 'password'
  | 'implicit'
  | typeof DEVICE_CODE_GRANT
  | typeof TOKEN_EXCHANGE_GRANT
  | typeof JWT_BEARER_GRANT
  | typeof MAIL_CODE_GRANT
  | ExtensionGrantType;

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

/** How an authorization response travels … */
export type PlainMode = 'query' | 'fragment' | 'form_post' | 'web_message';
/** … as it is, or inside of a JWT. JARM §2.3 */
export type ResponseMode = PlainMode | `${PlainMode}.jwt`;
export type TokenEndpointAuthMethod =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'tls_client_auth'
  | 'self_signed_tls_client_auth'
  | 'none';
/** What clients sign assertions with. */
export type AssertionAlgorithm = ClientSigningAlgorithm | 'HS256';
export type AccessTokenFormat = 'opaque' | 'jwt';
/** Whether applications may register themselves: not at all, until an admin approves, or at once. */
export type RegistrationPolicy = 'off' | 'approval' | 'open';
export type ConsentPolicy = 'remember' | 'always' | 'skip';
export type SigningAlgorithm = 'RS256' | 'ES256' | 'EdDSA';
/** What applications sign their requests with. `Ed25519` is the newer name of what `EdDSA` has meant. RFC 9864 §2.2 */
export type ClientSigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA' | 'Ed25519';

/** What keys of ours are made for: to sign, or to open what was encrypted to us. */
export type KeyAlgorithm = SigningAlgorithm | 'ECDH-ES';
/** How a content key is agreed upon with whom a message is encrypted to. RFC 7518 §4.1 */
export type KeyEncryption = 'RSA-OAEP-256' | 'ECDH-ES';
/** RFC 7518 §5.1 */
export type ContentEncryption = 'A128CBC-HS256' | 'A256CBC-HS512' | 'A128GCM' | 'A256GCM';

/** What a person is asked before an authorization request can be answered. */
export type InteractionName = 'login' | 'select-account' | 'device' | 'consent';

/** A value that survives JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };
