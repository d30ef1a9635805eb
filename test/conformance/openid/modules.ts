/** The modules of the plans by the Foundation's testName: what a provider has to do, as its published modules ask for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeProtectedHeader } from 'jose';
import { expect } from 'vitest';
import { authorize, checkErrorCallback, checkErrorPage, finish } from './checks.ts';
import { LOGOUT_MODULES } from './browser-logout-modules.ts';
import { BACKCHANNEL_LOGOUT, RP_INITIATED_LOGOUT } from './rp-initiated-modules.ts';
import { CLAIMS } from './provider.ts';
import {
  addressOf,
  carries,
  type Changes,
  newPerson,
  requestOf,
  type UserinfoWay,
  type Variant,
} from './relying-party.ts';
import { TOKEN_MODULES } from './token-modules.ts';
import { checkMetadata } from './metadata.ts';
import { registerClient } from './register-client.ts';

type Module = (variant: Variant) => Promise<void>;

const NEEDS_PERSON = /^(login_required|interaction_required|consent_required|account_selection_required)$/;

const PROFILE = {
  name: 'Every Middle Claim',
  given_name: 'Every',
  family_name: 'Claim',
  preferred_username: 'every.claim',
  middle_name: CLAIMS.middle_name,
  nickname: CLAIMS.nickname,
  profile: CLAIMS.profile,
  picture: CLAIMS.picture,
  website: CLAIMS.website,
  gender: CLAIMS.gender,
  birthdate: CLAIMS.birthdate,
  zoneinfo: CLAIMS.zoneinfo,
  locale: CLAIMS.locale,
  updated_at: expect.any(Number),
};
const EMAIL = { email: 'every@example.lan', email_verified: true };
const ADDRESS = { address: CLAIMS.address };
const PHONE = { phone_number: CLAIMS.phone_number, phone_number_verified: true };

/** A request that succeeds with one thing more in it. */
const succeedsWith =
  (changes: Changes): Module =>
  async (variant) => {
    await finish(variant, { changes });
  };

/** What a scope shows stands where it can be asked for: in userinfo, or in the ID token where there is no access token. */
const shows =
  (scope: string, expected: object, order?: 'reversed'): Module =>
  async (variant) => {
    const turned = order === 'reversed';
    const { userinfo, claims } = await finish(variant, {
      changes: { scope: turned ? scope.split(' ').toReversed().join(' ') : scope },
      ...(turned ? { order: (pairs) => pairs.toReversed() } : {}),
    });
    expect(userinfo ?? claims).toMatchObject(expected);
  };

const userinfoBy =
  (way: UserinfoWay): Module =>
  async (variant) => {
    const { userinfo } = await finish(variant, { userinfo: way });
    expect(userinfo).toHaveProperty('sub');
  };

/** Where a request object is not taken, it must be refused by name: to ignore it would be to do something else than was asked. */
const refusesObject =
  (parameter: 'request' | 'request_uri', code: RegExp): Module =>
  async (variant) => {
    const request = requestOf(variant);
    const value = parameter === 'request' ? unsigned(request, variant) : `${variant.provider.issuer}/object.jwt`;
    const asked = { ...request, [parameter]: value };
    const { callback } = await authorize(variant, newPerson(variant), asked);
    checkErrorCallback(variant, request, callback, code);
  };

