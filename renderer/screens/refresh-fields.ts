/** How long refresh tokens last, as a field of whatever may shorten it: an application, an API. */
import type { FieldRow } from '../forms/field.ts';

export const REFRESH_FIELDS: readonly FieldRow[] = [
  {
    name: 'refresh_token_lifetime_s',
    label: 'People stay connected at most for',
    kind: 'duration',
    more: true,
    removable: true,
    hint: 'Then they are asked to sign in again, however often it is used. The shortest of office, application and APIs counts.',
    standard: 'as the office’s settings say.',
  },
  {
    name: 'refresh_token_idle_lifetime_s',
    label: 'People stay connected without using it for',
    kind: 'duration',
    more: true,
    removable: true,
    hint: 'An application that renewed nothing for so long asks the person again. The shortest counts here, too.',
    standard: 'as the office’s settings say.',
  },
];
