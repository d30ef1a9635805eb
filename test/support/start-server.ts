/** The built server as a real process, as a person would start it: with its ready line, its signals and its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { parseReadyLine, type Ready } from '../../server/contract/ready.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Far more than a start takes, for machines with much else to do; a server that ends instead is told at once. */
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 30_000;

/** Asked once for each test file: to look at all sources takes a tenth of a second, and each start looks again by itself. */
let built: boolean | undefined;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartOptions {
  /** Options after `serve --port 0 --data-dir …`; a later `--port` wins. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A data directory of the caller's, which is then the caller's to remove; a temporary one where absent. */
  readonly directory?: string;
}

export interface RunningServer {
  readonly ready: Ready;
  readonly directory: string;
  /** Ends the server (SIGTERM unless said otherwise) and removes a temporary data directory. May be called again. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
  /** What it has logged so far. */
  stderr(): string;
  /** Every line of standard output so far, the ready line first. */
  stdout(): readonly string[];
}

/** Throws with the server's exit code and log when it ends, or says nothing for two minutes, before it is ready. */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const temporary = options.directory === undefined;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'lanyard-test-')));
  const removeTemporary = () => (temporary ? rm(directory, { recursive: true, force: true }) : undefined);
  const run = spawnServer(['serve', '--port', '0', '--data-dir', directory, ...(options.args ?? [])], options.env);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> => {
    run.child.kill(signal);
    const late = setTimeout(() => run.child.kill('SIGKILL'), STOPPED_WITHIN_MS);
    const exit = await run.exit;
    clearTimeout(late);
    await removeTemporary();
    return exit;
  };
  try {
    return { ready: await run.ready, directory, stop, stderr: run.stderr, stdout: run.stdout };
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  }
}

/** Runs a command of Lanyard to its end (`['export']`, or a `serve` that is to be refused). Options are the caller's. */
export async function runLanyard(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Exit & { readonly stdout: string; readonly stderr: string }> {
  const run = spawnServer(args, env);
  run.ready.catch(() => undefined);
  const late = setTimeout(() => run.child.kill('SIGKILL'), READY_WITHIN_MS);
  const exit = await run.exit;
  clearTimeout(late);
  return { ...exit, stdout: run.stdout().join('\n'), stderr: run.stderr() };
}

function spawnServer(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  built ??= ensureBuilt();
  if (!built) throw new Error('the server could not be built; the lines above say why');
  const child = spawn(process.execPath, ['build/require-node.mjs', 'build/run-server.ts', ...args], {
    cwd: ROOT,
    env: { ...environmentWithoutOurs(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const exit = new Promise<Exit>((done) => child.once('close', (code, signal) => done({ code, signal })));
  return { child, exit, ready: readyOf(child, exit, () => log), stderr: () => log, stdout: () => lines };
}

/** A developer's own LANYARD_ variables must not decide a test. */
export function environmentWithoutOurs(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LANYARD_')));
}

async function readyOf(child: ChildProcess, exit: Promise<Exit>, log: () => string): Promise<Ready> {
  const { promise, resolve: settle, reject } = Promise.withResolvers<Ready>();
  const late = setTimeout(
    () => reject(new Error(`the server was not ready within ${READY_WITHIN_MS / 1000} s:\n${log()}`)),
    READY_WITHIN_MS,
  );
  void exit.then(({ code, signal }) =>
    reject(new Error(`the server ended before it was ready (exit ${code ?? signal}):\n${log()}`)),
  );
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = parseReadyLine(line);
      if (said === 'malformed') reject(new Error(`the ready line lacks what was expected: ${line}`));
      else if (said !== 'other') settle(said);
    });
  }
  return promise.finally(() => clearTimeout(late));
}
