/** The settings of a sign-in program of the office's own, page by page. Empty: Lanyard's own page. */
import type { FieldRow } from '../../forms/field.ts';

const HEADING = 'A sign-in program of your own';
const STANDARD = 'Lanyard’s own page.';

export const SIGN_IN_PROGRAM_FIELDS: readonly FieldRow[] = [
  {
    name: 'login_url',
    label: 'Sign-in page of your own program',
    kind: 'mono',
    more: true,
    heading: HEADING,
    hint: 'Only if your office has a login and consent program written for Ory: people on the way to applications of the kind Ory are sent there to sign in. It needs an app password of a service account with the scope lanyard:sign-in-program, and whomever it names is let in. Unless it runs on this computer, it also needs “This panel answers: on the whole network”. Its people appear under People; they have no password here.',
    standard: STANDARD,
    placeholder: 'https://login.example.lan/login',
  },
  {
    name: 'consent_url',
    label: 'Consent page of your own program',
    kind: 'mono',
    more: true,
    heading: HEADING,
    hint: 'There people are asked what an application written for Ory may do. The program may add to what the application is told.',
    standard: STANDARD,
    placeholder: 'https://login.example.lan/consent',
  },
  {
    name: 'logout_url',
    label: 'Sign-out page of your own program',
    kind: 'mono',
    more: true,
    heading: HEADING,
    hint: 'There people confirm that they want to sign out, coming from an application written for Ory.',
    standard: STANDARD,
    placeholder: 'https://login.example.lan/logout',
  },
  {
    name: 'device_url',
    label: 'Device page of your own program',
    kind: 'mono',
    more: true,
    heading: HEADING,
    hint: 'There people type the code that a television or a terminal shows, for applications written for Ory.',
    standard: STANDARD,
    placeholder: 'https://login.example.lan/device',
  },
];
