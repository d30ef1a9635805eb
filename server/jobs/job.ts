/** Work that repeats while the server runs. What the work is, its row says; that it never overlaps or stops, this file does. */
import type { Log } from '../log/log.ts';

export interface Job {
  /** For the log. */
  readonly name: string;
  readonly every_s: number;
  run(): Promise<void>;
}

export interface RunningJobs {
  /** Begins no further round, and waits for those that run. */
  stop(): Promise<void>;
}

/** A round that fails is logged, and the next one comes as usual. Never keeps the process alive. */
export function startJobs(jobs: readonly Job[], log: Log): RunningJobs {
  let stopped = false;
  const running = new Set<Promise<void>>();
  const timers = new Map<Job, NodeJS.Timeout>();

  function plan(job: Job): void {
    const timer = setTimeout(() => {
      const round = runJob(job, log).finally(() => {
        running.delete(round);
        if (!stopped) plan(job);
      });
      running.add(round);
    }, job.every_s * 1000);
    timers.set(job, timer.unref());
  }

  for (const job of jobs) plan(job);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/** One round; what goes wrong is logged. */
export async function runJob(job: Job, log: Log): Promise<void> {
  try {
    await job.run();
  } catch (error) {
    log.error('a job failed', { job: job.name, reason: error instanceof Error ? error.message : 'unknown' });
  }
}
