/**
 * What Gitea and Forgejo have in common on the wire: paths, the shape of a token answer, their names for refusals, and the
 * little that their discovery document says. What of theirs is a defect stands in build/decisions/dialects.md.
 */
import type { EndpointResponse, JsonResponse } from '../../engine/wire.ts';
import type { OAuthError, OAuthErrorCode } from '../../spec/oauth-error.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Dialect, DialectRequest } from '../dialect.ts';
import { officeFields } from './office-fields.ts';
import { readScope } from './read-scope.ts';

/** The row of one of the two; `realm` is what it calls itself where a token is missing. */
export function forgeDialect(name: 'gitea' | 'forgejo', realm: string): Dialect {
  const product = name === 'gitea' ? 'Gitea' : 'Forgejo';
  return {
    name,
    paths: {
      authorize: ['/login/oauth/authorize'],
      token: ['/login/oauth/access_token'],
      userinfo: ['/login/oauth/userinfo'],
      jwks: ['/login/oauth/keys'],
      introspect: ['/login/oauth/introspect'],
      'openid-configuration': ['/.well-known/openid-configuration'],
      webfinger: ['/.well-known/webfinger'],
    },
    issuer: (origin) => `${origin}/`,
    asks_for: [
      {
        // Without a slash: clients put paths behind it.
        label: `${product} URL`,
        value: 'origin',
        help: 'Where it asks for one address alone. It finds the others below it.',
      },
      { label: 'Client ID (Key)', value: 'client_id' },
      { label: 'Client Secret', value: 'client_secret' },
      { label: 'Authorize URL', value: { endpoint: 'authorize' } },
      { label: 'Token URL', value: { endpoint: 'token' } },
      { label: 'Profile URL', value: { path: '/api/v1/user' } },
      {
        label: 'Email URL',
        value: { path: '/api/v1/user/emails' },
        help: 'Only where it asks for it: most programs find it below the profile URL.',
      },
      { label: 'API URL', value: { path: '/api/v1' } },
      { label: 'Scopes', value: 'scope', help: 'Where it signs in by OpenID Connect, which most do.' },
      {
        label: `Scopes by ${product}’s own names`,
        value: { scopes: ['read:user', 'read:organization'] },
        help: `In place of those above, where its manual names ${product}’s. Teams need read:organization.`,
      },
      ...officeFields('name'),
    ],
    // Neither asks an application with a secret for a code_challenge, and those written for them mostly send none.
    application_defaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      require_pkce: false,
      access_token_format: 'jwt',
      scope: 'openid profile email groups offline_access',
    },
    subject: { from: 'number' },
    offline: 'always',
    // Neither sends it, and clients that know no issuer of theirs compare it with another.
    authorization_response_iss: 'left out',
    // tea asks for nothing that is a scope, and names port 0 for the token.
    no_scope_left: 'allowed',
    token_redirect_uri: 'any_port',
    access_token_claims: ({ grant_id }) => (grant_id === undefined ? {} : { gnt: numberOf(grant_id), tt: 0 }),
    takes_json: ['token', 'introspect'],
    // As at their REST calls, which is where programs have it from.
    bearer_word: { userinfo: 'token' },
    reads: { authorize: readScope, token: readScope },
    writes: {
      token: (answer) => (answer.kind === 'json' ? { ...answer, body: spellTokens(answer) } : answer),
      'openid-configuration': (answer) =>
        answer.kind === 'document' ? { ...answer, body: spellDiscovery(answer.body) } : answer,
    },
    refuses: {
      token: (error, asked) => ({ kind: 'json', status: 400, body: { ...refusalOf(error, asked) } }),
      userinfo: (error) => refuseUserinfo(error, realm),
    },
  };
}

