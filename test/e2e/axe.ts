/** axe over what a page of the panel shows, in both themes and at both widths, without loading it anew in between. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WIDE = { width: 1280, height: 800 };

export const LOOKS = [
  { colorScheme: 'light', size: WIDE },
  { colorScheme: 'dark', size: WIDE },
  { colorScheme: 'dark', size: { width: 390, height: 844 } },
  { colorScheme: 'light', size: { width: 390, height: 844 } },
] as const;

/** Those of axe's rules that judge colours: the themes differ in nothing else. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * At each width all of axe's rules in one theme, and those of colours in the other. `where` stands before what is found.
 * Leaves the page wide and light.
 */
export async function expectAccessibleInEveryLook(page: Page, where: string): Promise<void> {
  for (const { colorScheme, size } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await expectAccessible(page, `${where}, ${colorScheme}, ${size.width}`, colorScheme === 'dark' ? OF_COLOURS : []);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(WIDE);
}

/** As wide as it is. In light all of axe's rules, and those of colours in dark. Leaves the page light. */
export async function expectAccessibleInBothThemes(page: Page, where: string): Promise<void> {
  for (const [colorScheme, rules] of [['dark', OF_COLOURS] as const, ['light', []] as const]) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await expectAccessible(page, `${where}, ${colorScheme}`, rules);
  }
}

/** By all of axe's rules, or those that are named. */
export async function expectAccessible(page: Page, where: string, rules: readonly string[] = []): Promise<void> {
  // Colours that are on their way to another would be judged as they are halfway.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))),
  );
  const found = (await judgeAgain(page, rules)) ?? (await judge(page, rules));
  expect(found.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Brings axe into the page. The panel has no frames, for which another page would be opened each time. */
async function judge(page: Page, rules: readonly string[]): Promise<readonly Violation[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  return (await (rules.length === 0 ? builder : builder.withRules([...rules])).analyze()).violations;
}

/** By the axe that is in the page since it was judged before, which takes a third of the time. */
function judgeAgain(page: Page, rules: readonly string[]): Promise<readonly Violation[] | undefined> {
  return page.evaluate(async (values) => {
    const { axe } = window as { readonly axe?: Axe };
    const only = values.length === 0 ? {} : { runOnly: { type: 'rule', values } };
    const found = await axe?.run(document, { resultTypes: ['violations'], ...only });
    return found?.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) }));
  }, rules);
}

interface Axe {
  run(
    within: Document,
    options: {
      readonly resultTypes: readonly string[];
      readonly runOnly?: { readonly type: string; readonly values: readonly string[] };
    },
  ): Promise<{
    readonly violations: readonly Violation[];
  }>;
}
