/** Every variant of every page, for the tests to render and for the gallery to show. */
import type {
  AccountApplicationView,
  AccountPasswordView,
  AccountSessionView,
  AccountView,
} from '../../server/contract/account-pages.ts';
import type { ConsentScopeView } from '../../server/contract/page-parts.ts';
import type { ApplicationView, PageView } from '../../server/contract/pages.ts';
import { APP_PASSWORD_VIEWS } from './app-password-views.ts';
import { DOOR_VIEWS } from './door-views.ts';
import { OWN_VIEWS } from './own-views.ts';
import { alice, longPerson } from './people.ts';
import { SETUP_VIEWS } from './setup-views.ts';

export const OFFICE = { issuer_name: 'Example Office' };

const grafana: ApplicationView = { client_name: 'Grafana', host: 'grafana.example.lan' };
const grafanaWithAll: ApplicationView = {
  ...grafana,
  logo_uri: 'https://grafana.example.lan/logo.svg',
  client_uri: 'https://grafana.example.lan/',
  policy_uri: 'https://grafana.example.lan/privacy',
  tos_uri: 'https://grafana.example.lan/terms',
};
const longNamed: ApplicationView = {
  client_name: 'Zeiterfassung und Urlaubsplanung der Donaudampfschifffahrtsgesellschaft',
  host: 'zeiterfassung-und-urlaubsplanung.intern.donaudampfschifffahrtsgesellschaft.example.lan',
};

const login = {
  page: 'login',
  status: 200,
  action: '/interaction/login',
  csrf: 'c1',
  fields: [['ticket', 't1']],
  username: '',
} as const;
const leads_to = ['https://grafana.example.lan'];

const scopes: readonly ConsentScopeView[] = [
  { name: 'openid', description: 'know who you are', optional: false, sensitive: false, shows: [] },
  {
    name: 'email',
    description: 'see your e-mail address',
    optional: true,
    sensitive: false,
    shows: ['alice@example.lan'],
  },
  { name: 'groups', description: 'see your groups', optional: true, sensitive: false, shows: ['staff', 'editors'] },
  { name: 'offline_access', description: "keep access while you're away", optional: true, sensitive: true, shows: [] },
];
const twelveScopes: readonly ConsentScopeView[] = [
  ...scopes,
  {
    name: 'profile',
    description: 'see your name and profile',
    optional: true,
    sensitive: false,
    shows: ['Alice Example', 'Europe/Berlin', 'de-DE'],
  },
  { name: 'phone', description: 'see your telephone number', optional: true, sensitive: true, shows: ['+1 555 0100'] },
  {
    name: 'address',
    description: 'see your postal address',
    optional: true,
    sensitive: true,
    shows: ['Hafenstraße 17, 10115 Berlin, Germany'],
  },
  {
    name: 'department',
    description: 'see your department',
    optional: true,
    sensitive: false,
    shows: ['Research and development of rotating machinery'],
  },
  { name: 'orders:read', description: 'read your orders', optional: false, sensitive: true, shows: [] },
  { name: 'orders:write', description: 'place and cancel orders for you', optional: true, sensitive: true, shows: [] },
  { name: 'urn:example:scope:that-nobody-described:read-write-everything', optional: true, sensitive: true, shows: [] },
  {
    name: 'calendar',
    description: 'see when you are free, without what you are busy with',
    optional: true,
    sensitive: false,
    shows: [],
  },
];

const mismatch = {
  page: 'error',
  status: 400,
  code: 'invalid_redirect_uri',
  title: "Grafana can't be reached from here",
  detail:
    'Grafana asked to send you back to an address that is not registered for it. You were not sent there, and nothing was shared.',
  remedy:
    'Whoever looks after Lanyard can register the address, or whoever looks after Grafana can correct it there. They need what stands on this page.',
} as const;
const longUri =
  'https://zeiterfassung.intern.donaudampfschifffahrtsgesellschaft.example.lan/auth/realms/verwaltung/protocol/openid-connect/callback/generic_oauth?tenant=00000000-0000-4000-8000-000000000001&return=%2Fdashboards';

const television: ApplicationView = { client_name: 'The television', host: 'device:' };
const typeCode = { page: 'device', action: '/device', csrf: 'c1', fields: [] } as const;
const confirm = {
  page: 'device-confirm',
  action: '/device',
  csrf: 'c1',
  fields: [['ticket', 't1']],
  user_code: 'WDJB-MJHT',
} as const;

