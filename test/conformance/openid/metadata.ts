/** What the Config plan asks of the discovery document. */
import type { JSONWebKeySet } from 'jose';
import { expect } from 'vitest';
import type { Checked } from './checks.ts';

/** RFC 8414 §2, OIDC Discovery §3, OIDC RP-Initiated Logout §2.1, OIDC Session Management §3.3, OIDC Front-Channel Logout §3, RFC 9207 §3, RFC 8628 §4, RFC 9126 §5, RFC 9449 §5.1, RFC 9396 §10, RFC 9701 §7, JARM §4 and the registry: what may stand in it. */
const KNOWN = new Set([
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'introspection_endpoint',
  'revocation_endpoint',
  'end_session_endpoint',
  'check_session_iframe',
  'frontchannel_logout_supported',
  'frontchannel_logout_session_supported',
  'registration_endpoint',
  'scopes_supported',
  'response_types_supported',
  'response_modes_supported',
  'grant_types_supported',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
  'id_token_encryption_alg_values_supported',
  'id_token_encryption_enc_values_supported',
  'userinfo_signing_alg_values_supported',
  'userinfo_encryption_alg_values_supported',
  'userinfo_encryption_enc_values_supported',
  'request_object_signing_alg_values_supported',
  'request_object_encryption_alg_values_supported',
  'request_object_encryption_enc_values_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'introspection_endpoint_auth_methods_supported',
  'introspection_endpoint_auth_signing_alg_values_supported',
  'revocation_endpoint_auth_methods_supported',
  'revocation_endpoint_auth_signing_alg_values_supported',
  'code_challenge_methods_supported',
  'prompt_values_supported',
  'acr_values_supported',
  'display_values_supported',
  'claim_types_supported',
  'claims_supported',
  'claims_parameter_supported',
  'request_parameter_supported',
  'require_signed_request_object',
  'request_uri_parameter_supported',
  'require_request_uri_registration',
  'authorization_response_iss_parameter_supported',
  'backchannel_logout_supported',
  'backchannel_logout_session_supported',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
  'require_pushed_authorization_requests',
  'dpop_signing_alg_values_supported',
  'authorization_details_types_supported',
  'authorization_signing_alg_values_supported',
  'authorization_encryption_alg_values_supported',
  'authorization_encryption_enc_values_supported',
  'introspection_signing_alg_values_supported',
  'introspection_encryption_alg_values_supported',
  'introspection_encryption_enc_values_supported',
  'ui_locales_supported',
]);

export async function checkMetadata({ provider: { issuer, jwks } }: Pick<Checked, 'provider'>): Promise<void> {
  const url = `${issuer}/.well-known/openid-configuration`;
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  const metadata = (await response.json()) as Readonly<Record<string, unknown>>;
  expect(metadata['issuer']).toBe(issuer);
  expect(Object.keys(metadata).filter((name) => !KNOWN.has(name))).toEqual([]);
  for (const [name, value] of Object.entries(metadata)) {
    if (name.endsWith('_endpoint') || name === 'jwks_uri')
      expect({ [name]: value }).toEqual({ [name]: expect.stringMatching(/^https:\/\//) });
    if (name.endsWith('_supported') && typeof value !== 'boolean') checkNames(name, value);
  }
  expect(metadata['subject_types_supported']).toContain('public');
  expect(metadata['response_types_supported']).toContain('code');
  expect(metadata['scopes_supported']).toContain('openid');
  expect(metadata['id_token_signing_alg_values_supported']).toContain('RS256');
  expect(metadata['claims_supported']).toEqual(expect.arrayContaining(['sub', 'iss', 'name', 'email']));
  const locales = metadata['ui_locales_supported'] as readonly string[];
  expect(Intl.getCanonicalLocales([...locales])).toEqual(locales);
  checkKeys(jwks.keys);
}

/** Each once, none of them empty, and the insecure one nowhere. */
function checkNames(name: string, value: unknown): void {
  const values = value as readonly string[];
  const words = values.filter((word) => typeof word === 'string' && word !== '');
  const forbidden = name.includes('_alg_values_') ? ['none'] : [];
  const proper = [...new Set(words)].filter((word) => !forbidden.includes(word));
  expect({ [name]: values }).toEqual({ [name]: proper });
}

/** Every key with a kid of its own, and no private part of any. */
export function checkKeys(keys: JSONWebKeySet['keys']): void {
  expect(new Set(keys.map((key) => key.kid)).size).toBe(keys.length);
  for (const key of keys) {
    expect(Object.keys(key).filter((member) => /^(d|p|q|dp|dq|qi|k|oth)$/.test(member))).toEqual([]);
    expect(key).toMatchObject({
      kid: expect.any(String),
      kty: expect.any(String),
      use: expect.stringMatching(/^(sig|enc)$/),
    });
  }
}
