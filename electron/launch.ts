/** `npm start`: builds what is missing, then opens the desktop program, or runs the server in this terminal and says why. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { HEADLESS } from './command-line.ts';
import { findElectron } from './find-electron.ts';
import { type Launched, launchDesktop } from './launch-desktop.ts';
import { startServerInTerminal } from './server-in-terminal.ts';
import { welcome } from './welcome.ts';

const FETCH_WITHIN_MS = 5 * 60_000;
const UP_WITHIN_MS = 60_000;

const root = resolve(import.meta.dirname, '..');
const given = process.argv.slice(2);
const args = given.filter((argument) => argument !== HEADLESS);

const built = spawnSync(process.execPath, ['build/build.ts', '--if-stale'], { cwd: root, stdio: ['ignore', 2, 2] });
if (built.status === 0) {
  process.exitCode = await launch();
} else {
  console.error('Lanyard was not started, because it could not be built; the lines above say why.');
  process.exitCode = 1;
}

/** Answers the exit code once everything has ended. */
async function launch(): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) return runInTerminal();
  const opened = await openDesktop();
  if ('code' in opened) return opened.code;
  console.log(`Lanyard runs in this terminal, without a window, because ${opened.lacking}.`);
  return runInTerminal();
}

async function openDesktop(): Promise<Launched> {
  if (args.length < given.length) return { lacking: `${HEADLESS} says so` };
  const { platform, env } = process;
  const folder = join(root, 'node_modules/electron');
  const found = await findElectron({ platform, env, folder, fetch_within_ms: FETCH_WITHIN_MS, tell: console.log });
  if ('lacking' in found) return found;
  return launchDesktop({ electron: found.electron, root, args, up_within_ms: UP_WITHIN_MS });
}

async function runInTerminal(): Promise<number> {
  const server = startServerInTerminal(args);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => server.stop(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  }
  const ready = await server.ready;
  if (ready !== undefined) console.log(welcome(ready, 'Press Ctrl C to stop.'));
  return server.ended;
}