function unsigned(request: object, { provider, client }: Variant): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ ...request, iss: client.client_id, aud: provider.issuer })}.`;
}

/** They wait for half a minute in the middle. */
export const WAITING: ReadonlySet<string> = new Set(['oidcc-codereuse-30seconds']);

export const MODULES: Readonly<Record<string, Module>> = {
  'oidcc-discovery-endpoint-verification': checkMetadata,

  'oidcc-server': succeedsWith({}),

  async 'oidcc-server-client-secret-post'(variant) {
    const { provider, response_type, client_registration } = variant;
    const client_auth = 'client_secret_post';
    const own = client_registration === 'static_client';
    const asked = { token_endpoint_auth_method: client_auth };
    const client = own ? variant.client : await registerClient(provider, [response_type], asked);
    await finish({ ...variant, client, client_auth });
  },

  async 'oidcc-response-type-missing'(variant) {
    const request = requestOf(variant, { response_type: undefined });
    const { callback } = await authorize(variant, newPerson(variant), request);
    checkErrorCallback(variant, request, callback, /^(invalid_request|unsupported_response_type)$/);
  },

  async 'oidcc-idtoken-signature'(variant) {
    const { id_token } = await finish(variant);
    const { alg, kid } = decodeProtectedHeader(id_token);
    expect(alg).toBe('RS256');
    expect(variant.provider.jwks.keys).toContainEqual(expect.objectContaining({ kid, kty: 'RSA', use: 'sig' }));
  },

  /** The module skips itself where `none` is not advertised, which it must never be; nor can a client register it. */
  async 'oidcc-idtoken-unsigned'({ provider, response_type, client_registration }) {
    expect(provider.metadata['id_token_signing_alg_values_supported']).not.toContain('none');
    if (client_registration === 'static_client') return;
    const unsecured = registerClient(provider, [response_type], { id_token_signed_response_alg: 'none' });
    await expect(unsecured).rejects.toThrow(/^not registered: 400 .*"invalid_client_metadata"/);
  },

  'oidcc-userinfo-get': userinfoBy('get'),
  'oidcc-userinfo-post-header': userinfoBy('post-header'),
  'oidcc-userinfo-post-body': userinfoBy('post-body'),

  async 'oidcc-ensure-request-without-nonce-succeeds-for-code-flow'(variant) {
    const { claims } = await finish(variant, { changes: { nonce: undefined } });
    expect(claims).not.toHaveProperty('nonce');
  },

  async 'oidcc-ensure-request-without-nonce-fails'(variant) {
    const request = requestOf(variant, { nonce: undefined });
    const { callback } = await authorize(variant, newPerson(variant), request);
    checkErrorCallback(variant, request, callback, 'invalid_request');
  },

  'oidcc-scope-profile': shows('openid profile', PROFILE),
  'oidcc-scope-email': shows('openid email', EMAIL),
  'oidcc-scope-address': shows('openid address', ADDRESS),
  'oidcc-scope-phone': shows('openid phone', PHONE),
  'oidcc-scope-all': shows('openid profile email address phone', { ...PROFILE, ...EMAIL, ...ADDRESS, ...PHONE }),
  'oidcc-alternate-happy-flow': shows('openid email', EMAIL, 'reversed'),

  'oidcc-display-page': succeedsWith({ display: 'page' }),
  'oidcc-display-popup': succeedsWith({ display: 'popup' }),

  async 'oidcc-prompt-login'(variant) {
    const first = await finish(variant);
    await sleep(1_100);
    const second = await finish(variant, { person: first.person, changes: { prompt: 'login' } });
    expect(second.pages).toContain('login');
    expect(second.claims['auth_time']).toBeGreaterThan(Number(first.claims['auth_time']));
    expect(second.claims.sub).toBe(first.claims.sub);
  },

  async 'oidcc-prompt-none-not-logged-in'(variant) {
    const request = requestOf(variant, { prompt: 'none' });
    const { callback, pages } = await authorize(variant, newPerson(variant), request);
    checkErrorCallback(variant, request, callback, NEEDS_PERSON);
    expect(pages).toEqual([]);
  },

  async 'oidcc-prompt-none-logged-in'(variant) {
    const first = await finish(variant);
    const second = await finish(variant, { person: first.person, changes: { prompt: 'none' } });
    expect(second.pages).toEqual([]);
    expect(identityOf(second.claims)).toEqual(identityOf(first.claims));
  },

  async 'oidcc-max-age-1'(variant) {
    const first = await finish(variant);
    await sleep(2_100);
    const second = await finish(variant, { person: first.person, changes: { max_age: '1' } });
    expect(second.pages).toContain('login');
    expect(Date.now() / 1000 - Number(second.claims['auth_time'])).toBeLessThan(30);
    expect(second.claims['auth_time']).toBeGreaterThan(Number(first.claims['auth_time']));
  },

  async 'oidcc-max-age-10000'(variant) {
    const first = await finish(variant, { changes: { max_age: '15000' } });
    const second = await finish(variant, { person: first.person, changes: { max_age: '10000' } });
    expect(second.pages).toEqual([]);
    expect(identityOf(second.claims)).toEqual(identityOf(first.claims));
  },

  'oidcc-ensure-request-with-unknown-parameter-succeeds': succeedsWith({ extra: 'foobar' }),

  async 'oidcc-id-token-hint'(variant) {
    const first = await finish(variant);
    const changes = { prompt: 'none', id_token_hint: first.id_token };
    const second = await finish(variant, { person: first.person, changes });
    expect(second.pages).toEqual([]);
    expect(second.claims.sub).toBe(first.claims.sub);
  },

  'oidcc-login-hint': (variant) =>
    succeedsWith({ login_hint: `buffy@${new URL(variant.provider.issuer).hostname}` })(variant),
  'oidcc-ui-locales': succeedsWith({ ui_locales: 'se' }),
  'oidcc-claims-locales': succeedsWith({ claims_locales: 'se' }),

  async 'oidcc-ensure-request-with-acr-values-succeeds'(variant) {
    const offered = variant.provider.metadata['acr_values_supported'] as readonly string[];
    const { claims } = await finish(variant, { changes: { acr_values: offered.join(' ') } });
    expect(offered).toContain(claims['acr']);
  },

  async 'oidcc-ensure-registered-redirect-uri'(variant) {
    const unregistered = 'https://rp.example.lan/unregistered';
    const request = requestOf(variant, { redirect_uri: unregistered });
    checkErrorPage(await newPerson(variant).open(addressOf(variant, Object.entries(request))));
  },

  async 'oidcc-ensure-post-request-succeeds'(variant) {
    await finish(variant, { method: 'POST' });
    // Of a person who is signed in already: browsers keep their cookies back from such a form.
    const { person } = await finish(variant);
    const before = person.cookieHeader();
    const silent = await finish(variant, { method: 'POST', person, changes: { prompt: 'none' } });
    expect(silent.pages).toEqual([]);
    expect(person.cookieHeader()).toBe(before);
  },

  'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported': refusesObject(
    'request_uri',
    /^request_uri_not_supported$/,
  ),
  'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported': refusesObject(
    'request',
    /^request_not_supported$/,
  ),

  async 'oidcc-claims-essential'(variant) {
    const place = carries(variant, 'code') || carries(variant, 'token') ? 'userinfo' : 'id_token';
    const asked = JSON.stringify({ [place]: { name: { essential: true } } });
    const { userinfo, claims } = await finish(variant, { changes: { claims: asked } });
    expect(userinfo ?? claims).toMatchObject({ name: PROFILE.name });
    expect(userinfo ?? claims).not.toHaveProperty('nickname');
  },

  /** The object says where to send the answer, and it is not signed: nothing may be sent there. */
  async 'oidcc-ensure-request-object-with-redirect-uri'(variant) {
    const request = requestOf(variant);
    const elsewhere = { ...request, redirect_uri: 'https://rp.example.lan/elsewhere' };
    const asked = { ...request, request: unsigned(elsewhere, variant) };
    const { callback } = await authorize(variant, newPerson(variant), asked);
    checkErrorCallback(variant, request, callback, 'request_not_supported');
  },

  ...TOKEN_MODULES,
  ...RP_INITIATED_LOGOUT,
  ...BACKCHANNEL_LOGOUT,
  ...LOGOUT_MODULES,
};

function identityOf({ sub, auth_time }: { readonly sub?: string; readonly auth_time?: unknown }) {
  return { sub, auth_time };
}
