/** Authorization codes: a random value, bound to the application, its redirect URI and its code_challenge. */
import { hashSecret } from '../../directory/machine-secrets.ts';
import type { AuthorizationCode, Grant as GrantRecord, PendingRequest } from '../../storage/records/flow.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import { prefixed } from './prefixed.ts';

/** A used code stays on record at least this long, so that a late replay still revokes what the first use issued. */
const SHORTEST_MEMORY_S = 600;

export interface NewCode {
  readonly value: string;
  /** What has to be on disk before the code is handed out. */
  readonly record: AuthorizationCode;
}

/** RFC 6749 §4.1.2 */
export function newCode(
  request: PendingRequest,
  { grant, application }: { readonly grant: GrantRecord; readonly application: Application },
  cx: Context,
): NewCode {
  const value = prefixed('authorization_code', cx.secrets.random(), application.dialect, cx);
  const { access_token_lifetime_s, code_lifetime_s } = cx.settings;
  const record: AuthorizationCode = {
    id: hashSecret(value),
    grant_id: grant.id,
    client_id: request.client_id,
    ...(request.redirect_uri_sent ? { redirect_uri: request.redirect_uri } : {}),
    ...(request.code_challenge === undefined ? {} : { code_challenge: request.code_challenge }),
    ...(request.dpop_jkt === undefined ? {} : { dpop_jkt: request.dpop_jkt }),
    issued_at: cx.now,
    redeem_before: cx.now + code_lifetime_s,
    expires_at: cx.now + code_lifetime_s + Math.max(access_token_lifetime_s, SHORTEST_MEMORY_S),
  };
  return { value, record };
}
