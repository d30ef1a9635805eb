/** The table of plans against the Foundation's own counts, and against the modules that there are. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { MODULES } from './modules.ts';
import { PLANS } from './plans.ts';

test('every plan has as many entries as the Foundation’s', () => {
  expect(Object.fromEntries(Object.entries(PLANS).map(([name, plan]) => [name, plan.entries.length]))).toEqual({
    config: 1,
    basic: 38,
    implicit: 58,
    hybrid: 102,
    formPostBasic: 38,
    formPostImplicit: 58,
    formPostHybrid: 102,
    frontChannel: 2,
    sessionManagement: 2,
  });
});

test('no plan runs a module twice with the same response type, and no module is in no plan', () => {
  const run = new Set<string>();
  for (const { entries } of Object.values(PLANS)) {
    const seen = entries.map(({ module, response_type }) => `${module} ${response_type}`);
    expect(new Set(seen).size).toBe(seen.length);
    for (const { module } of entries) run.add(module);
  }
  expect([...run].toSorted()).toEqual(Object.keys(MODULES).toSorted());
});

test('the README says how many there are', async () => {
  const readme = await readFile(resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  for (const { name, profile, entries } of Object.values(PLANS)) {
    expect(readme).toContain(`| \`${name}\` | ${profile} | ${entries.length} |`);
  }
});
