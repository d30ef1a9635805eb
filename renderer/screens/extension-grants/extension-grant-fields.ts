/** The fields of a grant of the office's own. */
import type { FieldRow } from '../../forms/field.ts';

const GRANT_TYPE: FieldRow = {
  name: 'grant_type',
  label: 'Grant type',
  kind: 'mono',
  needed: true,
  hint: 'What applications send as grant_type: an address or another URI of your own. It never changes afterwards.',
  placeholder: 'https://office.example/grants/badge',
};

export const EXTENSION_GRANT_FIELDS: readonly FieldRow[] = [
  { name: 'name', label: 'Name', kind: 'text', hint: 'What admins see.', standard: 'the grant type.' },
  {
    name: 'hook_uri',
    label: 'Address of the service',
    kind: 'mono',
    needed: true,
    hint: 'Lanyard sends it a signed question for each token and acts on its signed answer; what they look like stands on the grant’s screen. It begins with https://, unless the service runs on this very computer.',
    placeholder: 'https://badges.office.example/lanyard',
  },
  {
    name: 'signs_in',
    label: 'Its people count as signed in',
    kind: 'flag',
    more: true,
    hint: 'The application is told who they are by an ID token, as after a sign-in here, where it asks for openid. Only for a service that makes sure of the person itself; programs written for Auth0 need it to sign people in by an exchange.',
    standard: 'off.',
  },
  {
    name: 'disabled',
    label: 'Disabled',
    kind: 'flag',
    more: true,
    hint: 'Answers nobody, and ends the tokens of people that it led to.',
    standard: 'off.',
  },
];

export const NEW_EXTENSION_GRANT_FIELDS: readonly FieldRow[] = [GRANT_TYPE, ...EXTENSION_GRANT_FIELDS];
