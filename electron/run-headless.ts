/**
 * The same program without a window: becomes the server, or one of its commands, as plain Node. It is a process of its
 * own because Electron itself would need a display.
 */
import { spawn } from 'node:child_process';
import { SERVER_FLAGS } from '../server/contract/process-flags.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Answers the exit code. `entry` is the server's. */
export function runHeadless(entry: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [...SERVER_FLAGS, entry, ...args], {
    stdio: 'inherit',
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    // In a group of its own, so that a Ctrl C reaches it once, through us: to the server a second signal means "at once".
    detached: process.platform !== 'win32',
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  return new Promise((done) => {
    child.once('exit', (code) => done(code ?? 1));
    child.once('error', (error) => {
      process.stderr.write(`lanyard: the server could not be started: ${error.message}\n`);
      done(1);
    });
  });
}
