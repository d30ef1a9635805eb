/** Browsers in which people are signed in, and what applications hold of people, in the admin API. */
import type { Answered } from '../contract/admin/types.ts';
import { everyRecord } from '../directory/every-record.ts';
import { endSession, endSessionsOfUser, getSessionBySid, isLiveSession } from '../directory/sessions.ts';
import type { User } from '../storage/records/directory.ts';
import type { Session } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';
import type { Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import { recordChange } from './record-change.ts';
import type { Order } from './order.ts';
import { readUserRecord } from './users-api.ts';
import { listGrants, revokeGrant } from './view-grant.ts';

type SessionView = Answered<'listSessions'>['items'][number];

/** A session and whose it is: what lists search and sort. */
export interface OwnedSession {
  readonly id: string;
  readonly session: Session;
  readonly user: User;
}

const SESSION_ORDER: Order<OwnedSession> = {
  searched: ({ session, user }) => [user.username, user.name, session.address, session.user_agent],
  sorted: {
    username: ({ user }) => user.username,
    name: ({ user }) => user.name,
    address: ({ session }) => session.address,
    auth_time: ({ session }) => session.auth_time,
    created_at: ({ session }) => session.created_at,
    expires_at: ({ session }) => session.expires_at,
  },
};

/** Every session that is alive, of people who exist. */
export async function readLiveSessions(collections: Collections, now: number): Promise<readonly OwnedSession[]> {
  const live: Session[] = [];
  for await (const session of everyRecord(collections.collection('sessions'))) {
    if (isLiveSession(session, now)) live.push(session);
  }
  return withOwners(collections, live);
}

async function withOwners(collections: Collections, sessions: readonly Session[]): Promise<readonly OwnedSession[]> {
  const users = await Promise.all(sessions.map(({ user_id }) => collections.collection('users').get(user_id)));
  return sessions.flatMap((session, index) => {
    const user = users[index];
    // The sid, because the record's own id is the hash of the cookie.
    return user === undefined ? [] : [{ id: session.sid, session, user }];
  });
}

async function viewSession(collections: Collections, { session, user }: OwnedSession): Promise<SessionView> {
  const grants = await collections.collection('grants').find('sid', session.sid);
  const { sid, user_id, address, user_agent, amr, auth_time, created_at, expires_at } = session;
  return {
    sid,
    user_id,
    username: user.username,
    name: user.name,
    address,
    user_agent,
    amr: [...amr],
    auth_time,
    created_at,
    expires_at,
    applications: [...new Set(grants.map(({ client_id }) => client_id))].sort(),
  };
}

type SessionOperation =
  | 'listSessions'
  | 'endSession'
  | 'listUserSessions'
  | 'endUserSessions'
  | 'listUserGrants'
  | 'revokeUserGrant';

export const BROWSER_HANDLERS: Handlers<SessionOperation> = {
  async listSessions({ query }, { store, now }) {
    const live = await readLiveSessions(store, now);
    return { body: await listRecords(live, SESSION_ORDER, query, (owned) => viewSession(store, owned)) };
  },

  async endSession({ path }, cx) {
    await cx.store.transaction(async (within) => {
      const session = await getSessionBySid(within, path.sid);
      if (session === undefined || !isLiveSession(session, cx.now)) return;
      await endSession(within, session.id, cx.now);
      const user = await within.collection('users').get(session.user_id);
      const detail = { sid: session.sid, ended: 1 };
      await recordChange(
        within,
        { type: 'session.removed', target: user?.username ?? session.user_id, detail, touched: [] },
        cx,
      );
    });
    return {};
  },

  async listUserSessions({ path, query }, { store, now }) {
    const user = await readUserRecord(store, path.id);
    const sessions = await store.collection('sessions').find('user_id', user.id);
    const live = sessions.filter((session) => isLiveSession(session, now));
    const owned = await withOwners(store, live);
    return { body: await listRecords(owned, SESSION_ORDER, query, (each) => viewSession(store, each)) };
  },

  async endUserSessions({ path }, cx) {
    await cx.store.transaction(async (within) => {
      const user = await within.collection('users').get(path.id);
      const ended = user === undefined ? 0 : await endSessionsOfUser(within, user.id, cx.now);
      if (user === undefined || ended === 0) return;
      const detail = { id: user.id, ended };
      await recordChange(within, { type: 'session.removed', target: user.username, detail, touched: [] }, cx);
    });
    return {};
  },

  async listUserGrants({ path, query }, cx) {
    const { id } = await readUserRecord(cx.store, path.id);
    return { body: await listGrants(await cx.store.collection('grants').find('user_id', id), query, cx) };
  },

  async revokeUserGrant({ path }, cx) {
    await revokeGrant(path.grant_id, (grant) => grant.user_id === path.id, cx);
    return {};
  },
};
