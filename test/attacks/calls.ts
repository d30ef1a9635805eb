/**
 * Every call that an application or a stranger can make to an endpoint with a form: the parameters that it has, what each
 * is worth, and what the answer is without it. The test beside it sends every one of them in every wrong shape.
 */
import type { EndpointName } from '../../server/spec/vocabulary.ts';
import type { Browser } from './browser.ts';
import { authorizeParams, CALLBACK, codeFor, redeem, SECRET, VERIFIER } from './office.ts';

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
];

async function refreshToken(origin: string, alice: Browser): Promise<string> {
  const { body } = await redeem(origin, await codeFor(alice, { scope: 'openid offline_access' }));
  return body['refresh_token'] ?? '';
}

async function accessToken(origin: string, alice: Browser): Promise<string> {
  const { body } = await redeem(origin, await codeFor(alice));
  return body['access_token'] ?? '';
}
