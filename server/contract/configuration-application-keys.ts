/** How an application proves itself and what is signed and encrypted for it, in the configuration document. */
import { checkedString, clientKeys, flag, oneOf, requestUri, stringList, webUri } from './configuration-fields.ts';
import { type AlternativeKind, checkCertificateName, checkDistinguishedName } from '../spec/certificate-names.ts';
import type {
  AssertionAlgorithm,
  ClientSigningAlgorithm,
  ContentEncryption,
  KeyEncryption,
  SigningAlgorithm,
  TokenEndpointAuthMethod,
} from '../spec/vocabulary.ts';

const AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const satisfies readonly TokenEndpointAuthMethod[];
const REQUEST_ALGORITHMS = [
  'RS256',
  'PS256',
  'ES256',
  'EdDSA',
  'Ed25519',
] as const satisfies readonly ClientSigningAlgorithm[];
const ASSERTION_ALGORITHMS = [...REQUEST_ALGORITHMS, 'HS256'] as const satisfies readonly AssertionAlgorithm[];
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const satisfies readonly SigningAlgorithm[];

const KEY_ENCRYPTIONS = ['RSA-OAEP-256', 'ECDH-ES'] as const satisfies readonly KeyEncryption[];
const CONTENT_ENCRYPTIONS = [
  'A128CBC-HS256',
  'A256CBC-HS512',
  'A128GCM',
  'A256GCM',
] as const satisfies readonly ContentEncryption[];
const ENCRYPTION_WORDS = 'A128CBC-HS256 where absent; not without the alg beside it.';

function certificateName(kind: AlternativeKind, what: string) {
  const description = `For tls_client_auth: the ${what} that its certificate has to be for. One of the five.`;
  return checkedString(description, checkCertificateName(kind)).exactOptional();
}

export const PROOF_SHAPE = {
  token_endpoint_auth_method: oneOf(
    'authentication method',
    AUTH_METHODS,
    'none makes the application public. client_secret_basic and client_secret_post are hints: either is accepted.',
  ).exactOptional(),
  token_endpoint_auth_signing_alg: oneOf(
    'algorithm',
    ASSERTION_ALGORITHMS,
    'The one algorithm of its assertions; any that its method knows where absent.',
  ).exactOptional(),
  jwks: clientKeys('Its public keys, as a JWK Set; not beside jwks_uri.').exactOptional(),
  jwks_uri: webUri('Where its public keys stand; not beside jwks.').exactOptional(),
  tls_client_auth_subject_dn: checkedString(
    'For tls_client_auth: the subject of its certificate, such as CN=app,O=Example Office. One of the five.',
    checkDistinguishedName,
  ).exactOptional(),
  tls_client_auth_san_dns: certificateName('dns', 'DNS name'),
  tls_client_auth_san_uri: certificateName('uri', 'URI'),
  tls_client_auth_san_ip: certificateName('ip', 'IP address'),
  tls_client_auth_san_email: certificateName('email', 'e-mail address'),
  tls_client_certificate_bound_access_tokens: flag(
    'Whether its access tokens are good only together with its certificate. False where absent.',
  ).exactOptional(),
};

export const CRYPTOGRAPHY_SHAPE = {
  access_token_signed_response_alg: oneOf('algorithm', ALGORITHMS, 'Signs its JWT access tokens.').exactOptional(),
  id_token_signed_response_alg: oneOf('algorithm', ALGORITHMS, 'Signs its ID tokens.').exactOptional(),
  userinfo_signed_response_alg: oneOf(
    'algorithm',
    ALGORITHMS,
    'Signs what userinfo answers it; plain JSON where absent.',
  ).exactOptional(),
  id_token_encrypted_response_alg: oneOf(
    'algorithm',
    KEY_ENCRYPTIONS,
    'Encrypts its ID tokens to one of its keys (jwks or jwks_uri); in clear where absent.',
  ).exactOptional(),
  id_token_encrypted_response_enc: oneOf('content encryption', CONTENT_ENCRYPTIONS, ENCRYPTION_WORDS).exactOptional(),
  userinfo_encrypted_response_alg: oneOf(
    'algorithm',
    KEY_ENCRYPTIONS,
    'Encrypts what userinfo answers it to one of its keys (jwks or jwks_uri); in clear where absent.',
  ).exactOptional(),
  userinfo_encrypted_response_enc: oneOf('content encryption', CONTENT_ENCRYPTIONS, ENCRYPTION_WORDS).exactOptional(),
  request_object_signing_alg: oneOf(
    'algorithm',
    REQUEST_ALGORITHMS,
    'The one algorithm of its request objects, which need jwks or jwks_uri; any of these where absent.',
  ).exactOptional(),
  request_object_encryption_alg: oneOf(
    'algorithm',
    ['ECDH-ES'],
    'How it encrypts its request objects to a key of Lanyard, where it does.',
  ).exactOptional(),
  request_object_encryption_enc: oneOf(
    'content encryption',
    CONTENT_ENCRYPTIONS,
    'The one content encryption of its request objects, where they are encrypted; any of these where absent.',
  ).exactOptional(),
  require_signed_request_object: flag(
    'True lets it ask for a sign-in only by a signed request object (RFC 9101), which needs jwks or jwks_uri.',
  ).exactOptional(),
  request_uris: stringList(
    requestUri('Compared exactly, but for the fragment.'),
    'Where its signed requests stand (request_uri); they need jwks or jwks_uri.',
  ).exactOptional(),
  require_pushed_authorization_requests: flag(
    'True lets it ask for a sign-in only by a pushed request (RFC 9126). The setting of that name holds for all.',
  ).exactOptional(),
  dpop_bound_access_tokens: flag(
    'True gives it only tokens that are bound to a key of its own (DPoP, RFC 9449).',
  ).exactOptional(),
  authorization_signed_response_alg: oneOf(
    'algorithm',
    ALGORITHMS,
    'Signs what the browser brings back where it asks for a JWT (JARM).',
  ).exactOptional(),
  authorization_encrypted_response_alg: oneOf(
    'algorithm',
    KEY_ENCRYPTIONS,
    'Encrypts that JWT to one of its keys (jwks or jwks_uri); in clear where absent.',
  ).exactOptional(),
  authorization_encrypted_response_enc: oneOf(
    'content encryption',
    CONTENT_ENCRYPTIONS,
    ENCRYPTION_WORDS,
  ).exactOptional(),
  introspection_signed_response_alg: oneOf(
    'algorithm',
    ALGORITHMS,
    'Signs what introspection answers it where it asks for a JWT (RFC 9701).',
  ).exactOptional(),
  introspection_encrypted_response_alg: oneOf(
    'algorithm',
    KEY_ENCRYPTIONS,
    'Encrypts that JWT to one of its keys (jwks or jwks_uri); in clear where absent.',
  ).exactOptional(),
  introspection_encrypted_response_enc: oneOf(
    'content encryption',
    CONTENT_ENCRYPTIONS,
    ENCRYPTION_WORDS,
  ).exactOptional(),
};
