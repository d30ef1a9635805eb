/** Runs one piece of work and tells the tracer how it went and how long it took. Used by the decorators. */
import type { Trace, TraceEntry } from './trace.ts';

/** What `work` answers or throws goes on unchanged; `codeOf` names what was thrown. */
export async function timed<T>(
  trace: Trace,
  entry: Omit<TraceEntry, 'duration_ms' | 'outcome'>,
  codeOf: (error: unknown) => string,
  work: () => Promise<T> | T,
): Promise<T> {
  const began = trace.clock();
  try {
    const output = await work();
    trace.emit({ ...entry, duration_ms: trace.clock() - began, outcome: { kind: 'ok', output } });
    return output;
  } catch (error) {
    const outcome = { kind: 'refused', code: codeOf(error), description: 'the work was refused or failed' } as const;
    trace.emit({ ...entry, duration_ms: trace.clock() - began, outcome });
    throw error;
  }
}
