/**
 * The server as a child process: starts it, waits for its ready line with a time limit, passes on what it logs, stops it.
 * Which program starts it and what is done with its addresses is the caller's business; of the server it knows the path.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '..');
const SERVER = [join(ROOT, 'build/require-node.mjs'), 'build/run-server.ts', 'serve'];
const ON_WINDOWS = process.platform === 'win32';
const READY = 'LANYARD_READY ';
const READY_WITHIN_MS = 60_000;

/** What the server says of itself once it answers requests. */
export interface Ready {
  readonly issuer: string;
  /** The panel's address; null where the panel is off. */
  readonly panel: string | null;
  /** The one-time address at which the first admin is made; null once there is one. */
  readonly setup: string | null;
  readonly data_dir: string;
}

export interface ServerProcess {
  /** Undefined when the server ended, or was ended for being late, before it was ready; it has then said why on stderr. */
  readonly ready: Promise<Ready | undefined>;
  /** The exit code for us to end with. */
  readonly ended: Promise<number>;
  stop(signal: NodeJS.Signals): void;
}

/** `args` are the server's own options. Standard error of the server becomes ours, and so does its standard output but for the ready line. */
export function startServerProcess(args: readonly string[]): ServerProcess {
  const child = spawn(process.execPath, [...SERVER, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // In a group of its own, so that a Ctrl C reaches it once, through us: to the server a second signal means "at once".
    detached: !ON_WINDOWS,
  });
  const ended = new Promise<number>((done) => {
    child.once('exit', (code, signal) => done(code ?? (signal === null ? 0 : 1)));
    child.once('error', (error) => {
      console.error(`The server could not be started: ${error.message}`);
      done(1);
    });
  });
  const stop = (signal: NodeJS.Signals) => {
    // There, the console has told the server already, and kill would be no request.
    if (!(ON_WINDOWS && signal === 'SIGINT')) child.kill(signal);
  };
  return { ready: readReadyLine(child, ended), ended, stop };
}

async function readReadyLine(child: ChildProcess, ended: Promise<number>): Promise<Ready | undefined> {
  const { promise, resolve: settle } = Promise.withResolvers<Ready | undefined>();
  const late = setTimeout(() => {
    console.error(`The server was not ready within ${READY_WITHIN_MS / 1000} s and was stopped.`);
    child.kill('SIGKILL');
  }, READY_WITHIN_MS);
  void ended.then(() => settle(undefined));
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith(READY)) {
        console.log(line);
        return;
      }
      const ready = parseReady(line.slice(READY.length));
      if (ready === undefined) {
        console.error(`The server was stopped, because its ready line lacks what was expected: ${line}`);
        child.kill('SIGTERM');
      } else {
        settle(ready);
      }
    });
  }
  const ready = await promise;
  clearTimeout(late);
  return ready;
}

/** Undefined for JSON that is not what the server promises. */
function parseReady(json: string): Ready | undefined {
  try {
    const said: unknown = JSON.parse(json);
    return isReady(said) ? said : undefined;
  } catch {
    return undefined;
  }
}

function isReady(said: unknown): said is Ready {
  if (typeof said !== 'object' || said === null) return false;
  const { issuer, panel, setup, data_dir } = said as Record<string, unknown>;
  return (
    typeof issuer === 'string' &&
    typeof data_dir === 'string' &&
    (panel === null || typeof panel === 'string') &&
    (setup === null || typeof setup === 'string')
  );
}
