/**
 * The one question before every operation of the admin API: who asks, and may they? Two ways in, a session of the panel and
 * a Bearer token with `lanyard:admin`; the cookie of sign-on opens nothing here. What a smaller right does, too, says so.
 */
import type { Access } from '../contract/admin/operation.ts';
import { getLivePanelSession, notePanelUse } from '../directory/panel-sessions.ts';
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import type { Parties } from '../directory/parties.ts';
import { ADMIN_SCOPE } from '../directory/scopes.ts';
import type { Application } from '../storage/records/directory.ts';
import type { PanelSession } from '../storage/records/flow.ts';
import { StorageError, type Store } from '../storage/store.ts';
import { assertConfirmed } from './confirmed.ts';
import type { Actor } from './handler.ts';
import { ProblemError } from './problem-error.ts';

/** What a request presents of itself. */
export interface Presented {
  readonly access: Access;
  /** A scope of service accounts that does in the place of `lanyard:admin`; none where absent. */
  readonly suffices?: string | undefined;
  /** Whether it only asks who is signed in. */
  readonly asks_who: boolean;
  /** The Authorization header, whole. */
  readonly authorization: string | undefined;
  readonly panel_cookie: string | undefined;
  readonly csrf: string | undefined;
  /** Whether the browser says that another origin's page sent it. */
  readonly foreign: boolean;
}

export interface Gate {
  readonly store: Store;
  readonly now: number;
  csrfOf(session: PanelSession): string;
  /** What a token stands for, if it still stands for anything; asks the access policy. */
  findToken(value: string): Promise<AdminToken | undefined>;
  /** Whether an audience is this server itself, as `application` knows it. */
  isOurs(audience: string, application: Application | undefined): boolean;
}

/** An access token that is alive, as far as it matters here. */
export interface AdminToken {
  readonly subject: Parties;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
}

/** As `recognise`; the use of a panel session is written down, so that it goes on. */
export async function authorise(presented: Presented, gate: Gate): Promise<Actor> {
  const actor = await recognise(presented, gate);
  if (actor.kind === 'panel') await noteUse(gate, actor.session);
  return actor;
}

/** Who asks; nothing is written. Throws ProblemError: unauthenticated, forbidden, session_changed, confirmation_needed. */
export async function recognise(presented: Presented, gate: Gate): Promise<Actor> {
  const actor = await identify(presented, gate);
  if (presented.access === 'recent_admin') {
    assertConfirmed({ actor, now: gate.now }, 'this is about secrets, keys, or rights over the office');
  }
  return actor;
}

async function identify(presented: Presented, gate: Gate): Promise<Actor> {
  // Nobody's page but ours speaks to the admin API, whatever it brings along.
  if (presented.foreign) throw forbidden('the request comes from a page of another origin');
  if (presented.access === 'anyone') return { kind: 'stranger' };
  if (presented.authorization === undefined) return bySession(presented, gate);
  if (presented.panel_cookie !== undefined) {
    throw new ProblemError('invalid', { detail: 'the request has both a panel session and an Authorization header' });
  }
  return byToken(presented.authorization, presented.suffices, gate);
}

async function bySession(presented: Presented, gate: Gate): Promise<Actor> {
  const live = await getLivePanelSession(gate.store, presented.panel_cookie, gate.now);
  if (live === undefined) throw unauthenticated('sign in to the panel, or send a Bearer token');
  const { session, user } = live;
  const csrf = gate.csrfOf(session);
  assertFromThisSession(presented, csrf);
  return { kind: 'panel', user, session, csrf };
}

/**
 * Reading needs the token as well: cookies are not parted by port (RFC 6265 §8.5), so whatever else runs under this host's
 * name is sent the panel's, and it alone must open nothing. Throws ProblemError: unauthenticated where it is only asked who
 * is signed in; else forbidden without any token, and session_changed for that of a session before this one.
 */
function assertFromThisSession({ csrf: sent = '', asks_who }: Presented, csrf: string): void {
  if (sent !== '' && secretMatches(sent, hashSecret(csrf))) return;
  if (asks_who) throw unauthenticated('sign in to the panel, or send a Bearer token');
  if (sent === '') throw forbidden('the request lacks the X-Lanyard-CSRF header');
  const detail = 'the X-Lanyard-CSRF header is not of this session: somebody has signed in to the panel meanwhile';
  throw new ProblemError('session_changed', { detail });
}

/** A store that can't write must not keep an admin from looking. */
async function noteUse({ store, now }: Gate, session: PanelSession): Promise<void> {
  try {
    await notePanelUse(store, session, now);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
  }
}

/** RFC 6750 §2.1, §3.1 */
async function byToken(authorization: string, suffices: string | undefined, gate: Gate): Promise<Actor> {
  const value = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization)?.[1];
  if (value === undefined) throw unauthenticated('the Authorization header is not a Bearer token');
  const token = await gate.findToken(value);
  if (token === undefined) throw unauthenticated('the access token is unknown, expired or revoked', 'invalid_token');
  if (token.audience.some((audience) => !gate.isOurs(audience, token.subject.application))) {
    throw unauthenticated('the access token is meant for another API', 'invalid_token');
  }
  const { subject, scope } = token;
  if (scope.includes(ADMIN_SCOPE)) return actorOf(subject);
  if (suffices !== undefined && scope.includes(suffices)) {
    if (subject.kind === 'service_account' && subject.account !== undefined) {
      return { kind: 'service_account', account: subject.account };
    }
    throw forbidden('the access token belongs to no service account');
  }
  const needed = suffices ?? ADMIN_SCOPE;
  const challenge = `Bearer error="insufficient_scope", scope="${needed}"`;
  const detail = `the access token lacks the scope ${needed}`;
  throw new ProblemError('forbidden', { detail, headers: { 'www-authenticate': challenge } });
}

/** The access policy lets nobody have the scope who is no admin now; that it is somebody is asked here once more. */
function actorOf(subject: Parties): Actor {
  if (subject.kind === 'user' && subject.user?.admin === true) {
    return { kind: 'person', user: subject.user, auth_time: subject.grant?.auth_time ?? 0 };
  }
  if (subject.kind === 'service_account' && subject.account?.admin === true) {
    return { kind: 'service_account', account: subject.account };
  }
  throw forbidden('the access token belongs to nobody who is an admin');
}

function unauthenticated(detail: string, error?: 'invalid_token'): ProblemError {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return new ProblemError('unauthenticated', { detail, headers: { 'www-authenticate': challenge } });
}

function forbidden(detail: string): ProblemError {
  return new ProblemError('forbidden', { detail });
}
