/** What becomes of faults that nobody caught: they are told under an incident id, and the process ends well where it must. */
import { randomBytes } from 'node:crypto';
import type { Log } from './log.ts';

/** How long a stop after a fault may take. */
const STOP_WITHIN_MS = 5_000;

/**
 * After an uncaught exception some code was left half run, and nobody knows which: the process stops, and whoever watches
 * it starts it again. A rejection that nobody awaited leaves no code half run; it is told, and the process goes on.
 */
export function installFaultHandlers(log: Log, stop: () => Promise<void>): void {
  process.on('unhandledRejection', (error) => tell(log, 'a rejection that nobody awaited', error));
  process.on('uncaughtException', (error) => {
    tell(log, 'an uncaught exception; the server stops', error);
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  });
}

function tell(log: Log, what: string, error: unknown): void {
  const fault = error instanceof Error ? (error.stack ?? error.message) : 'something that is not an error was thrown';
  log.error(what, { incident: randomBytes(5).toString('hex'), fault });
}