function spellTokens({ body }: JsonResponse): JsonObject {
  if (!isMembers(body)) return {};
  const { access_token = '', token_type = '', expires_in = 0, refresh_token, id_token } = body;
  return {
    access_token,
    token_type: token_type === 'DPoP' ? token_type : 'bearer',
    expires_in,
    ...(refresh_token === undefined ? {} : { refresh_token }),
    ...(id_token === undefined ? {} : { id_token }),
  };
}

function isMembers(body: JsonResponse['body']): body is JsonObject {
  return !Array.isArray(body);
}

/** Those that theirs has, with our values. Nothing of how clients prove themselves: that means Basic, and holds here too. */
const DISCOVERED: readonly string[] = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'userinfo_endpoint',
  'introspection_endpoint',
  'id_token_signing_alg_values_supported',
  'scopes_supported',
  'claims_supported',
  'code_challenge_methods_supported',
];

function spellDiscovery(ours: object): object {
  return {
    ...Object.fromEntries(Object.entries(ours).filter(([name]) => DISCOVERED.includes(name))),
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
  };
}

interface Refusal {
  readonly error: string;
  readonly error_description: string;
}

type Cause = readonly [code: OAuthErrorCode, begins: string, refusal: Refusal];

const unauthorized = (error_description: string): Refusal => ({ error: 'unauthorized_client', error_description });
const notAuthorized = unauthorized('client is not authorized');

/**
 * The first that fits. Whether the client is unknown or its secret wrong is told to nobody, and so has one spelling.
 * Descriptions of ours are what tells one invalid_grant from another.
 */
const OF_A_CODE: readonly Cause[] = [
  ['invalid_client', '', unauthorized('invalid client secret')],
  ['invalid_grant', 'code_verifier', unauthorized('failed PKCE code challenge')],
  [
    'invalid_grant',
    'the code has expired',
    { error: 'invalid_grant', error_description: 'authorization code expired' },
  ],
  ['invalid_grant', 'redirect_uri', { error: 'invalid_grant', error_description: 'redirect URI mismatch' }],
  [
    'invalid_grant',
    'this has been used',
    { error: 'invalid_grant', error_description: 'authorization code already used' },
  ],
  ['invalid_grant', '', notAuthorized],
];

const OF_A_REFRESH_TOKEN: readonly Cause[] = [
  ['invalid_client', '', { error: 'invalid_client', error_description: 'invalid client secret' }],
  ['invalid_grant', 'the refresh token is unknown', unauthorized('unable to parse refresh token')],
  ['invalid_grant', 'the refresh token has expired', unauthorized('unable to parse refresh token')],
  ['invalid_grant', 'this has been used', unauthorized('token was already used')],
  ['invalid_grant', '', { error: 'invalid_grant', error_description: 'grant does not exist' }],
];

const ONLY_TWO: Refusal = {
  error: 'unsupported_grant_type',
  error_description: 'Only refresh_token or authorization_code grant type is supported',
};

function refusalOf({ code, description }: OAuthError, { params }: DialectRequest): Refusal {
  if (code === 'unsupported_grant_type') return ONLY_TWO;
  const causes = params.get('grant_type') === 'refresh_token' ? OF_A_REFRESH_TOKEN : OF_A_CODE;
  const cause = causes.find(([its, begins]) => its === code && description.startsWith(begins));
  return cause?.[2] ?? { error: code, error_description: description };
}

function refuseUserinfo({ code, status, description }: OAuthError, realm: string): EndpointResponse {
  if (status !== 401) return { kind: 'json', status, body: { error: code, error_description: description } };
  return {
    kind: 'text',
    status,
    content_type: 'text/plain; charset=utf-8',
    body: 'no valid authorization\n',
    headers: { 'WWW-Authenticate': `Bearer realm="${realm}"` },
  };
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The first 48 bits of a random name in base64url (43 characters), as the whole number that theirs are. */
function numberOf(id: string): number {
  const digits = Array.from({ length: 8 }, (_, at) => BASE64URL.indexOf(id.charAt(at)));
  return digits.reduce((sum, digit) => sum * 64 + digit, 0);
}
