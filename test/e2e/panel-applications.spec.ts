/** Applications and service accounts in the panel: set up, their secrets shown once, and their ends. */
import { expect } from '@playwright/test';
import { openFolds, openPanel, test } from './panel-office.ts';

test('a new application shows its secret once, and nothing of it stays in the page', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications/new');
  await panel.getByLabel(/^Name/).fill('Grafana');
  await panel.getByRole('textbox', { name: 'Redirect address 1' }).fill('grafana.example.lan/login');
  await panel.getByRole('button', { name: 'Add the application' }).click();
  await expect(panel.locator('[data-field=redirect_uris]').getByText(/^This /)).toBeVisible();

  await panel
    .getByRole('textbox', { name: 'Redirect address 1' })
    .fill('https://grafana.example.lan/login/generic_oauth');
  await panel.getByRole('button', { name: 'Add the application' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Grafana is added' });
  await expect(dialog).toContainText('This is shown once');
  const secret = await dialog.getByRole('button', { name: 'Copy Secret' }).locator('..').locator('code').innerText();
  expect(secret.length).toBeGreaterThan(30);
  await panel.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy Secret' }).click();
  expect(await panel.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();

  await expect(panel.locator('#screen h1')).toHaveText('Grafana');
  await expect(panel.getByRole('dialog')).toHaveCount(0);
  expect(await panel.content()).not.toContain(secret);
  await expect(panel.getByText('Type this into Grafana')).toBeVisible();
});

test('a secret comes with all else that is typed into a program of that product', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications/new');
  await panel.getByLabel(/^Name/).fill('Build farm');
  await panel.getByRole('radio', { name: /^Gitea/ }).check();
  await panel.getByRole('textbox', { name: 'Redirect address 1' }).fill('https://farm.example.lan/authorize');
  await panel.getByRole('button', { name: 'Add the application' }).click();
  const shown = async (title: string) => {
    const dialog = panel.getByRole('dialog', { name: title });
    await expect(dialog.getByRole('button', { name: 'Copy Gitea URL' })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Copy Client Secret' })).toBeVisible();
    await expect(dialog.getByText(`${office.ready.issuer}/login/oauth/access_token`)).toBeVisible();
    await expect(dialog.getByText('Issuer, or provider URL')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
  };
  await shown('Build farm is added');
  await panel.getByRole('button', { name: 'Make a new secret' }).click();
  await shown('A new secret for Build farm');
});

test('a redirect address is judged while it is typed, with the place where it differs', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications');
  await panel.getByRole('link', { name: 'Office wiki' }).click();
  await panel.getByLabel('Redirect address to check').fill('https://wiki.example.lan/cb');
  await expect(panel.getByText('It fits: people can be sent there.')).toBeVisible();
  await panel.getByLabel('Redirect address to check').fill('https://wiki.example.lan/cb/');
  await expect(panel.getByText('It would be refused.')).toBeVisible();
  await expect(panel.locator('mark').first()).toHaveText('/');
});

test('a new secret leaves the old one in force for as long as asked', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications');
  await panel.getByRole('link', { name: 'Ticket desk' }).click();
  await panel.getByLabel('When a new one is made').selectOption('604800');
  await panel.getByRole('button', { name: 'Make a new secret' }).click();
  const dialog = panel.getByRole('dialog', { name: 'A new secret for Ticket desk' });
  await expect(dialog).toContainText('The old one works until');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(panel.getByText('An older one')).toBeVisible();
  await expect(panel.getByText('in 7 days').or(panel.getByText('next week'))).toBeVisible();
});

test('an application is removed only when its name is typed', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications/new');
  await panel.getByLabel(/^Name/).fill('Short-lived');
  await openFolds(panel);
  await panel.getByLabel(/^Client id/).fill('short-lived');
  await panel.getByRole('textbox', { name: 'Redirect address 1' }).fill('https://short.example.lan/cb');
  await panel.getByRole('button', { name: 'Add the application' }).click();
  await panel.getByRole('button', { name: 'I have copied it' }).click();
  await panel.getByRole('button', { name: 'Remove', exact: true }).click();
  const dialog = panel.getByRole('dialog', { name: 'Remove Short-lived?' });
  await dialog.getByRole('textbox').fill('short-lived');
  await dialog.getByRole('button', { name: 'Remove Short-lived' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Applications');
  await expect(panel.getByRole('link', { name: 'Short-lived' })).toHaveCount(0);
});

test('a service account comes with its first app password, and gets and loses another', async ({ panel, office }) => {
  await openPanel(panel, office, '/service-accounts/new');
  await panel.getByLabel(/^Username/).fill('builder');
  await panel.getByRole('button', { name: 'Add the service account' }).click();
  const first = panel.getByRole('dialog', { name: 'builder is there' });
  const password = await first
    .locator('code')
    .filter({ hasText: /\S{30}/ })
    .innerText();
  await first.getByRole('button', { name: 'I have copied it' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('builder');
  expect(await panel.content()).not.toContain(password);

  await panel.getByRole('button', { name: 'Make an app password' }).click();
  await panel.getByRole('dialog').getByLabel(/^Name/).fill('In the basement');
  await panel.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
  await panel.getByRole('button', { name: 'I have copied it' }).click();
  await panel.getByRole('button', { name: 'Remove In the basement' }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Remove In the basement' }).click();
  await expect(panel.getByText('Removed the app password In the basement.')).toBeVisible();
  await expect(panel.locator('#screen').getByText('In the basement')).toHaveCount(0);
});

test('an API and a scope are made, changed and removed', async ({ panel, office }) => {
  await openPanel(panel, office, '/apis/new');
  await panel.getByLabel(/^Audience/).fill('https://stock.example.lan');
  await panel.getByRole('textbox', { name: 'Scope 1' }).fill('stock:read');
  await panel.getByRole('textbox', { name: 'What it allows 1' }).fill('see the stock');
  await panel.getByRole('button', { name: 'Add the API' }).click();
  await panel.getByRole('link', { name: 'https://stock.example.lan' }).click();
  await panel.getByLabel(/^Name/).fill('Stock');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Stock');
  await panel.getByRole('button', { name: 'Remove', exact: true }).click();
  await panel.getByRole('dialog').getByRole('textbox').fill('https://stock.example.lan');
  await panel.getByRole('dialog').getByRole('button', { name: 'Remove Stock' }).click();
  await expect(panel.getByText('Removed Stock.')).toBeVisible();

  await openPanel(panel, office, '/scopes/new');
  await panel.getByLabel(/^Name/).fill('room');
  await panel.getByRole('textbox', { name: 'Claim 1' }).fill('room');
  await panel.getByRole('textbox', { name: 'Where it comes from 1' }).fill('user.claims.room');
  await panel.getByRole('button', { name: 'Add the scope' }).click();
  await panel.getByRole('link', { name: 'room', exact: true }).click();
  await panel.getByRole('textbox', { name: 'Claim 1' }).fill('room_number');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved room.')).toBeVisible();
  await panel.reload();
  await expect(panel.getByRole('textbox', { name: 'Claim 1' })).toHaveValue('room_number');
  await expect(panel.getByRole('textbox', { name: 'Claim 2' })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Remove', exact: true }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Remove room' }).click();
  await expect(panel.getByText('Removed the scope room.')).toBeVisible();
});
