/** Runs a plan: one test for each of its entries, side by side, because some modules only wait. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODULES } from './modules.ts';
import type { Plan } from './plans.ts';
import { CLIENT, type Credentials, type Office, type Provider, startProvider } from './provider.ts';
import { registerClient } from './register-client.ts';

/** Half a minute of waiting in the middle of a module, among others that want the processor. */
const WITHIN_MS = 120_000;

interface Manner extends Office {
  /** Whether the client is one that the office knows, or registers itself first. */
  readonly client_registration?: 'static_client' | 'dynamic_client';
}

export function runPlan({ name, response_mode, entries }: Plan, { client_registration, ...office }: Manner): void {
  const dynamic = client_registration === 'dynamic_client';
  describe.concurrent(dynamic ? `${name} (dynamic_client)` : name, () => {
    let provider: Provider;
    let client: Credentials = CLIENT;
    beforeAll(async () => {
      provider = await startProvider(office);
      if (dynamic) client = await registerClient(provider);
    }, WITHIN_MS);
    afterAll(() => provider?.stop());

    for (const { module, response_type } of entries) {
      const run = MODULES[module];
      if (run === undefined) throw new Error(`no module ${module}`);
      const variant = { response_type, response_mode, client_auth: 'client_secret_basic' } as const;
      test(
        `${module} (${response_type})`,
        () => expect(run({ ...variant, client, provider })).resolves.toBeUndefined(),
        WITHIN_MS,
      );
    }
  });
}
