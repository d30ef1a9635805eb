/**
 * The table of client metadata that applications may register: each name of RFC 7591 §2 and OIDC Registration §2 that
 * Lanyard acts on, with what it may be. Other names are not kept (ignored-metadata.ts), as both specifications ask.
 */
import { DECRYPTION } from '../../keys/algorithms.ts';
import { CONTENT_ENCRYPTIONS, KEY_ENCRYPTIONS } from '../../keys/encrypt-for-client.ts';
import { CLIENT_SIGNING_ALGORITHMS } from '../../keys/verify-by-client.ts';
import { checkCertificateName, checkDistinguishedName } from '../../spec/certificate-names.ts';
import { checkClientKeys } from '../../spec/client-keys.ts';
import {
  checkBackchannelLogoutUri,
  checkPostLogoutRedirectUri,
  checkRedirectUri,
  checkRequestUri,
  checkFrontchannelLogoutUri,
  checkWebUri,
} from '../../spec/registered-uri.ts';
import { checkScope } from '../../spec/scope.ts';
import { checkShownText } from '../../spec/shown-text.ts';
import { JWT_BEARER_GRANT, MAIL_CODE_GRANT, TOKEN_EXCHANGE_GRANT } from '../../spec/vocabulary.ts';
import type { Settings } from '../../storage/records/directory.ts';
import { CLIENT_AUTH_METHODS, offeredMethods } from '../client-auth/index.ts';
import type { Context } from '../context.ts';
import { GRANTS } from '../grants/index.ts';
import { RESPONSE_TYPES } from '../response-types/index.ts';
import type { ResponseTypeRow } from '../response-types/response-type.ts';

/** Answers what is wrong with a value, as the end of a sentence; undefined when nothing is. */
type Check = (value: unknown, cx: Checking) => string | undefined;
type Checking = Pick<Context, 'settings' | 'keys' | 'urls'>;

const MOST_URIS = 20;
const MOST_WORDS = 20;
const LONGEST_SCOPE = 2000;
/** Of its own accord an application gets nothing for itself: that needs an admin. */
const NOT_FOR_STRANGERS: readonly string[] = [
  'client_credentials',
  'password',
  TOKEN_EXCHANGE_GRANT,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
];

/** Ten years. */
const LONGEST_AGE_S = 315_360_000;

