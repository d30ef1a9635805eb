/** The fields of what may be done by the forms that an application has of its own. */
import type { FieldRow } from '../../forms/field.ts';

export const FORM_FIELDS: readonly FieldRow[] = [
  {
    name: 'sign_up',
    label: 'Strangers may make themselves an account there',
    kind: 'flag',
    more: true,
    hint: 'By a form of its own. The settings have to let strangers do so, too.',
    standard: 'off.',
    onlyWhere: { name: 'dialect', is: ['auth0'] },
  },
  {
    name: 'new_password_by_mail',
    label: 'People may have a link to a new password sent there',
    kind: 'flag',
    more: true,
    hint: 'By a form of its own. The settings have to let people do so, too.',
    standard: 'off.',
    onlyWhere: { name: 'dialect', is: ['auth0'] },
  },
];
