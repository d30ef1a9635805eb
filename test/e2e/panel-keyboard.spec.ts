/** The panel without a mouse, from the door to a saved change. */
import { expect, type Page } from '@playwright/test';
import { ADMIN, openPanel, test } from './panel-office.ts';

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, what: ReturnType<Page['getByRole']>): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    if (await what.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never got there');
}

test('signs in, finds a person, changes and saves by keyboard alone', async ({ page, office }) => {
  await page.goto(`${office.ready.issuer}/panel/`);
  await expect(page.getByLabel('Username')).toBeFocused();
  await page.keyboard.type(ADMIN.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await expect(page.locator('#screen h1')).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: 'People', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.locator('#screen h1')).toHaveText('People');
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search people')).toBeFocused();
  await page.keyboard.type('example');
  await expect(page.getByText(/^\d+ people$/)).toBeVisible();

  await tabTo(page, page.locator('tbody [data-opener]').first());
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('tbody [data-opener]').nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.locator('tbody [data-opener]').last()).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.keyboard.press('Home');
  const name = await page.locator('tbody [data-opener]').first().innerText();
  await page.keyboard.press('Enter');
  await expect(page.locator('#screen h1')).toHaveText(name);

  await tabTo(page, page.getByLabel(/^Full name/));
  await page.keyboard.press('End');
  await page.keyboard.type(' II');
  await page.keyboard.press('Enter');
  await expect(page.locator('#screen h1')).toHaveText(`${name} II`);
});

test('the first Tab skips to the screen, ? shows the keys, and Escape closes them', async ({ panel, office }) => {
  await openPanel(panel, office, '/groups');
  await panel.keyboard.press('Tab');
  const skip = panel.getByRole('link', { name: 'Skip to the screen' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeVisible();
  await panel.keyboard.press('Enter');
  await expect(panel.locator('#screen')).toBeFocused();

  await panel.keyboard.press('?');
  await expect(panel.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await panel.keyboard.press('Escape');
  await expect(panel.getByRole('dialog')).toHaveCount(0);
});
