/** What Lanyard says of itself, computed from the same filtered tables that answer: what is off can't stand here. */
import { everyRecord } from '../directory/every-record.ts';
import { offeredExtensionGrants } from '../directory/extension-grants.ts';
import { BUILT_IN_SCOPES } from '../directory/scopes.ts';
import { DECRYPTION } from '../keys/algorithms.ts';
import { CONTENT_ENCRYPTIONS, KEY_ENCRYPTIONS } from '../keys/encrypt-for-client.ts';
import { CLIENT_SIGNING_ALGORITHMS } from '../keys/verify-by-client.ts';
import { PROMPT_VALUES } from '../spec/prompt.ts';
import type { EndpointName, JsonObject } from '../spec/vocabulary.ts';
import { ACR_VALUES } from './acr.ts';
import { offeredMethods } from './client-auth/index.ts';
import type { Settings } from '../storage/records/directory.ts';
import type { Context, Urls } from './context.ts';
import { PROOF_ALGORITHMS } from './dpop/judge-proof.ts';
import { registration } from './endpoints/registration.ts';
import { GRANTS } from './grants/index.ts';
import { RESPONSE_MODE_NAMES } from './authorize/response-type-of.ts';
import { RESPONSE_TYPES } from './response-types/index.ts';

const ENDPOINT_METADATA: readonly (readonly [EndpointName, string])[] = [
  ['authorize', 'authorization_endpoint'],
  ['par', 'pushed_authorization_request_endpoint'],
  ['token', 'token_endpoint'],
  ['device-authorization', 'device_authorization_endpoint'],
  ['userinfo', 'userinfo_endpoint'],
  ['jwks', 'jwks_uri'],
  ['introspect', 'introspection_endpoint'],
  ['revoke', 'revocation_endpoint'],
  ['end-session', 'end_session_endpoint'],
  ['check-session', 'check_session_iframe'],
  ['register', 'registration_endpoint'],
];

const CLAIMS = [
  'sub',
  'iss',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'nonce',
  'acr',
  'amr',
  'sid',
  'at_hash',
  'c_hash',
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'updated_at',
  'email',
  'email_verified',
  'address',
  'phone_number',
  'phone_number_verified',
  'groups',
];

/** OIDC Front-Channel Logout §3 */
const FRONT_CHANNEL = { frontchannel_logout_supported: true, frontchannel_logout_session_supported: true };

interface Kept {
  readonly at: number;
  readonly settings: Settings;
  readonly text: string;
  readonly description: JsonObject;
}

/** By listener and dialect: each has one object of URLs for as long as it stands. */
const KEPT = new WeakMap<Urls, Kept>();

/**
 * Authorization server metadata; valid as both OIDC Discovery §3 and RFC 8414 §2. Computed at most once a second, and the
 * same object for as long as it says the same.
 */
export async function describeProvider(cx: Context): Promise<JsonObject> {
  const kept = KEPT.get(cx.urls);
  if (kept !== undefined && kept.at === cx.now && kept.settings === cx.settings) return kept.description;
  const computed = await compute(cx);
  const text = JSON.stringify(computed);
  const description = kept?.text === text ? kept.description : computed;
  KEPT.set(cx.urls, { at: cx.now, settings: cx.settings, text, description });
  return description;
}

