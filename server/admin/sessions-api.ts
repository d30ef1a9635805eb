/** Browsers in which people are signed in, in the admin API. */
import type { Query } from '../contract/admin/types.ts';
import { endPanelSession, endPanelSessionsOfUser } from '../directory/panel-sessions.ts';
import { endSession, endSessionsOfUser, getSessionBySid, isLiveSession } from '../directory/sessions.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import {
  findPanelSession,
  isCurrent,
  type OwnedSession,
  readLiveSessions,
  readLiveSessionsOf,
  SESSION_ORDER,
  viewSession,
} from './live-sessions.ts';
import { recordChange } from './record-change.ts';
import { readUserRecord } from './users-api.ts';

type SessionOperation = 'listSessions' | 'endSession' | 'listUserSessions' | 'endUserSessions';

export const SESSION_HANDLERS: Handlers<SessionOperation> = {
  async listSessions({ query }, cx) {
    return { body: await listSessions(await readLiveSessions(cx.store, cx.now), query, cx) };
  },

  async endSession({ path }, cx) {
    const own = await cx.store.transaction(async (within) => {
      await endSignOn(within, path.sid, cx);
      return endOfPanel(within, path.sid, cx);
    });
    return own ? { panel: null } : {};
  },

  async listUserSessions({ path, query }, cx) {
    const user = await readUserRecord(cx.store, path.id);
    return { body: await listSessions(await readLiveSessionsOf(user, cx.store, cx.now), query, cx) };
  },

  async endUserSessions({ path }, cx) {
    await cx.store.transaction(async (within) => {
      const user = await within.collection('users').get(path.id);
      if (user === undefined) return;
      const ended = await endSessionsOfUser(within, user.id, cx.now);
      const panel_sessions_ended = await endPanelSessionsOfUser(within, user.id);
      if (ended + panel_sessions_ended === 0) return;
      const detail = { id: user.id, ended, panel_sessions_ended };
      await recordChange(within, { type: 'session.removed', target: user.username, detail, touched: [] }, cx);
    });
    const own = cx.actor.kind === 'panel' && cx.actor.user.id === path.id;
    return own ? { panel: null } : {};
  },
};

async function listSessions(live: readonly OwnedSession[], query: Query<'listSessions'>, cx: AdminContext) {
  const filter = query.client_id === undefined ? undefined : await wereUsedFor(query.client_id, cx.store);
  const show = (owned: OwnedSession) => viewSession(cx.store, owned, cx.actor);
  return listRecords(live, { order: SESSION_ORDER, query, filter, show });
}

async function wereUsedFor(client_id: string, collections: Collections): Promise<(owned: OwnedSession) => boolean> {
  const grants = await collections.collection('grants').find('client_id', client_id);
  const sids = new Set(grants.map(({ sid }) => sid));
  return ({ kind, id }) => kind === 'sign_on' && sids.has(id);
}

async function endSignOn(within: Transaction, sid: string, cx: AdminContext): Promise<void> {
  const session = await getSessionBySid(within, sid);
  if (session === undefined || !isLiveSession(session, cx.now)) return;
  await endSession(within, session.id, cx.now);
  const user = await within.collection('users').get(session.user_id);
  const target = user?.username ?? session.user_id;
  const detail = { sid: session.sid, ended: 1 };
  await recordChange(within, { type: 'session.removed', target, detail, touched: [] }, cx);
}

/** Whether it was the session of the panel that asks. */
async function endOfPanel(within: Transaction, sid: string, cx: AdminContext): Promise<boolean> {
  const session = await findPanelSession(within, sid);
  if (session === undefined || session.expires_at <= cx.now) return false;
  await endPanelSession(within, session.id);
  const user = await within.collection('users').get(session.user_id);
  const target = user?.username ?? session.user_id;
  const detail = { sid, address: session.address };
  await recordChange(within, { type: 'panel.removed', target, detail, touched: [] }, cx);
  return isCurrent(session, cx.actor);
}
