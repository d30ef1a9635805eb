/** A person makes an app password for a program: by keyboard, without JavaScript, in every look; and deletes it. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { officeFile, WEB_SECRET } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { signIn } from './pages.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
const LOOKS = [
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

let server: RunningServer;
test.beforeAll(async () => {
  const allowed = join(tmpdir(), `app-passwords-${process.pid}.json`);
  const wiki = { client_id: 'wiki', client_name: 'Wiki', client_secret: WEB_SECRET, dialect: 'authentik' };
  const settings = { user_app_passwords: 'on' };
  const document = { lanyard: 1, settings, applications: [{ ...wiki, redirect_uris: [CALLBACK] }] };
  await writeFile(allowed, JSON.stringify(document));
  const office = await officeFile({ callback: CALLBACK, goodbye: 'http://127.0.0.1:9/bye' });
  server = await startServer({ args: ['--import', office, '--import', allowed] });
});
test.afterAll(() => server.stop());
test.use({ javaScriptEnabled: false });

async function signInToAccount(page: Page): Promise<void> {
  await page.goto(`${server.ready.issuer}/account/`);
  await signIn(page);
}

const text = async (page: Page, id: string) => (await page.locator(id).textContent()) ?? '';

test('a person makes one for an application, a program signs in by it, and it ends with it', async ({ page }) => {
  await signInToAccount(page);
  await expect(page.locator('#lanyard-account-app-passwords')).toContainText('None yet');
  await page.locator('#lanyard-app-password-new').click();
  await page.locator('#lanyard-app-password-name').fill('Backup');
  await page.locator('#lanyard-app-password-for').selectOption('Wiki');
  await page.locator('#lanyard-app-password-lasts').selectOption('30 days');
  await page.locator('#lanyard-account-yes').click();
  await expect(page.locator('h1')).toHaveText('The app password Backup is made');
  const password = await text(page, '#lanyard-app-password');
  const username = await text(page, '#lanyard-app-password-username');
  const client_id = await text(page, '#lanyard-app-password-client-id');
  const address = await text(page, '#lanyard-app-password-token');
  await expect(page.locator('#lanyard-app-password-line')).toHaveText(
    `curl -s ${address} -d grant_type=client_credentials -d client_id=wiki -d username=alice --data-urlencode password=APP_PASSWORD`,
  );
  const body = new URLSearchParams({ grant_type: 'client_credentials', username, password, client_id });
  const ask = () => fetch(address, { method: 'POST', body });
  expect((await ask()).status).toBe(200);

  await page.locator('#lanyard-account-done').click();
  const card = page.locator('.lanyard-app-password', { hasText: 'Backup' });
  await expect(card).toContainText('For Wiki.');
  await expect(card).toContainText('last used just now');
  await expect(page.locator('body')).not.toContainText(password);
  await expect(page.locator('.lanyard-account-application', { hasText: 'Wiki' })).toContainText(
    'by way of your app password Backup',
  );
  await card.locator('.lanyard-app-password-delete').click();
  await expect(page.locator('main')).toContainText('what it got by it stops working at once');
  await page.locator('#lanyard-account-yes').click();
  await expect(page.locator('#lanyard-account-said')).toHaveText('The app password Backup is deleted.');
  await expect(page.locator('.lanyard-account-application')).toHaveCount(0);
  expect((await ask()).status).toBe(400);
});

test('by keyboard alone one is made for a Git tool, which is then let in', async ({ page }) => {
  await signInToAccount(page);
  await page.locator('#lanyard-app-password-new').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#lanyard-app-password-name')).toBeFocused();
  await page.keyboard.type('Git');
  const order = ['for', 'scope-0', 'scope-1', 'scope-2', 'lasts'];
  for (const [position, id] of order.entries()) {
    await page.keyboard.press('Tab');
    await expect(page.locator(`#lanyard-app-password-${id}`)).toBeFocused();
    if (id.startsWith('scope')) {
      await expect(page.locator(`#lanyard-app-password-${id}`)).toBeChecked({ checked: position < 3 });
    }
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const password = await text(page, '#lanyard-app-password');
  const authorization = `Basic ${btoa(`alice:${password}`)}`;
  const orgs = await fetch(`${server.ready.issuer}/api/v1/user/orgs`, { headers: { authorization } });
  expect(orgs.status).toBe(200);
});

for (const look of LOOKS) {
  // axe itself needs scripts; the pages have none.
  test(`axe finds nothing at ${look.viewport.width} px in ${look.colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ ...look, javaScriptEnabled: true });
    const page = await context.newPage();
    await signInToAccount(page);
    await page.locator('#lanyard-app-password-new').click();
    await expectAccessible(page, 'the form');
    await page.locator('#lanyard-app-password-name').fill(`On the machine at ${look.viewport.width} in the cellar`);
    for (const position of [0, 1]) await page.locator(`#lanyard-app-password-scope-${position}`).uncheck();
    await page.locator('#lanyard-account-yes').click();
    await expect(page.locator('#lanyard-app-password-scope-error')).toHaveText('Tick at least one.');
    await expectAccessible(page, 'the form, refused');
    await page.locator('#lanyard-app-password-scope-0').check();
    await page.locator('#lanyard-account-yes').click();
    await expectAccessible(page, 'made');
    await page.locator('#lanyard-account-done').click();
    await expectAccessible(page, 'the account');
    await page.locator('.lanyard-app-password-delete').first().click();
    await expectAccessible(page, 'delete');
    await context.close();
  });
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide, `${where} is wider than its window`).toBe(false);
}
