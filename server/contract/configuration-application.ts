/** An application in the configuration document: the metadata names of RFC 7591, and Lanyard's own beside them. */
import { z } from 'zod';
import { parseDialectListener } from '../spec/dialect-listener.ts';
import {
  backchannelLogoutUri,
  checkedString,
  flag,
  groupNames,
  machineSecret,
  machineSecretHash,
  oneOf,
  programData,
  REFRESH_SHAPE,
  redirectUri,
  scopeString,
  shownText,
  stringList,
  username,
  webOrigin,
  webUri,
  wholeNumber,
} from './configuration-fields.ts';
import { CRYPTOGRAPHY_SHAPE, PROOF_SHAPE } from './configuration-application-keys.ts';
import { isClientIdUrl } from '../spec/client-id-url.ts';
import { isExtensionGrantType } from '../spec/extension-grant-type.ts';
import {
  type ConsentPolicy,
  DEVICE_CODE_GRANT,
  type DialectName,
  type GrantType,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
  RESPONSE_TYPE_NAMES,
  TOKEN_EXCHANGE_GRANT,
} from '../spec/vocabulary.ts';

export const DIALECTS = [
  'native',
  'authentik',
  'gitea',
  'forgejo',
  'github',
  'auth0',
  'ory',
] as const satisfies readonly DialectName[];
export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  'implicit',
  DEVICE_CODE_GRANT,
  TOKEN_EXCHANGE_GRANT,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
] as const satisfies readonly GrantType[];
const YEAR_S = 366 * 24 * 3600;

/** One that is built in, or a URI such as extension_grants names; whether it names one, the office has to be asked. */
const grantType = (description: string) =>
  checkedString(description, faultOfGrantType)
    // What editors offer while somebody writes.
    .meta({ description, anyOf: [{ enum: [...GRANT_TYPES] }, { pattern: ':' }] })
    .transform(asGrantType);

function asGrantType(name: string): GrantType {
  const known = GRANT_TYPES.find((each) => each === name);
  if (known !== undefined) return known;
  if (isExtensionGrantType(name)) return name;
  throw new TypeError('a grant type is checked before it is taken');
}

function faultOfGrantType(name: string): string | undefined {
  const known: readonly string[] = GRANT_TYPES;
  if (known.includes(name) || isExtensionGrantType(name)) return undefined;
  return `is not a known grant type; it takes one of ${known.join(', ')}, or the URI of a grant of the office’s own`;
}

const RESPONSE_TYPE_WORDS =
  'A response_type of the authorization endpoint. All but code need legacy_grants and the grant type implicit.';
