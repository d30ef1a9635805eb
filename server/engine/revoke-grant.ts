/** Ends one authorization: the codes, refresh tokens and access tokens that hang on it are dead from then on. */
import { appendAudit } from '../audit/append.ts';
import type { Context } from './context.ts';
import type { Transaction } from '../storage/store.ts';

/** `because` completes "revoked because …", for the audit log. Does nothing to one that has ended already. */
export async function revokeGrant(
  within: Transaction,
  grant_id: string,
  because: string,
  { now, address, trace }: Pick<Context, 'now' | 'address' | 'trace'>,
): Promise<void> {
  const grants = within.collection('grants');
  const grant = await grants.get(grant_id);
  if (grant === undefined || grant.revoked_at !== undefined) return;
  trace?.join(grant.flow_id);
  await grants.update(grant_id, (old) => ({ ...old, revoked_at: now, revoked_because: because }));
  const user = await within.collection('users').get(grant.user_id);
  await appendAudit(within, {
    at: now,
    type: 'grant.revoked',
    actor: grant.client_id,
    target: user?.username ?? grant.user_id,
    address,
    detail: { because, client_id: grant.client_id },
  });
}
