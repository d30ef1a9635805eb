/** Whether whoever works in the panel has just proved who they are: asked for secrets, keys, and rights over the office. */
import { PROVEN_RECENTLY_S, provenRecently } from '../directory/proven-recently.ts';
import type { PanelSession } from '../storage/records/flow.ts';
import type { AdminContext } from './handler.ts';
import { ProblemError } from './problem-error.ts';

function isConfirmed({ confirmed_until }: PanelSession, now: number): boolean {
  return confirmed_until > now;
}

function confirmationNeeded(because: string): ProblemError {
  return new ProblemError('confirmation_needed', { detail: `type your password again: ${because}` });
}

/**
 * Of a panel session, its confirmation counts; of a person's token, when its person typed the password. A service account has
 * nobody to ask. Throws ProblemError confirmation_needed, or unauthenticated for a token; `because` says why, as a clause.
 */
export function assertConfirmed({ actor, now }: Pick<AdminContext, 'actor' | 'now'>, because: string): void {
  if (actor.kind === 'panel' && !isConfirmed(actor.session, now)) throw confirmationNeeded(because);
  if (actor.kind !== 'person' || provenRecently(actor.auth_time, now)) return;
  // RFC 9470 §3: what a client has to ask for before it comes again.
  const challenge = `Bearer error="insufficient_user_authentication", max_age="${PROVEN_RECENTLY_S}"`;
  const detail = `the person behind the access token typed the password too long ago: ${because}`;
  throw new ProblemError('unauthenticated', { detail, headers: { 'www-authenticate': challenge } });
}
