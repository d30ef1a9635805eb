/**
 * The thread in which passwords are hashed, one at a time. It gives way to everybody else: with one core, two hashes that
 * count as much as the thread that answers would leave it a third of the time.
 */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import type { HashingTask } from './hashing-threads.ts';

/** OWASP's second recommendation: 19 MiB, two passes, one lane. `algorithm: 2` is argon2id. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of 20 steps; a thread at 10 gets about a tenth of what one at 0 gets, where both want the same core. */
const NICE = 10;

giveWay();
parentPort?.on('message', (task: HashingTask) => {
  try {
    parentPort?.postMessage({ answer: perform(task) });
  } catch (error) {
    parentPort?.postMessage({ fault: error instanceof Error ? error.message : 'unknown' });
  }
});

function perform(task: HashingTask): string | boolean {
  return task.kind === 'hash' ? hashSync(task.password, PARAMETERS) : verifySync(task.hash, task.password);
}

/** Linux has a priority for each thread; elsewhere there is one for the whole process, which stays as it is. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICE);
  } catch {
    // Without /proc, or where it is not allowed, hashing is as important as everything else.
  }
}
