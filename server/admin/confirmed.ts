/** Whether whoever works in the panel has just proved who they are: asked for secrets, keys, and rights over the office. */
import type { PanelSession } from '../storage/records/flow.ts';
import type { AdminContext } from './handler.ts';
import { ProblemError } from './problem-error.ts';

export function isConfirmed({ confirmed_until }: PanelSession, now: number): boolean {
  return confirmed_until > now;
}

export function confirmationNeeded(because: string): ProblemError {
  return new ProblemError('confirmation_needed', { detail: `type your password again: ${because}` });
}

/** For acts that need it only sometimes. Throws ProblemError confirmation_needed; `because` says why, as a clause. */
export function assertConfirmed({ actor, now }: Pick<AdminContext, 'actor' | 'now'>, because: string): void {
  if (actor.kind === 'panel' && !isConfirmed(actor.session, now)) throw confirmationNeeded(because);
}
