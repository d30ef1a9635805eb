/**
 * Keeps and hands out what the steps, the store, the keys and the edge tell, for as long as somebody watches and a little
 * longer, so that a page that is loaded again misses nothing. In memory only. With no watcher there is no Trace at all, so
 * nothing is timed, redacted or kept.
 */
import type { TraceEvent } from '../contract/trace-events.ts';
import { createBudget } from './budget.ts';
import { createFlowRing, FLOW_LIMITS, type FlowLimits, type FlowRing } from './flow-ring.ts';
import { createRedaction, type Redactor } from './redact.ts';
import type { Trace, TraceEntry } from './trace.ts';

export interface Tracer extends Pick<FlowRing, 'after' | 'flow' | 'summaries' | 'forgotten'> {
  /** The trace of one request that begins now; undefined while nobody watches, and beyond what anybody could follow. */
  current(): Trace | undefined;
  /** From now on `watcher` hears of everything. Answers undefined where as many as may are watching already. */
  watch(watcher: Watcher): Watch | undefined;
  /** Stands before every sequence, so that nobody goes on with the numbers of a server that ran before this one. */
  readonly run: string;
  /** The newest sequence. */
  newest(): number;
  /** How many requests were not traced although somebody watched, because there were too many. */
  untraced(): number;
  /** Ends every watch, and traces nothing more. */
  stop(): void;
}

export interface Watcher {
  /** There are new events. Must not throw. */
  wake(): void;
  /** There will be none any more. */
  stop(): void;
}

export interface Watch {
  end(): void;
}

export interface TracerOptions {
  /** How many events are kept. */
  readonly capacity: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds on a clock that only goes forward. */
  readonly clock: () => number;
  readonly limits?: Partial<TraceLimits>;
}

export interface TraceLimits extends FlowLimits {
  readonly watchers: number;
  /** How long tracing goes on after the last watcher has left. */
  readonly linger_ms: number;
  /** Nobody follows more with their eyes, and a busy server must not be slowed down by being watched. */
  readonly requests_per_s: number;
  /** As many at once, before that holds. */
  readonly burst: number;
}

const LIMITS: TraceLimits = { ...FLOW_LIMITS, watchers: 20, linger_ms: 60_000, requests_per_s: 50, burst: 200 };

export function createTracer(options: TracerOptions): Tracer {
  const { now, clock } = options;
  const limits = { ...LIMITS, events: options.capacity, ...options.limits };
  const ring = createFlowRing(limits);
  const budget = createBudget(limits.requests_per_s, limits.burst);
  const watchers = new Set<Watcher>();
  const redactorOfRequest = createRedaction();
  let tracing = false;
  let lingering: NodeJS.Timeout | undefined;
  let sequence = 0;
  let untraced = 0;

  function publish(flow_id: string, told: readonly Told[]): void {
    if (!tracing) return;
    const redactor = redactorOfRequest();
    const events = told.map(({ at_ms, entry: { input, outcome, duration_ms, ...head } }): TraceEvent => {
      sequence += 1;
      return {
        flow_id,
        ...head,
        sequence,
        at_ms,
        duration_ms: Math.round(duration_ms * 1000) / 1000,
        input: redactor.redact(input),
        outcome: shownOutcome(outcome, redactor),
      };
    });
    ring.add(events);
    for (const watcher of watchers) watcher.wake();
  }

  function leave(watcher: Watcher): void {
    if (!watchers.delete(watcher) || watchers.size > 0 || !tracing) return;
    lingering = setTimeout(forget, limits.linger_ms).unref();
  }

  function forget(): void {
    clearTimeout(lingering);
    tracing = false;
    // Stands for all that nobody will have seen until tracing begins again.
    sequence += 1;
    ring.clear(sequence);
  }

  return {
    current() {
      if (!tracing) return undefined;
      if (budget.take(clock())) return traceRequest(now, clock, publish);
      untraced += 1;
      return undefined;
    },
    watch(watcher) {
      if (watchers.size >= limits.watchers) return undefined;
      clearTimeout(lingering);
      const place = { ...watcher };
      watchers.add(place);
      tracing = true;
      return { end: () => leave(place) };
    },
    run: now().toString(36),
    newest: () => sequence,
    untraced: () => untraced,
    after: ring.after,
    flow: ring.flow,
    summaries: ring.summaries,
    forgotten: ring.forgotten,
    stop() {
      forget();
      for (const watcher of watchers) watcher.stop();
      watchers.clear();
    },
  };
}

interface Told {
  readonly at_ms: number;
  readonly entry: TraceEntry;
}

type Publish = (flow_id: string, told: readonly Told[]) => void;

/** What one request tells waits until it is known to which flow it belongs: a code says so in the middle of it. */
function traceRequest(now: () => number, clock: () => number, publish: Publish): Trace {
  const told: Told[] = [];
  let flow_id = '';
  let ended = false;
  return {
    clock,
    emit(entry) {
      if (!ended) told.push({ at_ms: now(), entry });
    },
    join(its) {
      flow_id = its;
    },
    end() {
      if (ended) return;
      ended = true;
      publish(flow_id, told);
    },
  };
}

function shownOutcome(outcome: TraceEntry['outcome'], redactor: Redactor): TraceEvent['outcome'] {
  if (outcome.kind === 'ok') return { kind: 'ok', output: redactor.redact(outcome.output) };
  const { code, description, hint } = outcome;
  const words = { code, description: redactor.redactText(description) };
  return { kind: 'refused', ...words, ...(hint === undefined ? {} : { hint: redactor.redactText(hint) }) };
}
