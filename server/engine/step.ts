/** The one runner of rows, and by that the tracer: every step that has a name and a citation is traced, and none traces itself. */
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { SpecRef } from '../spec/references.ts';
import type { Trace } from '../trace/trace.ts';
import type { Context } from './context.ts';

export interface Step<In, Out = void> {
  /** The wire name where there is one. */
  readonly name: string;
  readonly spec: SpecRef;
  run(input: In, cx: Context): Awaitable<Out>;
}

/** Runs one step. With nobody watching this is the call of `run` and nothing else. */
export function runStep<In, Out>(step: Step<In, Out>, input: In, cx: Context): Awaitable<Out> {
  return cx.trace === undefined ? step.run(input, cx) : runTraced(step, input, cx, cx.trace);
}

async function runTraced<In, Out>(step: Step<In, Out>, input: In, cx: Context, trace: Trace): Promise<Out> {
  const began = trace.clock();
  const entry = { kind: 'step', name: step.name, spec: step.spec, input } as const;
  try {
    const output = await step.run(input, cx);
    trace.emit({ ...entry, duration_ms: trace.clock() - began, outcome: { kind: 'ok', output } });
    return output;
  } catch (error) {
    trace.emit({ ...entry, duration_ms: trace.clock() - began, outcome: refusal(error) });
    throw error;
  }
}

function refusal(error: unknown) {
  if (!(error instanceof OAuthError)) {
    return { kind: 'refused', code: 'server_error', description: 'an unexpected fault' } as const;
  }
  const { code, description, hint } = error;
  return { kind: 'refused', code, description, ...(hint === undefined ? {} : { hint }) } as const;
}
