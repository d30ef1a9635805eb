/**
 * The server as a child process of a terminal, without a window: starts it, waits for its ready line for as long as it
 * shows signs of life, passes on what it logs, stops it. Which program starts it and what is done with its addresses is
 * the caller's business; of the server it knows the path.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseReadyLine, type Ready } from '../server/contract/ready.ts';
import { SERVER_FLAGS } from '../server/contract/process-flags.ts';
import { type Patience, watchStart } from './watch-start.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SERVER = [join(ROOT, 'build/require-node.mjs'), 'build/run-server.ts', 'serve'];
const ON_WINDOWS = process.platform === 'win32';
/** A terminal goes to the server as it is: its log is text there, and a person watches. */
const AT_TERMINAL = process.stderr.isTTY;
const PATIENCE: Patience = {
  tell_every_ms: 10_000,
  silence_ms: AT_TERMINAL ? undefined : 5 * 60_000,
  farewell_ms: 5_000,
};

export interface TerminalServer {
  /** Undefined when the server ended, or was ended for its silence, before it was ready; stderr has then been told why. */
  readonly ready: Promise<Ready | undefined>;
  /** The exit code for us to end with; never 0 for a server that was ended because it did not start as it should. */
  readonly ended: Promise<number>;
  stop(signal: NodeJS.Signals): void;
}

export interface StartOptions {
  /** The script that is the server, and arguments that come before its options. */
  readonly program?: readonly string[];
  readonly patience?: Patience;
  /** Takes the lines that are ours and not the server's. */
  readonly tell?: (line: string) => void;
}

/**
 * `args` are the server's own options. Standard error of the server becomes ours, and so does its standard output but
 * for the ready line.
 */
export function startServerInTerminal(
  args: readonly string[],
  { program = SERVER, patience = PATIENCE, tell = console.error }: StartOptions = {},
): TerminalServer {
  const child = spawn(process.execPath, [...SERVER_FLAGS, ...program, ...args], {
    stdio: ['ignore', 'pipe', AT_TERMINAL ? 'inherit' : 'pipe'],
    // In a group of its own, so that a Ctrl C reaches it once, through us: to the server a second signal means "at once".
    detached: !ON_WINDOWS,
  });
  const watch = watchStart({ ask: () => child.kill('SIGTERM'), force: () => child.kill('SIGKILL') }, patience, {
    stillStarting: (so_far_s) => tell(`The server is still starting (${so_far_s} s so far) …`),
    givingUp: (after_ms) =>
      tell(`The server was not ready and said nothing for ${after_ms / 1000} s; it is being stopped.`),
  });
  child.stdout?.on('data', watch.signOfLife);
  child.stderr?.on('data', watch.signOfLife).pipe(process.stderr);

  const { promise: ready, resolve: settle } = Promise.withResolvers<Ready | undefined>();
  let refused = false;
  readLines(child, (line) => {
    const said = parseReadyLine(line);
    if (said === 'other') {
      console.log(line);
    } else if (said === 'malformed') {
      refused = true;
      tell(`The server was stopped, because its ready line lacks what was expected: ${line}`);
      child.kill('SIGTERM');
    } else if (!watch.hasGivenUp()) {
      watch.over();
      settle(said);
    }
  });

  const ended = new Promise<number>((done) => {
    child.once('exit', (code, signal) => {
      const asItShould = signal === null && !refused && !watch.hasGivenUp();
      done(asItShould ? (code ?? 0) : code || 1);
    });
    child.once('error', (error) => {
      tell(`The server could not be started: ${error.message}`);
      done(1);
    });
  });
  void ended.then(() => {
    watch.over();
    settle(undefined);
  });

  const stop = (signal: NodeJS.Signals) => {
    // There, the console has told the server already, and kill would be no request.
    if (!(ON_WINDOWS && signal === 'SIGINT')) child.kill(signal);
  };
  return { ready, ended, stop };
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', onLine);
}
