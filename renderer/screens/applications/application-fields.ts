/** The fields of an application: those that matter first, the rest with their defaults and consequences under “More”. */
import type { FieldRow } from '../../forms/field.ts';
import { ALGORITHMS, CONSENTS, DIALECTS, RESPONSES, SUBJECTS, TOKEN_FORMATS, WAYS } from './application-choices.ts';
import { EXCHANGE_FIELDS } from './application-exchange-fields.ts';
import { FACT_FIELDS } from './application-fact-fields.ts';
import { FORM_FIELDS } from './application-form-fields.ts';
import { underHeadings } from './application-groups.ts';
import { REFRESH_FIELDS } from '../refresh-fields.ts';
import { PROOF_FIELDS } from './application-proof-fields.ts';
import { SIGNING_FIELDS } from './application-signing-fields.ts';

const NAME: FieldRow = {
  name: 'client_name',
  label: 'Name',
  kind: 'text',
  hint: 'What people see when they are asked to sign in to it.',
  placeholder: 'Grafana',
};
const SLUG: FieldRow = {
  name: 'slug',
  label: 'Application slug',
  kind: 'mono',
  removable: true,
  hint: 'For applications that are written for authentik: the issuer ends with it. Lower-case letters, digits and hyphens.',
  standard: 'its client id.',
  placeholder: 'grafana',
  onlyWhere: { name: 'dialect', is: ['authentik'] },
};
const REDIRECTS: FieldRow = {
  name: 'redirect_uris',
  label: 'Redirect addresses',
  kind: 'lines',
  parts: ['Redirect address'],
  hint: 'Where people are sent back to after the sign-in. The application’s manual names it; every character counts. Devices need none.',
  placeholder: 'https://grafana.example.lan/login/generic_oauth',
};
const AS_IT_IS =
  'What it may ask to know or do. Leave it as it is for a plain sign-in: what to type into the program stands under “Type this into …” once it is saved.';
const OF_FORGES = { gitea: AS_IT_IS, forgejo: AS_IT_IS, github: AS_IT_IS };
const SCOPE: FieldRow = {
  name: 'scope',
  label: 'Scopes',
  kind: 'scope',
  hint: 'What it may ask to know or do. For a plain sign-in: openid, profile and email.',
  hintWhere: { name: 'dialect', hints: OF_FORGES },
};
const GROUPS: FieldRow = {
  name: 'allowed_groups',
  label: 'Who may use it',
  kind: 'names',
  from: 'groups',
  hint: 'People in any of these groups.',
  standard: 'everyone.',
  placeholder: 'Everyone',
};
const DIALECT: FieldRow = {
  name: 'dialect',
  label: 'Written for',
  kind: 'choice',
  choices: DIALECTS,
};

