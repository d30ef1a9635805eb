/**
 * Preloaded into a server that is measured (`node --import`), so that nothing of this stands in what is shipped. Answers
 * questions of the benchmark over the channel that it was started with: event-loop delay, memory, CPU profiles.
 */
import type { Session } from 'node:inspector/promises';
import { writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

export type Question =
  | { readonly ask: 'figures' }
  | { readonly ask: 'begin-profile' }
  /** Writes what was gathered since to `file`. */
  | { readonly ask: 'end-profile'; readonly file: string };

/** Since they were asked for last. */
export interface Figures {
  /** How much later than it should a timer of one millisecond fired. */
  readonly delay_p50_ms: number;
  readonly delay_p99_ms: number;
  readonly delay_max_ms: number;
  readonly longest_gc_ms: number;
  readonly heap_mib: number;
  readonly rss_mib: number;
}

const RESOLUTION_MS = 1;
const MIB = 1024 * 1024;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
let longest_gc_ms = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest_gc_ms = Math.max(longest_gc_ms, duration);
}).observe({ entryTypes: ['gc'] });

let profiling: Session | undefined;

process.on('message', (question: Question) => {
  void answer(question).then((said) => process.send?.(said));
});
// The server ends when it is told to, not when the benchmark hangs up.
process.channel?.unref();

async function answer(question: Question): Promise<Figures | object> {
  if (question.ask === 'figures') return figures();
  if (question.ask === 'begin-profile') await beginProfile();
  else await endProfile(question.file);
  return {};
}

function figures(): Figures {
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const { heapUsed, rss } = process.memoryUsage();
  const said = {
    delay_p50_ms: late(delay.percentile(50)),
    delay_p99_ms: late(delay.percentile(99)),
    delay_max_ms: late(delay.max),
    longest_gc_ms,
    heap_mib: heapUsed / MIB,
    rss_mib: rss / MIB,
  };
  delay.reset();
  longest_gc_ms = 0;
  return said;
}

async function beginProfile(): Promise<void> {
  const inspector = await import('node:inspector/promises');
  profiling = new inspector.Session();
  profiling.connect();
  await profiling.post('Profiler.enable');
  await profiling.post('Profiler.setSamplingInterval', { interval: 500 });
  await profiling.post('Profiler.start');
}

async function endProfile(file: string): Promise<void> {
  const stopped = await profiling?.post('Profiler.stop');
  profiling?.disconnect();
  profiling = undefined;
  await writeFile(file, JSON.stringify(stopped?.profile));
}
