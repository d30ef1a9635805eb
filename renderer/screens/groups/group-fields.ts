/** The one field of a group. */
import type { FieldRow } from '../../forms/field.ts';

export const GROUP_FIELDS: readonly FieldRow[] = [
  {
    name: 'name',
    label: 'Name',
    kind: 'text',
    needed: true,
    hint: 'Applications are told this name in the claim groups, so it should read well there too.',
  },
];
