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

export function createHashingThreads(): HashingThreads {
  const idle: Worker[] = [];
  let ending: NodeJS.Timeout | undefined;

  function endIdle(): void {
    for (const thread of idle.splice(0)) void thread.terminate();
  }

  return {
    async perform(task) {
      clearTimeout(ending);
      const thread = idle.pop() ?? startThread();
      try {
        const answer = await ask(thread, task);
        idle.push(thread);
        return answer;
      } catch (error) {
        void thread.terminate();
        throw error;
      } finally {
        clearTimeout(ending);
        ending = setTimeout(endIdle, IDLE_MS).unref();
      }
    },
  };
}

function startThread(): Worker {
  const built = import.meta.url.endsWith('.ts') ? './hashing-thread.ts' : './hashing-thread.js';
  const thread = new Worker(new URL(built, import.meta.url), { resourceLimits: LIMITS, execArgv: [], stderr: true });
  // Nobody waits for a thread that has nothing to do.
  thread.unref();
  return thread;
}

function ask(thread: Worker, task: HashingTask): Promise<string | boolean> {
  return new Promise((resolve, reject) => {
    const done = () => {
      thread.off('message', onMessage);
      thread.off('error', onError);
      thread.off('exit', onExit);
      thread.unref();
    };
    const onMessage = (said: { readonly answer: string | boolean } | { readonly fault: string }) => {
      done();
      if ('fault' in said) reject(new Error(`a password could not be hashed: ${said.fault}`));
      else resolve(said.answer);
    };
    const onError = (error: Error) => {
      done();
      reject(error);
    };
    const onExit = () => onError(new Error('the thread that hashes passwords ended'));
    thread.on('message', onMessage);
    thread.on('error', onError);
    thread.on('exit', onExit);
    thread.ref();
    thread.postMessage(task);
  });
}
