/**
 * Which parameters of a request that brings a secret may be shown as they came. Programs misspell names (`pass`, `client_key`),
 * and what stands under a name that nobody has may be the very secret; so that only known names are shown there.
 */
import { isExtensionGrantType } from '../spec/extension-grant-type.ts';

export type Pairs = readonly (readonly [unknown, unknown])[];

/** What a grant of the office's own is asked with may be anything: of such a request, only what every request has is shown. */
const OF_EVERY_REQUEST = ['grant_type', 'client_id', 'scope', 'resource', 'audience', 'client_assertion_type'];

/** Beside those: of the endpoints that secrets are sent to, pushed requests included, and of what they answer in parameters. */
const KNOWN: ReadonlySet<string> = new Set([
  ...OF_EVERY_REQUEST,
  'acr_values',
  'actor_token_type',
  'allow_signup',
  'authorization_details',
  'claims',
  'claims_locales',
  'code_challenge',
  'code_challenge_method',
  'decision',
  'display',
  'dpop_jkt',
  'error',
  'error_description',
  'error_uri',
  'expires_in',
  'iss',
  'issued_token_type',
  'login',
  'login_hint',
  'max_age',
  'post_logout_redirect_uri',
  'prompt',
  'redirect_uri',
  'request',
  'request_uri',
  'requested_token_type',
  'response_mode',
  'response_type',
  'sid',
  'subject_token_type',
  'token_type',
  'token_type_hint',
  'ui_locales',
  'username',
]);

/** By these one knows a request that brings a secret, or an answer that does. */
const BRINGS_SECRETS: ReadonlySet<string> = new Set([
  'client_assertion',
  'client_secret',
  'code',
  'device_code',
  'grant_type',
  'refresh_token',
  'token',
  'username',
]);

const PLAIN_OF_OUR_OWN: ReadonlySet<string> = new Set(OF_EVERY_REQUEST);

/** The names that may be shown of such a request; undefined where any may. */
export function plainParameters(pairs: Pairs): ReadonlySet<string> | undefined {
  const grant_type = pairs.find(([name]) => name === 'grant_type')?.[1];
  if (typeof grant_type === 'string' && isExtensionGrantType(grant_type)) return PLAIN_OF_OUR_OWN;
  return pairs.some(([name]) => typeof name === 'string' && BRINGS_SECRETS.has(name)) ? KNOWN : undefined;
}
