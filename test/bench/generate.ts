/** Runs the load generator (generator.ts) and hands on what it tells. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pinned } from './cores.ts';
import type { Outcome, Plan, Report, Window } from './plan.ts';

/** Throws when the generator gave up, or when an answer was not as expected. */
export async function generate(plan: Plan, onWindow: (window: Window) => void = () => undefined): Promise<Outcome> {
  const outcome = await begin(plan, onWindow).outcome;
  if (outcome.failures === 0) return outcome;
  throw new Error(`${outcome.failures} of ${outcome.answers} answers were wrong, the first: ${outcome.first_failure}`);
}

/** Goes on beside other work, and can be ended early; failures are the caller's to look at. */
export function begin(
  plan: Plan,
  onWindow: (window: Window) => void = () => undefined,
): { readonly outcome: Promise<Outcome>; stop(): void } {
  const [command, args] = pinned('load', process.execPath, [join(import.meta.dirname, 'generator.ts')]);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(plan));
  const read = async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line) as Report;
      if ('outcome' in said) return said.outcome;
      onWindow(said.window);
    }
    throw new Error('the load generator ended without an outcome');
  };
  const ended = once(child, 'exit');
  const outcome = Promise.all([read(), ended]).then(([read]) => read);
  return { outcome, stop: () => child.kill('SIGTERM') };
}
