/** The panel without a mouse, from the door to a saved change. */
import { expect, type Page } from '@playwright/test';
import { ADMIN, openPanel, signInByApi, startPanelOffice, test } from './panel-office.ts';

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

test('a search leaves nothing selected that can’t be seen', async ({ panel, office }) => {
  await openPanel(panel, office, '/people');
  const first = panel.locator('tbody [data-opener]').first();
  await tabTo(panel, first);
  await panel.keyboard.press('Space');
  await expect(panel.getByText('1 selected')).toBeVisible();
  const selected = await first.innerText();
  await panel.keyboard.press('/');
  await panel.keyboard.type(selected === 'Carla Mendes' ? 'elif' : 'carla');
  await expect(panel.getByRole('link', { name: selected })).toHaveCount(0);
  await expect(panel.getByRole('button', { name: 'Disable' })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Clear the search' }).click();
  await expect(panel.getByRole('link', { name: selected })).toBeVisible();
  await expect(panel.getByText('1 selected')).toHaveCount(0);
});

test('a last page that is emptied gives way to the page before', async ({ page }) => {
  const office = await startPanelOffice();
  try {
    const csrf = await signInByApi(page.request, office);
    for (let number = 10; number < 55; number += 1) {
      await page.request.post(`${office.ready.issuer}/api/v1/users`, {
        data: { username: `zz${number}`, name: `Zz ${number}` },
        headers: { origin: office.ready.issuer, 'x-lanyard-csrf': csrf },
      });
    }
    await openPanel(page, office, '/people?sort=name', csrf);
    await expect(page.getByText('1 – 50 of 52 people')).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText('51 – 52 of 52 people')).toBeVisible();
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(page.getByRole('link', { name: 'Zz 52' })).toBeVisible();
    await expect(page.getByText('50 people')).toBeVisible();
    await expect(page.locator('tbody tr')).toHaveCount(50);
  } finally {
    await office.stop();
  }
});

test('a length of time keeps its unit and every keystroke', async ({ panel, office }) => {
  await openPanel(panel, office, '/settings');
  const field = panel.locator('[data-field=access_token_lifetime_s]');
  const [number, unit] = [field.getByRole('textbox'), field.getByLabel('Unit')];
  await unit.selectOption('hours');
  for (const typed of ['245', '90', '900']) {
    await number.fill('');
    await number.pressSequentially(typed);
    await expect(number).toHaveValue(typed);
    await expect(unit.locator('option:checked')).toHaveText('hours');
  }
});

test('a line that is added has the focus, also where a fault appears at the line before', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications/new');
  await panel.getByRole('textbox', { name: 'Redirect address 1' }).fill('no address');
  await panel
    .getByRole('group', { name: /Redirect addresses/ })
    .getByRole('button', { name: 'Add another' })
    .click();
  const second = panel.getByRole('textbox', { name: 'Redirect address 2' });
  await expect(second).toBeFocused();
  await panel.keyboard.type('neither');
  await panel.getByRole('textbox', { name: 'Redirect address 1' }).fill('');
  await panel.getByRole('button', { name: 'Add the application' }).click();
  // The empty line is not sent; the fault stands at the line that it is about all the same.
  await expect(second).toHaveAttribute('aria-invalid', 'true');
  await expect(panel.getByRole('textbox', { name: 'Redirect address 1' })).not.toHaveAttribute('aria-invalid', 'true');
});
