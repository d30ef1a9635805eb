/**
 * The Dynamic OP plan and the third-party-initiated login plan: one test for each module and response type, all against one
 * server, whose keys rotate while the others run.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientKey, makeClientKey } from '../../support/client-jwt.ts';
import { DYNAMIC_MODULES } from './dynamic-modules.ts';
import { type Provider, startProvider } from './dynamic-support.ts';
import { PLANS } from './plans.ts';
import { THIRD_PARTY_MODULES } from './third-party-modules.ts';

/** Among others that want the processor. */
const WITHIN_MS = 120_000;

let op: Provider;
let key: ClientKey;

beforeAll(async () => {
  key = await makeClientKey('RS256', 'first');
  op = await startProvider();
}, WITHIN_MS);

afterAll(() => op?.stop());

const MODULES = { ...DYNAMIC_MODULES, ...THIRD_PARTY_MODULES };

describe.concurrent.each([PLANS.dynamic, PLANS.thirdParty])('$name', ({ entries }) => {
  for (const { module, response_type } of entries) {
    const run = MODULES[module];
    if (run === undefined) throw new Error(`no module ${module}`);
    test(
      `${module} (${response_type})`,
      () => expect(run({ op, key, response_type })).resolves.toBeUndefined(),
      WITHIN_MS,
    );
  }
});
