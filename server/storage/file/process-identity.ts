/** Tells one process from a later one that got the same number. */
import { readFile } from 'node:fs/promises';
import { codeOf } from './log.ts';

export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in clock ticks since boot; absent where the system doesn't say (anything but Linux). */
  readonly started?: string;
}

export async function identify(pid: number): Promise<ProcessIdentity> {
  const { started } = await readStat(pid);
  return started === undefined ? { pid } : { pid, started };
}

/** Whether this very process still runs. One that has ended and only waits to be collected doesn't. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const { state, started } = await readStat(identity.pid);
  if (state === 'Z' || state === 'X') return false;
  return identity.started === undefined || started === undefined || identity.started === started;
}

/** Fields 3 and 22 of proc(5) stat; the name before them is in parentheses and may hold anything. */
async function readStat(pid: number): Promise<{ state?: string | undefined; started?: string | undefined }> {
  if (process.platform !== 'linux') return {};
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? {} : { state: fields[0], started: fields[19] };
}
