/** What a process and a core have cost so far, as the kernel tells it. */
import { readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

export interface Cost {
  /** User and system time of all threads so far. */
  readonly cpu_s: number;
  readonly rss_mib: number;
}

export async function costOf(pid: number): Promise<Cost> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return { cpu_s: ticks / TICKS_PER_SECOND, rss_mib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 };
}

export interface CoreTime {
  readonly busy_s: number;
  readonly total_s: number;
}

/** Of the core with that number, whoever used it. */
export async function timeOfCore(core: string): Promise<CoreTime> {
  const stat = await readFile('/proc/stat', 'utf8');
  const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(stat)?.[1] ?? '';
  // user, nice, system, idle, iowait, irq, softirq, steal; what follows is counted among these.
  const ticks = line.split(' ').slice(0, 8).map(Number);
  const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0) / TICKS_PER_SECOND;
  return { busy_s: sum(ticks) - sum(ticks.slice(3, 5)), total_s: sum(ticks) };
}
