/** What is done to several people at once, to the letter: who was changed, who was not, and where it stopped. */
import { expect, type Page } from '@playwright/test';
import { openPanel } from './panel-office.ts';
import { test } from './panel-office-another.ts';

test.use({ purpose: 'several people at once' });

async function select(panel: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await panel.getByRole('checkbox', { name: `Select ${name}` }).check();
}

test('undoing takes back only what was done: who was disabled before stays out', async ({ panel, office, another }) => {
  await another.change(await another.pathOf('users', 'david'), { disabled: true });
  await openPanel(panel, office, '/people');
  await select(panel, 'David Osei', 'Elif Tan');
  await panel.getByRole('button', { name: 'Disable' }).click();
  await expect(panel.getByText('Disabled Elif Tan.')).toBeVisible();
  await expect(panel.getByRole('row', { name: /Elif Tan/ })).toContainText('Disabled');
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByRole('row', { name: /Elif Tan/ })).toContainText('Can sign in');
  await expect(panel.getByRole('row', { name: /David Osei/ })).toContainText('Disabled');

  await select(panel, 'David Osei');
  await panel.getByRole('button', { name: 'Disable' }).click();
  await expect(panel.getByText('Nothing to do: David Osei is disabled already.')).toBeVisible();
});

test('a refusal in the middle says whom it concerns and how many are done', async ({ panel, office }) => {
  await openPanel(panel, office, '/people');
  await select(panel, 'Bruno Keller', 'Ada Admin', 'Carla Mendes');
  await panel.getByRole('button', { name: 'Disable' }).click();
  await expect(panel.getByText('It stopped at Ada Admin: 1 of 3 are done.')).toBeVisible();
  await expect(panel.locator('#screen').getByRole('alert')).toContainText(/last admin/i);
  await expect(panel.getByText('2 selected')).toBeVisible();
  await expect(panel.getByRole('checkbox', { name: 'Select Carla Mendes' })).toBeChecked();
  await expect(panel.getByRole('checkbox', { name: 'Select Bruno Keller' })).not.toBeChecked();
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByRole('row', { name: /Bruno Keller/ })).toContainText('Can sign in');
});

test('lists are told once that something has changed', async ({ panel, office }) => {
  await openPanel(panel, office, '/people');
  await select(panel, 'Alice Example', 'Bruno Keller', 'Carla Mendes', 'Farid Haddad');
  let asked = 0;
  panel.on('request', (request) => {
    if (/\/api\/v1\/users\?/.test(request.url())) asked += 1;
  });
  await panel.getByRole('button', { name: 'Enable' }).click();
  await expect(panel.getByText('Nothing to do: ')).toBeVisible();
  expect(asked).toBeLessThanOrEqual(1);
});

test('people are found by what they are, and by their group', async ({ panel, office }) => {
  await openPanel(panel, office, '/people');
  const rows = panel.locator('tbody tr');
  await expect(panel.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await panel.getByLabel('State').selectOption('admin');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Ada Admin');
  await panel.getByLabel('Group').selectOption('staff');
  await expect(panel.getByText('No people match')).toBeVisible();
  await panel.getByRole('button', { name: 'Show all' }).click();
  await expect(panel.getByText('7 people')).toBeVisible();
  await expect(panel.getByLabel('Group')).toHaveValue('');
});

test('a group that an application is open to alone can’t be removed, and says where that is mended', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/groups');
  await panel.getByRole('link', { name: 'developers', exact: true }).click();
  const end = panel.getByRole('region', { name: 'This group can’t be removed yet' });
  await expect(end.getByRole('link', { name: 'forge' })).toBeVisible();
  await expect(end.getByRole('button')).toHaveCount(0);
  await panel
    .getByRole('region', { name: 'Applications and service accounts' })
    .getByRole('link', { name: 'Code forge' })
    .click();
  await expect(panel.locator('#screen h1')).toHaveText('Code forge');

  await openPanel(panel, office, '/groups');
  await panel.getByRole('link', { name: 'accounting', exact: true }).click();
  await panel.getByRole('button', { name: 'Remove', exact: true }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Remove accounting' }).click();
  await expect(panel.getByText('Removed the group accounting.')).toBeVisible();
});
