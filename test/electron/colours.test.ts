/** The house's colours stand in three places that may not know each other: panel, pages and the shell's own page agree. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../build/paths.ts';
import { LOCAL_STYLE } from '../../electron/local-page.ts';
import { DARK, LIGHT } from '../../server/spec/page-colours.ts';

const [panelLight, panelDark] = themesOf(readFileSync(join(ROOT, 'renderer/theme/colours.css'), 'utf8'));
const [shellLight, shellDark] = themesOf(LOCAL_STYLE);

/** By these everybody knows Lanyard; the roles around them are each place's own. */
const SHARED = ['ink', 'paper', 'card', 'line', 'petrol', 'cord', 'danger'] as const;

describe.each([
  ['light', panelLight, LIGHT, shellLight],
  ['dark', panelDark, DARK, shellDark],
] as const)('in the %s theme', (_theme, panel, pages, shell) => {
  test('the shell’s own page has the panel’s colours', () => {
    expect(Object.keys(shell)).toEqual(expect.arrayContaining(['ink', 'paper', 'petrol', 'on-petrol', 'cord']));
    expect(panel).toMatchObject(shell);
  });

  test('the pages have those that Lanyard is known by', () => {
    const known = Object.fromEntries(SHARED.map((role) => [role, pages[role].toLowerCase()]));
    expect(panel).toMatchObject(known);
  });
});

/** The custom properties of the first two rules that say six-digit colours: the light theme, then the dark one. */
function themesOf(css: string): readonly [Record<string, string>, Record<string, string>] {
  const [light = {}, dark = {}] = [...css.matchAll(/\{([^{}]*--paper[^{}]*)\}/g)].map(([, rule = '']) =>
    Object.fromEntries(
      [...rule.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, role = '', colour = '']) => [role, colour.toLowerCase()]),
    ),
  );
  return [light, dark];
}
