/** axe over what a page shows, in both themes and at both widths, without loading it anew in between. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WIDE = { width: 1280, height: 800 };

export const LOOKS = [
  { colorScheme: 'light', size: WIDE },
  { colorScheme: 'dark', size: WIDE },
  { colorScheme: 'dark', size: { width: 390, height: 844 } },
  { colorScheme: 'light', size: { width: 390, height: 844 } },
] as const;

/** All of axe's rules in every look. `where` stands before what is found. Leaves the page wide and light. */
export async function expectAccessibleInEveryLook(page: Page, where: string): Promise<void> {
  for (const { colorScheme, size } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    expect(await violations(page, `${where}, ${colorScheme}, ${size.width}`)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(WIDE);
}

async function violations(page: Page, where: string): Promise<readonly string[]> {
  // Colours that are on their way to another would be judged as they are halfway.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))),
  );
  const found = (await judgeAgain(page)) ?? (await judge(page));
  return found.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Brings axe into the page. The panel has no frames, for which another page would be opened each time. */
async function judge(page: Page): Promise<readonly Violation[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  return (await builder.analyze()).violations;
}

/** By the axe that is in the page since it was judged before, which takes a third of the time. */
function judgeAgain(page: Page): Promise<readonly Violation[] | undefined> {
  return page.evaluate(async () => {
    const { axe } = window as { readonly axe?: Axe };
    const found = await axe?.run(document, { resultTypes: ['violations'] });
    return found?.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) }));
  });
}

interface Axe {
  run(
    within: Document,
    options: { readonly resultTypes: readonly string[] },
  ): Promise<{
    readonly violations: readonly Violation[];
  }>;
}
