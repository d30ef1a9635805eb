/** The panel's own session in the admin API: in by password or by the desktop's ticket, confirmed again for secrets, out. */
import { appendAudit } from '../audit/append.ts';
import type { AuditType } from '../audit/event-types.ts';
import type { Answered } from '../contract/admin/types.ts';
import { type Counter, takeAttempt } from '../directory/attempts.ts';
import {
  confirmPanelSession,
  createPanelSession,
  endPanelSession,
  getLivePanelSession,
  PANEL_LIFETIME_S,
} from '../directory/panel-sessions.ts';
import { refundSignInAttempt, signInCounters, takeSignInAttempt } from '../directory/sign-in-attempts.ts';
import { HashingBusy } from '../directory/passwords.ts';
import { findUserByUsername } from '../directory/users.ts';
import { networkOf } from '../spec/network.ts';
import type { User } from '../storage/records/directory.ts';
import type { PanelSession } from '../storage/records/flow.ts';
import type { Actor, AdminContext, Handlers } from './handler.ts';
import { findOwner } from './owner-desk.ts';
import { ProblemError, type ProblemDetails } from './problem-error.ts';

type PanelSessionOperation = 'signIn' | 'signInOwner' | 'readSession' | 'confirmSession' | 'signOut';

/** Longer than any username; what is longer is nobody. */
const LONGEST_USERNAME = 256;
/** A minute, for one session, whatever the settings say: whoever sits at a panel that was left open must not try them all. */
const CONFIRMATIONS_PER_MINUTE = 5;

export const PANEL_SESSION_HANDLERS: Handlers<PanelSessionOperation> = {
  async signIn({ body }, cx) {
    const username = body.username.slice(0, LONGEST_USERNAME);
    const user = await findUserByUsername(cx.store, username);
    const { address } = cx;
    const limit = cx.settings.login_attempts_per_minute;
    const counters = await signInCounters(cx.store, { username, user, address, limit }, cx.now);
    const right = await checkPassword(user, counters, body.password, cx);
    if (right !== undefined) {
      // The name only where there is such a person: what else people type there is often their password.
      await note('panel.sign_in_refused', user?.username ?? '', { because: right }, cx);
      throw wrongCredentials();
    }
    return openSession(user, { by: 'password' }, cx);
  },

  async signInOwner({ body }, cx) {
    // Whoever sits at this computer is meant, and nobody else: also where the panel is open to the network.
    if (!cx.from_here || !cx.house.tickets.redeem(body.ticket, cx.now)) {
      await takeTicketAttempt(cx);
      const because = cx.from_here ? 'no such ticket' : 'not on this computer';
      await note('panel.sign_in_refused', '', { because }, cx);
      throw wrongCredentials({ detail: 'this ticket was used already, or it is too old' });
    }
    return openSession(await findOwner(cx.store), { by: 'ticket' }, cx);
  },

  async readSession(_call, cx) {
    const { user, session } = panelOf(cx.actor);
    return { body: viewSession(user, session, cx) };
  },

  async confirmSession({ body }, cx) {
    const { user, session } = panelOf(cx.actor);
    // By the session alone: nobody elsewhere can lock an admin out of it.
    const counters: readonly Counter[] = [[`panel-confirm ${session.id}`, CONFIRMATIONS_PER_MINUTE]];
    const wrong = await checkPassword(user, counters, body.password, cx);
    if (wrong !== undefined) {
      await note('panel.confirmation_refused', user.username, { because: wrong }, cx);
      throw wrongCredentials({ errors: [{ pointer: '/password', detail: 'is wrong' }] });
    }
    const confirmed = await cx.store.transaction(async (within) => {
      await appendAudit(within, eventOf('panel.confirmed', user.username, {}, cx));
      return confirmPanelSession(within, session.id, cx.now);
    });
    return { body: viewSession(user, confirmed, cx) };
  },

  async signOut(_call, cx) {
    const { user, session } = panelOf(cx.actor);
    await cx.store.transaction(async (within) => {
      await endPanelSession(within, session.id);
      await appendAudit(within, eventOf('panel.signed_out', user.username, {}, cx));
    });
    return { panel: null };
  },
};

type PanelActor = Extract<Actor, { readonly kind: 'panel' }>;

/** Throws ProblemError forbidden for whoever came with a token: there is no session then. */
function panelOf(actor: Actor): PanelActor {
  if (actor.kind === 'panel') return actor;
  throw new ProblemError('forbidden', { detail: 'a Bearer token has no panel session' });
}

