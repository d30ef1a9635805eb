/**
 * argon2id with a bounded number of hashes at once, each on a thread of its own that gives way to all others; signing and
 * flushing have the pool for themselves.
 */
import { availableParallelism } from 'node:os';
import { createHashingThreads } from './hashing-threads.ts';
import { isTooLongPassword, normalizePassword } from '../spec/new-password.ts';
import { HashingBusy } from './passwords.ts';
import type { PasswordHasher } from './passwords.ts';

/** Memory times passes of one of ours (hashing-thread.ts). */
const USUAL_WORK = 19_456 * 2;

/** Of a random password that nobody kept; same parameters, so it costs what a real one costs. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$Ei4xoDPcqp07VlgYSYw8yQ$x4bRVXX5P8YlVHmj5nKdbSBVuDZ1zHRWkf9PBwpfBmg';

export interface HashingLimits {
  /** Hashes that run at the same time. */
  readonly running: number;
  /** Hashes that may wait for their turn; beyond that HashingBusy. */
  readonly waiting: number;
  /** How long a place stays empty after each hash, whether or not somebody waits for it. In milliseconds; 0 where absent. */
  readonly rest_ms?: number;
}

/**
 * With two cores or more, two hashes may run. A lone core belongs to everybody: whatever a hash's priority, whoever has to
 * wake up waits for the rest of its time slice, so strangers who try passwords get about a quarter of it.
 */
export function hashingLimits(cores: number): HashingLimits {
  return cores > 1 ? { running: 2, waiting: 64 } : { running: 1, waiting: 64, rest_ms: 50 };
}

export function createPasswordHasher(limits: HashingLimits = hashingLimits(availableParallelism())): PasswordHasher {
  const inTurn = createQueue(limits);
  const threads = createHashingThreads();
  const verify = async (hash: string, password: string) =>
    (await threads.perform({ kind: 'verify', hash, password })) === true;
  return {
    async hash(password) {
      if (isTooLongPassword(password))
        throw new RangeError('a password that is too long must be refused before it is hashed');
      const task = { kind: 'hash', password: normalizePassword(password) } as const;
      return inTurn(async () => String(await threads.perform(task)));
    },
    async verify(hash, password) {
      if (isTooLongPassword(password)) return false;
      const normal = normalizePassword(password);
      return inTurn(async () => {
        const matches = await verify(hash ?? NOBODY, normal);
        // A hash that was made elsewhere may be cheap to check; then it takes the rest of the usual time.
        if (hash !== undefined && isCheap(hash)) await verify(NOBODY, normal);
        return matches && hash !== undefined;
      });
    },
  };
}

/** Whether checking it costs less than checking one of ours. */
function isCheap(hash: string): boolean {
  const [, memory = '0', passes = '0'] = /[$,]m=(\d+),t=(\d+)/.exec(hash) ?? [];
  return Number(memory) * Number(passes) < USUAL_WORK;
}

/** Runs pieces of work in the order they came, `running` at a time. Throws HashingBusy instead of queueing more than `waiting`. */
function createQueue(limits: HashingLimits): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  const handOn = () => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    if (running < limits.running) running += 1;
    else if (queue.length >= limits.waiting) throw new HashingBusy();
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      if (limits.rest_ms === undefined) handOn();
      else setTimeout(handOn, limits.rest_ms);
    }
  };
}
