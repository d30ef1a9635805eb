/** The fields of a service account, and of its app passwords. */
import type { FieldRow } from '../../forms/field.ts';

export const SERVICE_ACCOUNT_FIELDS: readonly FieldRow[] = [
  {
    name: 'username',
    label: 'Username',
    kind: 'mono',
    needed: true,
    hint: 'What the program signs in with.',
    placeholder: 'backup-robot',
  },
  { name: 'name', label: 'Name', kind: 'text', hint: 'What admins see.', standard: 'the username.' },
  {
    name: 'scope',
    label: 'Scopes',
    kind: 'scope',
    hint: 'What it may ask for. Nothing beyond this is ever given to it.',
    placeholder: 'None',
  },
  { name: 'groups', label: 'Groups', kind: 'names', from: 'groups', placeholder: 'No group' },
  {
    name: 'admin',
    label: 'Admin',
    kind: 'flag',
    hint: 'May use the admin API with the scope lanyard:admin, and so change everything. On for scripts that manage Lanyard.',
    standard: 'off.',
  },
  {
    name: 'disabled',
    label: 'Disabled',
    kind: 'flag',
    more: true,
    hint: 'Refuses it everything and keeps its app passwords.',
    standard: 'off.',
  },
];

export const APP_PASSWORD_FIELDS: readonly FieldRow[] = [
  {
    name: 'name',
    label: 'Name',
    kind: 'text',
    needed: true,
    hint: 'Where it is used, so that you know which one to remove.',
    placeholder: 'Server in the basement',
  },
  {
    name: 'expires_in_s',
    label: 'Works for',
    kind: 'duration',
    hint: 'Counted from now.',
    standard: 'for ever.',
  },
];
