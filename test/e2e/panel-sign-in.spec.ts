/** The door of the panel: in, out, and back in with what was typed still there. */
import { expect, type Page } from '@playwright/test';
import { ADMIN, expectAccessible, openPanel, test } from './panel-office.ts';

async function signIn(page: Page, password = ADMIN.password): Promise<void> {
  await page.getByLabel('Username').fill(ADMIN.username);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a wrong password is said at the field, the right one opens the screen that was asked for, and signing out closes it', async ({
  page,
  office,
}) => {
  await page.goto(`${office.ready.issuer}/panel/groups`);
  await signIn(page, 'not this one');
  await expect(page.getByText('Username or password is wrong')).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue(ADMIN.username);
  await expectAccessible(page, 'sign in, refused');
  await signIn(page);
  await expect(page.locator('#screen h1')).toHaveText('Groups');

  await page.getByRole('button', { name: /Ada Admin/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to the control panel' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Username')).toBeVisible();
});

test('somebody who is no admin is refused', async ({ page, office }) => {
  await page.goto(`${office.ready.issuer}/panel/`);
  await page.getByLabel('Username').fill('alice');
  await page.getByRole('textbox', { name: 'Password' }).fill('alice-pass-word-1');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Username or password is wrong, or this person is no admin.')).toBeVisible();
});

test('a session that ends while somebody types asks for the password and then saves what was typed', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/people/new');
  await panel.getByLabel(/^Username/).fill('gerda');
  await panel.getByLabel(/^Full name/).fill('Gerda Grau');
  await panel.context().clearCookies();
  await panel.getByRole('button', { name: 'Add the person' }).click();
  await expect(panel.getByText('Your session has ended')).toBeVisible();
  await panel.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
  await panel.getByRole('button', { name: 'Sign in' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Gerda Grau');
});

test('a ticket is taken out of the address at once, and one that is not good leads to the door', async ({
  page,
  office,
}) => {
  await page.goto(`${office.ready.issuer}/panel/#owner-ticket=${'a'.repeat(43)}`);
  await expect(page.getByText('The desktop program’s way in works once')).toBeVisible();
  expect(page.url()).toBe(`${office.ready.issuer}/panel/`);
});
