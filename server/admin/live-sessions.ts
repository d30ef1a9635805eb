/** Browsers in which somebody is signed in: for applications, or to the panel; as lists show, search and sort them. */
import type { Answered } from '../contract/admin/types.ts';
import { findApplication } from '../directory/applications.ts';
import { everyRecord } from '../directory/every-record.ts';
import { hashSecret } from '../directory/machine-secrets.ts';
import { isLivePanelSession } from '../directory/panel-sessions.ts';
import { isLiveSession } from '../directory/sessions.ts';
import type { User } from '../storage/records/directory.ts';
import type { PanelSession, Session } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';
import type { Actor } from './handler.ts';
import type { Order } from './order.ts';

export type SessionView = Answered<'listSessions'>['items'][number];

/** A session and whose it is. `id` is what the admin API calls it by. */
export type OwnedSession =
  | { readonly kind: 'sign_on'; readonly id: string; readonly session: Session; readonly user: User }
  | { readonly kind: 'panel'; readonly id: string; readonly session: PanelSession; readonly user: User };

export const SESSION_ORDER: Order<OwnedSession> = {
  searched: ({ session, user }) => [user.username, user.name, session.address, session.user_agent],
  sorted: {
    username: ({ user }) => user.username,
    name: ({ user }) => user.name,
    address: ({ session }) => session.address,
    auth_time: signedInAt,
    created_at: ({ session }) => session.created_at,
    expires_at: ({ session }) => session.expires_at,
  },
  standard: '-auth_time',
};

/** Every session that is alive, of people who exist. */
export async function readLiveSessions(collections: Collections, now: number): Promise<readonly OwnedSession[]> {
  const sessions: Session[] = [];
  for await (const session of everyRecord(collections.collection('sessions'))) sessions.push(session);
  const panel: PanelSession[] = [];
  for await (const session of everyRecord(collections.collection('panel_sessions'))) panel.push(session);
  return ownedBy({ sessions, panel }, collections, now);
}

export async function readLiveSessionsOf(
  { id }: User,
  collections: Collections,
  now: number,
): Promise<readonly OwnedSession[]> {
  const [sessions, panel] = await Promise.all([
    collections.collection('sessions').find('user_id', id),
    collections.collection('panel_sessions').find('user_id', id),
  ]);
  return ownedBy({ sessions, panel }, collections, now);
}

interface Found {
  readonly sessions: readonly Session[];
  readonly panel: readonly PanelSession[];
}

async function ownedBy({ sessions, panel }: Found, collections: Collections, now: number): Promise<OwnedSession[]> {
  const owners = new Map<string, User | undefined>();
  for (const { user_id } of [...sessions, ...panel]) {
    if (!owners.has(user_id)) owners.set(user_id, await collections.collection('users').get(user_id));
  }
  const owned: OwnedSession[] = [];
  for (const session of sessions) {
    const user = owners.get(session.user_id);
    if (user === undefined || !isLiveSession(session, now)) continue;
    // The sid, because the record's own id is the hash of the cookie.
    owned.push({ kind: 'sign_on', id: session.sid, session, user });
  }
  for (const session of panel) {
    const user = owners.get(session.user_id);
    if (user === undefined || !isLivePanelSession(session, user, now)) continue;
    owned.push({ kind: 'panel', id: panelSid(session), session, user });
  }
  return owned;
}

/** What a session of the panel is called by: nothing that says anything of its cookie. */
export function panelSid({ id }: Pick<PanelSession, 'id'>): string {
  return hashSecret(`panel session ${id}`).slice(0, 32);
}

/** The session of the panel that is called so. There are as many as admins at work, so that they are looked through. */
export async function findPanelSession(collections: Collections, sid: string): Promise<PanelSession | undefined> {
  for await (const session of everyRecord(collections.collection('panel_sessions'))) {
    if (panelSid(session) === sid) return session;
  }
  return undefined;
}

export function isCurrent(session: Pick<PanelSession, 'id'>, actor: Actor): boolean {
  return actor.kind === 'panel' && actor.session.id === session.id;
}

/** When the person proved who they are. */
export function signedInAt(owned: OwnedSession): number {
  return owned.kind === 'panel' ? owned.session.created_at : owned.session.auth_time;
}

export async function viewSession(collections: Collections, owned: OwnedSession, actor: Actor): Promise<SessionView> {
  const { id, kind, session, user } = owned;
  const grants = kind === 'panel' ? [] : await collections.collection('grants').find('sid', id);
  // A grant may be forgotten before its session ends.
  const known = owned.kind === 'panel' ? [] : (owned.session.client_ids ?? []);
  const applications = [...new Set([...known, ...grants.map(({ client_id }) => client_id)])].sort();
  return {
    sid: id,
    kind,
    current: kind === 'panel' && isCurrent(session, actor),
    user_id: user.id,
    username: user.username,
    name: user.name,
    address: session.address,
    user_agent: session.user_agent,
    amr: owned.kind === 'panel' ? [] : [...owned.session.amr],
    auth_time: signedInAt(owned),
    created_at: session.created_at,
    expires_at: session.expires_at,
    applications,
    application_names: await Promise.all(applications.map((client_id) => nameOf(client_id, collections))),
  };
}

/** As people know it; its client_id once it is gone. */
async function nameOf(client_id: string, collections: Collections): Promise<string> {
  return (await findApplication(collections, client_id))?.client_name ?? client_id;
}
