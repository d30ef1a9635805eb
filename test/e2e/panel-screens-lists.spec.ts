/** The lists of the panel: each searched, sorted and filtered on its own. */
import { expect } from '@playwright/test';
import { openPanel, test } from './panel-office.ts';
import { signInToTicketDesk } from './panel-office-people.ts';

test.use({ purpose: 'lists' });

test('two lists on one screen are searched, sorted and filtered apart, and stand so after a reload', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/apis');
  const apis = panel.getByRole('table', { name: 'APIs' });
  const scopes = panel.getByRole('table', { name: 'scopes' });
  await expect(apis.locator('tbody th')).toHaveText(['Archive', 'Orders']);
  await apis.getByRole('button', { name: 'Name' }).click();
  await expect(apis.locator('tbody th')).toHaveText(['Orders', 'Archive']);
  await expect(scopes.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');

  await panel.getByLabel('Kind of scope').selectOption('false');
  await expect(scopes.locator('tbody th')).toHaveText(['department']);
  await panel.getByLabel('Search APIs').fill('orders');
  await expect(apis.locator('tbody th')).toHaveText(['Orders']);
  await expect(scopes.locator('tbody th')).toHaveText(['department']);
  await panel.reload();
  await expect(apis.locator('tbody th')).toHaveText(['Orders']);
  await expect(scopes.locator('tbody th')).toHaveText(['department']);
  await panel.getByLabel('Search APIs').fill('');
  await expect(apis.locator('tbody th')).toHaveText(['Orders', 'Archive']);
});

test('applications are found by what they were written for and by their state', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications');
  const names = panel.locator('tbody th');
  await expect(names).toHaveText(['Code forge', 'Night job', 'Office wiki', 'Ticket desk']);
  await panel.getByLabel('Written for').selectOption('github');
  await expect(names).toHaveText(['Code forge']);
  await panel.getByLabel('State').selectOption('true');
  await expect(panel.getByText('No applications match')).toBeVisible();
});

test('service accounts are found by whether they are admins', async ({ panel, office }) => {
  await openPanel(panel, office, '/service-accounts');
  await expect(panel.locator('tbody th')).toHaveText(['Backup robot']);
  await panel.getByLabel('May manage Lanyard').selectOption('true');
  await expect(panel.getByText('No service accounts match')).toBeVisible();
  await panel.getByLabel('May manage Lanyard').selectOption('false');
  await expect(panel.locator('tbody th')).toHaveText(['Backup robot']);
});

test('sessions stand newest first, the panel’s own among them, and are found by application', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/sessions');
  await expect(panel.getByRole('row').filter({ hasText: '(this one)' })).toHaveCount(1);
  await signInToTicketDesk(office, 'elif');
  await panel.reload();
  await expect(panel.locator('tbody th').first()).toHaveText('Elif Tan');
  await panel.getByLabel('Used for').selectOption('ticket-desk');
  await expect(panel.locator('tbody th')).toHaveText(['Elif Tan']);
  await panel.getByLabel('Used for').selectOption('wiki');
  await expect(panel.getByText('No sessions match')).toBeVisible();
});

test('what is in use can’t be removed, and says by whom', async ({ panel, office }) => {
  await openPanel(panel, office, '/apis');
  await panel.getByRole('link', { name: 'Orders', exact: true }).click();
  const inUse = panel.getByRole('region', { name: 'This API can’t be removed while it is in use' });
  await expect(inUse.getByRole('button')).toHaveCount(0);
  await inUse.getByRole('link', { name: 'Night job' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Night job');

  await openPanel(panel, office, '/apis');
  await panel.getByRole('link', { name: 'Archive', exact: true }).click();
  await panel.getByRole('button', { name: 'Remove', exact: true }).click();
  const dialog = panel.getByRole('dialog', { name: 'Remove Archive?' });
  await dialog.getByRole('textbox').fill('https://archive.example.lan');
  await dialog.getByRole('button', { name: 'Remove Archive' }).click();
  await expect(panel.getByText('Removed Archive.')).toBeVisible();
});
