/**
 * GitHub OAuth, as applications for GitHub and GitHub Enterprise speak it: parameters that GitHub implies, scopes parted
 * by commas, answers as a form, JSON or XML, and refusals with status 200. What follows sign-in is a facade.
 */
import type { EndpointResponse } from '../engine/wire.ts';
import type { OAuthError, OAuthErrorCode } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import { DEVICE_CODE_GRANT, type Json, type JsonObject } from '../spec/vocabulary.ts';
import type { Dialect, DialectRequest } from './dialect.ts';
import { officeFields } from './translations/office-fields.ts';
import { answerByAccept } from './translations/answer-by-accept.ts';
import { readScope } from './translations/read-scope.ts';

export const github: Dialect = {
  name: 'github',
  paths: {
    authorize: ['/login/oauth/authorize'],
    token: ['/login/oauth/access_token'],
    'device-authorization': ['/login/device/code'],
    'device-verification': ['/login/device'],
  },
  issuer: (origin) => `${origin}/login/oauth`,
  asks_for: [
    { label: 'GitHub Enterprise URL, or server', value: 'origin', help: 'Where it asks for one address alone.' },
    { label: 'Client ID', value: 'client_id' },
    { label: 'Client secret', value: 'client_secret' },
    { label: 'Authorization URL', value: { endpoint: 'authorize' } },
    { label: 'Access token URL', value: { endpoint: 'token' } },
    {
      label: 'API URL',
      value: { path: '/api/v3' },
      help: 'Not into Grafana: what it calls api_url is the profile URL, the next one.',
    },
    {
      label: 'User or profile URL',
      value: { path: '/api/v3/user' },
      help: 'Grafana calls it api_url.',
    },
    {
      label: 'User e-mail URL',
      value: { path: '/api/v3/user/emails' },
      help: 'Only where it asks for it: most programs find it below the profile URL.',
    },
    { label: 'Device code URL', value: { endpoint: 'device-authorization' } },
    {
      label: 'Scopes',
      value: { scopes: ['read:user', 'user:email', 'read:org'] },
      help: 'Parted by spaces or commas, as it asks for them. Teams need read:org.',
    },
    ...officeFields('slug'),
  ],
  // GitHub asks for no code_challenge; the applications written for it mostly send none.
  application_defaults: {
    require_pkce: false,
    grant_types: ['authorization_code'],
    scope: 'read:user user:email read:org profile email groups',
  },
  // The number that its REST calls give as `id`.
  subject: { from: 'number' },
  redirect_uri: 'optional',
  no_scope_left: 'allowed',
  offline: 'always',
  // Octokit sends nothing else.
  takes_json: ['token', 'device-authorization'],
  // A mistyped client_id of another product's application is told in words that its clients read: most of theirs send it.
  expects: { token: (params) => !['authorization_code', 'refresh_token'].includes(params.get('grant_type') ?? '') },
  reads: {
    authorize: (params) => imply(readScope(params), { response_type: 'code', login_hint: params.get('login') }),
    token: (params) => imply(readScope(params), { grant_type: 'authorization_code' }),
    'device-authorization': readScope,
  },
  writes: {
    token: (answer, asked) => respell(answer, asked, spell),
    'device-authorization': (answer, asked) => respell(answer, asked),
  },
  refuses: {
    token: (error, asked) => answerByAccept(refusal(error, asked), asked.accept),
    'device-authorization': (error, asked) => answerByAccept(refusal(error, asked), asked.accept),
  },
};

function respell(
  answer: EndpointResponse,
  { accept }: DialectRequest,
  spelled = (body: JsonObject): JsonObject => body,
): EndpointResponse {
  return answer.kind === 'json' && isObject(answer.body) ? answerByAccept(spelled(answer.body), accept) : answer;
}

/** What GitHub takes for granted where the request doesn't name it. What came twice stays so, to be refused. */
function imply(params: Params, implied: Readonly<Record<string, string | undefined>>): Params {
  return params.with(Object.fromEntries(Object.entries(implied).filter(([name]) => isUnsaid(params, name))));
}

function isUnsaid(params: Params, name: string): boolean {
  return !params.has(name) && !params.repeated.includes(name);
}

function isObject(body: JsonObject | readonly Json[]): body is JsonObject {
  return !Array.isArray(body);
}

function spell(body: JsonObject): JsonObject {
  const { access_token = '', scope = '', refresh_token, expires_in, token_type } = body;
  return {
    access_token,
    ...(refresh_token === undefined ? {} : { refresh_token }),
    scope: typeof scope === 'string' ? scope.replaceAll(' ', ',') : '',
    token_type: token_type === 'DPoP' ? token_type : 'bearer',
    // As for apps whose tokens expire: ours do.
    ...(expires_in === undefined ? {} : { expires_in }),
  };
}

interface Refusal {
  readonly error: string;
  readonly error_description: string;
}

/** GitHub's own names for what RFC 6749 §5.2 calls otherwise; what it has no name for keeps the RFC's. */
const REFUSALS: Partial<Record<OAuthErrorCode, Refusal>> = {
  invalid_client: {
    error: 'incorrect_client_credentials',
    error_description: 'The client_id and/or client_secret passed are incorrect.',
  },
  invalid_grant: { error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' },
};

const DEVICE_REFUSALS: typeof REFUSALS = {
  ...REFUSALS,
  invalid_grant: { error: 'incorrect_device_code', error_description: 'The device_code provided is not valid.' },
  unauthorized_client: {
    error: 'device_flow_disabled',
    error_description: 'Device Flow must be explicitly enabled for this App',
  },
};

const DOCUMENTATION =
  'https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/';

function refusal(error: OAuthError, { params }: DialectRequest): JsonObject {
  const forDevice = params.get('grant_type') === DEVICE_CODE_GRANT || error.description.includes(DEVICE_CODE_GRANT);
  const refusals = forDevice ? DEVICE_REFUSALS : REFUSALS;
  const named =
    error.code === 'invalid_grant' && error.description.startsWith('redirect_uri') ? MISMATCH : refusals[error.code];
  const { error: code, error_description } = named ?? { error: error.code, error_description: error.description };
  return {
    error: code,
    error_description,
    error_uri: `${DOCUMENTATION}#${code.replaceAll('_', '-')}`,
    // Its clients wait as long as this says.
    ...(error.interval_s === undefined ? {} : { interval: error.interval_s }),
  };
}

const MISMATCH: Refusal = {
  error: 'redirect_uri_mismatch',
  error_description: 'The redirect_uri MUST match the registered callback URL for this application.',
};
