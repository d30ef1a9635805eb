/** The office's settings: the one record of them, and what holds before anybody set anything. */
import { isDeepStrictEqual } from 'node:util';
import { parseScope } from '../spec/scope.ts';
import type { Settings } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { checkAuthorities } from './client-authorities.ts';
import { DomainError } from './domain-error.ts';
import { setGitTools } from './git-tools.ts';
import { forgetPasswordOfOther, refuseBadMail } from './mail-settings.ts';
import { touched } from './merge-fields.ts';
import { OFFICE_SCOPES } from './scopes.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

export const DEFAULT_SETTINGS: Settings = {
  id: 'settings',
  issuer_name: 'Lanyard',
  access_token_lifetime_s: HOUR,
  id_token_lifetime_s: HOUR,
  refresh_token_lifetime_s: 30 * DAY,
  refresh_token_idle_lifetime_s: 0,
  refresh_token_grace_s: 10,
  code_lifetime_s: 60,
  session_lifetime_s: 12 * HOUR,
  interaction_lifetime_s: HOUR / 2,
  signing_key_lifetime_s: 90 * DAY,
  legacy_grants: false,
  dynamic_registration: 'off',
  client_id_metadata_document: 'off',
  registration_unused_days: 90,
  user_applications: 'off',
  user_applications_scope: 'openid profile email groups offline_access',
  user_applications_each: 10,
  user_app_passwords: 'off',
  user_app_passwords_each: 20,
  git_tools: 'off',
  require_pushed_authorization_requests: false,
  require_dpop_nonce: false,
  outbound_allow: [],
  outbound_ca: '',
  tls_client_ca: '',
  login_attempts_per_minute: 10,
  client_attempts_per_minute: 60,
  registrations_per_minute: 200,
  admin_from: 'loopback',
  sign_in_page: 'together',
  sign_in_by_mail: 'off',
  sign_in_by_mail_for_admins: false,
  new_password_by_mail: false,
  sign_up: false,
  login_page: {},
  smtp_host: '',
  smtp_port: 587,
  smtp_security: 'starttls',
  smtp_plain_on_network: false,
  smtp_username: '',
  smtp_password_sealed: '',
  smtp_from: '',
  dialect_listeners: [],
  post_logout_redirect_uris: [],
  default_audience: '',
  login_url: '',
  consent_url: '',
  logout_url: '',
  device_url: '',
  updated_at: 0,
};

export type SettingsChanges = Partial<Omit<Settings, 'id' | 'updated_at'>>;

/** What holds now: the same object until it changes. A setting that an older version did not know has its default. */
export function readSettings(collections: Collections): Promise<Settings> {
  return collections.collection('settings').get('settings').then(completed);
}

const COMPLETED = new WeakMap<Settings, Settings>();

function completed(kept: Settings | undefined): Settings {
  if (kept === undefined) return DEFAULT_SETTINGS;
  const before = COMPLETED.get(kept);
  if (before !== undefined) return before;
  const settings = { ...DEFAULT_SETTINGS, ...kept };
  COMPLETED.set(kept, settings);
  return settings;
}

/** Throws DomainError invalid for authorities that are none, scopes that no person's application may have, and mail that can't be sent so. */
export async function changeSettings(within: Transaction, changes: SettingsChanges, now: number): Promise<Settings> {
  refuseBadAuthorities(changes);
  refuseOfficeScopes(changes);
  const settings = within.collection('settings');
  const before = await readSettings(within);
  const next = forgetPasswordOfOther(before, { ...before, ...changes, ...pageBefore(before, changes) });
  refuseBadMail(next);
  const changed = touched(before, next, now);
  if (changed === before) return before;
  if ((await settings.get('settings')) === undefined) await settings.insert(changed);
  else await settings.update('settings', () => changed);
  if (changed.git_tools !== before.git_tools) await setGitTools(within, changed.git_tools, now);
  return changed;
}

/** Another sign-in page leaves the one before it behind, so that it can be had back. */
function pageBefore({ login_page }: Settings, changes: SettingsChanges): Partial<Settings> {
  if (changes.login_page === undefined || isDeepStrictEqual(changes.login_page, login_page)) return {};
  return { login_page_before: login_page };
}

/** What opens the office itself is given by admins, one application at a time. */
function refuseOfficeScopes({ user_applications_scope: scope }: SettingsChanges): void {
  const names = parseScope(scope).filter((name) => OFFICE_SCOPES.includes(name));
  if (names.length === 0) return;
  const reason = `names ${names.join(' and ')}, which no application that people entered may have`;
  throw new DomainError('invalid', `user_applications_scope ${reason}`, 'user_applications_scope', reason);
}

function refuseBadAuthorities(changes: SettingsChanges): void {
  for (const name of ['outbound_ca', 'tls_client_ca'] as const) {
    const pem = changes[name];
    const reason = pem === undefined ? undefined : checkAuthorities(pem);
    if (reason !== undefined) throw new DomainError('invalid', `${name} ${reason}`, name, reason);
  }
}
