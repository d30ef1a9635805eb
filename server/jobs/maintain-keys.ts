/** Rotates signing keys when it is time, and removes those that no living token needs. Which, the keys room plans. */
import type { Rotation } from '../keys/open-keyring.ts';
import type { Log } from '../log/log.ts';
import type { Job } from './job.ts';

export interface MaintainedKeys {
  maintain(now: number): Promise<readonly Rotation[]>;
}

/** `now` answers epoch seconds. */
export function maintainKeysJob(keys: MaintainedKeys, now: () => number, log: Log): Job {
  return {
    name: 'maintain-keys',
    every_s: 60,
    async run() {
      for (const { alg, kid, rotated } of await keys.maintain(now())) {
        if (rotated) log.info('signing key rotated', { alg, kid });
      }
    },
  };
}
