/** What the audit log can be filtered by, in the words of an admin: every type of event belongs to a topic. */
import type { AuditNoun, AuditType } from '../../../server/contract/admin/audit-types.ts';
import type { ListFilter } from '../../lists/filter.ts';

const SIGN_INS = 'Sign-ins';

/** In the order in which an admin looks for them. */
const TOPIC_OF: Readonly<Record<AuditNoun, string>> = {
  sign_in: SIGN_INS,
  sign_out: SIGN_INS,
  device: SIGN_INS,
  authorization: SIGN_INS,
  user: 'People',
  group: 'Groups',
  session: 'Sessions',
  logout: 'Sessions',
  consent: 'Permissions',
  grant: 'What applications hold',
  token: 'Tokens',
  application: 'Applications',
  client: 'Applications',
  registration: 'Applications',
  own_application: 'Applications',
  own_app_password: 'People',
  user_app_password: 'People',
  initial_access_token: 'Applications',
  service_account: 'Service accounts',
  app_password: 'Service accounts',
  api: 'APIs and scopes',
  scope: 'APIs and scopes',
  trusted_issuer: 'Applications',
  extension_grant: 'Applications',
  signing_key: 'Signing keys',
  signing_keys: 'Signing keys',
  mail: 'Mail',
  settings: 'Settings',
  login_page: 'Settings',
  issuer: 'Settings',
  configuration: 'Files in and out',
  export: 'Files in and out',
  panel: 'This panel',
  trace: 'This panel',
};

/** They belong to a person or to a grant, and are sign-ins as well. */
const ALSO_SIGN_INS: readonly AuditType[] = [
  'user.signed_in',
  'user.sign_in_refused',
  'user.signed_out',
  'user.signed_up',
  'grant.created',
  'grant.renewed',
];

/** Types and nouns that are asked for together, parted by commas, as the server takes them. */
function askedFor(topic: string): string {
  const nouns = Object.entries(TOPIC_OF).flatMap(([noun, its]) => (its === topic ? [`${noun}.`] : []));
  return [...nouns, ...(topic === SIGN_INS ? ALSO_SIGN_INS : [])].join(',');
}

export const TOPICS: ListFilter = {
  name: 'type',
  label: 'About',
  options: [
    { value: '', label: 'All topics' },
    ...[...new Set(Object.values(TOPIC_OF))].map((topic) => ({ value: askedFor(topic), label: topic })),
  ],
};

export const OUTCOMES: ListFilter = {
  name: 'outcome',
  label: 'How it ended',
  options: [
    { value: '', label: 'Any outcome' },
    { value: 'done', label: 'Done' },
    { value: 'refused', label: 'Refused' },
  ],
};

/** Seconds back from now. */
export const SPANS: ListFilter = {
  name: 'span',
  label: 'When',
  options: [
    { value: '', label: 'At any time' },
    { value: '3600', label: 'In the last hour' },
    { value: '86400', label: 'In the last day' },
    { value: '604800', label: 'In the last week' },
    { value: '2592000', label: 'In the last 30 days' },
  ],
};
