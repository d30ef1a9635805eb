/** The modules that wait for half a minute, of all plans: they begin together, so that one wait is enough for all of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODULES, WAITING } from './modules.ts';
import { type Entry, type Plan, PLANS } from './plans.ts';
import { CLIENT, type Provider, startProvider } from './provider.ts';

const WITHIN_MS = 120_000;

interface Case extends Entry {
  readonly plan: Plan;
}

const PLANS_THAT_WAIT = Object.values(PLANS).flatMap((plan: Plan) => {
  const cases = plan.entries.filter(({ module }) => WAITING.has(module)).map((entry): Case => ({ ...entry, plan }));
  return cases.length === 0 ? [] : [{ name: plan.name, cases }];
});

let provider: Provider;
const begun = new Map<Case, Promise<void>>();

beforeAll(async () => {
  provider = await startProvider({ legacy_grants: true });
  for (const { cases } of PLANS_THAT_WAIT) {
    for (const each of cases) begun.set(each, begin(each));
  }
}, WITHIN_MS);
afterAll(() => provider?.stop());

describe.each(PLANS_THAT_WAIT)('$name', ({ cases }) => {
  test.each(cases)(
    '$module ($response_type)',
    async (each) => {
      expect(begun.has(each)).toBe(true);
      await expect(begun.get(each)).resolves.toBeUndefined();
    },
    WITHIN_MS,
  );
});

function begin({ plan, module, response_type }: Case): Promise<void> {
  const run = MODULES[module];
  if (run === undefined) throw new Error(`no module ${module}`);
  const { response_mode } = plan;
  const running = run({ response_type, response_mode, client: CLIENT, client_auth: 'client_secret_basic', provider });
  // Its own test tells when it fails.
  running.catch(() => undefined);
  return running;
}