const CONSENT_POLICIES = ['remember', 'always', 'skip'] as const satisfies readonly ConsentPolicy[];
export const applicationSchema = z
  .strictObject({
    client_id: checkedString('Names the application on the wire. Entries are matched by it.', checkClientId),
    slug: checkedString(
      'Names the application in per-application paths: lower-case letters, digits, - and _.',
      checkSlug,
    ).exactOptional(),
    client_name: shownText('What people see. The client_id where absent.').exactOptional(),
    client_secret: machineSecret(
      'The secret in clear. A confidential application without one gets one made, told once.',
    ).exactOptional(),
    client_secret_hash: machineSecretHash(
      'SHA-256 of the secret, base64url; what exports carry instead of the secret.',
    ).exactOptional(),
    dialect: oneOf('dialect', DIALECTS, 'Which product’s OAuth the application was written for.').exactOptional(),
    redirect_uris: stringList(
      redirectUri('Compared exactly.'),
      'Where authorization responses may be sent.',
    ).exactOptional(),
    post_logout_redirect_uris: stringList(
      redirectUri('Compared exactly.'),
      'Where a browser may be sent after sign-out.',
    ).exactOptional(),
    web_origins: stringList(
      webOrigin('An origin such as https://app.example.lan.'),
      'Origins whose scripts may call the endpoints (CORS).',
    ).exactOptional(),
    grant_types: stringList(
      grantType(`One of ${GRANT_TYPES.join(', ')}, or the URI of a grant of the office’s own.`),
      '[authorization_code] where absent.',
    ).exactOptional(),
    response_types: stringList(
      oneOf('response type', RESPONSE_TYPE_NAMES, RESPONSE_TYPE_WORDS),
      'Follows from grant_types where absent.',
    ).exactOptional(),
    ...PROOF_SHAPE,
    require_pkce: flag(
      'Whether authorization requests must carry a code_challenge. True where absent.',
    ).exactOptional(),
    scope: scopeString('Space-separated scopes that it may ask for.').exactOptional(),
    audience: stringList(
      z.string().describe('The audience of an API.'),
      'APIs that it may ask tokens for.',
    ).exactOptional(),
    token_exchange_from: stringList(
      z.string().describe('A client_id.'),
      'Applications whose people’s tokens it may exchange, beside its own and those meant for it (RFC 8693).',
    ).exactOptional(),
    token_exchange_audience: stringList(
      z.string().describe('The audience of an API.'),
      'APIs for which it may exchange any such token, where its request names them, though the token is not for them. None where absent.',
    ).exactOptional(),
    token_exchange_impersonation: flag(
      'Whether it may exchange without saying who acts. False where absent: an actor_token is needed then.',
    ).exactOptional(),
    access_token_format: oneOf('access token format', ['opaque', 'jwt'], 'opaque, or jwt (RFC 9068).').exactOptional(),
    access_token_lifetime_s: wholeNumber(
      'Seconds that its access tokens live, where that is less than the setting.',
      1,
      YEAR_S,
    ).exactOptional(),
    id_token_lifetime_s: wholeNumber(
      'Seconds that its ID tokens live, where that is less than the setting.',
      1,
      YEAR_S,
    ).exactOptional(),
    ...REFRESH_SHAPE,
    ...CRYPTOGRAPHY_SHAPE,
    consent: oneOf(
      'consent policy',
      CONSENT_POLICIES,
      'remember asks once, always asks each time, skip never asks (the office’s own application).',
    ).exactOptional(),
    allowed_groups: groupNames('Who may use it; empty lets everyone in.').exactOptional(),
    sign_up: flag(
      'Whether strangers may make themselves an account by its form, where the settings let them. False where absent; only of the dialect auth0.',
    ).exactOptional(),
    new_password_by_mail: flag(
      'Whether people may have a link to a new password sent by its form, where the settings let them. False where absent; only of the dialect auth0.',
    ).exactOptional(),
    client_uri: webUri('The application’s home page.').exactOptional(),
    logo_uri: webUri('Its picture.').exactOptional(),
    policy_uri: webUri('Its privacy policy.').exactOptional(),
    tos_uri: webUri('Its terms of service.').exactOptional(),
    contacts: stringList(shownText('An address or a name.'), 'Whom to ask about it.').exactOptional(),
    application_type: oneOf(
      'application type',
      ['web', 'native'],
      'Where it runs; decides which redirect URIs it may register for itself.',
    ).exactOptional(),
    frontchannel_logout_uri: webUri(
      'Shown in a hidden frame when somebody who used it signs out. Of the same origin as one of redirect_uris.',
    ).exactOptional(),
    frontchannel_logout_session_required: flag(
      'Whether iss and sid stand in the query of frontchannel_logout_uri. True where absent.',
    ).exactOptional(),
    initiate_login_uri: webUri('Where it begins a sign-in that another site asks for.').exactOptional(),
    default_max_age: wholeNumber(
      'How many seconds ago people may have signed in when they come to it, where its request says nothing.',
      0,
      315_360_000,
    ).exactOptional(),
    backchannel_logout_uri: backchannelLogoutUri(
      'Where it is told, server to server, that somebody whom it signed in has signed out.',
    ).exactOptional(),
    backchannel_logout_session_required: flag(
      'Whether it must be told which session ended; it always is.',
    ).exactOptional(),
    subject_type: oneOf(
      'subject type',
      ['public', 'pairwise'],
      'pairwise: people have another sub in each sector. public where absent.',
    ).exactOptional(),
    sector_identifier_uri: webUri('Its host names the sector; that of the redirect URIs where absent.').exactOptional(),
    registered_by: oneOf(
      'origin',
      ['person', 'itself', 'document'],
      'Where no admin entered it: a person did, it registered itself, or it is described at the address that is its client_id. The addresses that it names are then a stranger’s.',
    ).exactOptional(),
    program_data: programData.exactOptional(),
    owner: username('Whose it is; the office’s own where absent.').exactOptional(),
    disabled: flag('True refuses it everything.').exactOptional(),
  })
  .check((context) => {
    const { client_secret, client_secret_hash } = context.value;
    if (client_secret === undefined || client_secret_hash === undefined) return;
    const message = 'stands beside client_secret; one of the two is enough';
    context.issues.push({ code: 'custom', message, path: ['client_secret_hash'], input: context.value });
  })
  .check((context) => {
    const { client_id, registered_by } = context.value;
    if (registered_by !== 'document' || isClientIdUrl(client_id)) return;
    const message = 'is document, but the client_id is not the https address of one';
    context.issues.push({ code: 'custom', message, path: ['registered_by'], input: context.value });
  })
  .describe('An application that signs people in or calls APIs.');

export type ApplicationEntry = z.infer<typeof applicationSchema>;

/** VSCHAR without the space, which parts it from other things in our own keys. RFC 6749 Appendix A.1 */
function checkClientId(client_id: string): string | undefined {
  if (client_id === '') return 'is empty';
  if (client_id.length > 255) return 'is longer than 255 characters';
  return /^[\x21-\x7e]+$/.test(client_id) ? undefined : 'holds a space or a character outside of printable ASCII';
}

function checkSlug(slug: string): string | undefined {
  return /^[a-z0-9][a-z0-9_-]{0,99}$/.test(slug)
    ? undefined
    : 'is not a slug: lower-case letters, digits, - and _, at most 100';
}

/** What is wrong with a listener for one dialect, or undefined. */
export function checkDialectListener(text: string): string | undefined {
  const listener = parseDialectListener(text);
  if (listener === undefined) return 'is neither product=port nor product=host name, such as github=8081';
  return DIALECTS.some((name) => name === listener.dialect)
    ? undefined
    : `names no product that is spoken here (${DIALECTS.join(', ')})`;
}