const MORE: readonly FieldRow[] = [
  ...PROOF_FIELDS,
  ...SIGNING_FIELDS,
  {
    name: 'consent',
    label: 'Asks people for permission',
    kind: 'choice',
    more: true,
    choices: CONSENTS,
  },
  {
    name: 'require_pkce',
    label: 'Needs PKCE',
    kind: 'flag',
    more: true,
    hint: 'Off only for applications that can’t; a stolen code is worth more then.',
    standard: 'on; off for a product whose applications mostly can’t.',
  },
  {
    name: 'grant_types',
    label: 'Ways to a token',
    kind: 'choices',
    choices: WAYS,
    more: true,
    hint: 'What it may do to get tokens. Leave out what it does not need.',
  },
  {
    name: 'response_types',
    label: 'What the browser brings back',
    kind: 'choices',
    choices: RESPONSES,
    more: true,
    hint: 'A code, unless an old application insists on tokens: those need the way “Tokens by way of the browser” above, and the setting that allows it.',
    standard: 'A code.',
  },
  {
    name: 'post_logout_redirect_uris',
    label: 'Addresses after signing out',
    kind: 'lines',
    parts: ['Address'],
    more: true,
    hint: 'Where a browser may be sent after it was signed out here.',
    standard: 'none; people stay on Lanyard’s page.',
  },
  {
    name: 'backchannel_logout_uri',
    label: 'Address to tell of sign-outs',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'Lanyard calls it when somebody signs out here or is signed out, so that the application signs them out, too. Its manual calls it the back-channel logout URL.',
    standard: 'none; people stay signed in there until the application forgets them.',
    placeholder: 'https://grafana.example.lan/backchannel-logout',
  },
  {
    name: 'frontchannel_logout_uri',
    label: 'Address that signs out in the browser',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'Opened unseen in the browser when somebody who used it signs out here. On the same host and port as a redirect address. Its manual calls it the front-channel logout URL.',
    standard: 'none; people stay signed in to the application.',
    placeholder: 'https://grafana.example.lan/logout/silent',
  },
  {
    name: 'frontchannel_logout_session_required',
    label: 'Is told whose session ends',
    kind: 'flag',
    more: true,
    hint: 'Adds iss and sid to the address above. Off only where the application can’t take them.',
    standard: 'on.',
  },
  {
    name: 'web_origins',
    label: 'Web origins',
    kind: 'lines',
    parts: ['Origin'],
    more: true,
    hint: 'Whose scripts may call Lanyard from a browser, and where the browser may be sent on to after the sign-in. Renewal in a hidden frame works only on Lanyard’s own domain; elsewhere, use refresh tokens.',
    standard: 'none.',
    placeholder: 'https://app.example.lan',
  },
  ...FORM_FIELDS,
  {
    name: 'audience',
    label: 'APIs',
    kind: 'names',
    from: 'apis',
    more: true,
    hint: 'It may ask tokens for these.',
    standard: 'none.',
    placeholder: 'None',
  },
  ...EXCHANGE_FIELDS,
  {
    name: 'access_token_format',
    label: 'Access tokens are',
    kind: 'choice',
    more: true,
    choices: TOKEN_FORMATS,
  },
  {
    name: 'access_token_lifetime_s',
    label: 'Its access tokens live for',
    kind: 'duration',
    more: true,
    removable: true,
    hint: 'Only where that is shorter than in the settings. Then it renews them, or asks the person again.',
    standard: 'as long as the settings and the API say.',
  },
  {
    name: 'id_token_lifetime_s',
    label: 'Its ID tokens live for',
    kind: 'duration',
    more: true,
    removable: true,
    hint: 'Only where that is shorter than in the settings. An ID token says who signed in; most applications look at it once.',
    standard: 'as long as the settings say.',
  },
  ...REFRESH_FIELDS,
  {
    name: 'id_token_signed_response_alg',
    label: 'Its ID tokens are signed with',
    kind: 'choice',
    choices: ALGORITHMS,
    more: true,
    removable: true,
    hint: 'The proof of who has signed in. The application must be set to the same.',
  },
  {
    name: 'access_token_signed_response_alg',
    label: 'Its access tokens are signed with',
    kind: 'choice',
    choices: ALGORITHMS,
    more: true,
    removable: true,
    hint: 'Only where access tokens are JWTs. Its APIs must understand it.',
  },
  {
    name: 'subject_type',
    label: 'People are known to it by',
    kind: 'choice',
    choices: SUBJECTS,
    more: true,
    removable: true,
    hint: 'A change makes everybody a stranger to it.',
  },
  {
    name: 'sector_identifier_uri',
    label: 'Applications that share these names',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'An address whose host stands for them all. Needed where its redirect addresses have several hosts.',
  },
  {
    name: 'default_max_age',
    label: 'Ask for the password again after',
    kind: 'duration',
    more: true,
    removable: true,
    hint: 'When somebody comes to it who signed in longer ago than this.',
    standard: 'never, while they are signed in here.',
  },
  {
    name: 'initiate_login_uri',
    label: 'Where it begins a sign-in',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'An address of the application that starts the sign-in by itself, so that a link here can open it.',
  },
  {
    name: 'require_pushed_authorization_requests',
    label: 'Sends its sign-in requests ahead',
    kind: 'flag',
    more: true,
    hint: 'The application hands its request to Lanyard directly and not through the browser, where it could be changed (PAR). Only for applications that can.',
    standard: 'off, unless the settings ask it of all.',
  },
  {
    name: 'dpop_bound_access_tokens',
    label: 'Its tokens work with its own key only',
    kind: 'flag',
    more: true,
    hint: 'A stolen token is worth nothing then (DPoP). Only for applications that can, and whose APIs check it.',
    standard: 'off.',
  },
  ...FACT_FIELDS,
];

export const NEW_APPLICATION_FIELDS: readonly FieldRow[] = [
  NAME,
  SLUG,
  DIALECT,
  REDIRECTS,
  SCOPE,
  GROUPS,
  ...underHeadings([
    {
      name: 'client_id',
      label: 'Client id',
      kind: 'mono',
      more: true,
      hint: 'The name by which the application calls itself. It never changes afterwards.',
      standard: 'one is made.',
    },
    ...MORE,
  ]),
];
export const APPLICATION_FIELDS: readonly FieldRow[] = [
  NAME,
  SLUG,
  REDIRECTS,
  SCOPE,
  GROUPS,
  DIALECT,
  ...underHeadings(MORE),
];
