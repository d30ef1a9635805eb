/** The fields of an API and of a scope. */
import type { FieldRow } from '../../forms/field.ts';
import { REFRESH_FIELDS } from '../refresh-fields.ts';

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
    hint: 'What applications can ask for, with the end of the sentence “would like to …” as people read it. A scope can include narrower ones: whoever has it has those too.',
  },
  ...REFRESH_FIELDS,
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
    placeholder: 'Your department',
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
