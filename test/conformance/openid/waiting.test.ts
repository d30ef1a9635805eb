/** The modules that wait for half a minute, of all plans: they begin together, so that one wait is enough for all of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RESPONSE_TYPE_NAMES } from '../../../server/spec/vocabulary.ts';
import { MODULES, WAITING } from './modules.ts';
import { type ClientRegistration, type Entry, type Plan, PLANS } from './plans.ts';
import { type Provider, startProvider } from './provider.ts';
import { type Clients, clientsFor } from './register-client.ts';

const WITHIN_MS = 120_000;

interface Case extends Entry {
  readonly plan: Plan;
  readonly client_registration: ClientRegistration;
}

const PLANS_THAT_WAIT = Object.values(PLANS).flatMap((plan: Plan) => {
  const waiting = plan.entries.filter(({ module }) => WAITING.has(module));
  const cases = plan.client_registrations.flatMap((client_registration) =>
    waiting.map((entry): Case => ({ ...entry, plan, client_registration })),
  );
  return cases.length === 0 ? [] : [{ name: plan.name, cases }];
});

let provider: Provider;
const begun = new Map<Case, Promise<void>>();

beforeAll(async () => {
  provider = await startProvider({ legacy_grants: true });
  const clients = {
    static_client: await clientsFor('static_client', provider, RESPONSE_TYPE_NAMES),
    dynamic_client: await clientsFor('dynamic_client', provider, RESPONSE_TYPE_NAMES),
  };
  for (const { cases } of PLANS_THAT_WAIT) {
    for (const each of cases) begun.set(each, begin(each, clients[each.client_registration]));
  }
}, WITHIN_MS);
afterAll(() => provider?.stop());

describe.each(PLANS_THAT_WAIT)('$name', ({ cases }) => {
  test.each(cases)(
    '$module ($response_type, $client_registration)',
    async (each) => {
      expect(begun.has(each)).toBe(true);
      await expect(begun.get(each)).resolves.toBeUndefined();
    },
    WITHIN_MS,
  );
});

function begin({ plan, module, response_type, client_registration }: Case, clients: Clients): Promise<void> {
  const run = MODULES[module];
  if (run === undefined) throw new Error(`no module ${module}`);
  const { response_mode } = plan;
  const client_auth = 'client_secret_basic';
  const running = run({ response_type, response_mode, client_registration, client_auth, ...clients, provider });
  // Its own test tells when it fails.
  running.catch(() => undefined);
  return running;
}
