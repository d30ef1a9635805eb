/** What becomes of faults that nobody caught: they are told under an incident id, and the process ends well where it must. */
import { randomBytes } from 'node:crypto';
import type { Log } from './log.ts';

/** How long a stop after a fault may take. */
const STOP_WITHIN_MS = 5_000;

/**
 * After an uncaught exception some code was left half run, and nobody knows which: the process stops, with exit code 1, and
 * whoever watches it starts it again. A rejection that nobody awaited has unwound its own code, and nobody was answered on
 * the strength of it; it is told, and the process goes on. Work that others wait for without awaiting it must therefore
 * turn its rejections into exceptions, as the journal does.
 */
export function installFaultHandlers(log: Log, stop: () => Promise<void>): void {
  let stopping = false;
  process.on('unhandledRejection', (error) => tell(log, 'a rejection that nobody awaited', error));
  process.on('uncaughtException', (error) => {
    tell(log, 'an uncaught exception; the server stops', error);
    if (stopping) return;
    stopping = true;
    process.exitCode = 1;
    const end = () => process.exit(1);
    setTimeout(end, STOP_WITHIN_MS);
    stop().then(end, end);
  });
}

function tell(log: Log, what: string, error: unknown): void {
  const fault = error instanceof Error ? (error.stack ?? error.message) : 'something that is not an error was thrown';
  log.error(what, { incident: randomBytes(5).toString('hex'), fault });
}
