/** The screens of the panel: where each stands, what it is called and for, and where it comes from. */
import {
  IconActivity,
  IconApps,
  IconHome,
  IconKey,
  IconListDetails,
  IconPlugConnected,
  IconRobot,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { SETTINGS_SCREENS } from './settings-screens.ts';

export interface Screen {
  /** Below /panel; `:name` stands for one part. */
  readonly path: string;
  readonly title: string;
  /** What it is for. */
  readonly sentence: string;
  /** In the navigation, with these. */
  readonly icon?: ComponentType<{ readonly size?: number; readonly stroke?: number }>;
  readonly group?: NavigationGroup;
  /** Beside these, as one of the tabs of the screen at that path. */
  readonly tabOf?: string;
  /** Belongs to the screen at that path, which the navigation then marks. */
  readonly under?: string;
  /** Fetches what it is made of. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const NAVIGATION_GROUPS = ['', 'Who', 'What', 'Watch', 'Office'] as const;
export type NavigationGroup = (typeof NAVIGATION_GROUPS)[number];

export const SCREENS: readonly Screen[] = [
  {
    path: '/',
    title: 'Home',
    sentence: 'How Lanyard is, who is signed in, and what needs you.',
    icon: IconHome,
    group: '',
    load: () => import('./screens/home/home.tsx'),
  },

  {
    path: '/people',
    title: 'People',
    sentence: 'Everybody who can sign in.',
    icon: IconUsers,
    group: 'Who',
    tabOf: '/people',
    load: () => import('./screens/people/people.tsx'),
  },
  {
    path: '/people/new',
    title: 'Add a person',
    sentence: 'Somebody new who is to sign in.',
    under: '/people',
    load: () => import('./screens/people/new-person.tsx'),
  },
  {
    path: '/people/:id',
    title: 'Person',
    sentence: 'One person: who they are, where they are signed in, and what applications hold of them.',
    under: '/people',
    load: () => import('./screens/people/person.tsx'),
  },
  {
    path: '/groups',
    title: 'Groups',
    sentence: 'Who belongs together. Applications can be opened to some groups alone, and are told of them.',
    tabOf: '/people',
    under: '/people',
    load: () => import('./screens/groups/groups.tsx'),
  },
  {
    path: '/groups/:id',
    title: 'Group',
    sentence: 'One group: who is in it, and which applications are open to it.',
    under: '/people',
    load: () => import('./screens/groups/group.tsx'),
  },
  {
    path: '/sessions',
    title: 'Sessions',
    sentence: 'Every browser in which somebody is signed in. Signing one out asks for the password again there.',
    tabOf: '/people',
    under: '/people',
    load: () => import('./screens/sessions/sessions.tsx'),
  },
  {
    path: '/service-accounts',
    title: 'Service accounts',
    sentence: 'Programs that act for themselves, such as a backup or a build robot.',
    icon: IconRobot,
    group: 'Who',
    load: () => import('./screens/service-accounts/service-accounts.tsx'),
  },
  {
    path: '/service-accounts/new',
    title: 'Add a service account',
    sentence: 'A program that is to act for itself. Its first app password is made along with it.',
    under: '/service-accounts',
    load: () => import('./screens/service-accounts/new-service-account.tsx'),
  },
  {
    path: '/service-accounts/:id',
    title: 'Service account',
    sentence: 'One program: what it may do, and the app passwords that it uses.',
    under: '/service-accounts',
    load: () => import('./screens/service-accounts/service-account.tsx'),
  },

  {
    path: '/applications',
    title: 'Applications',
    sentence: 'The programs that people sign in to through Lanyard.',
    icon: IconApps,
    group: 'What',
    load: () => import('./screens/applications/applications.tsx'),
  },
  {
    path: '/applications/new',
    title: 'Add an application',
    sentence: 'A program that is to let people sign in through Lanyard.',
    under: '/applications',
    load: () => import('./screens/applications/new-application.tsx'),
  },
  {
    path: '/applications/named/:client_id',
    title: 'Application',
    sentence: 'The application of that client id.',
    under: '/applications',
    load: () => import('./screens/applications/application-named.tsx'),
  },
  {
    path: '/applications/:id',
    title: 'Application',
    sentence: 'One application: what to type into it, who may use it, and what it holds.',
    under: '/applications',
    load: () => import('./screens/applications/application.tsx'),
  },
  {
    path: '/apis',
    title: 'APIs and scopes',
    sentence: 'What applications can ask for on a person’s behalf: APIs of the office, and facts about the person.',
    icon: IconPlugConnected,
    group: 'What',
    load: () => import('./screens/apis/apis-and-scopes.tsx'),
  },
  {
    path: '/apis/new',
    title: 'Add an API',
    sentence: 'A service of the office that accepts Lanyard’s tokens.',
    under: '/apis',
    load: () => import('./screens/apis/new-api.tsx'),
  },
  {
    path: '/apis/:id',
    title: 'API',
    sentence: 'One API and the scopes that it defines.',
    under: '/apis',
    load: () => import('./screens/apis/api.tsx'),
  },
  {
    path: '/scopes/new',
    title: 'Add a scope',
    sentence: 'Facts about a person that an application can ask for by one name.',
    under: '/apis',
    load: () => import('./screens/apis/new-scope.tsx'),
  },
  {
    path: '/scopes/:id',
    title: 'Scope',
    sentence: 'What one scope shows of a person.',
    under: '/apis',
    load: () => import('./screens/apis/scope.tsx'),
  },

  {
    path: '/flows',
    title: 'Live flows',
    sentence: 'Sign-ins as they happen, message by message.',
    icon: IconActivity,
    group: 'Watch',
    load: () => import('./screens/flows/flows.tsx'),
  },
  {
    path: '/flows/:id',
    title: 'Flow',
    sentence: 'Who said what to whom. Every arrow opens what it carried.',
    under: '/flows',
    load: () => import('./screens/flows/flow.tsx'),
  },
  {
    path: '/audit',
    title: 'Audit',
    sentence: 'Who did what, and who was refused.',
    icon: IconListDetails,
    group: 'Watch',
    load: () => import('./screens/audit/audit.tsx'),
  },

  {
    path: '/keys',
    title: 'Signing keys',
    sentence: 'What Lanyard signs tokens with. Applications fetch the public halves by themselves.',
    icon: IconKey,
    group: 'Office',
    load: () => import('./screens/keys/keys.tsx'),
  },
  {
    path: '/keys/:kid',
    title: 'Signing key',
    sentence: 'One key: where it stands in its life, and its public half to copy.',
    under: '/keys',
    load: () => import('./screens/keys/key.tsx'),
  },
  ...SETTINGS_SCREENS,
];

/** Throws for a path that is none of the table. */
export function screenAt(path: string): Screen {
  const found = SCREENS.find((screen) => screen.path === path);
  if (found === undefined) throw new Error(`no screen stands at ${path}`);
  return found;
}
