/** A person who is signed in, and could not go on: one event each, whoever said no. What strangers cause is only counted. */
import { appendAudit } from '../../audit/append.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import type { Pending } from './pending.ts';

export interface Refusal {
  /** An OAuthErrorCode, or what a sign-in program of the office's own says. */
  readonly code: string;
  readonly description: string;
  /** Where it is not Lanyard that said no. */
  readonly type?: 'authorization.refused' | 'consent.refused';
}

export async function recordRefusal(
  within: Transaction,
  { request, application, signedIn }: Pending,
  { code, description, type = 'authorization.refused' }: Refusal,
  cx: Context,
): Promise<void> {
  await appendAudit(within, {
    at: cx.now,
    type,
    actor: signedIn?.user.username ?? '',
    target: application.client_id,
    address: cx.address,
    detail: { error: code, because: description, scope: request.scope },
  });
}
