/** The server's log as the shell keeps it: a file of bounded size for whoever wants to read on, and lines as a person reads them. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** At this size the file becomes `….1`, and the one before it goes. */
const MOST_BYTES = 5_000_000;
/** Lines are written together: opening the file for each one would cost more than writing it. */
const BATCH_MS = 200;

export interface ShellLog {
  add(line: string): void;
  /** Writes what waits. */
  flush(): void;
}

/** A disk that refuses is told to `complain` once; those lines are lost. */
export function openShellLog(file: string, complain: (line: string) => void, most_bytes = MOST_BYTES): ShellLog {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  let complained = false;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === '') return;
    const lines = waiting;
    waiting = '';
    try {
      mkdirSync(dirname(file), { recursive: true });
      if (sizeOf(file) > most_bytes) renameSync(file, `${file}.1`);
      // Not kept open: Windows would not let it be renamed.
      appendFileSync(file, lines, { mode: 0o600 });
    } catch (error) {
      if (!complained) complain(`the log file can't be written: ${String(error)}`);
      complained = true;
    }
  }

  return {
    add(line) {
      waiting += `${line}\n`;
      timer ??= setTimeout(flush, BATCH_MS).unref();
    },
    flush,
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** A line of the server's log without the marks of a machine; any other line as it is. */
export function readableLine(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { time, level, message, ...rest } = JSON.parse(line) as Record<string, unknown>;
    const more = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
    return `${String(time).slice(11, 19)} ${String(level)} ${String(message)}${more.join('')}`;
  } catch {
    return line;
  }
}
