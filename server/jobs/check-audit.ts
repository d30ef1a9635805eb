/** Soon after the start and once an hour: whether the audit log is still whole. */
import type { ChainCheck } from '../audit/chain-check.ts';
import type { Log } from '../log/log.ts';
import type { Job } from './job.ts';

/**
 * A broken chain is told to the operator at every check, and to admins by the status. Of a whole one its end is told: whoever
 * can write the file can make up a whole new chain, but not the lines that a system's journal has kept.
 */
export function checkAuditJob(check: Pick<ChainCheck, 'run'>, log: Log): Job {
  return {
    name: 'check-audit',
    every_s: 3600,
    first_after_s: 1,
    async run(stopping) {
      const verdict = await check.run(stopping);
      if (verdict?.kind === 'intact')
        log.info('the audit log is whole', { events: verdict.events, head: verdict.hash });
      if (verdict?.kind !== 'broken') return;
      log.error('the audit log is not as it was written', { event: verdict.id, reason: verdict.reason });
    },
  };
}
