/**
 * authentik's OAuth and OpenID Connect: paths under /application/o/, an issuer for each application, ID tokens whether or not
 * openid was asked for, refusals with status 400, and service accounts that sign in at the token endpoint in its four
 * spellings. Its GitHub paths lead to the same endpoints; the REST calls after sign-in are a facade.
 */
import type { EndpointResponse } from '../engine/wire.ts';
import { applicationPathName } from '../spec/application-path-name.ts';
import { readBasicCredentials } from '../spec/basic-credentials.ts';
import type { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import { PROMPT_VALUES } from '../spec/prompt.ts';
import type { Credentials, Dialect } from './dialect.ts';
import { readScope } from './translations/read-scope.ts';

const ROOT = '/application/o';
const OWN = `${ROOT}/{application}`;

export const authentik: Dialect = {
  name: 'authentik',
  paths: {
    authorize: [`${ROOT}/authorize/`, '/login/oauth/authorize'],
    token: [`${ROOT}/token/`, '/login/oauth/access_token'],
    'device-authorization': [`${ROOT}/device/`],
    'device-verification': ['/device'],
    userinfo: [`${ROOT}/userinfo/`],
    jwks: [`${OWN}/jwks/`],
    introspect: [`${ROOT}/introspect/`],
    revoke: [`${ROOT}/revoke/`],
    'end-session': [`${OWN}/end-session/`, `${ROOT}/end-session/`],
    'openid-configuration': [`${OWN}/.well-known/openid-configuration`],
    'oauth-authorization-server': [`/.well-known/oauth-authorization-server${OWN}/`],
  },
  issuer: (origin, application) =>
    application === undefined
      ? `${origin}/`
      : `${origin}${ROOT}/${encodeURIComponent(applicationPathName(application))}/`,
  asks_for: [
    { label: 'authentik URL', value: 'origin', help: 'Where it asks for one address, and for the slug beside it.' },
    { label: 'Application slug', value: 'slug' },
    {
      label: 'OpenID Configuration URL',
      value: 'discovery',
      help: 'Where it takes this, it finds the addresses itself.',
    },
    { label: 'OpenID Configuration Issuer', value: 'issuer', help: 'With the slash at the end.' },
    { label: 'Client ID', value: 'client_id' },
    { label: 'Client Secret', value: 'client_secret' },
    { label: 'Authorize URL', value: { endpoint: 'authorize' } },
    { label: 'Token URL', value: { endpoint: 'token' } },
    { label: 'Userinfo URL', value: { endpoint: 'userinfo' } },
    { label: 'Logout URL', value: { endpoint: 'end-session' } },
    { label: 'JWKS URL', value: { endpoint: 'jwks' } },
    { label: 'Scopes', value: 'scope' },
    {
      label: 'GitHub authorization URL',
      value: { path: '/login/oauth/authorize' },
      help: 'This and the next three only where it signs in by GitHub and lets you change the addresses.',
    },
    { label: 'GitHub access token URL', value: { path: '/login/oauth/access_token' } },
    { label: 'GitHub user URL', value: { path: '/user' } },
    { label: 'GitHub user e-mail URL', value: { path: '/user/emails' } },
  ],
  // authentik asks for no code_challenge where there is a secret, and its access tokens are JWTs.
  application_defaults: {
    require_pkce: false,
    access_token_format: 'jwt',
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile email groups offline_access',
  },
  subject: { from: 'opaque' },
  scope_claims: [
    {
      name: 'profile',
      claims: { given_name: 'user.name', nickname: 'user.username', groups: 'user.groups' },
    },
  ],
  access_token_format: 'jwt',
  access_token_identity: true,
  machines_name_any_scope: true,
  accounts_have_scopes_of_application: true,
  username_names_somebody: true,
  people_by_app_password: true,
  reads_credentials: { token: readAccountInHeader },
  // Applications for GitHub, which use the shim, part scopes by commas.
  reads: {
    authorize: (params) => dropUnknown(withOpenid(readScope(params))),
    'device-authorization': (params) => withOpenid(readScope(params)),
    token: (params) => readServiceAccount(readScope(params)),
  },
  writes: {
    revoke: (answer) => (answer.kind === 'empty' ? { kind: 'json', status: 200, body: {} } : answer),
  },
  refuses: {
    token: refuse,
    'device-authorization': refuse,
  },
};

/** Whoever signs in gets an ID token. Without a scope there is all that is registered, openid included. */
function withOpenid(params: Params): Params {
  const scope = params.get('scope');
  if (scope === undefined || params.repeated.includes('scope') || scope.split(' ').includes('openid')) return params;
  return params.with({ scope: `openid ${scope}` });
}

/** What authentik does not know of prompt and response_mode counts as not said. */
function dropUnknown(params: Params): Params {
  if (params.repeated.length > 0) return params;
  const prompt = params
    .get('prompt')
    ?.split(' ')
    .filter((value) => PROMPT_VALUES.some((known) => known === value))
    .join(' ');
  const mode = params.get('response_mode');
  const known = mode === undefined || RESPONSE_MODES.includes(mode);
  return params.with({ prompt, response_mode: known ? mode : undefined });
}

const RESPONSE_MODES: readonly string[] = ['query', 'fragment', 'form_post'];

/**
 * A service account by `username` and app password, with or without the client_id of an application, also as the grant
 * `password`; or both in the place of the client's secret, `username:password` in base64. A secret beside a username is not
 * looked at: the account is who acts. Without a username `password` stays what it is: it means somebody.
 */
function readServiceAccount(params: Params): Params {
  if (!namesGrant(params) || params.repeated.length > 0) return params;
  const account = params.has('username') ? undefined : accountIn(params.get('client_secret'));
  if (account === undefined && !params.has('username')) return params;
  return params.with({ ...account, client_secret: undefined, grant_type: 'client_credentials' });
}

/** The last of these where the secret comes by Basic. */
function readAccountInHeader({ params, authorization }: Credentials): Credentials {
  const unchanged = { params, authorization };
  if (!namesGrant(params) || params.repeated.length > 0 || params.has('username')) return unchanged;
  for (const { client_id, client_secret } of readBasicCredentials(authorization) ?? []) {
    const account = accountIn(client_secret);
    if (account === undefined || (params.get('client_id') ?? client_id) !== client_id) continue;
    return { params: params.with({ ...account, client_id }), authorization: undefined };
  }
  return unchanged;
}

function namesGrant(params: Params): boolean {
  const grant_type = params.get('grant_type');
  return grant_type === 'client_credentials' || grant_type === 'password';
}

function accountIn(secret: string | undefined): { readonly username: string; readonly password: string } | undefined {
  const [, username, password] = /^([^:]{1,200}):(.{1,1000})$/.exec(readBase64(secret)) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** Printable characters that were encoded with padding or without; empty for anything else, a random secret included. */
function readBase64(text: string | undefined): string {
  if (text === undefined || text.length > 2_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return '';
  try {
    const decoded = atob(text);
    return /^[\x20-\x7e]+$/.test(decoded) ? decoded : '';
  } catch {
    return '';
  }
}

/** RFC 6749 §5.2, but for the status of invalid_client. */
function refuse(error: OAuthError): EndpointResponse {
  const unknownGrant = error.code === 'unsupported_grant_type';
  const body = { error: error.code, error_description: unknownGrant ? UNKNOWN_GRANT : error.description };
  return { kind: 'json', status: 400, body, headers: error.headers };
}

/** As all of authentik's, it repeats nothing of what came. */
const UNKNOWN_GRANT = 'this grant_type is not offered here';
