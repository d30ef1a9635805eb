/** Which applications a session signed somebody in to: those that have to hear of its end. */
import type { Application } from '../storage/records/directory.ts';
import type { Session } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';

/**
 * The applications that got an ID token in this session, and with it its `sid`; whatever became of what they were granted,
 * they may still have the person signed in. In the order of their client_ids.
 */
export async function applicationsOf(
  collections: Collections,
  { sid }: Pick<Session, 'sid'>,
): Promise<readonly Application[]> {
  const grants = await collections.collection('grants').find('sid', sid);
  const told = grants.filter(({ scope }) => scope.includes('openid')).map(({ client_id }) => client_id);
  const found = await Promise.all(
    [...new Set(told)].sort().map((client_id) => collections.collection('applications').find('client_id', client_id)),
  );
  return found.flat();
}
