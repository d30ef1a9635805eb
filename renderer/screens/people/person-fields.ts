/** The fields of a person, in the order in which they are asked for. */
import type { FieldRow } from '../../forms/field.ts';

const USERNAME: FieldRow = {
  name: 'username',
  label: 'Username',
  kind: 'mono',
  hint: 'What the person types to sign in. Capital letters make no difference.',
  needed: true,
};
const NAME: FieldRow = {
  name: 'name',
  label: 'Full name',
  kind: 'text',
  hint: 'How applications and the sign-in page call them.',
  standard: 'the username.',
};
const EMAIL: FieldRow = { name: 'email', label: 'E-mail address', kind: 'text', removable: true };
const GROUPS: FieldRow = {
  name: 'groups',
  label: 'Groups',
  kind: 'names',
  from: 'groups',
  hint: 'Applications are told of them, and some are open to certain groups alone.',
  placeholder: 'No group',
};
const PASSWORD: FieldRow = {
  name: 'password',
  label: 'First password',
  kind: 'password',
  autoComplete: 'new-password',
  hint: 'At least 8 characters. Without one they can’t sign in until they are given one.',
};

const MORE: readonly FieldRow[] = [
  { name: 'given_name', label: 'Given name', kind: 'text', more: true, removable: true },
  { name: 'family_name', label: 'Family name', kind: 'text', more: true, removable: true },
  {
    name: 'email_verified',
    label: 'The address is theirs',
    kind: 'flag',
    more: true,
    hint: 'Many applications refuse people whose address is not verified.',
    standard: 'on, because an admin entered it.',
  },
  {
    name: 'admin',
    label: 'Admin',
    kind: 'flag',
    more: true,
    hint: 'May use this panel and change everything in it.',
    standard: 'off.',
  },
  {
    name: 'claims',
    label: 'Other facts',
    kind: 'json',
    more: true,
    hint: 'Standard claims of OpenID Connect and the office’s own, as JSON. Scopes decide which applications see them.',
    placeholder: '{"locale": "de-DE", "department": "Sales"}',
  },
];

export const NEW_PERSON_FIELDS: readonly FieldRow[] = [USERNAME, NAME, EMAIL, PASSWORD, GROUPS, ...MORE];
export const PERSON_FIELDS: readonly FieldRow[] = [USERNAME, NAME, EMAIL, GROUPS, ...MORE];
