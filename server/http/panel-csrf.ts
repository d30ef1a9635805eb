/** The value that ties the panel's requests to one session and to one origin: told when the session begins, sent back with every call. */
import type { Secrets } from '../engine/context.ts';

/** `session_id` is that of the panel session's record. */
export function panelCsrf(secrets: Pick<Secrets, 'derive'>, session_id: string): string {
  return secrets.derive('csrf', `panel ${session_id}`);
}
