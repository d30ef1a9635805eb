/** Runs a plan: one test for each of its entries, side by side, because some modules only wait. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODULES } from './modules.ts';
import type { Plan } from './plans.ts';
import { CLIENT, type Office, type Provider, startProvider } from './provider.ts';

/** Half a minute of waiting in the middle of a module, among others that want the processor. */
const WITHIN_MS = 120_000;

export function runPlan({ name, response_mode, entries }: Plan, office: Office): void {
  describe.concurrent(name, () => {
    let provider: Provider;
    beforeAll(async () => {
      provider = await startProvider(office);
    }, WITHIN_MS);
    afterAll(() => provider?.stop());

    for (const { module, response_type } of entries) {
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
