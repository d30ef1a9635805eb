/** What people have allowed applications, as a whole per person. What hangs on one grant, and its use, is the engine's. */
import type { Transaction } from '../storage/store.ts';

/** Ends every grant of a person, and with it the codes and tokens that hang on it. Answers how many there were. */
export async function endGrantsOfUser(
  within: Transaction,
  user_id: string,
  because: string,
  now: number,
): Promise<number> {
  const grants = within.collection('grants');
  const live = (await grants.find('user_id', user_id)).filter(
    ({ revoked_at, expires_at }) => revoked_at === undefined && expires_at > now,
  );
  for (const { id } of live) {
    await grants.update(id, (old) => ({ ...old, revoked_at: now, revoked_because: because }));
  }
  return live.length;
}
