/** Everything that repeats while the server runs. */
import type { ChainCheck } from '../audit/chain-check.ts';
import type { AuditCounts } from '../audit/counts.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../storage/store.ts';
import { checkAuditJob } from './check-audit.ts';
import { countEventsJob } from './count-events.ts';
import type { Job } from './job.ts';
import { type MaintainedKeys, maintainKeysJob } from './maintain-keys.ts';
import { removeUnusedJob } from './remove-unused.ts';
import { sweepJob } from './sweep.ts';
import { tryWritingJob } from './try-writing.ts';

export interface HouseParts {
  readonly store: Store;
  readonly keys: MaintainedKeys;
  readonly counts: AuditCounts;
  readonly chain: ChainCheck;
  readonly log: Log;
  /** Epoch seconds. */
  now(): number;
}

export interface HouseJobs {
  readonly jobs: readonly Job[];
  /** The one that has to run once more when nothing happens any more. */
  readonly last: Job;
}

export function houseJobs({ store, keys, counts, chain, log, now }: HouseParts): HouseJobs {
  const last = countEventsJob(store, counts, now);
  const others = [
    sweepJob(store, now),
    removeUnusedJob(store, now),
    tryWritingJob(store, now),
    maintainKeysJob(keys, now, log),
    checkAuditJob(chain, log),
  ];
  return { jobs: [...others, last], last };
}
