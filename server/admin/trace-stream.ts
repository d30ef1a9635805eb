/**
 * What is traced, as Server-Sent Events. A reader is a place in the tracer's memory: nothing is kept for it beside that, so
 * a slow one costs nothing and is dropped when it has fallen too far behind. HTML §9.2
 */
import type { Tracer } from '../trace/tracer.ts';
import { ProblemError } from './problem-error.ts';

export interface StreamAsked {
  /** Where an earlier stream was cut, as its last `id` said. */
  readonly last_event_id: string | undefined;
  /** Aborts when the peer is gone or the server stops. */
  readonly signal: AbortSignal;
  /** Whether who watches still may. */
  mayGoOn(): Promise<boolean>;
}

export interface StreamTimes {
  readonly tick_ms: number;
  /** In ticks: how often a silent stream says that it is there. */
  readonly heartbeat: number;
  /** In ticks: how long a reader may take for one piece. */
  readonly patience: number;
}

const TIMES: StreamTimes = { tick_ms: 5_000, heartbeat: 3, patience: 6 };
/** In UTF-16 code units. */
const PIECE = 65_536;

/**
 * Begins to watch at once, and ends with the signal, read or not. Without `last_event_id` it tells what happens from now
 * on. Throws ProblemError conflict where as many as may are watching already.
 */
export function streamEvents(tracer: Tracer, asked: StreamAsked, times = TIMES): AsyncIterable<string> {
  const bell = createBell();
  let stopped = asked.signal.aborted;
  const stop = () => {
    stopped = true;
    bell.ring();
  };
  const watch = tracer.watch({ wake: bell.ring, stop });
  if (watch === undefined) {
    throw new ProblemError('conflict', { detail: 'as many as may are watching the live flows already' });
  }
  const clock = startTicking(times, bell.ring, () => watch.end());
  const end = () => {
    stop();
    clock.stop();
    watch.end();
  };
  if (stopped) end();
  else asked.signal.addEventListener('abort', end, { once: true });
  const begins = startingPlace(asked.last_event_id, tracer);
  return pieces({ tracer, asked, begins, times, bell, clock, isStopped: () => stopped, end });
}

interface Stream {
  readonly tracer: Tracer;
  readonly asked: StreamAsked;
  readonly begins: StartingPlace;
  readonly times: StreamTimes;
  readonly bell: Bell;
  readonly clock: Clock;
  isStopped(): boolean;
  end(): void;
}

async function* pieces(stream: Stream): AsyncGenerator<string> {
  const { tracer, begins, times, bell, clock, isStopped, end } = stream;
  try {
    const floor = Math.max(begins.sequence, tracer.forgotten());
    let place = begins.sequence;
    let untraced = tracer.untraced();
    yield `retry: 2000\n${said('ready', {}, idOf(tracer, place))}${begins.gap ? said('gap', {}) : ''}`;
    for (let tick = clock.beginPiece(); !isStopped(); tick = clock.beginPiece()) {
      if (tracer.forgotten() > Math.max(floor, place)) {
        yield TOO_SLOW;
        return;
      }
      const found = tracer.after(place, PIECE);
      place = found.at(-1)?.sequence ?? place;
      if (found.length > 0) {
        yield found.map(({ sequence, text }) => `id: ${idOf(tracer, sequence)}\ndata: ${text}\n\n`).join('');
      } else {
        await bell.rung();
      }
      if (clock.now() === tick) continue;
      const over = await lastWord(stream, tick);
      if (over !== undefined) {
        yield over;
        return;
      }
      if (tracer.untraced() > untraced) yield said('untraced', { requests: tracer.untraced() - untraced });
      untraced = tracer.untraced();
      if (clock.now() % times.heartbeat === 0) yield ': still here\n\n';
    }
  } finally {
    end();
  }
}

/** Why a stream ends now, if it does; `tick` is when its last piece began. */
async function lastWord({ clock, times, asked }: Stream, tick: number): Promise<string | undefined> {
  if (clock.now() - tick > times.patience) return TOO_SLOW;
  return (await asked.mayGoOn()) ? undefined : SIGNED_OUT;
}

interface StartingPlace {
  /** Events after this one are told. */
  readonly sequence: number;
  /** Whether something is missing between what the reader has and what it will get. */
  readonly gap: boolean;
}

function startingPlace(last_event_id: string | undefined, tracer: Tracer): StartingPlace {
  if (last_event_id === undefined) return { sequence: tracer.newest(), gap: false };
  const [, run, number] = /^([0-9a-z]{1,20})-(\d{1,15})$/.exec(last_event_id) ?? [];
  const sequence = run === tracer.run ? Number(number) : 0;
  if (run !== tracer.run || sequence > tracer.newest()) return { sequence: 0, gap: true };
  return { sequence, gap: tracer.forgotten() > sequence };
}

function idOf({ run }: Tracer, sequence: number): string {
  return `${run}-${sequence}`;
}

/** An event that is no trace event has a name, so that nobody takes it for one. */
function said(event: string, data: object, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

const TOO_SLOW = said('dropped', { because: 'too_slow' });
const SIGNED_OUT = said('ended', { because: 'signed_out' });

interface Bell {
  ring(): void;
  /** Resolves at the next ring, or at once where it has rung since the last time. */
  rung(): Promise<void>;
}

function createBell(): Bell {
  let bell = Promise.withResolvers<void>();
  return {
    ring: () => bell.resolve(),
    async rung() {
      await bell.promise;
      bell = Promise.withResolvers<void>();
    },
  };
}

interface Clock {
  /** In ticks since the stream began. */
  now(): number;
  /** The next piece begins: answers the tick. */
  beginPiece(): number;
  stop(): void;
}

/** `given_up`: the reader has not asked for its next piece for so long that its place is given to others. */
function startTicking({ tick_ms, patience }: StreamTimes, tell: () => void, given_up: () => void): Clock {
  let tick = 0;
  let began = 0;
  const timer = setInterval(() => {
    tick += 1;
    if (tick - began > 2 * patience) given_up();
    tell();
  }, tick_ms).unref();
  return {
    now: () => tick,
    beginPiece: () => (began = tick),
    stop: () => clearInterval(timer),
  };
}
