/**
 * The configuration document, version 1: what an office is made of, as one file. The schema is published as JSON Schema.
 * What needs the rest of the document or the store (references, duplicates) is checked by the imports room.
 */
import { z } from 'zod';
import { isScopeName } from '../spec/scope.ts';
import { ADDRESS_SETTINGS_SHAPE } from './configuration-address-settings.ts';
import { applicationSchema } from './configuration-application.ts';
import { FORGE_SETTINGS_SHAPE } from './configuration-forge-settings.ts';
import { MAIL_SETTINGS_SHAPE } from './configuration-mail-settings.ts';
import { SIGN_IN_SETTINGS_SHAPE } from './configuration-sign-in-settings.ts';
import { trustedIssuerEntry } from './configuration-trusted-issuer.ts';
import { extensionGrantEntry } from './configuration-extension-grant.ts';
import { userSchema } from './configuration-user.ts';
import {
  checkAudience,
  checkedString,
  flag,
  groupNames,
  hostAndPort,
  LATEST_MOMENT,
  machineSecret,
  machineSecretHash,
  oneOf,
  REFRESH_SHAPE,
  scopeString,
  shownText,
  stringList,
  username,
  wholeNumber,
} from './configuration-fields.ts';

const YEAR = 366 * 24 * 3600;

export const settingsEntry = z
  .strictObject({
    issuer_name: shownText('The name of the office, as people see it.').exactOptional(),
    access_token_lifetime_s: wholeNumber('Seconds that an access token lives.', 1, YEAR).exactOptional(),
    id_token_lifetime_s: wholeNumber('Seconds that an ID token lives.', 1, YEAR).exactOptional(),
    refresh_token_lifetime_s: wholeNumber(
      'Seconds from the first issue of a refresh token family to its end.',
      1,
      10 * YEAR,
    ).exactOptional(),
    refresh_token_idle_lifetime_s: wholeNumber(
      'Seconds that a refresh token may lie unused; 0 for no limit beside its lifetime.',
      0,
      10 * YEAR,
    ).exactOptional(),
    refresh_token_grace_s: wholeNumber(
      'Seconds in which the immediate parent of a refresh token may be repeated.',
      0,
      300,
    ).exactOptional(),
    code_lifetime_s: wholeNumber('Seconds in which an authorization code can be redeemed.', 1, 600).exactOptional(),
    session_lifetime_s: wholeNumber('Seconds that a person stays signed in.', 1, YEAR).exactOptional(),
    interaction_lifetime_s: wholeNumber(
      'Seconds that a person may take over sign-in and consent.',
      1,
      24 * 3600,
    ).exactOptional(),
    signing_key_lifetime_s: wholeNumber(
      'Seconds after which the next signing key takes over.',
      60,
      10 * YEAR,
    ).exactOptional(),
    legacy_grants: flag(
      'True lets applications opt in to the implicit grant, which hands tokens to the browser, and to the password grant.',
    ).exactOptional(),
    dynamic_registration: z
      .enum(['off', 'approval', 'open'], { error: () => 'must be off, approval or open' })
      .describe('Whether applications may register themselves: not at all, until an admin approves, or at once.')
      .exactOptional(),
    client_id_metadata_document: z
      .enum(['off', 'approval', 'open'], { error: () => 'must be off, approval or open' })
      .describe(
        'Whether a client_id may be an address at which an application describes itself: not at all, when an admin approves, or at once.',
      )
      .exactOptional(),
    registration_unused_days: wholeNumber(
      'Days after which an application that brought itself here and was never used is removed, at most 14 while it waits for an admin; 0 for never.',
      0,
      3650,
    ).exactOptional(),
    ...FORGE_SETTINGS_SHAPE,
    ...MAIL_SETTINGS_SHAPE,
    ...SIGN_IN_SETTINGS_SHAPE,
    require_pushed_authorization_requests: flag(
      'True lets every application ask for a sign-in only by a pushed request (RFC 9126).',
    ).exactOptional(),
    require_dpop_nonce: flag(
      'True makes applications that bind tokens to a key (DPoP) sign a value of this server as well (RFC 9449).',
    ).exactOptional(),
    outbound_allow: stringList(
      hostAndPort('A host and port such as 192.168.1.20:8443.'),
      'Private hosts that a URL from a stranger may name.',
    ).exactOptional(),
    outbound_ca: checkedString(
      'The authorities (PEM) by which Lanyard believes other servers that it asks, beside the usual ones; empty for no further ones.',
      checkAuthoritiesText,
    ).exactOptional(),
    tls_client_ca: checkedString(
      'The authorities (PEM) that certificates of applications may come from (tls_client_auth); empty for none.',
      checkAuthoritiesText,
    ).exactOptional(),
    login_attempts_per_minute: wholeNumber('Failed sign-ins per account and address.', 1, 100_000).exactOptional(),
    client_attempts_per_minute: wholeNumber(
      'Failed client authentications per client and address.',
      1,
      100_000,
    ).exactOptional(),
    registrations_per_minute: wholeNumber(
      'Applications that register themselves, or are looked up at the address that is their client_id, per network.',
      1,
      100_000,
    ).exactOptional(),
    admin_from: z
      .enum(['loopback', 'lan'], { error: () => 'must be loopback or lan' })
      .describe('From where the panel and the admin API answer at all.')
      .exactOptional(),
    ...ADDRESS_SETTINGS_SHAPE,
  })
  .describe('Settings of the whole office.');

