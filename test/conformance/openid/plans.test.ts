/** The table of plans against the Foundation's own counts, and against the modules that there are. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { DYNAMIC_MODULES } from './dynamic-modules.ts';
import { MODULES } from './modules.ts';
import { type Plan, PLANS } from './plans.ts';
import { THIRD_PARTY_MODULES } from './third-party-modules.ts';

test('every plan has as many entries as the Foundation’s', () => {
  expect(Object.fromEntries(Object.entries(PLANS).map(([name, plan]) => [name, plan.entries.length]))).toEqual({
    config: 1,
    basic: 38,
    implicit: 58,
    hybrid: 102,
    formPostBasic: 38,
    formPostImplicit: 58,
    formPostHybrid: 102,
    rpInitiatedLogout: 11,
    backchannelLogout: 2,
    // 23 with each of the four response types that have a code; 19 and 18 with the two that have none.
    dynamic: 4 * 23 + 19 + 18,
    // 2 with each of the six response types.
    thirdParty: 12,
    frontChannel: 2,
    sessionManagement: 2,
  });
});

test('no plan runs a module twice with the same response type', () => {
  for (const { entries } of Object.values(PLANS)) {
    const seen = entries.map(({ module, response_type }) => `${module} ${response_type}`);
    expect(new Set(seen).size).toBe(seen.length);
  }
});

test('no module is in no plan', () => {
  const { dynamic, thirdParty, ...others } = PLANS;
  const named = (plans: readonly Plan[]) => [
    ...new Set(plans.flatMap(({ entries }) => entries.map(({ module }) => module))),
  ];
  expect(named(Object.values(others)).toSorted()).toEqual(Object.keys(MODULES).toSorted());
  expect(named([dynamic]).toSorted()).toEqual(Object.keys(DYNAMIC_MODULES).toSorted());
  expect(named([thirdParty]).toSorted()).toEqual(Object.keys(THIRD_PARTY_MODULES).toSorted());
});

test('the README says how many there are, and with which clients they are run', async () => {
  const readme = await readFile(resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  for (const { name, profile, entries, client_registrations } of Object.values(PLANS)) {
    const counted = `| \`${name}\` | ${profile} | ${entries.length} | ${client_registrations.join(', ')} |`;
    expect(readme).toContain(counted);
  }
});
