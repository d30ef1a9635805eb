/**
 * One life of the server as a child of the shell: reads its ready line and its log, passes messages, stops it. Whether
 * another life follows is server-process.ts's business.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseReadyLine, type Ready } from '../server/contract/ready.ts';
import { parseToShell, type ToServer } from '../server/contract/shell-messages.ts';
import { type Patience, watchStart } from './watch-start.ts';

/** What of Electron's utility process is used; Node's forked child is easily made to look the same. */
export interface ServerChild {
  readonly pid: number | undefined;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: ToServer): void;
  /** SIGTERM, or what stands for it. */
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface RunOptions {
  readonly child: ServerChild;
  readonly patience: Patience;
  /** Ends a process that does not listen any more. */
  readonly force: (pid: number) => void;
  readonly onReady: (ready: Ready) => void;
  readonly onStarting: (so_far_s: number) => void;
  /** A line of its log, or of its standard output that is not the ready line. */
  readonly onLine: (line: string) => void;
}

export interface RunEnd {
  readonly code: number;
  /** How long it served after its ready line; 0 when it never got so far. */
  readonly served_ms: number;
  /** It was stopped because it said nothing for so long while it started. */
  readonly silent_ms?: number;
  /** The last lines that it wrote. */
  readonly lines: readonly string[];
}

export type SignInAnswer = { readonly url: string } | { readonly refused: string };

export interface ServerRun {
  readonly ended: Promise<RunEnd>;
  /** Asks it to end; it has `patience.farewell_ms` before it is told again, and as long once more before it is ended. */
  stop(): void;
  /** Asks for a one-time address; refused when no answer comes within `within_ms`. */
  askOwnerSignIn(within_ms: number): Promise<SignInAnswer>;
}

const LINES_KEPT = 60;
/** The last lines may still be on their way when the process has gone. */
const LINES_WITHIN_MS = 500;

export function runServer({ child, patience, force, onReady, onStarting, onLine }: RunOptions): ServerRun {
  const lines: string[] = [];
  const asked = new Map<string, (answer: SignInAnswer) => void>();
  let readyAt: number | undefined;
  let silent_ms: number | undefined;
  let farewell: NodeJS.Timeout | undefined;

  const watch = watchStart({ ask: () => child.kill(), force: () => forceChild() }, patience, {
    stillStarting: onStarting,
    givingUp: (after_ms) => (silent_ms = after_ms),
  });

  function keep(line: string): void {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
    onLine(line);
  }

  function forceChild(): void {
    if (child.pid !== undefined) force(child.pid);
  }

  const printed = readLines(child.stdout, (line) => {
    watch.signOfLife();
    const said = parseReadyLine(line);
    if (said === 'other') {
      keep(line);
    } else if (said === 'malformed') {
      // Not kept as it stands: it may hold the one-time address of the first admin.
      keep('The ready line of the server lacks what was expected.');
      child.kill();
    } else if (!watch.hasGivenUp()) {
      watch.over();
      readyAt = performance.now();
      onReady(said);
    }
  });
  const logged = readLines(child.stderr, (line) => {
    watch.signOfLife();
    keep(line);
  });

  child.on('message', (message) => {
    const said = parseToShell(message);
    if (said === undefined) return;
    asked.get(said.id)?.('url' in said ? { url: said.url } : { refused: said.refused });
  });

  const ended = new Promise<RunEnd>((done) => {
    child.on('exit', (code) => {
      const served_ms = readyAt === undefined ? 0 : performance.now() - readyAt;
      watch.over();
      clearTimeout(farewell);
      for (const answer of asked.values()) answer({ refused: 'the server has ended' });
      void Promise.race([Promise.all([printed, logged]), sleep(LINES_WITHIN_MS)]).then(() =>
        done({ code, served_ms, lines, ...(silent_ms === undefined ? {} : { silent_ms }) }),
      );
    });
  });

  return {
    ended,
    stop() {
      if (farewell !== undefined) return;
      watch.over();
      child.postMessage({ kind: 'stop' });
      farewell = setTimeout(() => {
        child.kill();
        farewell = setTimeout(forceChild, patience.farewell_ms);
      }, patience.farewell_ms);
    },
    askOwnerSignIn(within_ms) {
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<SignInAnswer>();
      const late = setTimeout(() => resolve({ refused: `no answer within ${within_ms} ms` }), within_ms);
      asked.set(id, resolve);
      child.postMessage({ kind: 'owner-sign-in', id });
      return promise.finally(() => {
        clearTimeout(late);
        asked.delete(id);
      });
    },
  };
}

/** Settles when the stream has ended. */
function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return Promise.resolve();
  return new Promise((done) => {
    createInterface({ input: stream }).on('line', onLine).once('close', done);
  });
}
