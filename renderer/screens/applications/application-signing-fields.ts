/** What is signed and encrypted for an application, or by it. */
import type { FieldRow } from '../../forms/field.ts';
import { ENCRYPTIONS, REQUEST_ALGORITHMS, USERINFO_ALGORITHMS } from './application-choices.ts';

export const SIGNING_FIELDS: readonly FieldRow[] = [
  {
    name: 'userinfo_signed_response_alg',
    label: 'What it asks about people is signed with',
    kind: 'choice',
    choices: USERINFO_ALGORITHMS,
    more: true,
    removable: true,
  },
  {
    name: 'id_token_encrypted_response_alg',
    label: 'Its ID tokens are encrypted with',
    kind: 'choice',
    choices: ENCRYPTIONS,
    more: true,
    removable: true,
    hint: 'Hardly any application needs it. It needs an address of public keys above.',
    standard: 'not encrypted.',
  },
  {
    name: 'userinfo_encrypted_response_alg',
    label: 'What it is told about people is encrypted with',
    kind: 'choice',
    choices: ENCRYPTIONS,
    more: true,
    removable: true,
    hint: 'Only for applications that expect it; they need an address of public keys, too.',
    standard: 'not encrypted.',
  },
  {
    name: 'request_object_signing_alg',
    label: 'It signs its requests with',
    kind: 'choice',
    choices: REQUEST_ALGORITHMS,
    more: true,
    removable: true,
    hint: 'Only where it sends signed requests; they need its public keys, above.',
  },
  {
    name: 'request_uris',
    label: 'Addresses of its signed requests',
    kind: 'lines',
    parts: ['Address'],
    more: true,
    removable: true,
    hint: 'Only for applications that send a request_uri; they need an address of public keys, too.',
    standard: 'none.',
    placeholder: 'https://app.example.lan/request.jwt',
  },
];