function viewSession(user: User, session: PanelSession, cx: AdminContext): Answered<'readSession'> {
  return {
    user: { id: user.id, username: user.username, name: user.name },
    csrf: cx.csrfOf(session),
    confirmed_until: session.confirmed_until,
    expires_at: session.expires_at,
    issuer_name: cx.settings.issuer_name,
  };
}

async function openSession(found: User | undefined, { by }: { readonly by: 'password' | 'ticket' }, cx: AdminContext) {
  const { address, user_agent, now } = cx;
  const opened = await cx.store.transaction(async (within) => {
    // Read again: while the password was checked, the person may have lost their rights.
    const user = found === undefined ? undefined : await within.collection('users').get(found.id);
    const same = user?.password_hash === found?.password_hash;
    if (user === undefined || !same || !user.admin || user.disabled) throw wrongCredentials();
    const before = await getLivePanelSession(within, cx.panel_cookie, now);
    if (before !== undefined) await endPanelSession(within, before.session.id);
    const confirmed = by === 'password';
    const created = await createPanelSession(within, { user, address, user_agent, confirmed }, now);
    await appendAudit(within, eventOf('panel.signed_in', user.username, { by }, cx));
    return { user, ...created };
  });
  const body = viewSession(opened.user, opened.session, cx);
  return { body, panel: { value: opened.secret, lifetime_s: PANEL_LIFETIME_S } };
}

/**
 * Undefined for the password of an admin; else why not, for the audit log alone. Slowed down as the page of sign-in is, and
 * as slow for nobody as for somebody. Throws ProblemError too_many_attempts.
 */
async function checkPassword(
  user: User | undefined,
  counters: readonly Counter[],
  password: string,
  cx: AdminContext,
): Promise<string | undefined> {
  const { store, now } = cx;
  const taken = await takeSignInAttempt(store, counters, now);
  if (!taken.allowed) throw turnedAway(taken.retry_after_s, user?.username ?? '', 'too many attempts', cx);
  try {
    const wrong = reasonAgainst(user, await cx.passwords.verify(user?.password_hash, password));
    if (wrong === undefined) await refundSignInAttempt(store, counters, now);
    return wrong;
  } catch (error) {
    // Nothing was tried.
    if (error instanceof HashingBusy) await refundSignInAttempt(store, counters, now);
    throw error;
  }
}

/**
 * Only tickets that are none are counted: nobody can shut out the one who holds a good one, and 256 bits are not guessed.
 * Throws ProblemError too_many_attempts.
 */
async function takeTicketAttempt(cx: AdminContext): Promise<void> {
  const key = `owner-ticket ${networkOf(cx.address)}`;
  const taken = await takeAttempt(cx.store, key, cx.settings.login_attempts_per_minute, cx.now);
  if (!taken.allowed) throw turnedAway(taken.retry_after_s, '', 'too many tickets', cx);
}

/** Counted, not written: whoever is beyond the limit must not fill the disk. `username` is of a person who exists, or empty. */
function turnedAway(retry_after_s: number, username: string, because: string, cx: AdminContext): ProblemError {
  cx.counts.add('panel.turned_away', username, because, cx.address);
  return new ProblemError('too_many_attempts', { retry_after_s });
}

/** With the challenge that a 401 must have; of this scheme no browser makes a dialog. RFC 9110 §15.5.2 */
function wrongCredentials(details: ProblemDetails = {}): ProblemError {
  return new ProblemError('wrong_credentials', { ...details, headers: { 'www-authenticate': 'Bearer' } });
}

function reasonAgainst(user: User | undefined, matches: boolean): string | undefined {
  if (user === undefined) return 'unknown person';
  if (user.password_hash === undefined) return 'no password';
  if (!matches) return 'wrong password';
  if (user.disabled) return 'disabled';
  return user.admin ? undefined : 'not an admin';
}

function eventOf(type: AuditType, actor: string, detail: Readonly<Record<string, string>>, cx: AdminContext) {
  return { at: cx.now, type, actor, target: 'panel', address: cx.address, detail };
}

async function note(type: AuditType, actor: string, detail: Readonly<Record<string, string>>, cx: AdminContext) {
  await cx.store.transaction((within) => appendAudit(within, eventOf(type, actor, detail, cx)));
}
