/**
 * Every call that an application or a stranger can make to an endpoint with a form: the parameters that it has, what each
 * is worth, and what the answer is without it. The test beside it sends every one of them in every wrong shape.
 */
import { ACCESS_TOKEN_TYPE } from '../../server/spec/token-type.ts';
import {
  DEVICE_CODE_GRANT,
  type EndpointName,
  JWT_BEARER_GRANT,
  TOKEN_EXCHANGE_GRANT,
} from '../../server/spec/vocabulary.ts';
import { makeClientKey, sign } from '../support/client-jwt.ts';
import type { Browser } from './browser.ts';
import {
  ALICE,
  APPLICATIONS,
  authorizeParams,
  basic,
  CALLBACK,
  codeFor,
  post,
  redeem,
  SECRET,
  VERIFIER,
} from './office.ts';

/** The error code of an answer, or that there is none. */
export type Outcome = 'fine' | 'invalid_request' | 'invalid_grant' | 'invalid_client' | 'invalid_token';

export interface Parameter {
  /** A good value; undefined for one that isn't sent in a good request. */
  readonly value?: string;
  readonly without: Outcome;
  /** Where it may come more than once: what this value is worth. RFC 8707 §2 */
  readonly twice?: 'invalid_target';
}

export interface Call {
  readonly what: string;
  readonly endpoint: EndpointName;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** Whether a person’s browser makes it: errors are pages or redirects, JSON otherwise. */
  readonly browser?: true;
  /** Whether it makes something that has an address: 201 then. */
  readonly created?: true;
  /** The parameters of a request that would succeed. Made anew for each request, because some work only once. */
  parameters(office: {
    readonly origin: string;
    readonly alice: Browser;
  }): Promise<Readonly<Record<string, Parameter>>>;
}

const CLIENT = {
  client_id: { value: 'trusted', without: 'invalid_client' },
  client_secret: { value: SECRET, without: 'invalid_client' },
} as const satisfies Readonly<Record<string, Parameter>>;
const PARTNER = { issuer: 'https://partner.test', key: await makeClientKey('ES256') };
const MACHINE = { client_secret: SECRET, redirect_uris: [], scope: 'openid' };

const BADGE = 'urn:office:badge';

/** What the office has so that every grant has somebody who may use it. `hook` decides about one of its own. */
export const everyGrant = (hook: { readonly hook_uri: string; readonly jwks: object }) => ({
  settings: { legacy_grants: true, client_attempts_per_minute: 10_000 },
  extension_grants: [{ grant_type: BADGE, ...hook }],
  trusted_issuers: [{ issuer: PARTNER.issuer, name: 'Partner', jwks: { keys: [PARTNER.key.jwk] }, scope: 'openid' }],
  applications: [
    ...APPLICATIONS,
    { ...MACHINE, client_id: 'tv', consent: 'skip', grant_types: [DEVICE_CODE_GRANT] },
    { ...MACHINE, client_id: 'bridge', grant_types: [JWT_BEARER_GRANT] },
    { ...MACHINE, client_id: 'old', grant_types: ['password'] },
    {
      ...MACHINE,
      client_id: 'middle',
      grant_types: [TOKEN_EXCHANGE_GRANT],
      token_exchange_from: ['trusted'],
      token_exchange_impersonation: true,
    },
    { ...MACHINE, client_id: 'door', grant_types: [BADGE], scope: 'openid things:read' },
  ],
});

function clientOf(client_id: string) {
  return { ...CLIENT, client_id: { ...CLIENT.client_id, value: client_id } };
}

const OPTIONAL = { without: 'fine' } as const satisfies Parameter;
const RESOURCE = { without: 'fine', twice: 'invalid_target' } as const satisfies Parameter;

