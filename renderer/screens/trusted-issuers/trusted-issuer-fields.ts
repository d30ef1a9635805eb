/** The fields of a trusted issuer. */
import { USER_FIELDS } from '../../../server/contract/configuration-trusted-issuer.ts';
import { choicesOf } from '../../forms/choices.ts';
import type { FieldRow } from '../../forms/field.ts';

const ISSUER: FieldRow = {
  name: 'issuer',
  label: 'Issuer',
  kind: 'mono',
  needed: true,
  hint: 'What the server calls itself, exactly as it stands in its statements (iss). It never changes afterwards.',
  placeholder: 'https://id.partner.example',
};

export const TRUSTED_ISSUER_FIELDS: readonly FieldRow[] = [
  { name: 'name', label: 'Name', kind: 'text', hint: 'What admins see.', standard: 'the issuer.' },
  {
    name: 'jwks_uri',
    label: 'Address of its public keys',
    kind: 'mono',
    removable: true,
    hint: 'Lanyard reads them there, and again when a new one is used. Its manual calls it JWKS.',
    placeholder: 'https://id.partner.example/jwks.json',
  },
  {
    name: 'jwks',
    label: 'Or its public keys themselves',
    kind: 'json',
    removable: true,
    more: true,
    hint: 'A JWK Set, where Lanyard can’t reach the server. Leave one of the two empty.',
    placeholder: '{ "keys": [] }',
  },
  {
    name: 'subject_claim',
    label: 'Whom a statement is about',
    kind: 'mono',
    hint: 'The claim that names the person.',
    standard: 'sub.',
    placeholder: 'sub',
  },
  {
    name: 'user_field',
    label: 'That is the person’s',
    kind: 'choice',
    choices: choicesOf(USER_FIELDS, {
      username: { label: 'Username', hint: 'The default.' },
      email: { label: 'E-mail address', hint: 'Only addresses that are verified, and that one person alone has.' },
      id: { label: 'Id in Lanyard' },
    }),
  },
  {
    name: 'scope',
    label: 'Scopes',
    kind: 'scope',
    hint: 'What it may vouch for. An application gets nothing that it may not ask for itself.',
    placeholder: 'None',
  },
  {
    name: 'audience',
    label: 'APIs',
    kind: 'names',
    from: 'apis',
    hint: 'For which APIs it may vouch.',
    standard: 'none.',
    placeholder: 'None',
  },
  {
    name: 'disabled',
    label: 'Disabled',
    kind: 'flag',
    more: true,
    hint: 'Believes it nothing, and ends what it vouched for.',
    standard: 'off.',
  },
];

export const NEW_TRUSTED_ISSUER_FIELDS: readonly FieldRow[] = [ISSUER, ...TRUSTED_ISSUER_FIELDS];

/** What a new one starts with: the server's own defaults, so that a choice stands there made. */
export const NEW_TRUSTED_ISSUER = { user_field: 'username' };
