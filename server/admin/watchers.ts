/** Who has watched the live flows since the start: a stream that is opened again is no act of its own. */
import type { Actor } from './handler.ts';

/** Sessions end, and what stands longest is written down once more. */
const MOST = 1_000;

export interface Watchers {
  /** Whether this is the first time: of a panel session, or of whoever has a token. */
  isNew(actor: Actor): boolean;
}

export function createWatchers(): Watchers {
  const seen = new Set<string>();
  return {
    isNew(actor) {
      const key = keyOf(actor);
      if (seen.has(key)) return false;
      const [oldest] = seen;
      if (oldest !== undefined && seen.size >= MOST) seen.delete(oldest);
      seen.add(key);
      return true;
    },
  };
}

function keyOf(actor: Actor): string {
  switch (actor.kind) {
    case 'panel':
      return `session ${actor.session.id}`;
    case 'person':
      return `person ${actor.user.id} ${actor.auth_time}`;
    case 'service_account':
      return `account ${actor.account.id}`;
    case 'stranger':
      return '';
  }
}
