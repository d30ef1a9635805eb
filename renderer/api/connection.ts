/** Whether Lanyard answers. While it doesn't, asks for its health again and again, and says so when it is back. */
import { createStore, type Store } from './store.ts';

export type Connection = 'there' | 'lost';

export interface ConnectionWatch {
  readonly state: Store<Connection>;
  /** Told by the client of each request. */
  reached(whether: boolean): void;
  tryNow(): void;
}

export interface ConnectionParts {
  readonly fetch: typeof fetch;
  readonly setTimeout: (work: () => void, after_ms: number) => unknown;
  /** Called each time that it is back. */
  readonly back: () => void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 8_000;
const PATIENCE_MS = 5_000;

export function createConnectionWatch(parts: ConnectionParts): ConnectionWatch {
  const state = createStore<Connection>('there');
  let round = 0;

  function look(wait_ms: number): void {
    round += 1;
    const mine = round;
    parts.setTimeout(() => void probe(mine, wait_ms), wait_ms);
  }

  async function probe(mine: number, waited_ms: number): Promise<void> {
    if (mine !== round || state.get() === 'there') return;
    const health = await parts
      .fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
      .catch(() => undefined);
    if (mine !== round) return;
    if (health?.ok === true) found();
    else look(Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, waited_ms * 2)));
  }

  function found(): void {
    round += 1;
    state.set('there');
    parts.back();
  }

  return {
    state,
    reached(whether) {
      if (whether === (state.get() === 'there')) return;
      if (whether) return found();
      state.set('lost');
      look(FIRST_WAIT_MS);
    },
    tryNow: () => look(0),
  };
}
