/**
 * The OpenID Foundation's certification plans for providers, entry by entry: which module runs with which response type.
 * The names are the Foundation's; what each module asks stands in modules.ts.
 */
import { RESPONSE_TYPE_NAMES, type ResponseMode, type ResponseType } from '../../../server/spec/vocabulary.ts';

export interface Entry {
  /** The Foundation's testName. */
  readonly module: string;
  readonly response_type: ResponseType;
}

/** The Foundation's variant: whether the client is one that the office knows, or registers itself first. */
export type ClientRegistration = 'static_client' | 'dynamic_client';

export interface Plan {
  readonly name: string;
  readonly profile: string;
  /** Undefined: the request leaves it to the response type. */
  readonly response_mode: ResponseMode | undefined;
  /** With which of them all entries are run. */
  readonly client_registrations: readonly ClientRegistration[];
  readonly entries: readonly Entry[];
}

const START = ['oidcc-server', 'oidcc-idtoken-signature'];
const USERINFO = ['oidcc-userinfo-get', 'oidcc-userinfo-post-header', 'oidcc-userinfo-post-body'];
const SCOPES = [
  'oidcc-scope-profile',
  'oidcc-scope-email',
  'oidcc-scope-address',
  'oidcc-scope-phone',
  'oidcc-scope-all',
];
const ALTERNATE = 'oidcc-alternate-happy-flow';
const REQUESTS = [
  'oidcc-display-page',
  'oidcc-display-popup',
  'oidcc-prompt-login',
  'oidcc-prompt-none-not-logged-in',
  'oidcc-prompt-none-logged-in',
  'oidcc-max-age-1',
  'oidcc-max-age-10000',
  'oidcc-ensure-request-with-unknown-parameter-succeeds',
  'oidcc-id-token-hint',
  'oidcc-login-hint',
  'oidcc-ui-locales',
  'oidcc-claims-locales',
  'oidcc-ensure-request-with-acr-values-succeeds',
];
const REGISTERED = 'oidcc-ensure-registered-redirect-uri';
const REUSE = ['oidcc-codereuse', 'oidcc-codereuse-30seconds'];
const OBJECTS = [
  'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
  'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
  'oidcc-claims-essential',
  'oidcc-ensure-request-object-with-redirect-uri',
];
const RESPONSE_TYPE_MISSING = 'oidcc-response-type-missing';
const SECRET_POST = 'oidcc-server-client-secret-post';
const REFRESH = 'oidcc-refresh-token';
const PKCE = 'oidcc-ensure-request-with-valid-pkce-succeeds';
const WITHOUT_NONCE = 'oidcc-ensure-request-without-nonce-succeeds-for-code-flow';
const NONCE_MISSING = 'oidcc-ensure-request-without-nonce-fails';

const BASIC = entries('code', [
  ...START,
  RESPONSE_TYPE_MISSING,
  'oidcc-idtoken-unsigned',
  ...USERINFO,
  WITHOUT_NONCE,
  ...SCOPES,
  ALTERNATE,
  ...REQUESTS,
  ...REUSE,
  REGISTERED,
  'oidcc-ensure-post-request-succeeds',
  SECRET_POST,
  ...OBJECTS,
  REFRESH,
  PKCE,
]);

const WITHOUT_CODE = [...START, NONCE_MISSING, ...SCOPES, ALTERNATE, ...REQUESTS, REGISTERED, ...OBJECTS];

const IMPLICIT = [
  ...entries('id_token', WITHOUT_CODE),
  ...entries('id_token token', [...WITHOUT_CODE, ...USERINFO, RESPONSE_TYPE_MISSING]),
];

const WITH_CODE = [
  ...START,
  ...USERINFO,
  ...SCOPES,
  ...REQUESTS,
  ...REUSE,
  REGISTERED,
  SECRET_POST,
  ...OBJECTS,
  REFRESH,
];

const HYBRID = [
  ...entries('code id_token', [...WITH_CODE, RESPONSE_TYPE_MISSING, NONCE_MISSING, ALTERNATE, PKCE]),
  ...entries('code token', [...WITH_CODE, WITHOUT_NONCE]),
  ...entries('code id_token token', [...WITH_CODE, NONCE_MISSING]),
];

const CONFIG = entries('code', ['oidcc-discovery-endpoint-verification']);

const RP_INITIATED_LOGOUT = entries('code', [
  'oidcc-rp-initiated-logout-discovery-endpoint-verification',
  'oidcc-rp-initiated-logout',
  'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri',
  'oidcc-rp-initiated-logout-modified-id-token-hint',
  'oidcc-rp-initiated-logout-no-id-token-hint',
  'oidcc-rp-initiated-logout-no-params',
  'oidcc-rp-initiated-logout-no-post-logout-redirect-uri',
  'oidcc-rp-initiated-logout-no-state',
  'oidcc-rp-initiated-logout-only-state',
  'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri',
  'oidcc-rp-initiated-logout-bad-id-token-hint',
]);

const BACKCHANNEL_LOGOUT = entries('code', [
  'oidcc-backchannel-logout-discovery-endpoint-verification',
  'oidcc-backchannel-rp-initiated-logout',
]);

