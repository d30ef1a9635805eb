/** The office's settings in the admin API. */
import type { Answered } from '../contract/admin/types.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { withSealedPassword } from '../directory/mail-settings.ts';
import { changeSettings, readSettings } from '../directory/settings.ts';
import { isJsonObject } from '../spec/json-object.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Settings } from '../storage/records/directory.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { differences, recordChange } from './record-change.ts';

/** The public base URL is what this server goes by, whether somebody chose it or not. */
function viewSettings(settings: Settings, cx: AdminContext): Answered<'readSettings'> {
  return {
    issuer_name: settings.issuer_name,
    issuer: cx.house.facts().issuer,
    access_token_lifetime_s: settings.access_token_lifetime_s,
    id_token_lifetime_s: settings.id_token_lifetime_s,
    refresh_token_lifetime_s: settings.refresh_token_lifetime_s,
    refresh_token_idle_lifetime_s: settings.refresh_token_idle_lifetime_s,
    refresh_token_grace_s: settings.refresh_token_grace_s,
    code_lifetime_s: settings.code_lifetime_s,
    session_lifetime_s: settings.session_lifetime_s,
    interaction_lifetime_s: settings.interaction_lifetime_s,
    signing_key_lifetime_s: settings.signing_key_lifetime_s,
    legacy_grants: settings.legacy_grants,
    dynamic_registration: settings.dynamic_registration,
    client_id_metadata_document: settings.client_id_metadata_document,
    registration_unused_days: settings.registration_unused_days,
    user_applications: settings.user_applications,
    user_applications_scope: settings.user_applications_scope,
    user_applications_each: settings.user_applications_each,
    user_app_passwords: settings.user_app_passwords,
    user_app_passwords_each: settings.user_app_passwords_each,
    git_tools: settings.git_tools,
    require_pushed_authorization_requests: settings.require_pushed_authorization_requests,
    require_dpop_nonce: settings.require_dpop_nonce,
    outbound_allow: [...settings.outbound_allow],
    outbound_ca: settings.outbound_ca,
    tls_client_ca: settings.tls_client_ca,
    login_attempts_per_minute: settings.login_attempts_per_minute,
    client_attempts_per_minute: settings.client_attempts_per_minute,
    registrations_per_minute: settings.registrations_per_minute,
    admin_from: settings.admin_from,
    sign_in_page: settings.sign_in_page,
    sign_in_by_mail: settings.sign_in_by_mail,
    sign_in_by_mail_for_admins: settings.sign_in_by_mail_for_admins,
    new_password_by_mail: settings.new_password_by_mail,
    sign_up: settings.sign_up,
    smtp_host: settings.smtp_host,
    smtp_port: settings.smtp_port,
    smtp_security: settings.smtp_security,
    smtp_plain_on_network: settings.smtp_plain_on_network,
    smtp_username: settings.smtp_username,
    smtp_password_kept: settings.smtp_password_sealed !== '',
    smtp_from: settings.smtp_from,
    dialect_listeners: [...settings.dialect_listeners],
    post_logout_redirect_uris: [...settings.post_logout_redirect_uris],
    default_audience: settings.default_audience,
    login_url: settings.login_url,
    consent_url: settings.consent_url,
    logout_url: settings.logout_url,
    device_url: settings.device_url,
    updated_at: settings.updated_at,
  };
}

export const SETTINGS_HANDLERS: Handlers<'readSettings' | 'changeSettings'> = {
  async readSettings(_call, cx) {
    return single(viewSettings(await readSettings(cx.store), cx), 'changeSettings');
  },

  async changeSettings({ body, preconditions }, cx) {
    const settings = await cx.store.transaction(async (within) => {
      const old = await readSettings(within);
      const before = viewSettings(old, cx);
      assertCurrent(before, 'changeSettings', preconditions);
      const changes = withSealedPassword(definedFields(body), old, cx.house.secrets);
      const changed = await changeSettings(within, changes, cx.now);
      const detail = withPassword(differences(before, viewSettings(changed, cx)), old, changed);
      // The tools are applications, which came or went with this.
      const touched = before.git_tools === changed.git_tools ? { touched: [] } : {};
      await recordChange(within, { type: 'settings.changed', target: '', detail, ...touched }, cx);
      return changed;
    });
    return single(viewSettings(settings, cx), 'changeSettings');
  },
};

/** Another password looks like the one before it, and is a change all the same. */
function withPassword(detail: JsonObject, before: Settings, after: Settings): JsonObject {
  if (before.smtp_password_sealed === after.smtp_password_sealed) return detail;
  const kept = { smtp_password_kept: after.smtp_password_sealed !== '' };
  return { ...detail, after: { ...(isJsonObject(detail['after']) ? detail['after'] : {}), ...kept } };
}
