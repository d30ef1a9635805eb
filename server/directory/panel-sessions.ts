/**
 * Sessions of the panel: a browser in which an admin works. They are apart from the sign-on sessions, opened by a password
 * or a ticket of the desktop program, and over as soon as the person is no admin any more or has another password.
 */
import type { User } from '../storage/records/directory.ts';
import type { PanelSession } from '../storage/records/flow.ts';
import type { Collections, Store, Transaction } from '../storage/store.ts';
import { generateSecret, hashSecret } from './machine-secrets.ts';
import { PROVEN_RECENTLY_S } from './proven-recently.ts';

/** From sign-in to the end, however busy. */
export const PANEL_LIFETIME_S = 12 * 3600;
/** Of silence. */
export const PANEL_IDLE_S = 2 * 3600;
/** A use is written down this long after the last one that was. */
const NOTED_AFTER_S = 60;
const LONGEST_SECRET = 256;
const LONGEST_USER_AGENT = 300;

export interface NewPanelSession {
  readonly user: User;
  readonly address: string;
  readonly user_agent: string;
  /** Whether the person has just typed the password. */
  readonly confirmed: boolean;
}

export interface CreatedPanelSession {
  readonly session: PanelSession;
  /** The cookie's value; only its hash is kept. */
  readonly secret: string;
}

/** A new session under a new secret: a cookie that was planted before is worth nothing afterwards. */
export async function createPanelSession(
  within: Transaction,
  { user, address, user_agent, confirmed }: NewPanelSession,
  now: number,
): Promise<CreatedPanelSession> {
  const secret = generateSecret();
  const session: PanelSession = {
    id: hashSecret(secret),
    user_id: user.id,
    password_mark: markOf(user),
    address,
    user_agent: user_agent.slice(0, LONGEST_USER_AGENT),
    created_at: now,
    used_at: now,
    confirmed_until: confirmed ? now + PROVEN_RECENTLY_S : now,
    expires_at: now + PANEL_IDLE_S,
    ends_at: now + PANEL_LIFETIME_S,
  };
  await within.collection('panel_sessions').insert(session);
  return { session, secret };
}

export interface LivePanelSession {
  readonly session: PanelSession;
  /** An admin now. */
  readonly user: User;
}

/** The session behind a cookie's value, while its person is an admin with the password of then. */
export async function getLivePanelSession(
  collections: Collections,
  secret: string | undefined,
  now: number,
): Promise<LivePanelSession | undefined> {
  if (secret === undefined || secret.length > LONGEST_SECRET) return undefined;
  const session = await collections.collection('panel_sessions').get(hashSecret(secret));
  if (session === undefined) return undefined;
  const user = await collections.collection('users').get(session.user_id);
  return user !== undefined && isLivePanelSession(session, user, now) ? { session, user } : undefined;
}

/** Whether it has not run out, and its person is an admin with the password of then. */
export function isLivePanelSession(session: PanelSession, user: User, now: number): boolean {
  if (session.expires_at <= now || session.ends_at <= now) return false;
  return user.admin && !user.disabled && markOf(user) === session.password_mark;
}

/** Pushes the end of silence further; writes at most once a minute. */
export async function notePanelUse(store: Store, session: PanelSession, now: number): Promise<void> {
  if (now - session.used_at < NOTED_AFTER_S) return;
  const sessions = store.collection('panel_sessions');
  if ((await sessions.get(session.id)) === undefined) return;
  await sessions.update(session.id, (old) => ({
    ...old,
    used_at: now,
    expires_at: Math.min(now + PANEL_IDLE_S, old.ends_at),
  }));
}

/** The person has just proved again who they are. */
export function confirmPanelSession(within: Transaction, id: string, now: number): Promise<PanelSession> {
  return within
    .collection('panel_sessions')
    .update(id, (old) => ({ ...old, confirmed_until: now + PROVEN_RECENTLY_S }));
}

export function endPanelSession(within: Transaction, id: string): Promise<boolean> {
  return within.collection('panel_sessions').remove(id);
}

/** All but the one whose id is `kept`. */
export async function endPanelSessionsOfUser(within: Transaction, user_id: string, kept?: string): Promise<number> {
  const sessions = await within.collection('panel_sessions').find('user_id', user_id);
  const ending = sessions.filter(({ id }) => id !== kept);
  for (const { id } of ending) await within.collection('panel_sessions').remove(id);
  return ending.length;
}

/** The person has set a new password in this very session, having just proved who they are: it goes on under it. */
export function carryPanelSession(within: Transaction, id: string, user: User): Promise<PanelSession> {
  return within.collection('panel_sessions').update(id, (old) => ({ ...old, password_mark: markOf(user) }));
}

function markOf({ password_hash }: User): string {
  return password_hash === undefined ? '' : hashSecret(password_hash).slice(0, 22);
}
