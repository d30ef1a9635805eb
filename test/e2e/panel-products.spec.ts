/** What an admin meets who sets up programs of other products: names in addresses, addresses that wait, entries that a setting made. */
import { expect } from '@playwright/test';
import { freePort } from '../support/free-port.ts';
import { openFolds, openPanel } from './panel-office.ts';
import { test } from './panel-office-another.ts';

test.use({ purpose: 'products' });

test('an application for authentik has a slug made from its name, and is asked before it gets another issuer', async ({
  panel,
  office,
}) => {
  const { issuer } = office.ready;
  await openPanel(panel, office, '/applications/new');
  await panel.getByLabel(/^Name/).fill('Wiki of the trainers');
  const slug = panel.getByRole('textbox', { name: /^Application slug/ });
  await expect(slug).toBeHidden();
  await panel.getByRole('radio', { name: /^authentik/ }).check();
  await expect(slug).toHaveValue('wiki-of-the-trainers');
  await panel.getByRole('textbox', { name: 'Redirect address 1' }).fill('https://wiki.test/cb');
  await panel.getByRole('button', { name: 'Add the application' }).click();
  await panel.getByRole('button', { name: 'I have copied it' }).click();
  const connection = panel.locator('#screen section').filter({ hasText: 'Type this into Wiki of the trainers' });
  await expect(connection).toContainText(`${issuer}/application/o/wiki-of-the-trainers/`);

  await slug.fill('trainers-wiki');
  const save = panel.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  const dialog = panel.getByRole('dialog', { name: 'Change the issuer of Wiki of the trainers?' });
  await expect(dialog).toContainText('until then nobody can sign in to it');
  await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
  await expect(connection).toContainText(`${issuer}/application/o/wiki-of-the-trainers/`);
  await save.click();
  await dialog.getByRole('button', { name: 'Change the issuer' }).click();
  await expect(panel.getByText('Saved Wiki of the trainers.')).toBeVisible();
  await expect(connection).toContainText(`${issuer}/application/o/trainers-wiki/`);

  await openPanel(panel, office, '/applications/new');
  await panel.getByLabel(/^Name/).fill('Trainers’ wiki');
  await panel.getByRole('radio', { name: /^authentik/ }).check();
  await expect(slug).toHaveValue('trainers-wiki-2');
});

test('an application for another product has no slug to fill in', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications/new');
  await panel.getByLabel(/^Name/).fill('Forge');
  await panel.getByRole('radio', { name: /^Forgejo/ }).check();
  await openFolds(panel);
  await expect(panel.locator('[data-field=scope]')).toContainText('Leave it as it is for a plain sign-in');
  await expect(panel.locator('[data-field=slug]')).toHaveCount(0);
});

test('an address that waits for a start is told of where it is saved, at its applications and on Home, until it is taken back', async ({
  panel,
  office,
  another,
}) => {
  const setting = `github=${await freePort()}`;
  const told = `Start Lanyard again. Only then does ${setting} answer.`;
  await openPanel(panel, office, '/settings#dialect_listeners');
  await panel.getByRole('textbox', { name: /^Product and port/ }).fill(setting);
  await panel.locator('#screen form').first().getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText(told)).toBeVisible();
  await openPanel(panel, office, `/applications/named/forge`);
  await expect(panel.getByText(`GitHub gets an address to itself (${setting})`)).toBeVisible();
  await openPanel(panel, office, '/');
  const concern = panel.getByRole('region', { name: 'What needs you' });
  await expect(concern).toContainText(told);
  await concern.getByRole('link', { name: 'See the addresses' }).click();
  await expect(panel.getByRole('textbox', { name: /^Product and port/ })).toHaveValue(setting);
  await another.change('/settings', { dialect_listeners: [] });
  await openPanel(panel, office, '/');
  await expect(panel.getByText('Start Lanyard again.')).toHaveCount(0);
});

test('what people may do themselves has a heading of its own, and what a setting enters says so', async ({
  panel,
  office,
  another,
}) => {
  await openPanel(panel, office, '/settings');
  await panel.getByText('What people may do themselves', { exact: true }).click();
  const tools = panel.locator('[data-field=git_tools]');
  await expect(tools).toBeVisible();
  await tools.getByRole('radio', { name: /^Yes, as at a Gitea/ }).check();
  await panel.locator('#screen form').first().getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved the settings.')).toBeVisible();
  await openPanel(panel, office, '/applications');
  const row = (name: string) => panel.getByRole('row').filter({ has: panel.getByRole('link', { name, exact: true }) });
  await expect(row('tea')).toContainText('From Settings, Git’s helpers');
  await expect(row('Code forge')).not.toContainText('From Settings');
  await panel.getByRole('link', { name: 'tea', exact: true }).click();
  await panel.getByRole('link', { name: 'Settings, Git’s helpers and tea sign people in' }).click();
  await expect(tools).toBeVisible();
  await another.change('/settings', { git_tools: 'off' });
});
