/** Work that repeats while the server runs. What the work is, its row says; that it never overlaps or stops, this file does. */
import type { Log } from '../log/log.ts';

export interface Job {
  /** For the log. */
  readonly name: string;
  readonly every_s: number;
  /** When the first round begins; as long after the start as every other after the one before, where absent. */
  readonly first_after_s?: number;
  /** `stopping` aborts when the server stops: it waits for what runs. */
  run(stopping?: AbortSignal): Promise<void>;
}

export interface RunningJobs {
  /** Begins no further round, and waits for those that run. */
  stop(): Promise<void>;
}

/** A round that fails is logged, and the next one comes as usual. Never keeps the process alive. */
export function startJobs(jobs: readonly Job[], log: Log): RunningJobs {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const timers = new Map<Job, NodeJS.Timeout>();

  function plan(job: Job, after_s: number): void {
    const timer = setTimeout(() => {
      const round = runJob(job, log, stopping.signal).finally(() => {
        running.delete(round);
        if (!stopping.signal.aborted) plan(job, job.every_s);
      });
      running.add(round);
    }, after_s * 1000);
    timers.set(job, timer.unref());
  }

  for (const job of jobs) plan(job, job.first_after_s ?? job.every_s);
  return {
    async stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/** One round; what goes wrong is logged. */
export async function runJob(job: Job, log: Log, stopping?: AbortSignal): Promise<void> {
  try {
    await job.run(stopping);
  } catch (error) {
    log.error('a job failed', { job: job.name, reason: error instanceof Error ? error.message : 'unknown' });
  }
}
