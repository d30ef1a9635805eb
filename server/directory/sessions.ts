/** Sessions: a browser in which a person is signed in. The cookie's name and flags are the edge's business. */
import { randomUUID } from 'node:crypto';
import type { Session } from '../storage/records/flow.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { announceLogout } from './logout-deliveries.ts';
import { generateSecret, hashSecret } from './machine-secrets.ts';

export interface NewSession {
  readonly user_id: string;
  /** Authentication method references. RFC 8176 */
  readonly amr: readonly string[];
  readonly acr: string;
  readonly address: string;
  readonly user_agent: string;
  readonly lifetime_s: number;
  /** Where the office's own sign-in program said who it is. */
  readonly known_until?: number;
}

export interface CreatedSession {
  readonly session: Session;
  /** The cookie's value; only its hash is kept. */
  readonly secret: string;
}

/** No cookie of ours is longer; a user agent is kept for recognition, not in full. */
const LONGEST_SECRET = 256;
const LONGEST_USER_AGENT = 300;

/** A new session under a new secret, so that a cookie planted before sign-in is worth nothing afterwards. */
export async function createSession(within: Transaction, input: NewSession, now: number): Promise<CreatedSession> {
  return insertSession(within, input, { sid: randomUUID() }, now);
}

/**
 * The same person proved again who they are: a new secret and auth_time, while the `sid` that applications know stays, and
 * with it the grants that hang on it and the list of its applications. The old cookie stops working.
 */
export async function renewSession(
  within: Transaction,
  session: Session,
  input: NewSession,
  now: number,
): Promise<CreatedSession> {
  await within.collection('sessions').remove(session.id);
  return insertSession(within, input, session, now);
}

/** The session behind a cookie's value, unless it has ended or run out. */
export async function getLiveSession(
  collections: Collections,
  secret: string | undefined,
  now: number,
): Promise<Session | undefined> {
  if (secret === undefined || secret.length > LONGEST_SECRET) return undefined;
  const session = await collections.collection('sessions').get(hashSecret(secret));
  return session !== undefined && isLiveSession(session, now) ? session : undefined;
}

export function isLiveSession(session: Session, now: number): boolean {
  return session.ended_at === undefined && session.expires_at > now;
}

/** Whether a further sign-in may take the person for known, as nobody said otherwise. */
export function isKnownStill({ known_until }: Pick<Session, 'known_until'>, now: number): boolean {
  return known_until === undefined || known_until > now;
}

/** Ended or not; by the id that applications know. */
export function getSessionBySid(collections: Collections, sid: string): Promise<Session | undefined> {
  return collections.collection('sessions').find('sid', sid).then(first);
}

function first<T>(found: readonly T[]): T | undefined {
  return found[0];
}

/**
 * Keeps the record until it expires, so that what hangs on it can see that it ended, and lets the applications know that it
 * signed in to. Nothing happens when there is none.
 */
export async function endSession(within: Transaction, id: string, now: number): Promise<void> {
  const sessions = within.collection('sessions');
  const session = await sessions.get(id);
  if (session === undefined || session.ended_at !== undefined) return;
  await sessions.update(id, (old) => ({ ...old, ended_at: old.ended_at ?? now }));
  await announceLogout(within, session, now);
}

/** Signs a person out everywhere; `except` is the id of a session that may stay. Returns how many ended. */
export async function endSessionsOfUser(
  within: Transaction,
  user_id: string,
  now: number,
  except?: string,
): Promise<number> {
  const sessions = await within.collection('sessions').find('user_id', user_id);
  const live = sessions.filter((session) => isLiveSession(session, now) && session.id !== except);
  for (const session of live) await endSession(within, session.id, now);
  return live.length;
}

/** Ends and forgets every session of a person who is removed. Returns how many there were. */
export async function removeSessionsOfUser(within: Transaction, user_id: string, now: number): Promise<number> {
  const sessions = await within.collection('sessions').find('user_id', user_id);
  await endSessionsOfUser(within, user_id, now);
  for (const { id } of sessions) await within.collection('sessions').remove(id);
  return sessions.length;
}

async function insertSession(
  within: Transaction,
  input: NewSession,
  { sid, client_ids }: Pick<Session, 'sid' | 'client_ids'>,
  now: number,
): Promise<CreatedSession> {
  const secret = generateSecret();
  const session: Session = {
    id: hashSecret(secret),
    sid,
    user_id: input.user_id,
    auth_time: now,
    amr: input.amr,
    acr: input.acr,
    address: input.address,
    user_agent: input.user_agent.slice(0, LONGEST_USER_AGENT),
    created_at: now,
    expires_at: now + input.lifetime_s,
    ...(client_ids === undefined ? {} : { client_ids }),
    ...(input.known_until === undefined ? {} : { known_until: input.known_until }),
  };
  await within.collection('sessions').insert(session);
  return { session, secret };
}
