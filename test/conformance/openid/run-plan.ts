/** Runs a plan: one test for each of its entries, side by side. Those that wait for long have a file of their own, waiting.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODULES, WAITING } from './modules.ts';
import type { Plan } from './plans.ts';
import { type Office, type Provider, startProvider } from './provider.ts';
import { type Clients, clientsFor } from './register-client.ts';

/** Others want the processor, too. */
const WITHIN_MS = 120_000;

/** One server for all variants of the plan. */
export function runPlan({ name, response_mode, client_registrations, entries }: Plan, office: Office): void {
  const response_types = [...new Set(entries.map(({ response_type }) => response_type))];
  describe(name, () => {
    let provider: Provider;
    beforeAll(async () => {
      provider = await startProvider(office);
    }, WITHIN_MS);
    afterAll(() => provider?.stop());

    describe.concurrent.each(client_registrations)('%s', (client_registration) => {
      let clients: Clients;
      beforeAll(async () => {
        clients = await clientsFor(client_registration, provider, response_types);
      }, WITHIN_MS);

      for (const { module, response_type } of entries.filter((entry) => !WAITING.has(entry.module))) {
        const run = MODULES[module];
        if (run === undefined) throw new Error(`no module ${module}`);
        const kind = { response_type, response_mode, client_registration, client_auth: 'client_secret_basic' } as const;
        test(
          `${module} (${response_type})`,
          () => expect(run({ ...kind, ...clients, provider })).resolves.toBeUndefined(),
          WITHIN_MS,
        );
      }
    });
  });
}
