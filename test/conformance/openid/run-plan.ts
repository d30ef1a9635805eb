/** Runs a plan: one test for each of its entries, side by side. Those that wait for long have a file of their own, waiting.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODULES, WAITING } from './modules.ts';
import type { Plan } from './plans.ts';
import { CLIENT, type Provider, startProvider } from './provider.ts';

/** Others want the processor, too. */
const WITHIN_MS = 120_000;

export function runPlan({ name, response_mode, entries }: Plan, office: { readonly legacy_grants: boolean }): void {
  describe.concurrent(name, () => {
    let provider: Provider;
    beforeAll(async () => {
      provider = await startProvider(office);
    }, WITHIN_MS);
    afterAll(() => provider?.stop());

    for (const { module, response_type } of entries.filter((entry) => !WAITING.has(entry.module))) {
      const run = MODULES[module];
      if (run === undefined) throw new Error(`no module ${module}`);
      const variant = { response_type, response_mode, client: CLIENT, client_auth: 'client_secret_basic' } as const;
      test(
        `${module} (${response_type})`,
        () => expect(run({ ...variant, provider })).resolves.toBeUndefined(),
        WITHIN_MS,
      );
    }
  });
}
