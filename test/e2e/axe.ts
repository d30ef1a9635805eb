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
  // The panel has no frames, for which another page would be opened each time.
  const found = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return found.violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`);
}
