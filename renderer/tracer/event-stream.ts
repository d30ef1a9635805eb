/**
 * Server-Sent Events read by fetch, because an EventSource can send no header. Goes on after the last event that it had when
 * it is cut, as an EventSource does; one that is refused is closed. HTML §9.2
 */
import { createPatience } from '../api/patience.ts';
import type { TraceSource } from './trace-watch.ts';

export interface EventStreamParts {
  readonly fetch: typeof fetch;
  readonly path: string;
  /** Asked for each connection. */
  headers(): Readonly<Record<string, string>>;
  readonly setTimeout: (work: () => void, after_ms: number) => unknown;
}

type Listener = Parameters<TraceSource['addEventListener']>[1];

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;
const FIRST_RETRY_MS = 2_000;
/** The server says every 15 seconds that it is there. A connection may be dead without anybody having said so. */
const LONGEST_SILENCE_MS = 45_000;

export function openEventStream(parts: EventStreamParts): TraceSource {
  const listeners = new Map<string, Listener>();
  const gone = new AbortController();
  const place = { last_event_id: '', retry_ms: FIRST_RETRY_MS };
  let state = CONNECTING;

  async function connect(): Promise<void> {
    const silence = createPatience(LONGEST_SILENCE_MS);
    const how = await follow(AbortSignal.any([gone.signal, silence.signal]), silence.sign);
    silence.end();
    if (!gone.signal.aborted) end(how);
  }

  /** Answers how it ended. */
  async function follow(signal: AbortSignal, sign: () => void): Promise<typeof CONNECTING | typeof CLOSED> {
    const response = await ask(signal);
    if (response !== undefined && !response.ok) return CLOSED;
    if (response?.body) {
      state = OPEN;
      await readAll(response.body, sign);
    }
    return CONNECTING;
  }

  /** Undefined without an answer. */
  async function ask(signal: AbortSignal): Promise<Response | undefined> {
    const { last_event_id } = place;
    const resumed = last_event_id === '' ? {} : { 'last-event-id': last_event_id };
    const headers = { accept: 'text/event-stream', ...parts.headers(), ...resumed };
    return parts.fetch(parts.path, { headers, cache: 'no-store', signal }).catch(() => undefined);
  }

  async function readAll(body: ReadableStream<Uint8Array>, sign: () => void): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const piece = await reader.read().catch(() => undefined);
      if (piece === undefined || piece.done || gone.signal.aborted) return;
      sign();
      const blocks = (rest + decoder.decode(piece.value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  }

  /** One event of ours: its lines end with a line feed alone. */
  function take(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const [, name = '', value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
      fields.set(name, value);
    }
    place.last_event_id = fields.get('id') ?? place.last_event_id;
    place.retry_ms = Number(fields.get('retry') ?? place.retry_ms);
    const data = fields.get('data');
    if (data !== undefined && !gone.signal.aborted) listeners.get(fields.get('event') ?? 'message')?.({ data });
  }

  function end(how: typeof CONNECTING | typeof CLOSED): void {
    state = how;
    listeners.get('error')?.({});
    if (how === CONNECTING) parts.setTimeout(() => void (gone.signal.aborted || connect()), place.retry_ms);
  }

  void connect();
  return {
    get readyState() {
      return state;
    },
    addEventListener: (name, listener) => void listeners.set(name, listener),
    close() {
      state = CLOSED;
      gone.abort();
    },
  };
}
