/**
 * What somebody meets who connects their first application: each refusal says why and leads to where it is mended, nothing
 * is wider than a telephone. Where LANYARD_TEST_PICTURES names a folder, there are pictures of it.
 */
import { expect, type Page } from '@playwright/test';
import { join } from 'node:path';
import { expectAccessible } from './axe.ts';
import { CALLBACK, signInToTicketDesk } from './panel-office-people.ts';
import { goTo, panelDocument, signInToPanel, startPanelOffice, test } from './panel-office.ts';

const FOLDER = process.env['LANYARD_TEST_PICTURES'];

if (FOLDER !== undefined) test.setTimeout(180_000);

/** One that is set to need PKCE, and has none. */
function officeWithOldForum() {
  const document = panelDocument();
  const forum = {
    client_id: 'old-forum',
    client_name: 'Old forum',
    client_secret: 'old-forum-secret-old-forum-secret',
    redirect_uris: [CALLBACK],
  };
  return { ...document, applications: [...document.applications, forum] };
}

async function pictures(page: Page, name: string): Promise<void> {
  if (FOLDER === undefined) return;
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const path = join(FOLDER, `newcomer-${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNothingWider(page: Page): Promise<void> {
  const [content, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(room ?? 0);
}

test('a sign-in without PKCE says so in its flow, and leads to the setting', async ({ page }) => {
  const office = await startPanelOffice(officeWithOldForum());
  try {
    await signInToPanel(page, office, '/flows');
    await expect(page.getByText('Watching')).toBeVisible();
    const asked = { client_id: 'old-forum', redirect_uri: CALLBACK, response_type: 'code', scope: 'openid' };
    const url = `${office.ready.issuer}/oauth2/authorize?${new URLSearchParams(asked).toString()}`;
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);

    await page.getByRole('link', { name: 'Somebody signs in to Old forum' }).click();
    const note = page.locator('#screen').getByRole('note', { name: 'Why it was refused' });
    await expect(note).toContainText('it is set to need it');
    await expectAccessible(page, 'a flow that was refused');
    await pictures(page, 'flow');
    await page.locator('#screen svg [role=button]').filter({ hasText: 'invalid_request' }).first().click();
    const drawer = page.getByRole('dialog');
    await expect(drawer.getByRole('heading').nth(1)).toHaveText('Why it was refused');
    await pictures(page, 'drawer');
    await drawer.getByRole('link', { name: 'Open “Needs PKCE”' }).click();

    await expect(page.locator('#screen h1')).toHaveText('Old forum');
    await expect(page.getByRole('switch', { name: /^Needs PKCE/ })).toBeFocused();
    await expectAccessible(page, 'a setting that a link led to');
    await pictures(page, 'application');
  } finally {
    await office.stop();
  }
});

test('the door, a flow and an application fit a telephone', async ({ page }) => {
  const office = await startPanelOffice();
  try {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${office.ready.issuer}/panel/`);
    await expect(page.getByLabel('Username')).toBeVisible();
    await expectNothingWider(page);
    await pictures(page, 'door');
    await page.setViewportSize({ width: 390, height: 844 });
    await signInToPanel(page, office, '/flows');
    await expect(page.getByText('Watching')).toBeVisible();
    await signInToTicketDesk(office, 'alice');
    await page.getByRole('link', { name: 'alice signs in to Ticket desk' }).click();
    await expect(page.getByText('move it sideways to see all of it')).toBeVisible();
    await expectNothingWider(page);
  } finally {
    await office.stop();
  }
});

test('the only admin is led to where another is made', async ({ page }) => {
  const office = await startPanelOffice();
  try {
    await signInToPanel(page, office);
    await pictures(page, 'home');
    await page.getByRole('link', { name: 'Make somebody else an admin' }).click();
    await expect(page.getByText('turn on “Admin” there')).toBeVisible();
    await page.getByRole('link', { name: 'Alice Example' }).click();
    await expect(page.getByRole('switch', { name: /^Admin/ })).toBeFocused();
    await pictures(page, 'person');
    await expect(page.getByRole('textbox', { name: 'New password' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Give a new password' }).click();
    await expect(page.getByRole('textbox', { name: 'New password' })).toBeVisible();
  } finally {
    await office.stop();
  }
});

test('a person’s form shows everything that is wrong at once, each at its field', async ({ page }) => {
  const office = await startPanelOffice();
  try {
    await signInToPanel(page, office);
    await goTo(page, '/people/new');
    await page.getByLabel(/^Username/).fill('jo doe');
    await page.getByLabel(/^E-mail address/).fill('nowhere');
    await page
      .getByLabel(/^First password/)
      .first()
      .fill('short');
    await page.getByRole('button', { name: 'Add the person' }).click();
    await expect(page.getByText('This holds a space; a username is one word')).toBeVisible();
    await expect(page.getByText('This is not an e-mail address.')).toBeVisible();
    await expect(page.getByText('This is too short: at least 8 characters.')).toBeVisible();
    await pictures(page, 'person-new');
  } finally {
    await office.stop();
  }
});
