/** Keys, settings, exports, sessions and the audit log in the panel. */
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { ADMIN, openPanel, SECRET, test } from './panel-office.ts';
import { authorizationUrl } from './panel-office-people.ts';
import { startOwnerServer } from './panel-owner.ts';

test('keys are rotated and revoked by name, and both halves of the change are told', async ({ panel, office }) => {
  await openPanel(panel, office, '/keys');
  await panel.getByRole('button', { name: 'Rotate now' }).first().click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Let it take over' }).click();
  await expect(panel.getByText(/signs from now on/)).toBeVisible();

  const active = panel.locator('#screen li').filter({ hasText: 'Active' }).last();
  const kid = await active.getByRole('link').innerText();
  await active.getByRole('link').click();
  await panel.getByRole('button', { name: 'Revoke now' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Revoke this key now?' });
  await expect(dialog).toContainText('refused from now on');
  await dialog.getByLabel('Why').fill('lost on a train');
  await dialog.getByLabel(/^Type/).fill(kid.slice(0, 8));
  await dialog.getByRole('button', { name: 'Revoke it now' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Signing keys');
  await expect(panel.getByRole('link', { name: kid })).toHaveCount(0);
});

test('settings refuse what can’t be, and the audit log tells before and after', async ({ panel, office }) => {
  await openPanel(panel, office, '/settings');
  await panel.getByLabel(/^Name of the office/).fill('');
  await panel.getByRole('button', { name: 'Save' }).first().click();
  await expect(panel.getByText('This is empty.')).toBeVisible();
  await panel.getByLabel(/^Name of the office/).fill('Renamed Office');
  await panel.getByLabel(/^An access token lives for/).fill('2');
  await panel.getByRole('button', { name: 'Save' }).first().click();
  await expect(panel.getByText('Saved the settings.')).toBeVisible();

  await openPanel(panel, office, '/audit?type=settings.');
  await panel.locator('#screen summary').first().click();
  const row = panel.getByRole('row', { name: /access_token_lifetime_s/ });
  await expect(row).toContainText('3600');
  await expect(row).toContainText('7200');
  await panel.getByLabel('Done by').fill('nobody');
  await expect(panel.getByText('No event fits')).toBeVisible();
});

test('a file goes to the downloads, with hashes in place of secrets', async ({ panel, office }) => {
  await openPanel(panel, office, '/exports');
  const [download] = await Promise.all([
    panel.waitForEvent('download'),
    panel.getByRole('button', { name: 'Download office.lanyard.yaml' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain('client_secret_hash');
  expect(text).not.toContain(SECRET);
});

test('sessions are ended, one by one and all at once', async ({ panel, office, browser }) => {
  const context = await browser.newContext();
  const person = await context.newPage();
  const url = authorizationUrl(office);
  await person.goto(url);
  await person.locator('#lanyard-username').fill('david');
  await person.locator('#lanyard-password').fill('david-pass-word-1');
  await person.locator('#lanyard-login-submit').click();
  await expect(person.locator('#lanyard-consent-allow')).toBeVisible();

  // In this office others sign in as well; nobody else as him.
  await openPanel(panel, office, '/sessions');
  await panel.getByRole('checkbox', { name: /^Select David Osei/ }).check();
  await panel.getByRole('button', { name: 'Sign out 1 browser' }).click();
  await expect(panel.getByRole('row', { name: /David Osei/ })).toHaveCount(0);
  await expect(panel.getByRole('row').filter({ hasText: '(this one)' })).toContainText('This panel');
  await person.goto(url);
  await expect(person.locator('#lanyard-username')).toBeVisible();
  await context.close();
});

test('the desktop’s owner comes in by a ticket, and secrets still ask for the password', async ({ page }) => {
  const owner = await startOwnerServer();
  try {
    await page.goto(await owner.signInUrl());
    await expect(page.locator('#screen h1')).toBeVisible();
    expect(page.url()).not.toContain('ticket');
    await openPanel(page, owner, '/applications');
    await page.getByRole('link', { name: 'Ticket desk' }).click();
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    const confirm = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await confirm.getByRole('textbox', { name: 'Your password' }).fill('not this one');
    await confirm.getByRole('button', { name: 'Confirm' }).click();
    await expect(confirm.getByText('This is not your password.')).toBeVisible();
    await confirm.getByRole('textbox', { name: 'Your password' }).fill(ADMIN.password);
    await confirm.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('dialog', { name: 'A new secret for Ticket desk' })).toBeVisible();
  } finally {
    await owner.stop();
  }
});
