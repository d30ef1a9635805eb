/** Applications that people register: an admin approves one, sees whose it is, is told when it stands still, and takes it over. */
import { expect } from '@playwright/test';
import { expectAccessibleInEveryLook } from './axe.ts';
import { signIn } from './pages.ts';
import { test } from './panel-office-another.ts';
import { openPanel } from './panel-office.ts';
import { takePictures } from './take-pictures.ts';

test.use({ purpose: 'applications of people' });

test('an application of a person’s own is approved, stands still with its owner, and is taken over', async ({
  panel,
  office,
  another,
  browser,
}) => {
  await another.change('/settings', { user_applications: 'approval' });
  const bruno = await browser.newPage({ javaScriptEnabled: false });
  await bruno.goto(`${office.ready.issuer}/account/`);
  await signIn(bruno, { username: 'bruno', password: 'bruno-pass-word-1' });
  await bruno.locator('#lanyard-own-new').click();
  await bruno.locator('#lanyard-own-name').fill('Lunch list');
  await bruno.locator('#lanyard-own-dialect').selectOption('forgejo');
  await bruno.locator('#lanyard-own-addresses').fill('https://lunch.example.lan/callback');
  await bruno.locator('#lanyard-account-yes').click();
  await expect(bruno.locator('main')).toContainText('It begins to work once an admin has approved it.');

  await openPanel(panel, office, '/');
  await panel.getByRole('link', { name: 'Look at them' }).click();
  await panel.locator('#screen').getByRole('link', { name: 'Lunch list', exact: true }).click();
  const waiting = panel.getByRole('region', { name: 'It waits for you' });
  await expect(waiting).toContainText('Bruno Keller entered it, and no admin has checked it.');
  await expect(waiting).toContainText('Forgejo');
  await expect(waiting).toContainText('stay connected while you are away');
  await expect(panel.getByRole('region', { name: 'Whose it is' })).toContainText('Bruno Keller');
  await takePictures(panel, 'application-of-a-person');
  await waiting.getByRole('button', { name: 'Approve' }).click();
  await expect(waiting).toBeHidden();
  await bruno.goto(`${office.ready.issuer}/account/`);
  await expect(bruno.locator('.lanyard-own-application')).not.toContainText('an admin has to approve it');

  await bruno.locator('.lanyard-own-change').click();
  await expect(bruno.locator('main')).toContainText('Lunch list stops working until an admin has approved it');
  await takePictures(bruno, 'account-own-change');
  await bruno.locator('#lanyard-own-addresses').fill('https://dinner.example.lan/callback');
  await bruno.locator('#lanyard-account-yes').click();
  await expect(bruno.locator('#lanyard-account-said')).toHaveText(
    'Lunch list is changed. Nobody can sign in to it until an admin has approved that.',
  );
  await bruno.close();
  await panel.reload();
  const changed = panel.getByRole('region', { name: 'It has changed, and waits for you' });
  await expect(changed).toContainText(
    'Approved by admin just now; since then Bruno Keller changed what is marked below.',
  );
  await expect(changed).toContainText('https://dinner.example.lan/callback');
  await expect(changed).toContainText('Approved was: https://lunch.example.lan/callback');
  await takePictures(panel, 'application-changed');
  await expectAccessibleInEveryLook(panel, 'an application that has changed');
  await changed.getByRole('button', { name: 'Approve' }).click();
  await expect(changed).toBeHidden();

  await panel.getByRole('region', { name: 'Whose it is' }).getByRole('link', { name: 'Bruno Keller' }).click();
  const registered = panel.getByRole('region', { name: 'Applications that they registered' });
  await expect(registered).toContainText('once this person is disabled or removed');
  await another.change(await another.pathOf('users', 'bruno'), { disabled: true });

  await openPanel(panel, office, '/');
  await expect(panel.getByText(/Nobody can sign in to Lunch list: the person who registered it/)).toBeVisible();
  const { items } = await another.read<{ readonly items: readonly { readonly id: string }[] }>('/applications?q=Lunch');
  await openPanel(panel, office, `/applications/${items[0]?.id ?? ''}`);
  await expect(panel.getByText('It stands still: whoever registered it is away')).toBeVisible();
  await panel.getByRole('button', { name: 'Take it over' }).click();
  await expect(panel.getByText('Open to everyone').first()).toBeVisible();
  await expect(panel.getByRole('region', { name: 'Whose it is' })).toBeHidden();
  await openPanel(panel, office, '/');
  await expect(panel.getByText(/Nobody can sign in to Lunch list/)).toBeHidden();
});