/** Name of the variant → what it shows. */
const dashboards: AccountApplicationView = {
  id: '11111111-1111-4111-8111-111111111111',
  client_name: 'Grafana',
  scopes: scopes.map(({ optional: _optional, ...scope }) => ({ ...scope, shows: [] })),
  apis: ['Orders'],
  since: 1_000_000,
  used_at: 1_200_000,
  devices: ['Firefox on Linux', 'Safari on iPhone'],
  unasked: ['a token of Gateway, which it exchanged for one of its own'],
  offline: true,
  asks: true,
  opens: 'https://grafana.example.lan/login?iss=https%3A%2F%2Fid.example.lan',
};
const longHeld: AccountApplicationView = {
  id: '22222222-2222-4222-8222-222222222222',
  client_name: longNamed.client_name,
  described_by: 'assistant.example.org',
  scopes: [],
  apis: [],
  since: 1_200_000,
  used_at: 1_200_000,
  devices: [],
  unasked: [],
  offline: false,
  asks: false,
};
const here: AccountSessionView = {
  id: 's-1',
  browser: 'Firefox on Linux',
  address: '192.0.2.10',
  since: 1_209_000,
  current: true,
  panel: false,
  applications: ['Grafana', longNamed.client_name],
};
const there: AccountSessionView = { ...here, id: 's-2', browser: 'Safari on iPhone', current: false, applications: [] };
const inPanel: AccountSessionView = {
  ...there,
  id: 's-3',
  panel: true,
  address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
};
const account: AccountView = {
  page: 'account',
  now: 1_209_600,
  person: alice,
  facts: [
    { label: 'Name', values: ['Alice Example'] },
    { label: 'E-mail', values: ['alice@example.lan'], note: 'not confirmed' },
    { label: 'Groups', values: [], note: 'none' },
  ],
  applications: [dashboards, longHeld],
  sessions: [here, there, inPanel],
  sign_out: '/oauth2/logout',
};
const question = { page: 'account-question', now: account.now, action: '/account/x', csrf: 'c1', fields: [] } as const;
const ownPassword: AccountPasswordView = {
  page: 'account-password',
  status: 200,
  action: '/account/password',
  csrf: 'c1',
  fields: [],
  person: alice,
  has_password: true,
  shortest_password: 8,
  errors: {},
};

