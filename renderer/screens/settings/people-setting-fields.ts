/** The settings of what people may do themselves, with no admin for each time. */
import type { FieldRow } from '../../forms/field.ts';

const folded = { more: true, heading: 'What people may do themselves' } as const;

export const PEOPLE_SETTING_FIELDS: readonly FieldRow[] = [
  {
    ...folded,
    name: 'user_applications',
    label: 'People may enter applications of their own',
    kind: 'choice',
    hint: 'Under “My account”, or with a tool written for Gitea or Forgejo. Everybody of the office can sign in to one as soon as it works.',
    choices: [
      { value: 'off', label: 'No', hint: 'The default. Admins add them.' },
      { value: 'approval', label: 'When an admin approves', hint: 'They wait, switched off, among the applications.' },
      { value: 'open', label: 'Yes', hint: 'They work at once.' },
    ],
  },
  {
    ...folded,
    name: 'user_applications_scope',
    label: 'What people’s own applications may ask for',
    kind: 'text',
    hint: 'Scopes, parted by spaces. Holds for applications that are entered from now on.',
    standard: 'name, profile, e-mail address and groups.',
  },
  {
    ...folded,
    name: 'user_applications_each',
    label: 'Own applications for each person',
    kind: 'number',
    hint: 'How many one person may have at a time.',
    standard: '10.',
  },
  {
    ...folded,
    name: 'user_app_passwords',
    label: 'People may have app passwords',
    kind: 'choice',
    hint: 'For programs that can’t show a page to sign in on, such as scripts and backups. People make them under “My account”.',
    choices: [
      { value: 'off', label: 'No', hint: 'The default. Those that there are let nobody in.' },
      {
        value: 'on',
        label: 'Yes',
        hint: 'For applications that speak as authentik, and for programs written for Gitea or Forgejo.',
      },
    ],
  },
  {
    ...folded,
    name: 'user_app_passwords_each',
    label: 'App passwords for each person',
    kind: 'number',
    hint: 'How many one person may have at a time.',
    standard: '20.',
  },
  {
    ...folded,
    name: 'git_tools',
    label: 'Git’s helpers and tea sign people in',
    kind: 'choice',
    hint: 'git-credential-oauth, Git Credential Manager and tea come with client ids of their own: for whoever has a server with repositories that takes Lanyard’s tokens. They run on people’s computers and prove nothing but PKCE; each sign-in asks the person.',
    choices: [
      { value: 'off', label: 'No', hint: 'The default. Whoever has signed in with one loses that.' },
      {
        value: 'gitea',
        label: 'Yes, as at a Gitea',
        hint: 'In doubt this one: all three know it. They stand among the applications then, as “From Settings”.',
      },
      {
        value: 'forgejo',
        label: 'Yes, as at a Forgejo',
        hint: 'Where the server with your repositories is a Forgejo. They stand among the applications in the same way.',
      },
    ],
  },
];