export const groupEntry = z
  .strictObject({ name: shownText('Unique. Entries are matched by it.') })
  .describe('A group of people.');

const includedScopes = z
  .array(checkedString('A scope’s name.', checkScopeName))
  .describe('Narrower scopes that whoever has it has too.');

export const apiEntry = z
  .strictObject({
    audience: checkedString('An absolute URI or a plain name. Entries are matched by it.', checkAudience),
    name: shownText('What people see.').exactOptional(),
    ...REFRESH_SHAPE,
    scopes: z
      .array(
        z.strictObject({
          name: checkedString('The scope’s name.', checkScopeName),
          description: shownText('What it allows, as people read it.').exactOptional(),
          includes: includedScopes.exactOptional(),
          sensitive: z
            .boolean()
            .describe('Whether people are told to look twice; true where nothing is said.')
            .exactOptional(),
          allowed_groups: groupNames('Only people and service accounts of these groups get it.').exactOptional(),
        }),
      )
      .describe('Scopes that the API defines.')
      .exactOptional(),
    authorization_details_types: z
      .array(
        z.strictObject({
          name: checkedString('The type’s name.', checkScopeName),
          description: shownText(
            'What it allows, as the end of “would like to …”, with the fields of a request in braces: pay {amount} to {payee} for {purpose?}. One with a question mark may be left out.',
          ),
        }),
      )
      .describe('Single acts that it lets applications ask for (RFC 9396).')
      .exactOptional(),
    any_application: flag(
      'True lets every application ask for it and its scopes by name (resource) where a person signs in, those too that describe or register themselves. False where absent: only those whose audience names it.',
    ).exactOptional(),
    allowed_applications: stringList(
      z.string().describe('A client_id.'),
      'Who may ask tokens for it; where empty, every application that is registered for it.',
    ).exactOptional(),
    access_token_format: oneOf(
      'access token format',
      ['opaque', 'jwt'],
      [],
      'How tokens for it look; as the application has it where absent.',
    ).exactOptional(),
    access_token_signed_response_alg: oneOf(
      'algorithm',
      ['RS256', 'ES256', 'EdDSA'],
      [],
      'Signs JWT access tokens for it; the application’s where absent.',
    ).exactOptional(),
    permissions_in_tokens: flag(
      'True puts all of its scopes that the person and the application may have into JWTs for it, as permissions, whether or not they were asked for.',
    ).exactOptional(),
    access_token_lifetime_s: wholeNumber(
      'Seconds that a token for it lives, where that is less than the setting.',
      1,
      YEAR,
    ).exactOptional(),
  })
  .describe('An API that tokens are made for.');

