/**
 * The operator's log: one line per event on standard error, as JSON or, on a terminal, as text. Lines are written in
 * batches, because a write per request costs a fifth of the throughput. What a line may not hold, the caller knows.
 */
import type { Json } from '../spec/vocabulary.ts';

export type LogFields = Readonly<Record<string, Json | undefined>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'json' | 'text';
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes whole lines, newline included; must have written them when it returns. */
  readonly write: (lines: string) => void;
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const BATCH_MS = 100;
const BATCH_CHARACTERS = 65_536;

/** `flush` writes what waits, at once; errors are never kept waiting. */
export function createLog(options: LogOptions): Log & { flush(): void } {
  const least = LEVELS.indexOf(options.level);
  const render = options.format === 'json' ? jsonLine : textLine;
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === '') return;
    const lines = waiting;
    waiting = '';
    options.write(lines);
  }

  function put(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: LogFields = {}): void {
    if (LEVELS.indexOf(level) < least) return;
    waiting += render({ time: new Date(options.now()).toISOString(), level, message }, fields);
    if (level === 'error' || waiting.length >= BATCH_CHARACTERS) {
      flush();
      return;
    }
    timer ??= setTimeout(flush, BATCH_MS).unref();
  }

  return {
    debug: (message, fields) => put('debug', message, fields),
    info: (message, fields) => put('info', message, fields),
    warn: (message, fields) => put('warn', message, fields),
    error: (message, fields) => put('error', message, fields),
    flush,
  };
}

interface Head {
  readonly time: string;
  readonly level: string;
  readonly message: string;
}

function jsonLine(head: Head, fields: LogFields): string {
  return `${escapeControls(JSON.stringify({ ...head, ...fields }))}\n`;
}

function textLine({ time, level, message }: Head, fields: LogFields): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name}=${typeof value === 'string' && /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value)}`,
    );
  // Who reads along sits there now, and most of what they read is no warning.
  const said = level === 'info' ? message : `${level}: ${message}`;
  return `${escapeControls(`${new Date(time).toTimeString().slice(0, 8)}  ${said}${pairs.join('')}`)}\n`;
}

/** A name with a line break or a terminal's escape code in it must stay one harmless line. */
function escapeControls(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
