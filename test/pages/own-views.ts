/** Variants of the pages on which people keep applications of their own. */
import type {
  OwnApplicationFormView,
  OwnApplicationView,
  OwnSecretView,
} from '../../server/contract/own-application-pages.ts';
import type { PageView } from '../../server/contract/pages.ts';

const now = 1_790_000_000;
const typed = {
  listener: null,
  fields: [
    { label: 'Gitea URL', value: 'https://sso.example.lan', help: 'Where it asks for one address alone.' },
    { label: 'Client ID (Key)', value: 'MPfF8B8FedwlR_7krPoRBBEU2ASrOhvV97qv53_9U7E', wire: 'client_id' },
    { label: 'Client Secret', value: null },
  ],
};
const board: OwnApplicationView = {
  id: 'a1',
  client_id: 'MPfF8B8FedwlR_7krPoRBBEU2ASrOhvV97qv53_9U7E',
  client_name: 'Build board',
  redirect_uris: ['https://build.example.lan/user/oauth2/lanyard/callback'],
  confidential: true,
  dialect: 'gitea',
  typed,
  state: 'on',
  since: now - 86_400,
};
const long: OwnApplicationView = {
  ...board,
  id: 'a2',
  client_name: 'Zeiterfassung und Urlaubsplanung der Donaudampfschifffahrtsgesellschaft',
  redirect_uris: [`https://zeit.example.lan/${'callback-'.repeat(20)}`, 'com.example.app:/callback'],
  confidential: false,
  typed: { ...typed, listener: 'https://gitea.example.lan' },
  state: 'waits',
};
const form: OwnApplicationFormView = {
  page: 'own-application',
  status: 200,
  action: '/account/own-applications/new',
  csrf: 'c1',
  fields: [['had', '0']],
  values: { client_name: '', redirect_uris: '', confidential: true, dialect: 'native' },
  dialects: ['native', 'authentik', 'gitea', 'forgejo', 'github'],
  user_applications: 'open',
  errors: {},
};
const secret: OwnSecretView = {
  page: 'own-secret',
  application: board,
  client_secret: '6fLOC7M8KR7S47V9t2aD75D18OMUw-8xqaBswpt6-fM',
  after: 'registered',
};
const question = { page: 'account-question', now, action: '/account/x', csrf: 'c1', fields: [] } as const;
const asked = { username: 'alice', has_password: true };

export const OWN_VIEWS = {
  'account-own': {
    page: 'account',
    now,
    person: { name: 'Alice Example', username: 'alice' },
    facts: [],
    applications: [],
    sessions: [],
    own: { applications: [board, long, { ...board, id: 'a3', state: 'off' }], registering: 'full' },
    sign_out: '/oauth2/logout',
  },
  'account-own-none': {
    page: 'account',
    now,
    person: { name: 'Alice Example', username: 'alice' },
    facts: [],
    applications: [],
    sessions: [],
    own: { applications: [], registering: 'open' },
    sign_out: '/oauth2/logout',
  },
  'own-application': form,
  'own-application-wrong': {
    ...form,
    status: 400,
    values: { ...form.values, client_name: '', redirect_uris: 'nope' },
    user_applications: 'approval',
    asked,
    errors: {
      client_name: 'The name is empty.',
      redirect_uris: 'Address 1 is not absolute: it must begin with a scheme such as https://.',
      password: 'This is not your password.',
      form: 'You have 10 applications, which is as many as this office allows each.',
    },
  },
  'own-application-change': {
    ...form,
    application: long,
    values: {
      client_name: long.client_name,
      redirect_uris: long.redirect_uris.join('\n'),
      confidential: false,
      dialect: 'gitea',
    },
    asked: { ...asked, has_password: false },
  },
  'own-application-shuts': {
    ...form,
    application: board,
    values: {
      client_name: board.client_name,
      redirect_uris: board.redirect_uris.join('\n'),
      confidential: true,
      dialect: 'gitea',
    },
    user_applications: 'approval',
  },
  'own-application-off': { ...form, application: { ...board, state: 'off' } },
  'own-application-closed': { ...form, application: board, user_applications: 'off' },
  'own-secret': secret,
  'own-secret-none': {
    page: 'own-secret',
    application: { ...long },
    after: 'changed',
  },
  'own-secret-asked': { ...question, question: { kind: 'own-secret', application: board }, asked },
  'own-remove': { ...question, question: { kind: 'own-remove', application: long, people: 3 } },
  'own-remove-refused': {
    ...question,
    question: { kind: 'own-remove', application: board, people: 1 },
    errors: { form: 'An admin has given it more than its owner can change; ask one of them.' },
  },
} as const satisfies Readonly<Record<string, PageView>>;
