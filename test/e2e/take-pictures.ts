/** Pictures for people to look at, in both widths and themes: only where LANYARD_TEST_PICTURES names a folder. */
import type { Page } from '@playwright/test';
import { join } from 'node:path';

const FOLDER = process.env['LANYARD_TEST_PICTURES'];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

/** Leaves the page wide and dark. */
export async function takePictures(panel: Page, name: string): Promise<void> {
  if (FOLDER === undefined) return;
  for (const size of [WIDE, NARROW]) {
    await panel.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await panel.emulateMedia({ colorScheme });
      const path = join(FOLDER, `${name}-${size.width}-${colorScheme}.png`);
      await panel.screenshot({ path, fullPage: true, animations: 'disabled' });
    }
  }
  await panel.setViewportSize(WIDE);
}
