/** Ends one access token; the refresh token beside it lives on. RFC 7009 §2.1 */
import { appendAudit } from '../audit/append.ts';
import type { Transaction } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { LiveToken } from './tokens/lookup.ts';

export async function revokeAccessToken(token: LiveToken, cx: Context): Promise<void> {
  await cx.store.transaction(async (within) => {
    if (!(await endToken(within, token))) return;
    const { subject, client_id } = token;
    await appendAudit(within, {
      at: cx.now,
      type: 'token.revoked',
      actor: subject.kind === 'service_account' ? subject.account.username : client_id,
      target: subject.kind === 'user' ? (subject.user?.username ?? subject.grant.user_id) : '',
      address: cx.address,
      detail: { scope: token.scope, format: token.format },
    });
  });
}

/** Whether nobody was faster. */
async function endToken(within: Transaction, { format, id, exp }: LiveToken): Promise<boolean> {
  if (format === 'opaque') return within.collection('access_tokens').remove(id);
  const revoked = within.collection('revoked_tokens');
  if ((await revoked.get(id)) !== undefined) return false;
  await revoked.insert({ id, expires_at: exp });
  return true;
}
