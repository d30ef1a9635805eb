/** A few threads that hash passwords, away from the pool that signing and flushing need. They end when nobody signs in for a while. */
import { Worker } from 'node:worker_threads';

export type HashingTask =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'verify'; readonly hash: string; readonly password: string };

export interface HashingThreads {
  /** Runs one task on a thread that has none. At most `count` may run at once: the caller's queue sees to that. */
  perform(task: HashingTask): Promise<string | boolean>;
}

/** Then a thread gives back the 30 MiB or so that it holds; the next sign-in waits some 30 ms for a new one. */
const IDLE_MS = 10_000;
/** A thread has two strings to hold. In MiB. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 24 };

/** Far beyond any hash; then the thread counts as lost. */
const PATIENCE_MS = 30_000;

type Said = { readonly answer: string | boolean } | { readonly fault: string };

export function createHashingThreads(): HashingThreads {
  const idle = new Set<Worker>();
  let ending: NodeJS.Timeout | undefined;

  function endIdle(): void {
    for (const thread of idle) void thread.terminate();
    idle.clear();
  }

  function startThread(): Worker {
    const built = import.meta.url.endsWith('.ts') ? './hashing-thread.ts' : './hashing-thread.js';
    const thread = new Worker(new URL(built, import.meta.url), { resourceLimits: LIMITS, execArgv: [] });
    // One that ends while it has nothing to do must not be given anything; whoever waits for one that works is told by ask().
    thread.on('error', () => idle.delete(thread));
    thread.on('exit', () => idle.delete(thread));
    return thread;
  }

  return {
    async perform(task) {
      clearTimeout(ending);
      const [thread = startThread()] = idle;
      idle.delete(thread);
      try {
        const said = await ask(thread, task);
        idle.add(thread);
        if ('fault' in said) throw new Error(`a password could not be hashed: ${said.fault}`);
        return said.answer;
      } finally {
        clearTimeout(ending);
        ending = setTimeout(endIdle, IDLE_MS).unref();
      }
    },
  };
}

/** Rejects, with the thread ended, when no answer comes. */
function ask(thread: Worker, task: HashingTask): Promise<Said> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(patience);
      thread.off('message', onMessage);
      thread.off('error', onEnd);
      thread.off('exit', onEnd);
      // Nobody waits for a thread that has nothing to do.
      thread.unref();
      act();
    };
    const onMessage = (said: Said) => settle(() => resolve(said));
    const onEnd = () =>
      settle(() => {
        void thread.terminate();
        reject(new Error('the thread that hashes passwords ended'));
      });
    const patience = setTimeout(onEnd, PATIENCE_MS);
    thread.on('message', onMessage);
    thread.on('error', onEnd);
    thread.on('exit', onEnd);
    thread.ref();
    thread.postMessage(task);
  });
}
