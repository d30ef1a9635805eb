/** What becomes of a grant when its code is redeemed: from then on it no longer runs out with that. RFC 6749 §4.1.3 */
import type { Transaction } from '../storage/store.ts';

/** Does nothing where the grant is gone. */
export async function collectGrant(within: Transaction, id: string, now: number): Promise<void> {
  const grants = within.collection('grants');
  if ((await grants.get(id)) === undefined) return;
  await grants.update(id, ({ collect_by: _over, ...grant }) => ({ ...grant, collected_at: now }));
}
