/** The settings of how people sign in, each with what follows from it. */
import type { FieldRow } from '../../forms/field.ts';

export const SIGN_IN_FIELDS: readonly FieldRow[] = [
  {
    name: 'sign_in_page',
    label: 'The sign-in page asks for',
    kind: 'choice',
    choices: [
      { value: 'together', label: 'Name and password together', hint: 'The default.' },
      {
        value: 'name_first',
        label: 'The name first',
        hint: 'Then for the password, or whatever else is allowed below.',
      },
    ],
  },
  {
    name: 'sign_in_by_mail',
    label: 'Sign-in by mail, without a password',
    kind: 'choice',
    hint: 'For people whose e-mail address is verified; not for admins, unless you say so below. The page never tells who gets a mail. Without a mail server the mail waits in the Outbox for you to hand over.',
    choices: [
      { value: 'off', label: 'No', hint: 'The default.' },
      { value: 'code', label: 'By a code of six digits', hint: 'Typed where it was asked for, within 10 minutes.' },
      { value: 'link', label: 'By a link', hint: 'Good in the browser that asked for it, within 10 minutes.' },
    ],
  },
  {
    name: 'sign_in_by_mail_for_admins',
    label: 'Admins may sign in by mail, too',
    kind: 'flag',
    more: true,
    hint: 'Whoever reads an admin’s mail, or the Outbox, can then act as that admin in applications. This panel, and whatever gets rights over the office, always asks for the password.',
    standard: 'off.',
    onlyWhere: { name: 'sign_in_by_mail', is: ['code', 'link'] },
  },
  {
    name: 'new_password_by_mail',
    label: 'People may have a link to a new password sent',
    kind: 'flag',
    more: true,
    hint: 'From the form of an application written for Auth0 that allows it, to a verified address; never for admins. Whoever reads that mail can then sign in.',
    standard: 'off.',
  },
  {
    name: 'sign_up',
    label: 'Strangers may make themselves an account',
    kind: 'flag',
    more: true,
    hint: 'By the sign-up form of an application written for Auth0 that allows it. They are in no group, and their address counts as unverified; every application without allowed groups is open to them.',
    standard: 'off.',
  },
];
