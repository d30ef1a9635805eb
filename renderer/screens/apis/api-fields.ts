/** The fields of an API and of a scope. */
import { apiEntry } from '../../../server/contract/configuration.ts';
import { choicesOf } from '../../forms/choices.ts';
import type { Choice, FieldRow } from '../../forms/field.ts';
import { REFRESH_FIELDS } from '../refresh-fields.ts';

const AS_USUAL: Choice = { value: '', label: 'As the application has it' };
const FORMATS: readonly Choice[] = [
  AS_USUAL,
  ...choicesOf(apiEntry.shape.access_token_format.unwrap().options, {
    opaque: {
      label: 'Opaque',
      hint: 'The API asks Lanyard about each one (introspection), as an application of its own. Ending them works at once.',
    },
    jwt: { label: 'JWT', hint: 'The API reads them itself; they live until they expire.' },
  }),
];
const ALGORITHMS: readonly Choice[] = [
  AS_USUAL,
  ...choicesOf(apiEntry.shape.access_token_signed_response_alg.unwrap().options, {
    RS256: { label: 'RS256', hint: 'RSA, understood everywhere.' },
    ES256: { label: 'ES256', hint: 'Elliptic curve P-256. Shorter.' },
    EdDSA: { label: 'EdDSA', hint: 'Ed25519. Only where the API’s manual names it.' },
  }),
];

const AUDIENCE: FieldRow = {
  name: 'audience',
  label: 'Audience',
  kind: 'mono',
  needed: true,
  hint: 'The address of the API, or a plain name. Tokens carry it, and it never changes afterwards.',
  placeholder: 'https://api.example.lan',
};
export const API_FIELDS: readonly FieldRow[] = [
  { name: 'name', label: 'Name', kind: 'text', hint: 'What people see.', standard: 'the audience.' },
  {
    name: 'scopes',
    label: 'Scopes',
    kind: 'scopes-of-api',
    parts: ['Scope', 'What it allows'],
    hint: 'What applications can ask for, with the end of the sentence “would like to …” as people read it. A scope can include narrower ones, parted by spaces: whoever has it has those too. One that only some groups get is left out of everybody else’s tokens.',
  },
  {
    name: 'any_application',
    label: 'Any application may ask for it',
    kind: 'flag',
    more: true,
    hint: 'Those too that nobody entered here, such as AI assistants that describe themselves. Each person is asked before it gets anything.',
  },
  {
    name: 'allowed_applications',
    label: 'Who may ask',
    kind: 'lines',
    parts: ['Client id'],
    more: true,
    hint: 'Client ids of the applications that may ask tokens for it.',
    standard: 'every application that has it among its APIs.',
  },
  {
    name: 'access_token_format',
    label: 'Its tokens are',
    kind: 'choice',
    choices: FORMATS,
    more: true,
    removable: true,
    hint: 'What the API’s manual asks for. One token has one form: an application asks for APIs that differ one at a time.',
  },
  {
    name: 'access_token_signed_response_alg',
    label: 'Its JWTs are signed with',
    kind: 'choice',
    choices: ALGORITHMS,
    more: true,
    removable: true,
  },
  {
    name: 'permissions_in_tokens',
    label: 'Its tokens list what the person may do',
    kind: 'flag',
    more: true,
    hint: 'For APIs that look for “permissions”, as with Auth0: all scopes above that the person’s groups give and the application is entered for, whether or not it asked. Only in tokens that are JWTs.',
  },
  {
    name: 'access_token_lifetime_s',
    label: 'A token for it lives for',
    kind: 'duration',
    more: true,
    removable: true,
    hint: 'Only where that is shorter than in the settings.',
    standard: 'as long as the settings say.',
  },
  ...REFRESH_FIELDS,
  {
    name: 'authorization_details_types',
    label: 'Single acts',
    kind: 'described',
    parts: ['Type', 'What it allows'],
    more: true,
    hint: 'Acts that people allow one by one, with the particulars in braces: pay {amount} to {payee} for {purpose?}. What has a question mark may be left out. Applications ask for them by the type.',
    standard: 'none.',
  },
];
export const NEW_API_FIELDS: readonly FieldRow[] = [AUDIENCE, ...API_FIELDS];

const NAME: FieldRow = {
  name: 'name',
  label: 'Name',
  kind: 'mono',
  needed: true,
  hint: 'What applications ask for. It never changes afterwards.',
  placeholder: 'department',
};
export const SCOPE_FIELDS: readonly FieldRow[] = [
  {
    name: 'description',
    label: 'What it shows',
    kind: 'text',
    removable: true,
    hint: 'As people read it when they are asked for permission.',
    placeholder: 'see your department',
  },
  {
    name: 'claims',
    label: 'Claims',
    kind: 'pairs',
    parts: ['Claim', 'Where it comes from'],
    hint: 'Each claim with a path such as user.claims.department, or an expression: "staff" in user.groups, or user.username + "@example.lan".',
  },
  {
    name: 'includes',
    label: 'Includes',
    kind: 'lines',
    parts: ['Scope'],
    hint: 'Narrower scopes: an application that has this one has those too.',
    more: true,
  },
  {
    name: 'sensitive',
    label: 'Sensitive',
    kind: 'flag',
    hint: 'People are told to look twice before they allow it.',
    more: true,
  },
];
export const NEW_SCOPE_FIELDS: readonly FieldRow[] = [NAME, ...SCOPE_FIELDS];