const DYNAMIC = [
  'oidcc-discovery-endpoint-verification',
  'oidcc-server',
  'oidcc-idtoken-rs256',
  'oidcc-idtoken-unsigned',
  'oidcc-ensure-redirect-uri-in-authorization-request',
  'oidcc-redirect-uri-query-OK',
  'oidcc-redirect-uri-query-mismatch',
  'oidcc-redirect-uri-query-added',
  'oidcc-redirect-uri-regfrag',
  'oidcc-registration-logo-uri',
  'oidcc-registration-policy-uri',
  'oidcc-registration-tos-uri',
  'oidcc-registration-sector-uri',
  'oidcc-registration-sector-bad',
  'oidcc-server-rotate-keys',
  'oidcc-request-uri-unsigned',
  'oidcc-request-uri-signed-rs256',
  'oidcc-ensure-request-object-with-redirect-uri',
];
const DYNAMIC_WITH_ACCESS_TOKEN = ['oidcc-userinfo-rs256'];
const DYNAMIC_WITH_CODE = [
  'oidcc-registration-jwks-uri',
  'oidcc-refresh-token-rp-key-rotation',
  'oidcc-refresh-token',
  'oidcc-ensure-client-assertion-with-iss-aud-succeeds',
];
const THIRD_PARTY = ['oidcc-3rdparty-init-login', 'oidcc-3rdparty-init-login-nonhttps'];

const FRONT_CHANNEL = entries('code', [
  'oidcc-frontchannel-logout-discovery-endpoint-verification',
  'oidcc-frontchannel-rp-initiated-logout',
]);

const SESSION_MANAGEMENT = entries('code', [
  'oidcc-session-management-discovery-endpoint-verification',
  'oidcc-session-management-rp-initiated-logout',
]);

const FORM_POST = { response_mode: 'form_post' } as const;
const BOTH = { client_registrations: ['static_client', 'dynamic_client'] } as const;
/** The profile itself is about clients that register themselves. */
const DYNAMIC_ALONE = { client_registrations: ['dynamic_client'] } as const;

/** With how many entries each has and with which clients it is run, which is what the README's table says. */
export const PLANS = {
  config: plan('oidcc-config-certification-test-plan', 'Config OP', CONFIG),
  basic: plan('oidcc-basic-certification-test-plan', 'Basic OP', BASIC, BOTH),
  implicit: plan('oidcc-implicit-certification-test-plan', 'Implicit OP', IMPLICIT),
  hybrid: plan('oidcc-hybrid-certification-test-plan', 'Hybrid OP', HYBRID, BOTH),
  formPostBasic: plan('oidcc-formpost-basic-certification-test-plan', 'Form Post OP (basic)', BASIC, FORM_POST),
  formPostImplicit: plan(
    'oidcc-formpost-implicit-certification-test-plan',
    'Form Post OP (implicit)',
    IMPLICIT,
    FORM_POST,
  ),
  formPostHybrid: plan('oidcc-formpost-hybrid-certification-test-plan', 'Form Post OP (hybrid)', HYBRID, FORM_POST),
  rpInitiatedLogout: plan(
    'oidcc-rp-initiated-logout-certification-test-plan',
    'RP-Initiated OP',
    RP_INITIATED_LOGOUT,
    BOTH,
  ),
  backchannelLogout: plan(
    'oidcc-backchannel-rp-initiated-logout-certification-test-plan',
    'Back-Channel OP',
    BACKCHANNEL_LOGOUT,
    BOTH,
  ),
  frontChannel: plan(
    'oidcc-frontchannel-rp-initiated-logout-certification-test-plan',
    'Front-Channel OP',
    FRONT_CHANNEL,
  ),
  sessionManagement: plan(
    'oidcc-session-management-certification-test-plan',
    'Session Management OP',
    SESSION_MANAGEMENT,
  ),
  dynamic: plan(
    'oidcc-dynamic-certification-test-plan',
    'Dynamic OP',
    RESPONSE_TYPE_NAMES.flatMap(dynamicEntries),
    DYNAMIC_ALONE,
  ),
  thirdParty: plan(
    'oidcc-3rdparty-init-login-certification-test-plan',
    '3rd Party-Init OP',
    RESPONSE_TYPE_NAMES.flatMap((response_type) => entries(response_type, THIRD_PARTY)),
    DYNAMIC_ALONE,
  ),
} as const satisfies Readonly<Record<string, Plan>>;

/** 23 modules; without a code, or without any access token, those that need one have nothing to do. */
function dynamicEntries(response_type: ResponseType): readonly Entry[] {
  const carried = response_type.split(' ');
  return entries(response_type, [
    ...DYNAMIC,
    ...(carried.includes('code') || carried.includes('token') ? DYNAMIC_WITH_ACCESS_TOKEN : []),
    ...(carried.includes('code') ? DYNAMIC_WITH_CODE : []),
  ]);
}

function entries(response_type: ResponseType, modules: readonly string[]): readonly Entry[] {
  return modules.map((module) => ({ module, response_type }));
}

function plan(
  name: string,
  profile: string,
  rows: readonly Entry[],
  { response_mode, client_registrations = ['static_client'] }: Partial<Omit<Plan, 'name' | 'profile' | 'entries'>> = {},
): Plan {
  return { name, profile, response_mode, client_registrations, entries: rows };
}
