/** Signs other browsers out: one of them, or all but this one. */
import { findPanelSession } from '../admin/live-sessions.ts';
import { appendAudit } from '../audit/append.ts';
import type { AccountQuestionView } from '../contract/account-pages.ts';
import { endPanelSession, endPanelSessionsOfUser } from '../directory/panel-sessions.ts';
import { endSession, endSessionsOfUser, getSessionBySid } from '../directory/sessions.ts';
import type { Context } from '../engine/context.ts';
import type { PageResponse } from '../engine/wire.ts';
import type { Transaction } from '../storage/store.ts';
import { readSessions } from './overview.ts';
import { goHome } from './said.ts';
import { type AccountPage, csrfOf, type Visit } from './visit.ts';

export const endOne: AccountPage = {
  path: '/account/sessions/',
  tail: '/end',
  async show(visit, cx) {
    const session = await find(visit, cx);
    const action = `/account/sessions/${visit.named}/end`;
    return session && ask({ kind: 'end-session', session }, action, visit, cx);
  },
  async take(visit, cx) {
    const session = await find(visit, cx);
    if (session === undefined) return undefined;
    const { username } = visit.user;
    await cx.store.transaction(async (within) => {
      await (session.panel ? endInPanel(within, session.id) : endBySid(within, session.id, cx));
      const [type, detail] = session.panel
        ? (['panel.removed', { sid: session.id, address: session.address }] as const)
        : (['session.removed', { sid: session.id, ended: 1 }] as const);
      await appendAudit(within, { at: cx.now, type, actor: username, target: username, address: cx.address, detail });
    });
    return goHome(`${session.browser} is signed out.`, visit, cx);
  },
};

export const endOthers: AccountPage = {
  path: '/account/sign-out-others',
  async show(visit, cx) {
    const sessions = (await readSessions(visit, cx)).filter(({ current }) => !current);
    return ask({ kind: 'end-others', sessions }, '/account/sign-out-others', visit, cx);
  },
  async take(visit, cx) {
    const { user, session } = visit;
    const { username } = user;
    const count = await cx.store.transaction(async (within) => {
      const ended = await endSessionsOfUser(within, user.id, cx.now, session.id);
      const panel_sessions_ended = await endPanelSessionsOfUser(within, user.id);
      if (ended + panel_sessions_ended === 0) return 0;
      const detail = { id: user.id, ended, panel_sessions_ended };
      const event = { at: cx.now, type: 'session.removed', actor: username, target: username, detail } as const;
      await appendAudit(within, { ...event, address: cx.address });
      return ended + panel_sessions_ended;
    });
    const said = count === 0 ? 'You were signed in nowhere else.' : 'You are signed out everywhere else.';
    return goHome(said, visit, cx);
  },
};

/** This browser signs out at its own page. */
async function find(visit: Visit, cx: Context) {
  const sessions = await readSessions(visit, cx);
  return sessions.find(({ id, current }) => id === visit.named && !current);
}

function ask(question: AccountQuestionView['question'], action: string, visit: Visit, cx: Context): PageResponse {
  const view = {
    page: 'account-question',
    now: cx.now,
    action,
    csrf: csrfOf(visit, cx),
    fields: [],
    question,
  } as const;
  return { kind: 'page', status: 200, view };
}

async function endBySid(within: Transaction, sid: string, cx: Context): Promise<void> {
  const session = await getSessionBySid(within, sid);
  if (session !== undefined) await endSession(within, session.id, cx.now);
}

async function endInPanel(within: Transaction, sid: string): Promise<void> {
  const session = await findPanelSession(within, sid);
  if (session !== undefined) await endPanelSession(within, session.id);
}
