/** The office's settings and the panel's own session, as the admin API shows and takes them. */
import { z } from 'zod';
import { SMTP_SECURITY } from '../../spec/mail.ts';
import { settingsEntry } from '../configuration.ts';
import { SIGN_IN_BY_MAIL, SIGN_IN_PAGES } from '../configuration-sign-in-settings.ts';
import { moment } from './listing.ts';

/** The sign-in page has operations of its own. */
const { login_page: _page, ...fields } = settingsEntry.shape;

export const settingsView = z.object({
  issuer_name: z.string(),
  issuer: z.string(),
  access_token_lifetime_s: z.int(),
  id_token_lifetime_s: z.int(),
  refresh_token_lifetime_s: z.int(),
  refresh_token_idle_lifetime_s: z.int(),
  refresh_token_grace_s: z.int(),
  code_lifetime_s: z.int(),
  session_lifetime_s: z.int(),
  interaction_lifetime_s: z.int(),
  signing_key_lifetime_s: z.int(),
  legacy_grants: z.boolean(),
  dynamic_registration: z.enum(['off', 'approval', 'open']),
  client_id_metadata_document: z.enum(['off', 'approval', 'open']),
  registration_unused_days: z.int(),
  user_applications: z.enum(['off', 'approval', 'open']),
  user_applications_scope: z.string(),
  user_applications_each: z.int(),
  user_app_passwords: z.enum(['off', 'on']),
  user_app_passwords_each: z.int(),
  git_tools: z.enum(['off', 'gitea', 'forgejo']),
  require_pushed_authorization_requests: z.boolean(),
  require_dpop_nonce: z.boolean(),
  outbound_allow: z.array(z.string()),
  outbound_ca: z.string(),
  tls_client_ca: z.string(),
  login_attempts_per_minute: z.int(),
  client_attempts_per_minute: z.int(),
  registrations_per_minute: z.int(),
  admin_from: z.enum(['loopback', 'lan']),
  sign_in_page: z.enum(SIGN_IN_PAGES),
  sign_in_by_mail: z.enum(SIGN_IN_BY_MAIL),
  sign_in_by_mail_for_admins: z.boolean(),
  new_password_by_mail: z.boolean(),
  sign_up: z.boolean(),
  smtp_host: z.string(),
  smtp_port: z.int(),
  smtp_security: z.enum(SMTP_SECURITY),
  smtp_plain_on_network: z.boolean(),
  smtp_username: z.string(),
  smtp_password_kept: z.boolean().describe('Whether there is one; it is told to nobody.'),
  smtp_from: z.string(),
  dialect_listeners: z.array(z.string()),
  post_logout_redirect_uris: z.array(z.string()),
  default_audience: z.string(),
  login_url: z.string(),
  consent_url: z.string(),
  logout_url: z.string(),
  device_url: z.string(),
  updated_at: moment,
});
export const settingsChanges = z.strictObject(fields);

/** Who is signed in to the panel. */
export const panelSessionView = z.object({
  user: z.object({ id: z.string(), username: z.string(), name: z.string() }),
  csrf: z.string().describe('Goes back as the header X-Lanyard-CSRF with every request; told when the session begins.'),
  confirmed_until: moment.describe('Until then secrets and keys can be changed without asking again.'),
  expires_at: moment,
  issuer_name: z.string(),
});
export const panelSignIn = z.strictObject({
  username: z.string().min(1).max(1000),
  password: z.string().min(1).max(4096),
});
export const panelConfirm = z.strictObject({ password: z.string().min(1).max(4096) });
export const ownerSignIn = z.strictObject({ ticket: z.string().min(20).max(200) });

export const CSRF_HEADER = 'x-lanyard-csrf';

/** What stands before the value of `csrf` in the fragment of the address by which whoever set the office up opens the panel. */
export const PANEL_SESSION_FRAGMENT = 'session=';

/** What stands before the ticket in the fragment of the address by which the desktop program opens the panel. */
export const OWNER_TICKET_FRAGMENT = 'owner-ticket=';
