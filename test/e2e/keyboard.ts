/** A person without a mouse: gets everywhere with Tab, and presses what has the focus. */
import { expect, type Locator, type Page } from '@playwright/test';

/** More controls than any screen has. */
const MOST_STEPS = 80;

/** Throws when Tab never gets there. */
export async function tabTo(page: Page, what: Locator): Promise<void> {
  await expect(what).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never got to ${what.toString()}`);
}

export async function press(page: Page, what: Locator): Promise<void> {
  await tabTo(page, what);
  await page.keyboard.press('Enter');
}

/** Into a field, in place of nothing. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}
