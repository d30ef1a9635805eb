/** What is only said of an application: to people, and by programs that manage it. */
import type { FieldRow } from '../../forms/field.ts';

export const FACT_FIELDS: readonly FieldRow[] = [
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
    name: 'program_data',
    label: 'Kept for programs',
    kind: 'json',
    more: true,
    removable: true,
    hint: 'What a program that manages applications has written down with this one, as JSON. Lanyard does nothing with it.',
  },
];
