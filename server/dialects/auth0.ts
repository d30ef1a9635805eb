/**
 * Auth0's OAuth, as its SDKs speak it: an issuer with a slash at its end, people called `auth0|…`, opaque access tokens but
 * for the APIs that a request names, and the statuses and sentences that the SDKs look for. What of Auth0's is a defect
 * stands in build/decisions/dialects.md.
 */
import type { EndpointResponse } from '../engine/wire.ts';
import { isExtensionGrantType } from '../spec/extension-grant-type.ts';
import type { Params } from '../spec/params.ts';
import { ACCESS_TOKEN_TYPE } from '../spec/token-type.ts';
import { TOKEN_EXCHANGE_GRANT } from '../spec/vocabulary.ts';
import type { Dialect, DialectRequest } from './dialect.ts';
import { refuseToken } from './translations/auth0-refusals.ts';

export const auth0: Dialect = {
  name: 'auth0',
  paths: {
    authorize: ['/authorize'],
    par: ['/oauth/par'],
    token: ['/oauth/token'],
    'device-authorization': ['/oauth/device/code'],
    'device-verification': ['/activate'],
    userinfo: ['/userinfo'],
    jwks: ['/.well-known/jwks.json'],
    revoke: ['/oauth/revoke'],
    'end-session': ['/oidc/logout', '/v2/logout'],
    register: ['/oidc/register'],
    'openid-configuration': ['/.well-known/openid-configuration'],
    'oauth-authorization-server': ['/.well-known/oauth-authorization-server'],
  },
  issuer: (origin) => `${origin}/`,
  asks_for: [
    {
      label: 'Domain',
      value: 'host',
      wire: 'domain',
      also_called: ['AUTH0_DOMAIN'],
      help: 'Without https:// and without a slash. Auth0’s libraries speak https alone; the one for Next.js takes a name without a port.',
    },
    {
      label: 'Issuer, or issuer base URL',
      value: 'issuer',
      wire: 'issuerBaseURL',
      also_called: ['ISSUER_BASE_URL'],
      help: 'With the slash at the end, where it asks for an address instead of a domain.',
    },
    {
      label: 'Client ID',
      value: 'client_id',
      wire: 'clientId',
      also_called: ['clientID', 'CLIENT_ID', 'AUTH0_CLIENT_ID'],
    },
    {
      label: 'Client Secret',
      value: 'client_secret',
      wire: 'clientSecret',
      also_called: ['CLIENT_SECRET', 'AUTH0_CLIENT_SECRET'],
    },
    {
      label: 'Audience',
      value: 'audience',
      wire: 'audience',
      help: 'One of these, where it calls an API. Without one its access tokens open nothing but /userinfo.',
    },
    { label: 'Scopes', value: 'scope', wire: 'scope' },
  ],
  // Its web applications send no code_challenge; those without a secret have to.
  application_defaults: {
    require_pkce: false,
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile email offline_access',
  },
  subject: { from: 'id', prefix: 'auth0|' },
  scope_claims: [
    { name: 'profile', claims: { nickname: 'user.username' } },
    ...['name', 'given_name', 'family_name'].map((name) => ({
      name,
      claims: { [name]: `user.${name}` },
    })),
    { name: 'nickname', claims: { nickname: 'user.username' } },
    { name: 'picture', claims: { picture: 'user.claims.picture' } },
    { name: 'email_verified', claims: { email_verified: 'user.email_verified' } },
  ],
  implied_audience: 'none',
  jwt_for: 'api',
  own_subject_suffix: '@clients',
  post_logout_redirect_uri: 'implied',
  opened_in_popups: true,
  sends_codes: true,
  access_token_claims: ({ client_id, grant_type }) => {
    const gty = grant_type === undefined ? undefined : GTY[grant_type];
    return { azp: client_id, ...(gty === undefined ? {} : { gty }) };
  },
  takes_json: ['token', 'revoke', 'device-authorization', 'par'],
  reads: {
    token: readGrant,
    'end-session': readLogout,
  },
  writes: {
    token: nameWhatWasExchanged,
    'openid-configuration': spellDocument,
    'oauth-authorization-server': spellDocument,
  },
  refuses: {
    token: refuseToken,
    'device-authorization': refuseToken,
  },
};

/** Of an authorization code and a device there is none. */
const GTY: Readonly<Record<string, string>> = {
  client_credentials: 'client-credentials',
  password: 'password',
  refresh_token: 'refresh_token',
};

const PASSWORD_REALM = 'http://auth0.com/oauth/grant-type/password-realm';

/**
 * A password goes to the one directory that there is, whichever realm is named. A custom exchange names its kind of token by
 * a URI of the office's own: the grant that an admin registered by that name decides.
 */
function readGrant(params: Params): Params {
  if (params.repeated.length > 0) return params;
  const grant_type = params.get('grant_type');
  if (grant_type === PASSWORD_REALM) return params.with({ grant_type: 'password', realm: undefined });
  const of = params.get('subject_token_type');
  const custom = grant_type === TOKEN_EXCHANGE_GRANT && of !== undefined && isExtensionGrantType(of);
  return custom ? params.with({ grant_type: of }) : params;
}

/** The answer to an exchange says what came of it, also where a grant of the office's own decided. RFC 8693 §2.2.1 */
function nameWhatWasExchanged(answer: EndpointResponse, { params }: DialectRequest): EndpointResponse {
  if (answer.kind !== 'json' || answer.status !== 200) return answer;
  if (params.get('grant_type') !== TOKEN_EXCHANGE_GRANT) return answer;
  return { ...answer, body: { issued_token_type: ACCESS_TOKEN_TYPE, ...answer.body } };
}

/** `federated` would end the session at somebody else's; there is none behind ours. */
function readLogout(params: Params): Params {
  if (params.repeated.length > 0 || !params.has('returnTo')) return params;
  return params.with({ post_logout_redirect_uri: params.get('returnTo'), returnTo: undefined });
}

/** Those that Auth0's has, with our values. */
const DISCOVERED: readonly string[] = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'device_authorization_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'registration_endpoint',
  'revocation_endpoint',
  'end_session_endpoint',
  'pushed_authorization_request_endpoint',
  'mtls_endpoint_aliases',
  'tls_client_certificate_bound_access_tokens',
  'require_pushed_authorization_requests',
  'scopes_supported',
  'claims_supported',
  'response_types_supported',
  'response_modes_supported',
  'grant_types_supported',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'code_challenge_methods_supported',
  'dpop_signing_alg_values_supported',
  'request_parameter_supported',
  'request_object_signing_alg_values_supported',
  'request_uri_parameter_supported',
  'require_request_uri_registration',
  'authorization_response_iss_parameter_supported',
  'backchannel_logout_supported',
  'backchannel_logout_session_supported',
];

function spellDocument(answer: EndpointResponse): EndpointResponse {
  if (answer.kind !== 'document') return answer;
  return {
    ...answer,
    body: Object.fromEntries(Object.entries(answer.body).filter(([name]) => DISCOVERED.includes(name))),
  };
}
