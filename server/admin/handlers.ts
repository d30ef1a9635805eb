/** The table of the admin API's handlers: one for every operation of the contract, or the types don't fit. */
import type { OperationName } from '../contract/admin/operations.ts';
import { API_HANDLERS } from './apis-api.ts';
import { APPLICATION_DETAIL_HANDLERS } from './application-details-api.ts';
import { APPLICATION_KEYS_HANDLERS } from './application-keys-api.ts';
import { APPLICATION_HANDLERS } from './applications-api.ts';
import { AUDIT_HANDLERS } from './audit-api.ts';
import { COUNTED_EVENT_HANDLERS } from './counted-events-api.ts';
import { DIALECT_HANDLERS } from './dialects-api.ts';
import { EXPORT_HANDLERS } from './exports-api.ts';
import { EXTENSION_GRANT_HANDLERS } from './extension-grants-api.ts';
import { GRANT_HANDLERS } from './grants-api.ts';
import { GROUP_HANDLERS } from './groups-api.ts';
import type { AdminContext, Call, Handlers, MediaReply } from './handler.ts';
import { LOGIN_PAGE_HANDLERS } from './login-page-api.ts';
import { MAIL_HANDLERS } from './mails-api.ts';
import { LOGOUT_DELIVERY_HANDLERS } from './logout-deliveries-api.ts';
import { INITIAL_ACCESS_TOKEN_HANDLERS } from './initial-access-tokens-api.ts';
import { SCOPE_HANDLERS } from './scopes-api.ts';
import { ACCOUNT_HANDLERS } from './service-accounts-api.ts';
import { PANEL_SESSION_HANDLERS } from './session-api.ts';
import { SESSION_HANDLERS } from './sessions-api.ts';
import { SETTINGS_HANDLERS } from './settings-api.ts';
import { KEY_HANDLERS } from './signing-keys-api.ts';
import { STATUS_HANDLERS } from './status-api.ts';
import { TRACE_HANDLERS } from './trace-api.ts';
import { TRUSTED_ISSUER_HANDLERS } from './trusted-issuers-api.ts';
import { USER_APP_PASSWORD_HANDLERS } from './user-app-passwords-api.ts';
import { USER_HANDLERS } from './users-api.ts';

const HANDLERS: Handlers = {
  ...PANEL_SESSION_HANDLERS,
  ...USER_HANDLERS,
  ...USER_APP_PASSWORD_HANDLERS,
  ...GRANT_HANDLERS,
  ...GROUP_HANDLERS,
  ...APPLICATION_HANDLERS,
  ...APPLICATION_DETAIL_HANDLERS,
  ...APPLICATION_KEYS_HANDLERS,
  ...DIALECT_HANDLERS,
  ...LOGOUT_DELIVERY_HANDLERS,
  ...INITIAL_ACCESS_TOKEN_HANDLERS,
  ...ACCOUNT_HANDLERS,
  ...API_HANDLERS,
  ...SCOPE_HANDLERS,
  ...TRUSTED_ISSUER_HANDLERS,
  ...EXTENSION_GRANT_HANDLERS,
  ...KEY_HANDLERS,
  ...SESSION_HANDLERS,
  ...STATUS_HANDLERS,
  ...EXPORT_HANDLERS,
  ...SETTINGS_HANDLERS,
  ...LOGIN_PAGE_HANDLERS,
  ...MAIL_HANDLERS,
  ...AUDIT_HANDLERS,
  ...COUNTED_EVENT_HANDLERS,
  ...TRACE_HANDLERS,
};

/** What any handler may answer. */
export type AnyReply = MediaReply | PlainReply;

export interface PlainReply {
  readonly body?: unknown;
  readonly etag?: string;
  readonly panel?: { readonly value: string; readonly lifetime_s: number } | null;
}

/** A call whose parts were read by the schemas of its own operation. */
export type AnyCall = Omit<Call<OperationName>, 'path' | 'query' | 'body'> & {
  readonly path: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
};

export type AnyHandler = (call: AnyCall, cx: AdminContext) => Promise<AnyReply>;

/** What its call holds is the caller's promise: that it was read by the schemas of that very operation. */
export function handlerOf(name: OperationName): AnyHandler {
  return HANDLERS[name] as AnyHandler;
}
