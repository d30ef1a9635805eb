/** The office's own sign-in page: made in the panel with the real page beside it, met by people, taken back. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInEveryLook, LOOKS } from './axe.ts';
import { openFolds, openPanel, signInByApi, test } from './panel-office.ts';
import { takePictures } from './take-pictures.ts';

test.use({ purpose: 'the sign-in page of the office’s own' });

/** Two stripes, 120 by 40. */
async function logo(panel: Page): Promise<Buffer> {
  const address = await panel.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [240, 80];
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('there is nothing to draw on');
    context.fillStyle = '#7A1F4D';
    context.fillRect(0, 0, 240, 40);
    context.fillStyle = '#F2A0C0';
    context.fillRect(0, 40, 240, 40);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(address.split(',')[1] ?? '', 'base64');
}

test('an admin writes, sees, saves and takes back; people meet it in both themes and widths', async ({
  panel,
  office,
  browser,
}) => {
  test.setTimeout(120_000);
  const csrf = await signInByApi(panel.request, office);
  await openPanel(panel, office, '/login-page', csrf);
  const preview = panel.frameLocator('iframe[title="Preview of the sign-in page"]');
  await expect(preview.locator('#lanyard-heading')).toHaveText('Sign in to Sample application');
  await openFolds(panel);
  const field = (name: string) => panel.locator(`[data-field="${name}"]`).locator('input, textarea').first();
  await panel
    .locator('input[type=file]')
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await logo(panel) });
  await field('heading').fill('Welcome to {{application}}');
  await field('lead').fill('Good morning{{#ext-team}}, {{ext-team}}{{/ext-team}}.');
  await field('help').fill('Questions? Ask the front desk.');
  await field('action_light').fill('#7A1F4D');
  await field('action_dark').fill('#F2A0C0');
  await field('block').fill('<p>Fine</p>\n<img src="x" onerror="alert(1)">');
  await expect(panel.getByText(/holds the tag img in line 2/).first()).toBeVisible();
  await field('block').fill('<h2>News</h2>\n<p>Read the <a href="https://intranet.example.lan/">house rules</a>.</p>');
  await expect(preview.locator('#lanyard-heading')).toHaveText(/Welcome to .*Sample application/);
  await expect(preview.locator('#lanyard-login-lead')).toHaveText(/Good morning, .*sample of ext-team/);
  await expect(preview.getByRole('link', { name: 'house rules' })).toBeVisible();
  await expect(preview.locator('#lanyard-office-logo')).toHaveJSProperty('naturalWidth', 240);
  const button = preview.locator('#lanyard-login-submit');
  await expect(button).toHaveCSS('background-color', 'rgb(122, 31, 77)');
  await panel.getByRole('radiogroup', { name: 'Look of the preview' }).getByText('Dark').click();
  await expect(button).toHaveCSS('background-color', 'rgb(242, 160, 192)');
  await panel.getByRole('radiogroup', { name: 'Width of the preview' }).getByText('Telephone').click();
  await expect(panel.locator('iframe')).toHaveCSS('width', '390px');
  await expectAccessibleInEveryLook(panel, 'the form of the sign-in page');
  await takePictures(panel, 'login-page-panel');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved the sign-in page.')).toBeVisible();

  const context = await browser.newContext();
  const person = await context.newPage();
  const faults: string[] = [];
  person.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await person.goto(`${office.ready.issuer}/account/?ext-team=x`);
  await expect(person.locator('#lanyard-office-logo')).toHaveJSProperty('naturalWidth', 240);
  for (const { colorScheme, size } of LOOKS) {
    await person.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await person.setViewportSize(size);
    await expectAccessible(person, `the sign-in page, ${colorScheme}, ${size.width}`);
  }
  await takePictures(person, 'login-page-own');
  expect(faults).toEqual([]);
  await context.close();

  await panel.setViewportSize({ width: 1280, height: 800 });
  await panel.getByRole('button', { name: 'Back to Lanyard’s own' }).click();
  await panel.getByRole('button', { name: 'Put back Lanyard’s own' }).click();
  await expect(preview.locator('#lanyard-heading')).toHaveText('Sign in to Sample application');
  await panel.getByRole('button', { name: 'Undo the last change' }).click();
  await panel.getByRole('button', { name: 'Put it back' }).click();
  await expect(preview.locator('#lanyard-heading')).toHaveText(/Welcome to/);
});
