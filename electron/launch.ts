/** `npm start`: builds what is missing, starts Lanyard and says where to go. A window is the desktop shell's to open. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Ready } from '../server/contract/ready.ts';
import { startServerProcess } from './server-process.ts';

const args = process.argv.slice(2);
if (!args.includes('--help') && !args.includes('-h')) {
  console.log(
    'The desktop window is not part of this version; Lanyard runs in this terminal and is used in the browser.',
  );
}

const root = resolve(import.meta.dirname, '..');
const built = spawnSync(process.execPath, ['build/build.ts', '--if-stale'], { cwd: root, stdio: ['ignore', 2, 2] });
if (built.status === 0) {
  process.exitCode = await run(args);
} else {
  console.error('Lanyard was not started, because it could not be built; the lines above say why.');
  process.exitCode = 1;
}

/** Answers the server's exit code once it has ended. */
async function run(options: readonly string[]): Promise<number> {
  const server = startServerProcess(options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => server.stop(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  }
  const ready = await server.ready;
  if (ready !== undefined) console.log(welcome(ready));
  return server.ended;
}

function welcome(ready: Ready): string {
  const lines = ['', 'Lanyard is running.', ''];
  if (ready.setup !== null) {
    lines.push(`  First, make yourself the admin   ${ready.setup}`, '    (this address works once)');
  }
  if (ready.panel !== null) lines.push(`  The panel                        ${ready.panel}`);
  lines.push(
    `  What applications ask for        ${ready.issuer}`,
    `  Everything is kept in            ${ready.data_dir}`,
    '',
    'Press Ctrl C to stop.',
  );
  return lines.join('\n');
}
