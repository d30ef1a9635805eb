/** The rows of the table of screens that stand under Settings: what holds for the whole office. */
import { IconSettings } from '@tabler/icons-react';
import type { Screen } from './screens.ts';

export const SETTINGS_SCREENS: readonly Screen[] = [
  {
    path: '/settings',
    title: 'Settings',
    sentence: 'What holds for the whole office.',
    icon: IconSettings,
    group: 'Office',
    tabOf: '/settings',
    load: () => import('./screens/settings/settings.tsx'),
  },
  {
    path: '/login-page',
    title: 'Sign-in page',
    sentence: 'What people see when they sign in: your words, your logo and your colours.',
    tabOf: '/settings',
    under: '/settings',
    load: () => import('./screens/login-page/login-page.tsx'),
  },
  {
    path: '/outbox',
    title: 'Outbox',
    sentence: 'Mail for people: what waits for you to hand over, what was sent, and what came in the way.',
    tabOf: '/settings',
    under: '/settings',
    load: () => import('./screens/outbox/outbox.tsx'),
  },
  {
    path: '/exports',
    title: 'Exports',
    sentence: 'Everything that Lanyard knows, in files that other programs read. Secrets go out only as hashes.',
    tabOf: '/settings',
    under: '/settings',
    load: () => import('./screens/exports/exports.tsx'),
  },
  {
    path: '/trusted-issuers',
    title: 'Trusted issuers',
    sentence: 'Servers of others that are believed when they vouch for a person. Most offices need none.',
    tabOf: '/settings',
    under: '/settings',
    load: () => import('./screens/trusted-issuers/trusted-issuers.tsx'),
  },
  {
    path: '/trusted-issuers/new',
    title: 'Trust another server',
    sentence: 'Its signed statements about people get tokens for applications that may bring them.',
    under: '/settings',
    load: () => import('./screens/trusted-issuers/new-trusted-issuer.tsx'),
  },
  {
    path: '/trusted-issuers/:id',
    title: 'Trusted issuer',
    sentence: 'Where its keys are, whom it speaks of, and what it may vouch for.',
    under: '/settings',
    load: () => import('./screens/trusted-issuers/trusted-issuer.tsx'),
  },
  {
    path: '/extension-grants',
    title: 'Grants of your own',
    sentence: 'Where a web service of the office decides who gets a token: by a badge, an old portal, anything.',
    tabOf: '/settings',
    under: '/settings',
    load: () => import('./screens/extension-grants/extension-grants.tsx'),
  },
  {
    path: '/extension-grants/new',
    title: 'Add a grant of your own',
    sentence: 'A name that applications send, and the address of the service that decides. Its key is shown once.',
    under: '/settings',
    load: () => import('./screens/extension-grants/new-extension-grant.tsx'),
  },
  {
    path: '/extension-grants/:id',
    title: 'Grant of your own',
    sentence: 'What is asked, how its answers are known, and a way to try it.',
    under: '/settings',
    load: () => import('./screens/extension-grants/extension-grant.tsx'),
  },
];