export const scopeEntry = z
  .strictObject({
    name: checkedString('The scope’s name. Entries are matched by it.', checkScopeName),
    description: shownText('What it shows, as people read it.').exactOptional(),
    claims: z
      .record(
        z.string(),
        z.string().describe('A path such as user.claims.department, or an expression such as "staff" in user.groups.'),
      )
      .describe('Claim → where it comes from.')
      .exactOptional(),
    includes: includedScopes.exactOptional(),
    sensitive: z.boolean().describe('Whether people are told to look twice.').exactOptional(),
  })
  .describe('A scope of the office’s own.');

export const appPasswordEntry = z
  .strictObject({
    name: shownText('Unique within its account. Entries are matched by it.'),
    password: machineSecret('The password in clear.').exactOptional(),
    password_hash: machineSecretHash('SHA-256 of the password, base64url; what exports carry.').exactOptional(),
    expires_at: wholeNumber(
      'When it stops working, in seconds since 1970. Never where absent.',
      1,
      LATEST_MOMENT,
    ).exactOptional(),
  })
  .check((context) => {
    const { password, password_hash } = context.value;
    if ((password === undefined) !== (password_hash === undefined)) return;
    const message = 'needs exactly one of password and password_hash';
    context.issues.push({ code: 'custom', message, path: ['password'], input: context.value });
  });

export const serviceAccountEntry = z
  .strictObject({
    username: username('What the account signs in with. Entries are matched by it, however it is spelled.'),
    name: shownText('What admins see. The username where absent.').exactOptional(),
    groups: groupNames('Names of groups that the account is in.').exactOptional(),
    admin: flag('Whether it may use the admin API.').exactOptional(),
    disabled: flag('True refuses it everything.').exactOptional(),
    scope: scopeString('Space-separated scopes that it may ask for.').exactOptional(),
    app_passwords: z
      .array(appPasswordEntry)
      .describe('What it signs in with; those not named here stay.')
      .exactOptional(),
  })
  .describe('A program that acts for itself.');

/** The sections that are lists, by name, with the schema of one entry. */
export const ENTRY_SCHEMAS = {
  groups: groupEntry,
  apis: apiEntry,
  scopes: scopeEntry,
  trusted_issuers: trustedIssuerEntry,
  extension_grants: extensionGrantEntry,
  users: userSchema,
  service_accounts: serviceAccountEntry,
  applications: applicationSchema,
};
export type SectionName = keyof typeof ENTRY_SCHEMAS;
export type Entries = { readonly [S in SectionName]: z.infer<(typeof ENTRY_SCHEMAS)[S]> };

export const configurationSchema = z
  .strictObject({
    lanyard: z
      .literal(1, { error: () => 'must be 1, the version of the format' })
      .describe('The version of this format.'),
    settings: settingsEntry.exactOptional(),
    groups: z.array(groupEntry).exactOptional(),
    users: z.array(userSchema).exactOptional(),
    apis: z.array(apiEntry).exactOptional(),
    scopes: z.array(scopeEntry).exactOptional(),
    trusted_issuers: z.array(trustedIssuerEntry).exactOptional(),
    extension_grants: z.array(extensionGrantEntry).exactOptional(),
    applications: z.array(applicationSchema).exactOptional(),
    service_accounts: z.array(serviceAccountEntry).exactOptional(),
  })
  .describe(
    'Applied as a whole or not at all. It adds and changes by key and never removes; an absent field keeps its value.',
  );

export type ConfigurationDocument = z.infer<typeof configurationSchema>;

/** The published JSON Schema (draft 2020-12). What a pattern cannot say is said in descriptions and refused on import. */
export function configurationJsonSchema(): object {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, $id: 'urn:lanyard:configuration:1', title: 'Lanyard configuration document' };
}

/** What a certificate is, only Node can say; the directory asks it. */
function checkAuthoritiesText(text: string): string | undefined {
  if (text.length > 65_536) return 'is longer than 65536 characters';
  return /^[\x20-\x7e\t\r\n]*$/.test(text) ? undefined : 'holds characters that PEM does not have';
}

function checkScopeName(name: string): string | undefined {
  return isScopeName(name) && name.length <= 255
    ? undefined
    : 'is not a scope name: printable ASCII without spaces, quotes and backslashes';
}
