/** People in the panel: added, changed, changed by two at once, kept out, removed. */
import { expect } from '@playwright/test';
import { changeByAnother, openPanel, test } from './panel-office.ts';

test('faults stand at their fields and what was typed stays', async ({ panel, office }) => {
  await openPanel(panel, office, '/people/new');
  await panel.getByRole('button', { name: 'Add the person' }).click();
  await expect(panel.getByLabel(/^Username/)).toHaveAttribute('aria-invalid', 'true');
  await expect(panel.getByLabel(/^Username/)).toBeFocused();

  await panel.getByLabel(/^Username/).fill('hana');
  await panel.getByLabel(/^E-mail address/).fill('no address');
  await panel.getByRole('button', { name: 'Add the person' }).click();
  await expect(panel.getByText('This is not an e-mail address.')).toBeVisible();

  // What only the server can know comes back to the field as well.
  await panel.getByLabel(/^E-mail address/).fill('hana@example.lan');
  await panel.getByLabel(/^First password/).fill('short');
  await panel.getByRole('button', { name: 'Add the person' }).click();
  await expect(panel.locator('[data-field=password]').getByText(/^This /)).toBeVisible();
  await expect(panel.getByLabel(/^E-mail address/)).toHaveValue('hana@example.lan');

  await panel.getByLabel(/^First password/).fill('hana-hana-hana-1');
  await panel.getByRole('button', { name: 'Add the person' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('hana');
});

test('script in a name is shown as text', async ({ panel, office }) => {
  const name = '<img src=x onerror=alert(1)> & Söhne';
  await openPanel(panel, office, '/people/new');
  await panel.getByLabel(/^Username/).fill('markup');
  await panel.getByLabel(/^Full name/).fill(name);
  await panel.getByRole('button', { name: 'Add the person' }).click();
  await expect(panel.locator('#screen h1')).toHaveText(name);
  await openPanel(panel, office, '/people?q=markup');
  await expect(panel.getByRole('link', { name })).toBeVisible();
  expect(await panel.locator('#screen img').count()).toBe(0);
});

test('the second of two editors is told what changed, merges, and loses nothing', async ({
  panel,
  office,
  playwright,
}) => {
  await openPanel(panel, office, '/people?q=bruno');
  await panel.getByRole('link', { name: 'Bruno Keller' }).click();
  await panel.getByLabel(/^Full name/).fill('Bruno K. Keller');
  await panel.getByLabel(/^E-mail address/).fill('bk@example.lan');
  const id = new URL(panel.url()).pathname.split('/').at(-1)!;

  const another = await playwright.request.newContext();
  await changeByAnother(another, office, `/users/${id}`, { name: 'Bruno Keller-Voss', given_name: 'Bruno' });
  await panel.getByRole('button', { name: 'Save' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
  await expect(dialog).toContainText('Bruno Keller-Voss');
  await expect(dialog).toContainText('Bruno K. Keller');
  await expect(dialog.getByRole('group', { name: /Given name/ })).toContainText('Bruno');
  await dialog
    .getByRole('group', { name: /Full name/ })
    .getByLabel('Theirs')
    .check();
  await dialog.getByRole('button', { name: 'Merge and save' }).click();

  await expect(panel.locator('#screen h1')).toHaveText('Bruno Keller-Voss');
  await panel.reload();
  await expect(panel.getByLabel(/^Full name/)).toHaveValue('Bruno Keller-Voss');
  await expect(panel.getByLabel(/^E-mail address/)).toHaveValue('bk@example.lan');

  await panel.getByLabel(/^Full name/).fill('Mine');
  await changeByAnother(another, office, `/users/${id}`, { name: 'Theirs' });
  await another.dispose();
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByRole('button', { name: 'Take theirs' }).click();
  await expect(panel.getByLabel(/^Full name/)).toHaveValue('Theirs');
});

test('nobody leaves what is unsaved by accident', async ({ panel, office }) => {
  await openPanel(panel, office, '/people?q=carla');
  await panel.getByRole('link', { name: 'Carla Mendes' }).click();
  await panel.getByLabel(/^Full name/).fill('Carla changed');
  await panel.getByRole('link', { name: 'Settings' }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Stay here' }).click();
  await expect(panel.getByLabel(/^Full name/)).toHaveValue('Carla changed');
  await panel.goBack();
  await panel.getByRole('dialog').getByRole('button', { name: 'Stay here' }).click();
  await expect(panel.getByLabel(/^Full name/)).toHaveValue('Carla changed');
  await panel.goBack();
  await panel.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('People');
});

test('several are disabled at once and undone, one is removed by name', async ({ panel, office }) => {
  await openPanel(panel, office, '/people');
  await expect(panel.getByRole('button', { name: 'Disable' })).toHaveCount(0);
  await panel.getByRole('checkbox', { name: 'Select David Osei' }).check();
  await panel.getByRole('checkbox', { name: 'Select Elif Tan' }).check();
  await panel.getByRole('button', { name: 'Disable' }).click();
  await expect(panel.getByText(/^Disabled (David Osei and Elif Tan|Elif Tan and David Osei)\.$/)).toBeVisible();
  await expect(panel.getByRole('row', { name: /David Osei/ })).toContainText('Disabled');
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByRole('row', { name: /David Osei/ })).toContainText('Can sign in');

  await panel.getByRole('link', { name: 'Farid Haddad' }).click();
  await panel.getByRole('button', { name: 'Remove' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Remove Farid Haddad?' });
  await expect(dialog.getByRole('button', { name: 'Remove Farid Haddad' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('farid');
  await dialog.getByRole('button', { name: 'Remove Farid Haddad' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('People');
  await expect(panel.getByRole('link', { name: 'Farid Haddad' })).toHaveCount(0);
});

test('the last admin stays, and the panel says why', async ({ panel, office }) => {
  await openPanel(panel, office, '/people?q=admin');
  await panel.getByRole('link', { name: 'Ada Admin' }).click();
  await panel.getByRole('button', { name: 'Disable' }).click();
  await expect(panel.getByRole('alert')).toContainText(/last admin/i);
  await expect(panel.getByRole('alert')).toContainText('conflict 409');
});

test('a group takes a person in and out, with a way back', async ({ panel, office }) => {
  await openPanel(panel, office, '/groups');
  await panel.getByRole('link', { name: 'accounting' }).click();
  await panel.getByRole('combobox', { name: 'Add a person' }).fill('alice');
  await panel.getByRole('option', { name: 'Alice Example (alice)' }).click();
  await expect(panel.getByRole('link', { name: 'Alice Example' })).toBeVisible();
  await panel.getByRole('button', { name: 'Take out Alice Example' }).click();
  await expect(panel.getByRole('link', { name: 'Alice Example' })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByRole('link', { name: 'Alice Example' })).toBeVisible();
});
