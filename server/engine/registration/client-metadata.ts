/**
 * The table of client metadata that applications may register: each name of RFC 7591 §2 and OIDC Registration §2 that
 * Lanyard acts on, with what it may be. Names that are not here are ignored, as both specifications ask.
 */
import { CLIENT_SIGNING_ALGORITHMS } from '../../keys/verify-by-client.ts';
import { checkClientKeys } from '../../spec/client-keys.ts';
import { checkPostLogoutRedirectUri, checkRedirectUri, checkWebUri } from '../../spec/registered-uri.ts';
import { checkScope } from '../../spec/scope.ts';
import { checkShownText } from '../../spec/shown-text.ts';
import { JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../../spec/vocabulary.ts';
import type { Settings } from '../../storage/records/directory.ts';
import { CLIENT_AUTH_METHODS } from '../client-auth/index.ts';
import type { Context } from '../context.ts';
import { GRANTS } from '../grants/index.ts';
import { RESPONSE_TYPES } from '../response-types/index.ts';
import type { ResponseTypeRow } from '../response-types/response-type.ts';

/** Answers what is wrong with a value, as the end of a sentence; undefined when nothing is. */
type Check = (value: unknown, cx: Pick<Context, 'settings' | 'keys'>) => string | undefined;

const MOST_URIS = 20;
const MOST_WORDS = 20;
const LONGEST_SCOPE = 2000;
/** Of its own accord an application gets nothing for itself: that needs an admin. */
const NOT_FOR_STRANGERS: readonly string[] = ['client_credentials', 'password', TOKEN_EXCHANGE_GRANT, JWT_BEARER_GRANT];

export const CLIENT_METADATA = {
  redirect_uris: list(text(checkRedirectUri), MOST_URIS),
  post_logout_redirect_uris: list(text(checkPostLogoutRedirectUri), MOST_URIS),
  response_types: list(
    oneOf(({ settings }) => responseTypes(settings).map((row) => row.response_type)),
    MOST_WORDS,
  ),
  grant_types: list(
    oneOf(({ settings }) => grantTypes(settings)),
    MOST_WORDS,
  ),
  application_type: oneOf(() => ['web', 'native']),
  contacts: list(text(checkShownText), MOST_WORDS),
  client_name: text(checkShownText),
  client_uri: text(checkWebUri),
  logo_uri: text(checkHttps),
  policy_uri: text(checkHttps),
  tos_uri: text(checkHttps),
  initiate_login_uri: text(checkHttps),
  jwks_uri: text(checkHttps),
  jwks: checkClientKeys,
  sector_identifier_uri: text(checkHttps),
  subject_type: oneOf(() => ['public', 'pairwise']),
  id_token_signed_response_alg: oneOf(({ keys }) => keys.algorithms()),
  userinfo_signed_response_alg: oneOf(({ keys }) => keys.algorithms()),
  request_object_signing_alg: oneOf(() => CLIENT_SIGNING_ALGORITHMS),
  token_endpoint_auth_method: oneOf(() => CLIENT_AUTH_METHODS.flatMap((row) => row.advertised ?? [])),
  token_endpoint_auth_signing_alg: oneOf(() => CLIENT_AUTH_METHODS.flatMap((row) => row.signing_algorithms ?? [])),
  scope: text((scope) =>
    scope.length > LONGEST_SCOPE ? `is longer than ${LONGEST_SCOPE} characters` : checkScope(scope),
  ),
} as const satisfies Readonly<Record<string, Check>>;

export type MetadataName = keyof typeof CLIENT_METADATA;
export const METADATA_NAMES = Object.keys(CLIENT_METADATA) as readonly MetadataName[];

function responseTypes(settings: Settings): readonly ResponseTypeRow[] {
  return RESPONSE_TYPES.filter((row) => row.available(settings));
}

function grantTypes(settings: Settings): readonly string[] {
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

function oneOf(words: (cx: Pick<Context, 'settings' | 'keys'>) => readonly string[]): Check {
  return (value, cx) => {
    const known = words(cx);
    return typeof value === 'string' && known.includes(value) ? undefined : `must be one of ${known.join(', ')}`;
  };
}
