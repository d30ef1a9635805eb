/** App passwords of people in the panel: an admin lets people have them, sees what there is, and deletes one. */
import { expect } from '@playwright/test';
import { signIn } from './pages.ts';
import { test } from './panel-office-another.ts';
import { openPanel } from './panel-office.ts';
import { takePictures } from './take-pictures.ts';

test.use({ purpose: 'app passwords of people' });

test('an admin sees the app passwords of a person, with what each is for, and deletes one', async ({
  panel,
  office,
  another,
  browser,
}) => {
  const path = await another.pathOf('users', 'bruno');
  const region = panel.getByRole('region', { name: 'App passwords of their programs' });
  const screen = path.replace(/^\/users/, '/people');
  await openPanel(panel, office, screen);
  await expect(panel.getByRole('region', { name: 'What applications hold' })).toBeVisible();
  await expect(region).toBeHidden();

  await another.change('/settings', { user_app_passwords: 'on' });
  const bruno = await browser.newPage({ javaScriptEnabled: false });
  await bruno.goto(`${office.ready.issuer}/account/`);
  await signIn(bruno, { username: 'bruno', password: 'bruno-pass-word-1' });
  await bruno.locator('#lanyard-app-password-new').click();
  await bruno.locator('#lanyard-app-password-name').fill('Laptop');
  await bruno.locator('#lanyard-account-yes').click();
  await expect(bruno.locator('h1')).toHaveText('The app password Laptop is made');
  const password = (await bruno.locator('#lanyard-app-password').textContent()) ?? '';
  const ask = () => fetch(`${office.ready.issuer}/api/v1/user`, { headers: { authorization: `token ${password}` } });
  expect((await ask()).status).toBe(200);
  await bruno.close();

  await openPanel(panel, office, screen);
  await expect(region).toContainText('for programs written for Gitea or Forgejo (read:user, read:organization)');
  await expect(region).toContainText('last used');
  await expect(panel.locator('body')).not.toContainText(password);
  await takePictures(panel, 'app-passwords-of-a-person');
  await region.getByRole('button', { name: 'Delete the app password Laptop' }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(region).toContainText('They have made none.');
  expect((await ask()).status).toBe(401);
});
