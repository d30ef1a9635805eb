/**
 * The server that the shell keeps running: one life after the other, with a growing pause between lives that end by
 * themselves, until that has no prospect any more. What a state looks like in tray and window is theirs.
 */
import type { Ready } from '../server/contract/ready.ts';
import { planRestart } from './restart-plan.ts';
import { type RunEnd, runServer, type ServerChild, type ServerRun, type SignInAnswer } from './server-run.ts';
import { silentTrouble, type Trouble, troubleOf } from './trouble.ts';
import type { Patience } from './watch-start.ts';

export type ServerState =
  | { readonly kind: 'starting'; readonly so_far_s: number }
  | { readonly kind: 'running'; readonly ready: Ready }
  /** It ended by itself and starts again in `after_ms` from when the state was entered. */
  | { readonly kind: 'waiting'; readonly after_ms: number; readonly lines: readonly string[] }
  /** It is not tried again until somebody says so. */
  | { readonly kind: 'failed'; readonly trouble: Trouble; readonly lines: readonly string[] }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'stopped' };

/** Asked to end, the server gives running requests five seconds and flushes then. */
const PATIENCE: Patience = { tell_every_ms: 5_000, silence_ms: 120_000, farewell_ms: 7_000 };
const SIGN_IN_WITHIN_MS = 2_000;

export interface ServerProcessOptions {
  /** Starts the server; called for each of its lives. */
  readonly fork: () => ServerChild;
  /** Ends a process that does not listen any more. */
  readonly force: (pid: number) => void;
  readonly onState: (state: ServerState) => void;
  readonly onLine: (line: string) => void;
  readonly patience?: Patience;
}

export interface ServerProcess {
  state(): ServerState;
  /** Does nothing while there is a server. */
  start(): void;
  /** Resolves when the old one has ended; the new one is starting then, unless it was to stop meanwhile. */
  restart(): Promise<void>;
  /** Resolves when it has ended, or at once where there is none; a restart under way ends here too. */
  stop(): Promise<void>;
  /** Asks the running server for a one-time address that signs the desktop's owner in. */
  askOwnerSignIn(): Promise<SignInAnswer>;
}

export function superviseServer(options: ServerProcessOptions): ServerProcess {
  const { patience = PATIENCE } = options;
  let state: ServerState = { kind: 'stopped' };
  /** What was asked for last: an end decides by it whether another life follows. */
  let wanted: 'running' | 'stopped' = 'stopped';
  let run: ServerRun | undefined;
  /** The run was told to end; what it still says changes nothing. */
  let stopping = false;
  let pause: NodeJS.Timeout | undefined;
  let failures = 0;

  function become(next: ServerState): void {
    state = next;
    options.onState(next);
  }

  function begin(): void {
    clearTimeout(pause);
    if (run !== undefined) return;
    become({ kind: 'starting', so_far_s: 0 });
    run = runServer({
      child: options.fork(),
      patience,
      force: options.force,
      onReady(ready) {
        if (!stopping) become({ kind: 'running', ready });
      },
      onStarting: (so_far_s) => become({ kind: 'starting', so_far_s }),
      onLine: options.onLine,
    });
    void run.ended.then(ended);
  }

  function ended(end: RunEnd): void {
    run = undefined;
    if (stopping) {
      stopping = false;
      failures = 0;
      return wanted === 'running' ? begin() : become({ kind: 'stopped' });
    }
    const plan = planRestart({ code: end.code, served_ms: end.served_ms, failures });
    const { lines } = end;
    if (plan.kind === 'give-up') {
      failures = 0;
      return become({ kind: 'failed', trouble: troubleOfEnd(end), lines });
    }
    failures = plan.failures;
    pause = setTimeout(begin, plan.after_ms);
    become({ kind: 'waiting', after_ms: plan.after_ms, lines });
  }

  /** Resolves when the server has ended, and `ended` has seen to what follows. */
  async function end(): Promise<void> {
    clearTimeout(pause);
    if (run === undefined) return;
    if (!stopping) become({ kind: 'stopping' });
    stopping = true;
    run.stop();
    await run.ended;
  }

  return {
    state: () => state,
    start() {
      wanted = 'running';
      begin();
    },
    async restart() {
      wanted = 'running';
      await end();
      if (wanted === 'running') begin();
    },
    async stop() {
      wanted = 'stopped';
      await end();
      if (run === undefined && state.kind !== 'stopped') become({ kind: 'stopped' });
    },
    async askOwnerSignIn() {
      if (run === undefined || state.kind !== 'running') return { refused: 'the server is not running' };
      return run.askOwnerSignIn(SIGN_IN_WITHIN_MS);
    },
  };
}

function troubleOfEnd({ code, silent_ms, lines }: RunEnd): Trouble {
  return silent_ms === undefined ? troubleOf(code, lines) : silentTrouble(silent_ms);
}
