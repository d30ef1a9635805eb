/** What ends with the rights of a person, whoever took them away: an admin in the panel, or an office file. */
import type { User } from '../storage/records/directory.ts';
import type { Transaction } from '../storage/store.ts';
import { endGrantsOfUser } from './grants.ts';
import { endPanelSessionsOfUser } from './panel-sessions.ts';
import { endSessionsOfUser } from './sessions.ts';
import { removeAppPasswordsOf } from './user-app-passwords.ts';

export interface Lost {
  readonly panel_sessions: number;
  readonly sessions?: number;
  readonly grants?: number;
  readonly app_passwords?: number;
}

/**
 * Whoever is switched off is signed out of everything, and no application keeps anything of them: nothing of it comes back
 * when they are switched on again. Who is no admin any more is out of the panel. Undefined where nothing was lost.
 */
export async function endWhatIsLost(
  within: Transaction,
  old: User,
  changed: User,
  now: number,
): Promise<Lost | undefined> {
  const administers = changed.admin && !changed.disabled;
  const panel_sessions = administers ? 0 : await endPanelSessionsOfUser(within, old.id);
  if (old.disabled || !changed.disabled) return panel_sessions === 0 ? undefined : { panel_sessions };
  const sessions = await endSessionsOfUser(within, old.id, now);
  const grants = await endGrantsOfUser(within, old.id, 'the person was switched off', now);
  const app_passwords = await removeAppPasswordsOf(within, old.id);
  return { sessions, panel_sessions, grants, ...(app_passwords === 0 ? {} : { app_passwords }) };
}
