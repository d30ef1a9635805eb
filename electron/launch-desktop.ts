/** The desktop program as a child of the terminal that `npm start` was typed in. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ANNOUNCE } from './command-line.ts';
import { lineOf } from './find-electron.ts';
import { SHELL_UP } from './welcome.ts';

export type Launched = { readonly code: number } | { readonly lacking: string };

export interface LaunchOptions {
  readonly electron: string;
  /** The checkout, which is the program that Electron runs. */
  readonly root: string;
  readonly args: readonly string[];
  readonly up_within_ms: number;
}

/**
 * Answers the exit code once the program has ended; or why it didn't get up, and then it runs no more.
 * Standard output and error of the program become ours from the moment that it is up.
 */
export function launchDesktop({ electron, root, args, up_within_ms }: LaunchOptions): Promise<Launched> {
  const onWindows = process.platform === 'win32';
  const child = spawn(electron, [root, ANNOUNCE, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own, so that a Ctrl C reaches it once, through us.
    detached: !onWindows,
  });
  let up = false;
  let late = false;
  let told = false;
  let heldBack = '';
  const limit = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, up_within_ms);

  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line !== SHELL_UP) return console.log(line);
    up = true;
    clearTimeout(limit);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (up) process.stderr.write(text);
    else heldBack += text;
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      told = true;
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    });
  }

  return new Promise((done) => {
    child.once('error', (error) => {
      clearTimeout(limit);
      done({ lacking: `Electron could not be started: ${error.message}` });
    });
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      // Whoever stopped it while it was starting wants no server in its place.
      if (up || told) done({ code: code ?? 1 });
      else if (late) done({ lacking: `Electron did not start within ${up_within_ms / 1000} seconds` });
      else done({ lacking: `Electron ended while it was starting (${code ?? signal}): ${lineOf(heldBack)}` });
    });
  });
}
