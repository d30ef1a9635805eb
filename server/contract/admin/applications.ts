/** Applications as the admin API shows and takes them. */
import { z } from 'zod';
import { OPTIONAL_METADATA } from '../../spec/optional-metadata.ts';
import { applicationSchema } from '../configuration-application.ts';
import { shownText, wholeNumber } from '../configuration-fields.ts';
import { listQuery, moment, yesOrNo } from './listing.ts';

const field = applicationSchema.shape;

/** What may be absent: the metadata of its registration, and what only this house knows of it. */
const MAY_LACK = [
  'slug',
  'access_token_signed_response_alg',
  'access_token_lifetime_s',
  'id_token_lifetime_s',
  'refresh_token_lifetime_s',
  'refresh_token_idle_lifetime_s',
  'sign_up',
  'new_password_by_mail',
  'program_data',
  ...OPTIONAL_METADATA,
] as const;

type Field = typeof field;
type MayLack = (typeof MAY_LACK)[number];
type Removable = { [K in MayLack]: z.ZodExactOptional<z.ZodNullable<ReturnType<Field[K]['unwrap']>>> };

/** As it is shown and given. */
const optional = Object.fromEntries(MAY_LACK.map((name) => [name, field[name]])) as Pick<Field, MayLack>;
/** As it is changed: null removes. */
const removable = Object.fromEntries(
  MAY_LACK.map((name) => [name, field[name].unwrap().nullable().exactOptional()]),
) as Removable;

export const applicationView = z.object({
  ...optional,
  id: z.string(),
  number: z.int(),
  client_id: z.string(),
  client_name: z.string(),
  dialect: field.dialect.unwrap(),
  redirect_uris: z.array(z.string()),
  post_logout_redirect_uris: z.array(z.string()),
  web_origins: z.array(z.string()),
  grant_types: z.array(z.string()),
  response_types: z.array(z.string()),
  token_endpoint_auth_method: field.token_endpoint_auth_method.unwrap(),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string())]))) }).exactOptional(),
  require_pkce: z.boolean(),
  scope: z.string(),
  audience: z.array(z.string()),
  token_exchange_from: z.array(z.string()).exactOptional(),
  token_exchange_audience: z.array(z.string()).exactOptional(),
  token_exchange_impersonation: z.boolean().exactOptional(),
  access_token_format: field.access_token_format.unwrap(),
  consent: field.consent.unwrap(),
  allowed_groups: z.array(z.string()),
  frontchannel_logout_session_required: z.boolean(),
  registered_by: z
    .enum(['admin', 'person', 'itself', 'document'])
    .describe('document: it describes itself at the address that is its client_id.'),
  entered_by: z
    .literal('git_tools')
    .describe('The setting that entered it, and takes it away when it is switched off.')
    .exactOptional(),
  owner_id: z.string().describe('The person whose it is; absent where it is the office’s own.').exactOptional(),
  awaits_approval: z.boolean().describe('It registered itself and is off until an admin approves.'),
  unchecked: z.boolean().describe('It brought itself here, and no admin has approved what it says of itself.'),
  last_approval: z
    .object({
      by: z.string().nullable().describe('A username; null where a file, a token or an older version let it in.'),
      at: moment.nullable(),
      said: z
        .object({
          client_name: z.string(),
          redirect_uris: z.array(z.string()),
          scope: z.string(),
          grant_types: z.array(z.string()),
          token_endpoint_auth_method: z.string(),
        })
        .nullable()
        .describe('What was approved, where the application says something else of itself by now.'),
    })
    .describe('Who approved it last; absent where nobody has, or an admin entered it.')
    .exactOptional(),
  disabled: z.boolean(),
  secrets: z.array(z.object({ created_at: moment, expires_at: moment.nullable() })).describe('In force, newest first.'),
  created_at: moment,
  updated_at: moment,
});

export const applicationQuery = listQuery.extend({
  dialect: field.dialect.unwrap().describe('Only those that speak it.').exactOptional(),
  disabled: yesOrNo.describe('Only those that are switched off, or only the others.').exactOptional(),
  unchecked: yesOrNo.describe('Only those that nobody has approved yet, or only the others.').exactOptional(),
  owner_id: z.string().describe('Only those that this person registered.').exactOptional(),
  awaits_approval: yesOrNo.describe('Only those that wait for an admin, or only the others.').exactOptional(),
});

