/**
 * Whether Lanyard answers. While it doesn't, or can't save, asks for its health again and again, and says so when it is
 * back.
 */
import { OPERATIONS } from '../../server/contract/admin/operations.ts';
import { createStore, type Store } from './store.ts';

/** `reading` is a Lanyard that answers what it knows and can't keep anything new: its disk is full, or gone. */
export type Connection = 'there' | 'lost' | 'reading';

export interface ConnectionWatch {
  readonly state: Store<Connection>;
  /** Told by the client of each request. */
  reached(whether: boolean): void;
  tryNow(): void;
}

export interface ConnectionParts {
  readonly fetch: typeof fetch;
  readonly setTimeout: (work: () => void, after_ms: number) => unknown;
  /** Called each time that it answers again. */
  readonly back: () => void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 8_000;
const PATIENCE_MS = 5_000;
const OK = 200;
const FIRST_FAULT = 500;
const SERVICE_UNAVAILABLE = 503;

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
    const health = await ask('/health');
    const reads = health === SERVICE_UNAVAILABLE && (await ask(OPERATIONS.readSession.path)) < FIRST_FAULT;
    if (mine !== round) return;
    if (health === OK) return found('there');
    if (reads && state.get() === 'lost') found('reading');
    look(Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, waited_ms * 2)));
  }

  /** The status; without an answer one that is no status of HTTP. */
  async function ask(path: string): Promise<number> {
    const { status } = await parts
      .fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
      .catch(() => ({ status: Infinity }));
    return status;
  }

  function found(what: Exclude<Connection, 'lost'>): void {
    round += 1;
    state.set(what);
    parts.back();
  }

  return {
    state,
    reached(whether) {
      const now = state.get();
      if (whether && now === 'lost') return found('there');
      if (whether || now === 'lost') return;
      state.set('lost');
      look(FIRST_WAIT_MS);
    },
    tryNow: () => look(0),
  };
}
