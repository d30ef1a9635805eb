/** Who is signed in to the panel, and the two questions that a request may have to wait for. */
import type { Answered } from '../../server/contract/admin/types.ts';
import { type KeptToken, keptInMemory } from './kept-token.ts';
import { GivenUp } from './problem.ts';
import { createStore, type Store } from './store.ts';

export type PanelSession = Answered<'readSession'>;

export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly session: PanelSession }
  /** The session ended while somebody was at work: the work stays where it is until they are back. */
  | { readonly kind: 'locked'; readonly session: PanelSession };

/** A question to the person that any number of requests may wait for. */
export interface Question {
  readonly open: Store<boolean>;
  /** Resolves when the person has answered; throws GivenUp. */
  ask(): Promise<void>;
  answered(): void;
  giveUp(): void;
}

export function createQuestion(): Question {
  const open = createStore(false);
  let waiting: { readonly go: () => void; readonly stop: (reason: Error) => void }[] = [];
  const settle = (each: (one: (typeof waiting)[number]) => void) => {
    const all = waiting;
    waiting = [];
    open.set(false);
    all.forEach(each);
  };
  return {
    open,
    ask: () =>
      new Promise((go, stop) => {
        waiting.push({ go, stop });
        open.set(true);
      }),
    answered: () => settle(({ go }) => go()),
    giveUp: () => settle(({ stop }) => stop(new GivenUp())),
  };
}

export interface SessionDesk {
  readonly state: Store<SessionState>;
  readonly confirmation: Question;
  /** The token of the session that is known here, or that another tab may have left for this one. */
  csrf(which?: 'known' | 'kept'): string | undefined;
  /** For a request that was refused because nobody is signed in. */
  signInAgain(): Promise<void>;
  /** Somebody signed in, or confirmed. Only for whom a request was waiting does it go on. */
  arrived(session: PanelSession): void;
  /** A session that was begun elsewhere stands in the place of the one that was known. Throws GivenUp where it is somebody else's. */
  changed(session: PanelSession): void;
  /** Somebody signed out, or was never in. */
  left(): void;
}

export function createSessionDesk(kept: KeptToken = keptInMemory()): SessionDesk {
  const state = createStore<SessionState>({ kind: 'asking' });
  const confirmation = createQuestion();
  const signIn = createQuestion();

  /** Answers whether it is the one who was there. */
  function arrive(session: PanelSession): boolean {
    const before = state.get();
    const same = !('session' in before) || before.session.user.id === session.user.id;
    kept.write(session.csrf);
    state.set({ kind: 'signed-in', session });
    if (same) signIn.answered();
    else giveUp();
    return same;
  }

  function giveUp(): void {
    signIn.giveUp();
    confirmation.giveUp();
  }

  return {
    state,
    confirmation,
    csrf(which = 'known') {
      if (which === 'kept') return kept.read();
      const now = state.get();
      return 'session' in now ? now.session.csrf : undefined;
    },
    signInAgain() {
      const now = state.get();
      state.set('session' in now ? { kind: 'locked', session: now.session } : { kind: 'signed-out' });
      return signIn.ask();
    },
    arrived: (session) => void arrive(session),
    changed(session) {
      if (!arrive(session)) throw new GivenUp();
    },
    left() {
      state.set({ kind: 'signed-out' });
      giveUp();
    },
  };
}
