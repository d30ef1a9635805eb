/** Ends one authorization: the codes, refresh tokens and access tokens that hang on it are dead from then on. */
import { appendAudit } from '../audit/append.ts';
import type { Transaction } from '../storage/store.ts';

/** `because` completes "revoked because …", for the audit log. Does nothing to one that has ended already. */
export async function revokeGrant(within: Transaction, grant_id: string, because: string, now: number): Promise<void> {
  const grants = within.collection('grants');
  const grant = await grants.get(grant_id);
  if (grant === undefined || grant.revoked_at !== undefined) return;
  await grants.update(grant_id, (old) => ({ ...old, revoked_at: now, revoked_because: because }));
  await appendAudit(within, {
    at: now,
    type: 'grant.revoked',
    actor: grant.client_id,
    target: grant.user_id,
    address: '',
    detail: { because, client_id: grant.client_id },
  });
}
