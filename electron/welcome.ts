/** What a terminal is told once Lanyard runs, and how the shell tells a terminal that it is up. */
import type { Ready } from '../server/contract/ready.ts';

/** One line on standard output: from here on the desktop program is there, and its end is not a failure to start. */
export const SHELL_UP = 'LANYARD_SHELL_UP';

/** `stop` says how it is ended. */
export function welcome(ready: Ready, stop: string): string {
  const lines = ['', 'Lanyard is running.', ''];
  if (ready.setup !== null) {
    lines.push(`  First, make yourself the admin   ${ready.setup}`, '    (this address works once)');
  }
  if (ready.panel !== null) lines.push(`  The panel                        ${ready.panel}`);
  lines.push(
    `  What applications ask for        ${ready.issuer}`,
    `  Everything is kept in            ${ready.data_dir}`,
    '',
    stop,
  );
  return lines.join('\n');
}