async function authorizeParameters(): Promise<Readonly<Record<string, Parameter>>> {
  const optional = ['response_mode', 'prompt', 'max_age', 'display', 'ui_locales', 'claims_locales', 'id_token_hint'];
  const others = ['login_hint', 'acr_values', 'claims', 'registration', 'request', 'request_uri', 'unknown'];
  const required = ['client_id', 'redirect_uri', 'response_type', 'code_challenge', 'code_challenge_method'];
  const parameters: readonly (readonly [string, Parameter])[] = [
    ['resource', RESOURCE],
    ...[...optional, ...others].map((name): [string, Parameter] => [name, OPTIONAL]),
    ...[...authorizeParams()].map(([name, value]): [string, Parameter] => [
      name,
      { value, without: required.includes(name) ? 'invalid_request' : 'fine' },
    ]),
  ];
  return Object.fromEntries(parameters);
}

export const CALLS: readonly Call[] = [
  {
    what: 'an authorization request',
    endpoint: 'authorize',
    path: '/oauth2/authorize',
    method: 'GET',
    browser: true,
    parameters: authorizeParameters,
  },
  {
    what: 'an authorization request by POST',
    endpoint: 'authorize',
    path: '/oauth2/authorize',
    method: 'POST',
    browser: true,
    parameters: authorizeParameters,
  },
  {
    what: 'a code that is redeemed',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async ({ alice }) => ({
      ...CLIENT,
      grant_type: { value: 'authorization_code', without: 'invalid_request' },
      code: { value: await codeFor(alice), without: 'invalid_request' },
      redirect_uri: { value: CALLBACK, without: 'invalid_grant' },
      code_verifier: { value: VERIFIER, without: 'invalid_grant' },
      resource: RESOURCE,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'a refresh',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async ({ origin, alice }) => ({
      ...CLIENT,
      grant_type: { value: 'refresh_token', without: 'invalid_request' },
      refresh_token: { value: await refreshToken(origin, alice), without: 'invalid_request' },
      scope: { value: 'openid', without: 'fine' },
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'a token for an application itself',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async () => ({
      ...CLIENT,
      client_id: { value: 'robot', without: 'invalid_client' },
      grant_type: { value: 'client_credentials', without: 'invalid_request' },
      scope: { value: 'things:read', without: 'fine' },
      resource: RESOURCE,
      client_assertion: OPTIONAL,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'a device that asks whether somebody has answered',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async ({ origin, alice }) => ({
      ...clientOf('tv'),
      grant_type: { value: DEVICE_CODE_GRANT, without: 'invalid_request' },
      device_code: { value: await deviceCode(origin, alice), without: 'invalid_request' },
      resource: RESOURCE,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'a token that is exchanged',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async ({ origin, alice }) => ({
      ...clientOf('middle'),
      grant_type: { value: TOKEN_EXCHANGE_GRANT, without: 'invalid_request' },
      subject_token: { value: await accessToken(origin, alice), without: 'invalid_request' },
      subject_token_type: { value: ACCESS_TOKEN_TYPE, without: 'invalid_request' },
      requested_token_type: { value: ACCESS_TOKEN_TYPE, without: 'fine' },
      scope: { value: 'openid', without: 'fine' },
      resource: RESOURCE,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'an assertion of a trusted server',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async ({ origin }) => ({
      ...clientOf('bridge'),
      grant_type: { value: JWT_BEARER_GRANT, without: 'invalid_request' },
      assertion: { value: await assertion(origin), without: 'invalid_request' },
      scope: { value: 'openid', without: 'fine' },
      resource: RESOURCE,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'a password that an application sends on',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async () => ({
      ...clientOf('old'),
      grant_type: { value: 'password', without: 'invalid_request' },
      username: { value: ALICE.username, without: 'invalid_request' },
      password: { value: ALICE.password, without: 'invalid_request' },
      scope: { value: 'openid', without: 'fine' },
      resource: RESOURCE,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'a grant of the office’s own',
    endpoint: 'token',
    path: '/oauth2/token',
    method: 'POST',
    parameters: async () => ({
      ...clientOf('door'),
      grant_type: { value: BADGE, without: 'invalid_request' },
      badge: { value: '4711', without: 'invalid_grant' },
      scope: { value: 'openid things:read', without: 'fine' },
      resource: RESOURCE,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'a request that is sent ahead',
    endpoint: 'par',
    path: '/oauth2/par',
    method: 'POST',
    created: true,
    parameters: async () => ({ ...(await authorizeParameters()), ...CLIENT }),
  },
  {
    what: 'a device that begins',
    endpoint: 'device-authorization',
    path: '/oauth2/device_authorization',
    method: 'POST',
    parameters: async () => ({
      ...clientOf('tv'),
      scope: { value: 'openid', without: 'fine' },
      authorization_details: OPTIONAL,
      resource: RESOURCE,
      unknown: OPTIONAL,
    }),
  },
  {
    what: 'the page where a code of a device is typed',
    endpoint: 'device-verification',
    path: '/device',
    method: 'GET',
    browser: true,
    parameters: async () => ({ user_code: { value: 'BCDF-GHJK', without: 'fine' }, unknown: OPTIONAL }),
  },
  ...(['introspect', 'revoke'] as const).map((endpoint) => ({
    what: `a token at ${endpoint}`,
    endpoint,
    path: `/oauth2/${endpoint}`,
    method: 'POST' as const,
    parameters: async () => ({
      ...CLIENT,
      token: { value: 'some-token', without: 'invalid_request' as const },
      token_type_hint: { value: 'access_token', without: 'fine' as const },
      unknown: OPTIONAL,
    }),
  })),
  {
    what: 'userinfo with its token in a form',
    endpoint: 'userinfo',
    path: '/oauth2/userinfo',
    method: 'POST',
    parameters: async ({ origin, alice }) => ({
      access_token: { value: await accessToken(origin, alice), without: 'invalid_token' },
      unknown: OPTIONAL,
    }),
  },
  ...(['GET', 'POST'] as const).map((method) => ({
    what: `signing out by ${method}`,
    endpoint: 'end-session' as const,
    path: '/oauth2/logout',
    method,
    browser: true as const,
    parameters: async () => ({
      client_id: { value: 'rp1', without: 'invalid_request' as const },
      post_logout_redirect_uri: { value: 'https://rp1.test/out', without: 'fine' as const },
      state: { value: 'a-state', without: 'fine' as const },
      id_token_hint: OPTIONAL,
      logout_hint: OPTIONAL,
      ui_locales: OPTIONAL,
      decision: OPTIONAL,
      unknown: OPTIONAL,
    }),
  })),
];

/** Read by GET, with nothing that a request could say; and the one that takes JSON. */
export const WITHOUT_A_FORM: readonly EndpointName[] = [
  'register',
  'check-session',
  'jwks',
  'openid-configuration',
  'oauth-authorization-server',
  'oauth-protected-resource',
  'webfinger',
];

async function refreshToken(origin: string, alice: Browser): Promise<string> {
  const { body } = await redeem(origin, await codeFor(alice, { scope: 'openid offline_access' }));
  return body['refresh_token'] ?? '';
}

async function accessToken(origin: string, alice: Browser): Promise<string> {
  const { body } = await redeem(origin, await codeFor(alice));
  return body['access_token'] ?? '';
}

/** One that alice has allowed. */
async function deviceCode(origin: string, alice: Browser): Promise<string> {
  const { body } = await post(origin, '/oauth2/device_authorization', {}, { authorization: basic('tv') });
  const { device_code = '', user_code = '' } = body;
  const question = await alice.submit(await alice.get('/device'), { user_code });
  await alice.submit(question, { decision: 'allow' });
  return device_code;
}

let vouched = 0;

function assertion(aud: string): Promise<string> {
  vouched += 1;
  const now = Math.floor(Date.now() / 1000);
  const { issuer, key } = PARTNER;
  return sign({ iss: issuer, sub: ALICE.username, aud, iat: now, exp: now + 60, jti: String(vouched) }, key);
}
