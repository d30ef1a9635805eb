/**
 * How much work something is, in milliseconds of processor time. A clock on the wall would count what the rest of the machine
 * does at the same moment as well.
 */
import { readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second, whatever its own ticks are. proc_pid_stat(5) */
const TICK_MS = 10;

/** Of this thread. `act` must not wait for anything. */
export function workOf(act: () => void): number {
  const before = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/**
 * What the process of a server, with all its threads, has to do until `act` has ended. Only Linux tells that of another
 * process; elsewhere it is the time on the wall.
 */
export async function workOfProcess(pid: number, act: () => Promise<unknown>): Promise<number> {
  const before = usedBy(pid);
  await act();
  return usedBy(pid) - before;
}

function usedBy(pid: number): number {
  if (process.platform !== 'linux') return performance.now();
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The program's name is in brackets and may hold spaces; after it, user and system time are the 12th and the 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
