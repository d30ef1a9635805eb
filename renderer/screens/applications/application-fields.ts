/** The fields of an application: the five that matter first, the rest with their defaults and consequences under “More”. */
import type { FieldRow } from '../../forms/field.ts';

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
  choices: [
    { value: 'native', label: 'OpenID Connect', hint: 'Any standard provider. Right for most.' },
    {
      value: 'github',
      label: 'GitHub',
      hint: 'It only knows how to sign in with GitHub, at an address that can be changed.',
    },
  ],
};

const MORE: readonly FieldRow[] = [
  {
    name: 'token_endpoint_auth_method',
    label: 'How it proves itself',
    kind: 'choice',
    more: true,
    choices: [
      {
        value: 'client_secret_basic',
        label: 'With a secret, in the header',
        hint: 'The default. The body is accepted too.',
      },
      { value: 'client_secret_post', label: 'With a secret, in the body', hint: 'The header is accepted too.' },
      {
        value: 'client_secret_jwt',
        label: 'By signing with a secret',
        hint: 'The secret never travels. It is kept sealed, and made anew when this changes.',
      },
      {
        value: 'private_key_jwt',
        label: 'By signing with its own key',
        hint: 'It needs the address of its public keys, below.',
      },
      {
        value: 'none',
        label: 'Not at all',
        hint: 'For programs that can’t keep a secret: in a browser, on a telephone. PKCE protects them.',
      },
    ],
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
    choices: [
      { value: 'remember', label: 'Once', hint: 'The default. Asked again when it wants more.' },
      { value: 'always', label: 'Each time' },
      { value: 'skip', label: 'Never', hint: 'Only for the office’s own applications.' },
    ],
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
    kind: 'lines',
    parts: ['Way'],
    more: true,
    hint: 'authorization_code for sign-ins, refresh_token to stay signed in, client_credentials to act for itself.',
    standard: 'authorization_code.',
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
    name: 'access_token_format',
    label: 'Access tokens are',
    kind: 'choice',
    more: true,
    choices: [
      { value: 'opaque', label: 'Opaque', hint: 'The default. Ending them works at once.' },
      { value: 'jwt', label: 'JWT', hint: 'APIs can read them without asking; they live until they expire.' },
    ],
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
