/** Variants of the pages on which people keep app passwords for programs of theirs. */
import type {
  AppPasswordFormView,
  AppPasswordView,
  MadeAppPasswordView,
} from '../../server/contract/app-password-pages.ts';
import type { PageView } from '../../server/contract/pages.ts';

const now = 1_790_000_000;
const backup: AppPasswordView = {
  id: 'p1',
  name: 'Backup of the wiki',
  is_for: { kind: 'application', client_name: 'Wiki' },
  since: now - 40 * 86_400,
  used_at: now - 7200,
  expires_at: now + 50 * 86_400,
};
const git: AppPasswordView = {
  id: 'p2',
  name: `Laptop-${'im-Keller-'.repeat(12)}`,
  is_for: {
    kind: 'forge',
    may: [
      'see your profile, your e-mail addresses and the applications that you registered',
      'see your organisations and teams',
    ],
  },
  since: now - 60,
};
const gone: AppPasswordView = {
  ...backup,
  id: 'p3',
  name: 'Old',
  is_for: { kind: 'application', client_name: undefined },
};
const account = {
  page: 'account',
  now,
  person: { name: 'Alice Example', username: 'alice' },
  facts: [],
  applications: [],
  sessions: [],
  sign_out: '/oauth2/logout',
} as const;
const form: AppPasswordFormView = {
  page: 'app-password',
  status: 200,
  action: '/account/app-passwords/new',
  csrf: 'c1',
  fields: [['had', '0']],
  values: { name: '', is_for: 'forge', scope: ['read:user', 'read:organization'], lasts: '90' },
  applications: [
    { id: 'a1', client_name: 'Wiki' },
    { id: 'a2', client_name: 'Zeiterfassung und Urlaubsplanung der Donaudampfschifffahrtsgesellschaft' },
  ],
  scopes: [
    {
      name: 'read:user',
      description: 'see your profile, your e-mail addresses and the applications that you registered',
      sensitive: false,
    },
    { name: 'read:organization', description: 'see your organisations and teams', sensitive: false },
    {
      name: 'write:user',
      description: 'see and change your profile, your e-mail addresses and the applications that you registered',
      sensitive: true,
    },
  ],
  errors: {},
};
const made: MadeAppPasswordView = {
  page: 'made-app-password',
  app_password: git,
  password: 'lanyard_6fLOC7M8KR7S47V9t2aD75D18OMUw-8xqaBswpt6-fM',
  username: 'alice',
  server: 'https://sso.example.lan/',
};

export const APP_PASSWORD_VIEWS = {
  'account-app-passwords': { ...account, app_passwords: { app_passwords: [backup, git, gone], making: 'full' } },
  'account-app-passwords-none': { ...account, app_passwords: { app_passwords: [], making: 'open' } },
  'account-app-passwords-closed': { ...account, app_passwords: { app_passwords: [backup], making: 'closed' } },
  'app-password': form,
  'app-password-forge-alone': { ...form, applications: [] },
  'app-password-wrong': {
    ...form,
    status: 400,
    values: { name: '', is_for: 'a9', scope: [], lasts: '1' },
    asked: { username: 'alice', has_password: true },
    errors: {
      name: 'The name is empty.',
      is_for: 'Choose one of these.',
      scope: 'Tick at least one.',
      lasts: 'Choose one of these.',
      password: 'This is not your password.',
    },
  },
  'app-password-refused': {
    ...form,
    status: 403,
    errors: { form: 'You have 20 app passwords, which is as many as this office allows each.' },
  },
  'made-app-password': made,
  'made-app-password-application': {
    page: 'made-app-password',
    app_password: backup,
    password: made.password,
    username: 'alice',
    client_id: 'MPfF8B8FedwlR_7krPoRBBEU2ASrOhvV97qv53_9U7E',
    token_endpoint: 'https://sso.example.lan/application/o/token/',
  },
  'app-password-delete': {
    page: 'account-question',
    now,
    action: '/account/app-passwords/p2/delete',
    csrf: 'c1',
    fields: [],
    question: { kind: 'app-password-remove', app_password: git },
  },
} as const satisfies Readonly<Record<string, PageView>>;
