/**
 * The types of audit events, noun by noun: what the log can be filtered by. How each is told stands with the server's table
 * (audit/event-types.ts), which has a row for each of these and no other.
 */

const VERBS = {
  user: [
    'brought',
    'signed_in',
    'sign_in_refused',
    'signed_out',
    'signed_up',
    'created',
    'changed',
    'removed',
    'password_reset',
    'first_admin_made',
    'admin_reset',
  ],
  sign_in: ['turned_away'],
  sign_out: ['turned_away'],
  consent: ['given', 'narrowed', 'refused', 'withdrawn'],
  device: ['turned_away'],
  authorization: ['refused', 'turned_away'],
  grant: ['created', 'vouched_for', 'decided_by_hook', 'renewed', 'revoked'],
  token: ['revoked', 'turned_away'],
  session: ['removed'],
  logout: ['failed', 'retried'],
  client: ['turned_away'],
  application: [
    'created',
    'changed',
    'removed',
    'secret_created',
    'registered',
    'registration_changed',
    'registration_ended',
    'lapsed',
    'approved',
    'tokens_issued',
    'tokens_refreshed',
    'tokens_exchanged',
    'tokens_revoked',
  ],
  registration: ['turned_away'],
  own_application: ['created', 'changed', 'secret_created', 'removed'],
  own_app_password: ['created', 'removed', 'used', 'turned_away'],
  user_app_password: ['removed'],
  service_account: ['created', 'changed', 'removed', 'tokens_issued'],
  app_password: ['created', 'removed', 'used', 'turned_away'],
  initial_access_token: ['created', 'removed'],
  group: ['created', 'changed', 'removed'],
  api: ['created', 'changed', 'removed'],
  trusted_issuer: ['created', 'changed', 'removed'],
  scope: ['created', 'changed', 'removed'],
  extension_grant: ['created', 'changed', 'removed', 'key_made', 'tried'],
  signing_key: ['created', 'changed', 'removed', 'revoked'],
  signing_keys: ['rotated'],
  mail: ['opened', 'handed_over', 'retried', 'tried', 'failed'],
  settings: ['changed'],
  login_page: ['changed', 'undone', 'reset'],
  issuer: ['changed', 'accepted'],
  configuration: ['imported', 'exported'],
  export: ['created'],
  trace: ['watched'],
  panel: ['signed_in', 'sign_in_refused', 'signed_out', 'confirmed', 'confirmation_refused', 'turned_away', 'removed'],
} as const;

export type AuditNoun = keyof typeof VERBS;

/** Every type that can be written: `noun.verb`. */
export type AuditType = { [N in AuditNoun]: `${N}.${(typeof VERBS)[N][number]}` }[AuditNoun];

export const AUDIT_TYPES: readonly AuditType[] = Object.entries(VERBS).flatMap(([noun, verbs]) =>
  // Each verb stands beside its own noun.
  verbs.map((verb) => `${noun}.${verb}` as AuditType),
);
