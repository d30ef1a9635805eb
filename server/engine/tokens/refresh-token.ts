/**
 * Refresh tokens: who gets one, and how the successor of one is found again. A successor's value is derived from its
 * parent's by HMAC, so that a client whose answer was lost can be given the same one without it being kept in clear.
 */
import { hashSecret } from '../../directory/machine-secrets.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Grant as GrantRecord, RefreshToken } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import type { RefreshPlan } from '../grants/grant.ts';
import { prefixed } from './prefixed.ts';

/** The first refresh token of a family; undefined unless the application may refresh and was granted offline_access. */
export function firstRefreshToken(grant: GrantRecord, application: Application, cx: Context): RefreshPlan | undefined {
  if (!application.grant_types.includes('refresh_token') || !grant.offline) return undefined;
  const refresh_token = prefixed('refresh_token', cx.secrets.random(), application.dialect, cx);
  return { refresh_token, scope: grant.scope, expires_at: grant.expires_at };
}

/** The token that replaces `presented`; the same value however often it is asked for. RFC 9700 §4.14.2 */
export function successorOf(
  presented: string,
  { dialect }: Pick<Application, 'dialect'>,
  cx: Context,
): { readonly value: string; readonly id: string } {
  const value = prefixed('refresh_token', cx.secrets.derive('refresh-successor', presented), dialect, cx);
  return { value, id: hashSecret(value) };
}

export function refreshTokenRecord(
  plan: RefreshPlan,
  grant: GrantRecord,
  { now, address }: Pick<Context, 'now' | 'address'>,
): RefreshToken {
  return {
    id: hashSecret(plan.refresh_token),
    grant_id: grant.id,
    client_id: grant.client_id,
    scope: plan.scope,
    ...(plan.parent_id === undefined ? {} : { parent_id: plan.parent_id }),
    ...(plan.cnf === undefined ? {} : { cnf: plan.cnf }),
    address,
    issued_at: now,
    expires_at: plan.expires_at,
  };
}
