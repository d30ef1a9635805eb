/** Who is signed in to the panel, and the two questions that a request may have to wait for. */
import type { Answered } from '../../server/contract/admin/types.ts';
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
  csrf(): string | undefined;
  /** For a request that was refused because nobody is signed in. */
  signInAgain(): Promise<void>;
  /** Somebody signed in, or confirmed. */
  arrived(session: PanelSession): void;
  /** Somebody signed out, or was never in. */
  left(): void;
}

export function createSessionDesk(): SessionDesk {
  const state = createStore<SessionState>({ kind: 'asking' });
  const confirmation = createQuestion();
  const signIn = createQuestion();
  return {
    state,
    confirmation,
    csrf() {
      const now = state.get();
      return 'session' in now ? now.session.csrf : undefined;
    },
    signInAgain() {
      const now = state.get();
      state.set('session' in now ? { kind: 'locked', session: now.session } : { kind: 'signed-out' });
      return signIn.ask();
    },
    arrived(session) {
      state.set({ kind: 'signed-in', session });
      signIn.answered();
    },
    left() {
      state.set({ kind: 'signed-out' });
      signIn.giveUp();
      confirmation.giveUp();
    },
  };
}