async function compute(cx: Context): Promise<JsonObject> {
  const rows = offeredMethods(cx.urls);
  const methods = rows.flatMap((row) => row.advertised ?? []);
  const signing = rows.flatMap((row) => row.signing_algorithms ?? []);
  const custom = await Array.fromAsync(everyRecord(cx.store.collection('scopes')));
  const apis = await Array.fromAsync(everyRecord(cx.store.collection('apis')));
  const scopes = [...custom, ...apis.flatMap((api) => api.scopes)].map((scope) => scope.name);
  const types = apis.flatMap((api) => (api.authorization_details_types ?? []).map(({ name }) => name));
  const responseTypes = RESPONSE_TYPES.filter((row) => row.available(cx.settings));
  const traits = cx.traits[cx.dialect];
  const grants = GRANTS.filter((row) => row.available(cx.settings))
    .filter(({ begins_by }) => begins_by === undefined || traits?.[begins_by] === true)
    .map((row) => row.grant_type);
  const extensions = (await offeredExtensionGrants(cx.store)).map(({ grant_type }) => grant_type);
  const endpoints = ENDPOINT_METADATA.flatMap(([name, key]) => {
    const url = cx.urls.endpoint(name);
    const off = name === 'register' && registration.available?.(cx.settings) === false;
    return url === undefined || off ? [] : [[key, url] as const];
  });
  return {
    issuer: cx.urls.issuer(),
    ...Object.fromEntries(endpoints),
    require_pushed_authorization_requests: cx.settings.require_pushed_authorization_requests,
    ...(types.length === 0 ? {} : { authorization_details_types_supported: [...new Set(types)] }),
    scopes_supported: [...new Set([...BUILT_IN_SCOPES.keys(), ...scopes])],
    response_types_supported: responseTypes.map((row) => row.response_type),
    response_modes_supported: ['jwt', ...RESPONSE_MODE_NAMES],
    authorization_signing_alg_values_supported: [...cx.keys.algorithms()],
    authorization_encryption_alg_values_supported: [...KEY_ENCRYPTIONS],
    authorization_encryption_enc_values_supported: [...CONTENT_ENCRYPTIONS],
    grant_types_supported: [...new Set([...grants, ...responseTypes.flatMap((row) => row.grant_types), ...extensions])],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: [...cx.keys.algorithms()],
    id_token_encryption_alg_values_supported: [...KEY_ENCRYPTIONS],
    id_token_encryption_enc_values_supported: [...CONTENT_ENCRYPTIONS],
    userinfo_signing_alg_values_supported: [...cx.keys.algorithms()],
    userinfo_encryption_alg_values_supported: [...KEY_ENCRYPTIONS],
    userinfo_encryption_enc_values_supported: [...CONTENT_ENCRYPTIONS],
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: signing,
    // Whoever asks about tokens has to prove who they are. A client without a secret is told of its own alone. RFC 7662 §2.1
    introspection_endpoint_auth_methods_supported: methods.filter((method) => method !== 'none'),
    introspection_endpoint_auth_signing_alg_values_supported: signing,
    introspection_signing_alg_values_supported: [...cx.keys.algorithms()],
    introspection_encryption_alg_values_supported: [...KEY_ENCRYPTIONS],
    introspection_encryption_enc_values_supported: [...CONTENT_ENCRYPTIONS],
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: signing,
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: [...PROOF_ALGORITHMS],
    prompt_values_supported: [...PROMPT_VALUES],
    acr_values_supported: [...ACR_VALUES],
    claim_types_supported: ['normal'],
    claims_supported: CLAIMS,
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: [...CLIENT_SIGNING_ALGORITHMS],
    request_object_encryption_alg_values_supported: [DECRYPTION],
    request_object_encryption_enc_values_supported: [...CONTENT_ENCRYPTIONS],
    // Of nobody in general; an application may register it. RFC 9101 §10.5
    require_signed_request_object: false,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    ...(cx.urls.endpoint('end-session') === undefined ? {} : FRONT_CHANNEL),
    ui_locales_supported: ['en'],
    ...(cx.settings.client_id_metadata_document === 'off' ? {} : { client_id_metadata_document_supported: true }),
    ...aliases(cx.urls),
  };
}

/** Where TLS asks for certificates, for the endpoints that do something with one. RFC 8705 §3.3, §5 */
function aliases(urls: Urls): JsonObject {
  const there = ENDPOINT_METADATA.flatMap(([name, key]) => {
    const url = WITH_CERTIFICATE.has(name) ? urls.withCertificate(name) : undefined;
    return url === undefined ? [] : [[key, url] as const];
  });
  if (there.length === 0) return {};
  return { tls_client_certificate_bound_access_tokens: true, mtls_endpoint_aliases: Object.fromEntries(there) };
}

export const WITH_CERTIFICATE: ReadonlySet<EndpointName> = new Set([
  'par',
  'device-authorization',
  'token',
  'introspect',
  'revoke',
  'userinfo',
]);