export const VIEWS: Readonly<Record<string, PageView>> = {
  login: { ...login, application: grafana, leads_to },
  'login-with-everything': { ...login, application: grafanaWithAll, username: 'alice', leads_to },
  'login-wrong': {
    ...login,
    status: 200,
    application: grafanaWithAll,
    username: 'alice',
    error: { kind: 'wrong-credentials' },
  },
  'login-too-many': {
    ...login,
    status: 429,
    application: grafana,
    username: 'alice',
    error: { kind: 'too-many-attempts', retry_after_s: 40 },
  },
  'login-busy': { ...login, status: 503, application: grafana, username: '', error: { kind: 'busy' } },
  'login-name': { ...login, application: grafana, step: 'name', by_mail: 'code' },
  'login-name-missing': { ...login, status: 400, application: grafana, step: 'name', error: { kind: 'name-missing' } },
  'login-password': { ...login, application: grafana, username: 'alice', step: 'password', by_mail: 'code' },
  'login-or-mail': { ...login, application: grafana, by_mail: 'link', leads_to },
  'login-code': { ...login, application: grafana, username: 'alice', step: 'code', by_mail: 'code' },
  'login-code-handed-over': {
    ...login,
    application: grafana,
    username: 'alice',
    step: 'code',
    by_mail: 'code',
    handed_over: true,
  },
  'login-code-wrong': {
    ...login,
    status: 401,
    application: grafana,
    username: 'alice',
    step: 'code',
    by_mail: 'code',
    error: { kind: 'wrong-code' },
  },
  'login-code-over': { ...login, status: 401, application: grafana, step: 'all', error: { kind: 'code-over' } },
  'login-sent': { ...login, application: grafana, username: 'alice', step: 'sent', by_mail: 'link' },
  'login-link': { ...login, application: grafana, step: 'link', by_mail: 'link' },
  'login-long-names': { ...login, application: longNamed, username: longPerson.username },
  'login-native': {
    ...login,
    application: { client_name: 'Field notes', host: 'com.example.fieldnotes:' },
    leads_to: ['com.example.fieldnotes:'],
  },
  device: { ...typeCode, status: 200, user_code: '', came_along: false },
  'device-came-along': { ...typeCode, status: 200, user_code: 'WDJB-MJHT', came_along: true },
  'device-scan': {
    ...typeCode,
    status: 200,
    user_code: 'WDJB-MJHT',
    came_along: true,
    scan: 'https://id.example.lan/device?user_code=WDJB-MJHT',
  },
  'device-unknown': { ...typeCode, status: 400, user_code: 'BBBB', came_along: false, error: { kind: 'unknown-code' } },
  'device-too-many': {
    ...typeCode,
    status: 429,
    user_code: 'WDJB-MJHT',
    came_along: false,
    error: { kind: 'too-many-attempts', retry_after_s: 40, signed_in: false },
  },
  'device-too-many-of-theirs': {
    ...typeCode,
    status: 429,
    user_code: 'WDJB-MJHT',
    came_along: false,
    error: { kind: 'too-many-attempts', retry_after_s: 40, signed_in: true },
  },
  'device-confirm': { ...confirm, application: television, person: alice, scopes, apis: ['Orders'] },
  'device-confirm-nothing': { ...confirm, application: television, person: alice, scopes: [], apis: [] },
  'device-confirm-long': {
    ...confirm,
    application: { ...grafanaWithAll, client_name: longNamed.client_name },
    person: longPerson,
    scopes: twelveScopes,
    apis: [],
  },
  'device-allowed': { page: 'device-done', kind: 'allowed', application: television },
  'device-refused': { page: 'device-done', kind: 'refused', application: television },
  'device-unsuited': { page: 'device-done', kind: 'unsuited', application: television },
  'login-for-device': { ...login, application: television },
  'login-unchecked': { ...login, application: { ...grafana, unchecked: true }, leads_to },
  'select-account': {
    page: 'select-account',
    action: '/interaction/select-account',
    csrf: 'c1',
    fields: [],
    application: grafana,
    person: alice,
  },
  'select-account-long': {
    page: 'select-account',
    action: '/interaction/select-account',
    csrf: 'c1',
    fields: [],
    application: longNamed,
    person: longPerson,
  },
  'web-message': {
    page: 'web-message',
    target_origin: 'https://grafana.example.lan',
    response: { code: 'c0de', state: '</script><b>"&' },
    application: grafana,
  },
  consent: {
    page: 'consent',
    action: '/interaction/consent',
    csrf: 'c1',
    fields: [],
    leads_to,
    application: grafanaWithAll,
    person: alice,
    scopes,
    apis: [],
    details: [],
  },
  'consent-twelve': {
    page: 'consent',
    action: '/interaction/consent',
    csrf: 'c1',
    fields: [],
    leads_to,
    application: grafana,
    person: alice,
    scopes: twelveScopes,
    apis: ['Orders', 'Billing'],
    details: [
      {
        sentence: [
          { text: 'pay ', value: false },
          { text: '<b>12.50</b> EUR', value: true },
          { text: ' to ', value: false },
          { text: 'Baker', value: true },
        ],
        besides: ['actions: pay'],
      },
    ],
  },
  'consent-long': {
    page: 'consent',
    action: '/interaction/consent',
    csrf: 'c1',
    fields: [],
    application: longNamed,
    person: longPerson,
    scopes: scopes.slice(0, 2),
    apis: [],
    details: [],
  },
  'consent-native': {
    page: 'consent',
    action: '/interaction/consent',
    csrf: 'c1',
    fields: [],
    application: { client_name: 'Field notes', host: 'com.example.fieldnotes:' },
    leads_to: ['com.example.fieldnotes:'],
    person: alice,
    scopes: scopes.slice(0, 1),
    apis: [],
    details: [],
  },
  'consent-nothing': {
    page: 'consent',
    action: '/interaction/consent',
    csrf: 'c1',
    fields: [],
    application: grafana,
    person: { name: '', username: 'alice' },
    scopes: [],
    apis: [],
    details: [],
  },
  'sign-out': {
    page: 'sign-out',
    action: '/oauth2/logout',
    csrf: 'c1',
    fields: [],
    person: alice,
    application: grafana,
  },
  'sign-out-bare': { page: 'sign-out', action: '/oauth2/logout', csrf: 'c1', fields: [] },
  'signed-out': { page: 'signed-out', stayed: false },
  'signed-out-elsewhere': {
    page: 'signed-out',
    stayed: false,
    frames: [
      'https://grafana.example.lan/logout?iss=https%3A%2F%2Fid.example.lan&sid=s1',
      'https://wiki.example.lan:8443/bye',
    ],
    goes_on: { location: 'https://grafana.example.lan/bye?state=a&b=c', application: grafana },
  },
  'signed-out-stayed': { page: 'signed-out', stayed: true },
  error: {
    page: 'error',
    status: 400,
    code: 'invalid_request',
    title: 'This sign-in has run out',
    detail: 'You took longer than 30 minutes, and the page you came from has been forgotten for your safety.',
    remedy: 'Go back to the application and sign in again from there.',
  },
  'error-incident': {
    page: 'error',
    status: 500,
    code: 'server_error',
    title: 'Something went wrong here',
    detail: 'Your request was fine; Lanyard could not finish it.',
    remedy: 'Try again in a minute. If it happens again, give the incident below to whoever looks after Lanyard.',
    incident: '7f3a91c2',
  },
  'error-mismatch': {
    ...mismatch,
    mismatch: {
      received: 'http://grafana.example.lan/login/generic_oauth',
      registered: ['https://grafana.example.lan/login/generic_oauth'],
      closest: { registered: 'https://grafana.example.lan/login/generic_oauth', differs_at: 4 },
      likely_cause: 'Grafana thinks that it is reached over http. Set its root_url to the https address.',
    },
  },
  'error-mismatch-slash': {
    ...mismatch,
    mismatch: {
      received: 'https://grafana.example.lan/login/generic_oauth/',
      registered: ['https://grafana.example.lan/login/generic_oauth'],
      closest: { registered: 'https://grafana.example.lan/login/generic_oauth', differs_at: 47 },
      likely_cause: 'A slash at the end. It counts: addresses are compared character by character.',
    },
  },
  'error-mismatch-long': {
    ...mismatch,
    mismatch: {
      received: longUri.replace('verwaltung', 'verwaltungen'),
      registered: [longUri, 'https://zeiterfassung.example.lan/callback', 'http://127.0.0.1/callback'],
      closest: { registered: longUri, differs_at: longUri.indexOf('verwaltung') + 'verwaltung'.length },
      likely_cause: 'The path differs by a few characters.',
    },
  },
  'error-mismatch-none': {
    ...mismatch,
    mismatch: {
      received: 'https://grafana.example.lan/login\u202e/generic oauth',
      registered: [],
      likely_cause: 'No address has been registered for Grafana yet.',
    },
  },
  'form-post': {
    page: 'form-post',
    action: 'https://grafana.example.lan/login/generic_oauth',
    leads_to,
    fields: [
      ['code', 'c0de'],
      ['state', 'st4te'],
      ['submit', 'a field that hides form.submit'],
    ],
    application: grafana,
  },
  account,
  'account-said': { ...account, said: 'Grafana can’t act in your name any more.' },
  'account-new': { ...account, person: longPerson, applications: [], sessions: [here], facts: [] },
  'account-withdraw': { ...question, question: { kind: 'withdraw', application: dashboards, tells: true } },
  'account-withdraw-office': {
    ...question,
    question: { kind: 'withdraw', application: longHeld, tells: false },
  },
  'account-withdraw-unasked': {
    ...question,
    question: { kind: 'withdraw', application: { ...dashboards, devices: [] }, tells: false },
  },
  'account-end-session': { ...question, question: { kind: 'end-session', session: here } },
  'account-end-panel': { ...question, question: { kind: 'end-session', session: inPanel } },
  'account-end-others': { ...question, question: { kind: 'end-others', sessions: [there, inPanel] } },
  'account-end-none': { ...question, question: { kind: 'end-others', sessions: [] } },
  'account-password': ownPassword,
  'account-password-wrong': {
    ...ownPassword,
    status: 400,
    errors: { password: 'This is not your password.', new_password: 'This is too short.', form: 'Try again.' },
  },
  'account-password-by-link': { ...ownPassword, by_link: true },
  'password-set': { page: 'password-set' },
  'account-password-none': { ...ownPassword, has_password: false },
  ...SETUP_VIEWS,
  ...DOOR_VIEWS,
  ...OWN_VIEWS,
  ...APP_PASSWORD_VIEWS,
};