export const CLIENT_METADATA = {
  redirect_uris: list(text(checkRedirectUri), MOST_URIS),
  post_logout_redirect_uris: list(text(checkPostLogoutRedirectUri), MOST_URIS),
  response_types: list(
    oneOf(({ settings }) => responseTypesForStrangers(settings)),
    MOST_WORDS,
  ),
  grant_types: list(
    oneOf(({ settings }) => grantTypesForStrangers(settings)),
    MOST_WORDS,
  ),
  application_type: oneOf(() => ['web', 'native']),
  contacts: list(text(checkShownText), MOST_WORDS),
  client_name: text(checkShownText),
  client_uri: text(checkWebUri),
  logo_uri: text(checkHttps),
  policy_uri: text(checkHttps),
  tos_uri: text(checkHttps),
  frontchannel_logout_uri: text(checkFrontchannelLogoutUri),
  frontchannel_logout_session_required: flag,
  initiate_login_uri: text(checkHttps),
  default_max_age: seconds,
  backchannel_logout_uri: text((uri) => checkHttps(uri) ?? checkBackchannelLogoutUri(uri)),
  backchannel_logout_session_required: flag,
  jwks_uri: text(checkHttps),
  jwks: checkClientKeys,
  sector_identifier_uri: text(checkHttps),
  subject_type: oneOf(() => ['public', 'pairwise']),
  id_token_signed_response_alg: oneOf(({ keys }) => keys.algorithms()),
  userinfo_signed_response_alg: oneOf(({ keys }) => keys.algorithms()),
  id_token_encrypted_response_alg: oneOf(() => KEY_ENCRYPTIONS),
  id_token_encrypted_response_enc: oneOf(() => CONTENT_ENCRYPTIONS),
  userinfo_encrypted_response_alg: oneOf(() => KEY_ENCRYPTIONS),
  userinfo_encrypted_response_enc: oneOf(() => CONTENT_ENCRYPTIONS),
  request_object_encryption_alg: oneOf(() => [DECRYPTION]),
  request_object_encryption_enc: oneOf(() => CONTENT_ENCRYPTIONS),
  request_uris: list(
    text((uri) => checkHttps(uri) ?? checkRequestUri(uri)),
    MOST_URIS,
  ),
  request_object_signing_alg: oneOf(() => CLIENT_SIGNING_ALGORITHMS),
  require_signed_request_object: flag,
  require_pushed_authorization_requests: flag,
  dpop_bound_access_tokens: flag,
  authorization_signed_response_alg: oneOf(({ keys }) => keys.algorithms()),
  authorization_encrypted_response_alg: oneOf(() => KEY_ENCRYPTIONS),
  authorization_encrypted_response_enc: oneOf(() => CONTENT_ENCRYPTIONS),
  introspection_signed_response_alg: oneOf(({ keys }) => keys.algorithms()),
  introspection_encrypted_response_alg: oneOf(() => KEY_ENCRYPTIONS),
  introspection_encrypted_response_enc: oneOf(() => CONTENT_ENCRYPTIONS),
  token_endpoint_auth_method: oneOf(({ urls }) => offeredMethods(urls).flatMap((row) => row.advertised ?? [])),
  token_endpoint_auth_signing_alg: oneOf(() => CLIENT_AUTH_METHODS.flatMap((row) => row.signing_algorithms ?? [])),
  tls_client_auth_subject_dn: text(checkDistinguishedName),
  tls_client_auth_san_dns: text(checkCertificateName('dns')),
  tls_client_auth_san_uri: text(checkCertificateName('uri')),
  tls_client_auth_san_ip: text(checkCertificateName('ip')),
  tls_client_auth_san_email: text(checkCertificateName('email')),
  tls_client_certificate_bound_access_tokens: flag,
  scope: text((scope) =>
    scope.length > LONGEST_SCOPE ? `is longer than ${LONGEST_SCOPE} characters` : checkScope(scope),
  ),
} as const satisfies Readonly<Record<string, Check>>;

export type MetadataName = keyof typeof CLIENT_METADATA;
export const METADATA_NAMES = Object.keys(CLIENT_METADATA) as readonly MetadataName[];

function responseTypes(settings: Settings): readonly ResponseTypeRow[] {
  return RESPONSE_TYPES.filter((row) => row.available(settings));
}

export function responseTypesForStrangers(settings: Settings): readonly string[] {
  return responseTypes(settings).map((row) => row.response_type);
}

/** Those that an application may give itself. */
export function grantTypesForStrangers(settings: Settings): readonly string[] {
  const offered: readonly string[] = [
    ...GRANTS.filter((row) => row.available(settings)).map((row) => row.grant_type),
    ...responseTypes(settings).flatMap((row) => row.grant_types),
  ];
  return [...new Set(offered)].filter((name) => !NOT_FOR_STRANGERS.includes(name));
}

function checkHttps(uri: string): string | undefined {
  const reason = checkWebUri(uri);
  if (reason !== undefined) return reason;
  return /^https:/i.test(uri) ? undefined : 'must begin with https://';
}

function seconds(value: unknown): string | undefined {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_AGE_S;
  return fits ? undefined : `must be a whole number of seconds, at most ${LONGEST_AGE_S}`;
}

function flag(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be true or false';
}

function text(check: (value: string) => string | undefined): Check {
  return (value) => (typeof value === 'string' ? check(value) : 'must be a string');
}

function list(item: Check, most: number): Check {
  return (value, cx) => {
    if (!Array.isArray(value)) return 'must be a list';
    const values: readonly unknown[] = value;
    if (values.length > most) return `must not have more than ${most} values`;
    if (new Set(values).size < values.length) return 'has a value twice';
    for (const [index, each] of values.entries()) {
      const reason = item(each, cx);
      if (reason !== undefined) return `has a value (at ${index}) that ${reason}`;
    }
    return undefined;
  };
}

function oneOf(words: (cx: Checking) => readonly string[]): Check {
  return (value, cx) => {
    const known = words(cx);
    return typeof value === 'string' && known.includes(value) ? undefined : `must be one of ${known.join(', ')}`;
  };
}
