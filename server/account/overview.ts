/** The first page of an account: everything at a glance, each with the way to end it. */
import { readLiveSessionsOf, type OwnedSession, signedInAt } from '../admin/live-sessions.ts';
import type { AccountSessionView } from '../contract/account-pages.ts';
import { findApplication } from '../directory/applications.ts';
import { readHeldByApplications } from '../directory/held-by-applications.ts';
import type { Context } from '../engine/context.ts';
import { browserOf } from '../spec/browser-name.ts';
import { viewAppPasswords } from './app-password-uses.ts';
import { factsOf } from './facts.ts';
import { readSaid } from './said.ts';
import { viewHeld } from './view-applications.ts';
import { viewOwnApplications } from './view-own-applications.ts';
import { type AccountPage, HOME, type Visit } from './visit.ts';

export const overview: AccountPage = {
  path: HOME,
  async show(visit, cx) {
    const { user, request } = visit;
    const held = await readHeldByApplications(cx.store, user.id, cx.now);
    const own = await viewOwnApplications(visit, cx);
    const app_passwords = await viewAppPasswords(user, cx);
    const said = readSaid(request.params, visit, cx);
    return {
      kind: 'page',
      status: 200,
      view: {
        page: 'account',
        now: cx.now,
        person: { name: user.name, username: user.username },
        facts: factsOf(user),
        applications: await Promise.all(held.map((each) => viewHeld(each, user, cx))),
        sessions: await readSessions(visit, cx),
        ...(own === undefined ? {} : { own }),
        ...(app_passwords === undefined ? {} : { app_passwords }),
        sign_out: new URL(cx.urls.endpoint('end-session') ?? HOME, cx.urls.issuer()).pathname,
        ...(said === undefined ? {} : { said }),
      },
    };
  },
};

/** This browser first, then whoever signed in last. */
export async function readSessions(
  { user, session }: Pick<Visit, 'user' | 'session'>,
  cx: Context,
): Promise<readonly AccountSessionView[]> {
  const owned = await readLiveSessionsOf(user, cx.store, cx.now);
  const shown = await Promise.all(owned.map((each) => viewSession(each, session.sid, cx)));
  return shown.toSorted((one, other) => Number(other.current) - Number(one.current) || other.since - one.since);
}

async function viewSession(owned: OwnedSession, own_sid: string, { store }: Context): Promise<AccountSessionView> {
  const { id, kind, session } = owned;
  const grants = kind === 'panel' ? [] : await store.collection('grants').find('sid', id);
  const clients = [...new Set(grants.map(({ client_id }) => client_id))];
  const found = await Promise.all(clients.map((client_id) => findApplication(store, client_id)));
  return {
    id,
    browser: browserOf(session.user_agent),
    address: session.address,
    since: signedInAt(owned),
    current: id === own_sid,
    panel: kind === 'panel',
    applications: found.flatMap((application) => application?.client_name ?? []).toSorted(),
  };
}
