/**
 * Watches the live flows for as long as somebody looks. A stream that was cut goes on by itself after the last event that
 * it had (event-stream.ts); one that was refused or ended is opened anew here, ever more slowly, and for whoever was signed out
 * as soon as they are back.
 */
import type { TraceEvent } from '../../server/contract/trace-events.ts';

/** `waiting` opens a new stream after a while; `interrupted` goes on by itself. */
export type StreamState = 'opening' | 'watching' | 'interrupted' | 'waiting';

export interface TraceListener {
  state(state: StreamState): void;
  event(event: TraceEvent): void;
  /** What was read before may lack something: read the whole again. */
  again(): void;
  /** Messages came faster than they could be told, and will not come again. */
  missing(): void;
}

/** The part of an EventSource that is used. */
export interface TraceSource {
  readonly readyState: number;
  addEventListener(name: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface TraceWatchParts {
  open(): TraceSource;
  /** Asks the server for anything that only an admin may have, and so waits for a sign-in where there is need of one. */
  ask(): Promise<unknown>;
  readonly setTimeout: (work: () => void, after_ms: number) => unknown;
}

const CLOSED = 2;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Answers how to stop. */
export function watchTrace(parts: TraceWatchParts, listener: TraceListener): () => void {
  let stopped = false;
  let wait_ms = FIRST_WAIT_MS;
  let source = open();

  function open(): TraceSource {
    const opened = parts.open();
    const on = (name: string, act: (data: unknown) => void) =>
      opened.addEventListener(name, ({ data }) => {
        if (!stopped) act(data);
      });
    on('ready', () => {
      wait_ms = FIRST_WAIT_MS;
      listener.state('watching');
      // What happened between the reading and this moment was told to nobody.
      listener.again();
    });
    on('gap', () => listener.again());
    on('untraced', () => {
      listener.missing();
      listener.again();
    });
    on('dropped', () => listener.missing());
    on('ended', () => {
      opened.close();
      openLater();
    });
    // Our own server's, of the type that the contract names.
    on('message', (data) => listener.event(JSON.parse(String(data)) as TraceEvent));
    on('error', () => {
      if (opened.readyState === CLOSED) openLater();
      else listener.state('interrupted');
    });
    return opened;
  }

  function openLater(): void {
    listener.state('waiting');
    parts.setTimeout(() => void openAgain(), wait_ms);
    wait_ms = Math.min(LONGEST_WAIT_MS, wait_ms * 2);
  }

  async function openAgain(): Promise<void> {
    if (stopped) return;
    // Refused or unanswered, the stream will be too, and says so.
    await parts.ask().catch(() => undefined);
    if (!stopped) source = open();
  }

  return () => {
    stopped = true;
    source.close();
  };
}
