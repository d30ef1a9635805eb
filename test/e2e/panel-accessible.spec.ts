/** Every screen of the panel's table and every dialog, judged by axe in both themes and at both widths. */
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../build/paths.ts';
import { CSRF_HEADER } from '../../server/contract/admin/settings.ts';
import type { RunningServer } from '../support/start-server.ts';
import { expectAccessibleInEveryLook } from './axe.ts';
import { ADMIN, changeByAnother, keptToken, openPanel, signInToPanel, startPanelOffice, test } from './panel-office.ts';
import { type OwnerServer, startOwnerServer } from './panel-owner.ts';

/** Read as text: the table itself brings thousands of icons along. */
const SCREENS = ['renderer/screens.ts', 'renderer/settings-screens.ts'].map((file) =>
  readFileSync(join(ROOT, file), 'utf8'),
);
const PATHS = [...SCREENS.join('').matchAll(/^ {4}path: '([^']+)',$/gm)].map(([, path]) => path!);

/** Screens of one thing: the list of the admin API in which one is found, and what it is called by there. */
const ONE_OF: Readonly<Record<string, { readonly list: string; readonly key: string }>> = {
  '/people/:id': { list: 'users?q=alice', key: 'id' },
  '/groups/:id': { list: 'groups?q=staff', key: 'id' },
  '/service-accounts/:id': { list: 'service-accounts', key: 'id' },
  '/applications/:id': { list: 'applications?q=ticket', key: 'id' },
  '/applications/named/:client_id': { list: 'applications?q=ticket', key: 'client_id' },
  '/apis/:id': { list: 'apis', key: 'id' },
  '/scopes/:id': { list: 'scopes?q=department', key: 'id' },
  '/trusted-issuers/:id': { list: 'trusted-issuers', key: 'id' },
  '/extension-grants/:id': { list: 'extension-grants', key: 'id' },
  '/flows/:id': { list: 'trace/flows', key: 'flow_id' },
  '/keys/:kid': { list: 'signing-keys', key: 'kid' },
};

/** The screens are shared out, so that they can be walked side by side. */
const SHARES = 3;

for (let share = 0; share < SHARES; share += 1) {
  const paths = PATHS.filter((_path, at) => at % SHARES === share);

  test(`axe finds nothing in any look on ${paths.join(', ')}`, async ({ panel, office }) => {
    for (const path of paths) {
      if (path === '/flows/:id') await beginFlow(panel, office);
      await openPanel(panel, office, await placeOf(path, panel, office));
      await expect(panel.locator('#screen [class*=skeleton]')).toHaveCount(0);
      await panel
        .locator('#screen details')
        .evaluateAll((folded) => folded.forEach((one) => one.setAttribute('open', '')));
      await expectAccessibleInEveryLook(panel, path);
    }
  });
}

test('every screen of the table can be found', () => {
  expect(PATHS.length).toBeGreaterThan(20);
  expect(PATHS.filter((path) => path.includes(':')).toSorted()).toEqual(Object.keys(ONE_OF).toSorted());
});

test('axe finds nothing in any look on any dialog', async ({ page, playwright }) => {
  const owner = await startOwnerServer();
  const another = await playwright.request.newContext();
  try {
    await page.goto(await owner.signInUrl());
    await expect(page.locator('#screen h1')).toBeVisible();
    await lookAtDialogsOfPerson(page, owner, another);
    await lookAtDialogsOfSecret(page, owner);
  } finally {
    await another.dispose();
    await owner.stop();
  }
});

test('axe finds nothing in any look on a screen that says what is wrong', async ({ page }) => {
  const office = await startPanelOffice();
  try {
    await page.goto(`${office.ready.issuer}/panel/`);
    await expect(page.getByLabel('Username')).toBeVisible();
    await expectAccessibleInEveryLook(page, 'the door');
    await signInToPanel(page, office, '/people/new');
    await page.getByRole('button', { name: 'Add the person' }).click();
    await expect(page.getByLabel(/^Username/)).toHaveAttribute('aria-invalid', 'true');
    await expectAccessibleInEveryLook(page, 'a form with faults');
    await openPanel(page, office, '/people?q=nobody+is+called+so');
    await expect(page.getByText('No people match')).toBeVisible();
    await expectAccessibleInEveryLook(page, 'a search that finds nothing');
    await page.context().setOffline(true);
    await page.getByLabel('Search people').fill('alice');
    await expect(page.getByText('Lanyard does not answer.')).toBeVisible();
    await expectAccessibleInEveryLook(page, 'a lost connection');
  } finally {
    await office.stop();
  }
});

/** Conflict, Unsaved, Loss. */
async function lookAtDialogsOfPerson(page: Page, office: RunningServer, another: APIRequestContext): Promise<void> {
  const id = await firstOf('users?q=bruno', 'id', page, office);
  await openPanel(page, office, `/people/${id}`);
  await page.getByLabel(/^Full name/).fill('Mine');
  await changeByAnother(another, office, `/users/${id}`, { name: 'Theirs' });
  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
  await expect(conflict).toBeVisible();
  await expectAccessibleInEveryLook(page, 'the dialog of a conflict');
  await page.keyboard.press('Escape');
  await expect(conflict).toBeHidden();

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'the dialog of what is unsaved');
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(page.locator('#screen h1')).toHaveText('Settings');

  await openPanel(page, office, `/people/${id}`);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Remove Theirs?' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'the dialog of a loss');
}

/** Confirm, Secret. */
async function lookAtDialogsOfSecret(page: Page, owner: OwnerServer): Promise<void> {
  const id = await firstOf('applications?q=ticket', 'id', page, owner);
  await openPanel(page, owner, `/applications/${id}`);
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  const confirm = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(confirm).toBeVisible();
  await expectAccessibleInEveryLook(page, 'the dialog that asks for the password');
  await confirm.getByRole('textbox', { name: 'Your password' }).fill(ADMIN.password);
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('dialog', { name: 'A new secret for Ticket desk' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'the dialog of a secret');
}

async function placeOf(path: string, panel: Page, office: RunningServer): Promise<string> {
  const one = ONE_OF[path];
  if (one === undefined) return path;
  return path.replace(/:\w+/, encodeURIComponent(await firstOf(one.list, one.key, panel, office)));
}

async function firstOf(list: string, key: string, panel: Page, office: RunningServer): Promise<string> {
  const headers = { [CSRF_HEADER]: await keptToken(panel) };
  const response = await panel.request.get(`${office.ready.issuer}/api/v1/${list}`, { headers });
  const { items } = (await response.json()) as { readonly items: readonly Readonly<Record<string, string>>[] };
  const found = items[0]?.[key];
  expect(found, list).toBeDefined();
  return found ?? '';
}

/** Somebody comes to the sign-in page while the panel watches. */
async function beginFlow(panel: Page, office: RunningServer): Promise<void> {
  await openPanel(panel, office, '/flows');
  await expect(panel.getByText('Watching')).toBeVisible();
  const params = {
    client_id: 'ticket-desk',
    redirect_uri: 'http://127.0.0.1:9/callback',
    response_type: 'code',
    scope: 'openid',
  };
  expect((await panel.request.get(`${office.ready.issuer}/oauth2/authorize`, { params })).status()).toBe(200);
  await expect(panel.getByRole('link', { name: /Ticket desk/ }).first()).toBeVisible();
}
