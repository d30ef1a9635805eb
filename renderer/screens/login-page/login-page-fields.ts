/** What an office can make of its sign-in page. */
import type { FieldRow } from '../../forms/field.ts';

const COLOURS = 'Colours of your own';

export const LOGIN_PAGE_FIELDS: readonly FieldRow[] = [
  {
    name: 'logo',
    label: 'Logo',
    kind: 'picture',
    removable: true,
    hint: 'PNG or JPEG, at most 32 KiB. Stands at the head of the sign-in page, the account page and the others, on white.',
  },
  {
    name: 'heading',
    label: 'Heading',
    kind: 'text',
    removable: true,
    hint: 'Holds {{application}}, so that people see who asks.',
    standard: 'Sign in to {{application}}',
  },
  {
    name: 'lead',
    label: 'Text above the form',
    kind: 'words',
    removable: true,
    hint: 'May hold {{application}}, {{office}}, {{login_hint}}, {{connection}}, and whatever an application sends under a name that begins with ext-. Between {{#ext-team}} and {{/ext-team}} stands what is shown only where ext-team was sent.',
  },
  { name: 'submit', label: 'Words on the button', kind: 'text', removable: true, standard: 'Sign in' },
  {
    name: 'help',
    label: 'Text below the form',
    kind: 'words',
    removable: true,
    hint: 'Whom to ask when it does not work.',
  },
  {
    name: 'block',
    label: 'Block of HTML',
    kind: 'block',
    removable: true,
    hint: 'Below everything else. Headings, paragraphs, lists and links; no pictures, styles, forms or scripts.',
    placeholder: '<p>Read the <a href="https://intranet.example.lan/">house rules</a>.</p>',
  },
  colour('action_light', 'Buttons and links, light', '#0F5E6B'),
  colour('action_dark', 'Buttons and links, dark', '#5FB7C4'),
  colour('accent_light', 'Line and focus, light', '#BF7B0C'),
  colour('accent_dark', 'Line and focus, dark', '#F0B24A'),
  colour('paper_light', 'Ground, light', '#FBFBF9'),
  colour('paper_dark', 'Ground, dark', '#101A20'),
];

/** What can't be read well on what it stands on is refused. */
function colour(name: string, label: string, standard: string): FieldRow {
  return { name, label, kind: 'mono', more: true, heading: COLOURS, removable: true, standard, placeholder: standard };
}
