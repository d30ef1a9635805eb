/** Which applications a session signed somebody in to: those that have to hear of its end. */
import type { Application } from '../storage/records/directory.ts';
import type { Grant, Session } from '../storage/records/flow.ts';
import type { Collections, Transaction } from '../storage/store.ts';

/**
 * Keeps with the session that an application gets an ID token in it, and with it its `sid`. The grant itself may be forgotten
 * long before the session ends, and the application still have the person signed in. In the transaction that makes the grant.
 */
export async function noteApplication(
  within: Transaction,
  { sid, client_id, scope }: Pick<Grant, 'sid' | 'client_id' | 'scope'>,
): Promise<void> {
  if (!scope.includes('openid')) return;
  const sessions = within.collection('sessions');
  const [session] = await sessions.find('sid', sid);
  if (session === undefined || session.client_ids?.includes(client_id) === true) return;
  await sessions.update(session.id, (old) => ({ ...old, client_ids: [...(old.client_ids ?? []), client_id] }));
}

/**
 * The applications that got an ID token in this session; whatever became of what they were granted, they may still have the
 * person signed in. In the order of their client_ids.
 */
export async function applicationsOf(
  collections: Collections,
  { sid, client_ids = [] }: Pick<Session, 'sid' | 'client_ids'>,
): Promise<readonly Application[]> {
  // Sessions that began before this was kept with them are known by their grants alone.
  const grants = await collections.collection('grants').find('sid', sid);
  const granted = grants.filter(({ scope }) => scope.includes('openid')).map(({ client_id }) => client_id);
  const found = await Promise.all(
    [...new Set([...client_ids, ...granted])]
      .sort()
      .map((client_id) => collections.collection('applications').find('client_id', client_id)),
  );
  return found.flat();
}
