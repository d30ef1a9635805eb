/** The fields of an application: the five that matter first, the rest with their defaults and consequences under “More”. */
import type { FieldRow } from '../../forms/field.ts';
import { ALGORITHMS, CONSENTS, DIALECTS, PROOFS, RESPONSES, TOKEN_FORMATS, WAYS } from './application-choices.ts';

const NAME: FieldRow = {
  name: 'client_name',
  label: 'Name',
  kind: 'text',
  hint: 'What people see when they are asked to sign in to it.',
  placeholder: 'Grafana',
};
const REDIRECTS: FieldRow = {
  name: 'redirect_uris',
  label: 'Redirect addresses',
  kind: 'lines',
  parts: ['Redirect address'],
  hint: 'Where people are sent back to after the sign-in. The application’s manual names it; every character counts.',
  placeholder: 'https://grafana.example.lan/login/generic_oauth',
};
const SCOPE: FieldRow = {
  name: 'scope',
  label: 'Scopes',
  kind: 'scope',
  hint: 'What it may ask to know or do. For a plain sign-in: openid, profile and email.',
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
  {
    name: 'token_endpoint_auth_method',
    label: 'How it proves itself',
    kind: 'choice',
    more: true,
    choices: PROOFS,
  },
  {
    name: 'jwks_uri',
    label: 'Address of its public keys',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'A JWK Set, for applications that sign with their own key.',
  },
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
    standard: 'on.',
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
    hint: 'A code, unless an old application insists on tokens: those need the last way above, and the setting that allows it.',
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
    name: 'web_origins',
    label: 'Web origins',
    kind: 'lines',
    parts: ['Origin'],
    more: true,
    hint: 'Whose scripts may call Lanyard from a browser, and where the browser may be sent on to after the sign-in.',
    standard: 'none.',
    placeholder: 'https://app.example.lan',
  },
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
  {
    name: 'token_exchange_from',
    label: 'Exchanges the tokens of',
    kind: 'lines',
    parts: ['Client id'],
    more: true,
    hint: 'Applications whose people it may act for, where it passes requests on. It gets nothing that their token does not have, for the APIs above.',
    standard: 'only its own, and those that were meant for it.',
  },
  {
    name: 'token_exchange_impersonation',
    label: 'May exchange without saying who acts',
    kind: 'flag',
    more: true,
    hint: 'APIs then can’t tell it from the person. Leave it off unless the other program can’t do otherwise.',
    standard: 'off.',
  },
  {
    name: 'access_token_format',
    label: 'Access tokens are',
    kind: 'choice',
    more: true,
    choices: TOKEN_FORMATS,
  },
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
    name: 'client_uri',
    label: 'Home page',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'Linked where people are asked for permission.',
  },
  { name: 'policy_uri', label: 'Privacy policy', kind: 'mono', more: true, removable: true },
  { name: 'tos_uri', label: 'Terms of service', kind: 'mono', more: true, removable: true },
  { name: 'logo_uri', label: 'Picture', kind: 'mono', more: true, removable: true, hint: 'Shown over https only.' },
  {
    name: 'slug',
    label: 'Short name',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'Stands in addresses of its own in some dialects.',
  },
];

export const NEW_APPLICATION_FIELDS: readonly FieldRow[] = [
  NAME,
  DIALECT,
  REDIRECTS,
  SCOPE,
  GROUPS,
  {
    name: 'client_id',
    label: 'Its own name on the wire',
    kind: 'mono',
    more: true,
    hint: 'Never changes afterwards.',
    standard: 'one is made.',
  },
  ...MORE,
];
export const APPLICATION_FIELDS: readonly FieldRow[] = [NAME, REDIRECTS, SCOPE, GROUPS, DIALECT, ...MORE];

/** What a new application starts with: a sign-in that stays. */
export const NEW_APPLICATION = {
  dialect: 'native',
  scope: 'openid profile email',
  token_endpoint_auth_method: 'client_secret_basic',
  consent: 'remember',
  require_pkce: true,
  grant_types: ['authorization_code', 'refresh_token'],
  access_token_format: 'opaque',
};