const always = {
  client_name: field.client_name,
  dialect: field.dialect,
  redirect_uris: field.redirect_uris,
  post_logout_redirect_uris: field.post_logout_redirect_uris,
  web_origins: field.web_origins,
  grant_types: field.grant_types,
  response_types: field.response_types,
  token_endpoint_auth_method: field.token_endpoint_auth_method,
  require_pkce: field.require_pkce,
  scope: field.scope,
  audience: field.audience,
  token_exchange_from: field.token_exchange_from,
  token_exchange_audience: field.token_exchange_audience,
  token_exchange_impersonation: field.token_exchange_impersonation,
  access_token_format: field.access_token_format,
  consent: field.consent,
  allowed_groups: field.allowed_groups,
  disabled: field.disabled,
};

export const applicationInput = z.strictObject({
  client_id: field.client_id.describe('Made where absent.').exactOptional(),
  client_secret: field.client_secret,
  ...always,
  ...optional,
});

/** A merge (RFC 7396): what is absent stays, null removes. The client_id never changes. */
export const applicationChanges = z.strictObject({
  ...always,
  ...removable,
  owner_id: z.null().describe('The office takes it over from the person whose it is.').exactOptional(),
});

export const madeApplication = applicationView.extend({
  client_secret: z.string().describe('Shown this once; absent where there is none or it was brought.').exactOptional(),
});

export const MOST_OVERLAP_S = 30 * 24 * 3600;

export const secretInput = z.strictObject({
  overlap_s: wholeNumber(
    'Seconds for which the old secret goes on working; 0 where absent.',
    0,
    MOST_OVERLAP_S,
  ).exactOptional(),
});
export const madeSecret = z.object({
  client_secret: z.string().describe('Shown this once.'),
  previous_expires_at: moment.nullable(),
});

export const initialAccessTokenView = z.object({
  id: z.string(),
  name: z.string(),
  uses_left: z.int().describe('How many applications may still register with it.'),
  expires_at: moment,
  created_at: moment,
});
export const initialAccessTokenInput = z.strictObject({
  name: shownText('Unique. What admins see.'),
  uses: wholeNumber('How many applications may register with it.', 1, 1000),
  expires_in_s: wholeNumber('Seconds until it stops working.', 60, 366 * 24 * 3600),
});
export const madeInitialAccessToken = initialAccessTokenView.extend({ token: z.string().describe('Shown this once.') });

/** What it may ask people for. */
export const applicationScopes = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      description: z.string().nullable().describe('As the end of “It would like to …”, as people are told.'),
      sensitive: z.boolean().describe('Whether it reaches beyond knowing who somebody is.'),
    }),
  ),
});

export const redirectCheckInput = z.strictObject({ redirect_uri: z.string().max(2000) });
export const redirectCheck = z.object({
  registered: z.boolean(),
  reason: z.string().describe('Why it would be refused, and what is registered.').exactOptional(),
  closest: z.string().describe('The registered one that is most like it.').exactOptional(),
  differs_at: z.int().describe('The index of the first character that differs from it.').exactOptional(),
  addable: z.boolean().describe('Whether it could be registered as it is.'),
});

/** As metadata spells them (RFC 8414 §2, OpenID Connect Discovery), and the REST calls of other products. */
export const ENDPOINT_NAMES = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'pushed_authorization_request_endpoint',
  'device_authorization_endpoint',
  'device_page',
  'github_api',
  'github_user',
  'github_user_emails',
  'github_user_orgs',
  'github_user_teams',
  'forge_user',
  'forge_user_emails',
  'forge_user_orgs',
  'forge_user_teams',
] as const;

/** What to type into the other program. */
export const connection = z.object({
  issuer: z.string(),
  discovery: z.string().nullable().describe('Null where the application’s dialect has none.'),
  listener: z
    .string()
    .nullable()
    .describe('The address that the dialect has to itself, with which all others begin; null where it has none.'),
  fields: z
    .array(
      z.object({
        label: z.string().describe('As programs written for the product name the field.'),
        wire: z.string().describe('The name on the wire, where programs call it so.').exactOptional(),
        also_called: z.array(z.string()).describe('What other libraries of the product call it.').exactOptional(),
        value: z.string().nullable().describe('Null for the secret, which is shown once, when it is made.'),
        help: z.string().exactOptional(),
      }),
    )
    .describe('In the order in which they stand there.'),
  endpoints: z.array(z.object({ name: z.enum(ENDPOINT_NAMES), url: z.string() })),
  client_id: z.string(),
  needs_secret: z.boolean(),
  scope: z.string(),
});
