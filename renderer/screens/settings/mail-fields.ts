/** The settings of mail, each with what follows from it. */
import type { FieldRow } from '../../forms/field.ts';

export const MAIL_FIELDS: readonly FieldRow[] = [
  {
    name: 'smtp_host',
    label: 'Mail server',
    kind: 'mono',
    hint: 'The host name of the server that sends your office’s mail. Empty: nothing is sent, and codes and links wait in the Outbox for you to hand over.',
    standard: 'none.',
    placeholder: 'mail.example.lan',
  },
  {
    name: 'smtp_from',
    label: 'Mail comes from',
    kind: 'text',
    hint: 'An address that the mail server lets Lanyard send from. The name beside it is the office’s.',
    placeholder: 'lanyard@example.lan',
  },
  {
    name: 'smtp_security',
    label: 'The way there is',
    kind: 'choice',
    choices: [
      { value: 'starttls', label: 'Encrypted, by STARTTLS', hint: 'The default; usually at port 587.' },
      { value: 'tls', label: 'Encrypted from the start (TLS)', hint: 'Usually at port 465.' },
      { value: 'none', label: 'Not encrypted', hint: 'Only to a mail server on this computer, unless allowed below.' },
    ],
  },
  { name: 'smtp_port', label: 'Port', kind: 'number', standard: '587.' },
  {
    name: 'smtp_username',
    label: 'Username there',
    kind: 'mono',
    hint: 'Empty where the mail server asks nobody who they are.',
  },
  {
    name: 'smtp_password',
    label: 'Password there',
    kind: 'password',
    hint: 'Kept sealed and never shown again; empty leaves it as it is. Type it again whenever server, username or encryption change.',
    autoComplete: 'new-password',
  },
  {
    name: 'smtp_plain_on_network',
    label: 'Mail may cross the network unencrypted',
    kind: 'flag',
    more: true,
    hint: 'Whoever listens on the network then reads codes and links, and can sign in with them. Certificates of your office’s own authority are no reason: enter that under “Authority of other servers’ certificates”.',
    standard: 'off.',
  },
];
