/** Who runs where: with two cores or more the server has the first to itself, and everything that loads it the second. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

export const CORES = { server: '0', load: '1' } as const;
const pins = cpus().length > 1 && process.platform === 'linux';

/** The command and its arguments, made to run on that core. */
export function pinned(
  to: keyof typeof CORES,
  command: string,
  args: readonly string[],
): readonly [string, readonly string[]] {
  return pins ? ['taskset', ['-c', CORES[to], command, ...args]] : [command, args];
}

/** The benchmark itself must not disturb the server either. What it starts inherits that. */
export function moveToLoadCore(): void {
  if (pins) execFileSync('taskset', ['-a', '-p', '-c', CORES.load, String(process.pid)], { stdio: 'ignore' });
}
