/** A person registers an application of their own: by keyboard, without JavaScript, in every look; somebody signs in to it. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import { officeFile } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';
import { takePictures } from './take-pictures.ts';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const LOOKS = [
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

let application: ClientApplication;
let server: RunningServer;
test.beforeAll(async () => {
  application = await startClientApplication();
  const allowed = join(tmpdir(), `own-applications-${process.pid}.yaml`);
  await writeFile(allowed, 'lanyard: 1\nsettings: { user_applications: open }\n');
  server = await startServer({
    args: ['--import', await officeFile(application), '--import', allowed, '--dialect-port', 'forgejo=0'],
  });
});
test.afterAll(async () => {
  await server.stop();
  await application.stop();
});
test.use({ javaScriptEnabled: false });

async function signInToAccount(page: Page): Promise<void> {
  await page.goto(`${server.ready.issuer}/user/settings/applications`);
  await signIn(page);
}

async function fillForm(page: Page, name: string): Promise<void> {
  await page.locator('#lanyard-own-new').click();
  await page.locator('#lanyard-own-name').fill(name);
  await page.locator('#lanyard-own-addresses').fill(application.callback);
}

/** What stands beside a label of what is to be typed into the application. */
const typed = async (page: Page, label: string) =>
  (await page
    .locator('.typed > div', { has: page.locator('dt', { hasText: label }) })
    .locator('dd code')
    .textContent()) ?? '';

const text = async (page: Page, id: string) => (await page.locator(id).textContent()) ?? '';

test('a person comes by the address of Gitea’s guides, registers an application, and signs in to it', async ({
  page,
}) => {
  await signInToAccount(page);
  await expect(page.locator('#lanyard-account-own')).toContainText('None yet');
  await fillForm(page, 'Build board');
  await page.locator('#lanyard-account-yes').click();
  await expect(page.locator('h1')).toHaveText('Build board is registered');
  const client_id = await typed(page, 'Client id');
  const client_secret = await text(page, '#lanyard-own-secret');
  expect(await typed(page, 'Issuer, or provider URL')).toBe(server.ready.issuer);
  await page.locator('#lanyard-account-done').click();
  const card = page.locator('.lanyard-own-application', { hasText: 'Build board' });
  await expect(card).toContainText(client_id);
  await expect(page.locator('body')).not.toContainText(client_secret);

  const query = new URLSearchParams({
    client_id,
    redirect_uri: application.callback,
    response_type: 'code',
    scope: 'openid profile',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  await page.goto(`${server.ready.issuer}/oauth2/authorize?${query.toString()}`);
  await expect(page.locator('#lanyard-described-by')).toHaveText(
    'Somebody of your office registered it, and no admin has checked it.',
  );
  await allow(page);
  const code = (await application.nextCallback()).searchParams.get('code') ?? '';
  const redeemed = { grant_type: 'authorization_code', code, redirect_uri: application.callback };
  const body = new URLSearchParams({ ...redeemed, code_verifier: VERIFIER, client_id, client_secret });
  const answer = await fetch(`${server.ready.issuer}/oauth2/token`, { method: 'POST', body });
  expect(answer.status).toBe(200);

  await page.goto(`${server.ready.issuer}/account/`);
  await card.locator('.lanyard-own-delete').click();
  await expect(page.locator('main')).toContainText('one person let it do');
  await page.locator('#lanyard-account-yes').click();
  await expect(page.locator('#lanyard-account-said')).toHaveText('Build board is deleted.');
});

test('by keyboard alone an application is registered, and gets another secret', async ({ page }) => {
  await signInToAccount(page);
  await page.locator('#lanyard-own-new').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#lanyard-own-name')).toBeFocused();
  await page.keyboard.type('Typed tool');
  await page.keyboard.press('Tab');
  await expect(page.locator('#lanyard-own-dialect')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type(application.callback);
  await page.keyboard.press('Tab');
  await expect(page.locator('#lanyard-own-confidential')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const first = await text(page, '#lanyard-own-secret');
  await page.locator('#lanyard-account-done').focus();
  await page.keyboard.press('Enter');
  await page.locator('.lanyard-own-replace').focus();
  await page.keyboard.press('Enter');
  await page.locator('#lanyard-account-yes').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText('Typed tool has a new secret');
  expect(await text(page, '#lanyard-own-secret')).not.toBe(first);
});

test('one for another product shows what that asks for, when it is made and whenever it is looked at', async ({
  page,
}) => {
  await signInToAccount(page);
  await page.locator('#lanyard-own-new').click();
  await page.locator('#lanyard-own-name').fill('Pipeline');
  await page.locator('#lanyard-own-dialect').selectOption('forgejo');
  await page.locator('#lanyard-own-addresses').fill(application.callback);
  await page.locator('#lanyard-account-yes').click();
  const { issuer, listeners } = server.ready;
  const own = listeners.find(({ dialect }) => dialect === 'forgejo')?.url ?? '';
  expect(own).not.toBe(issuer);
  expect(await typed(page, 'Forgejo URL')).toBe(own);
  expect(await typed(page, 'Token URL')).toBe(`${own}/login/oauth/access_token`);
  await takePictures(page, 'own-registered');
  await page.locator('#lanyard-account-done').click();
  const card = page.locator('.lanyard-own-application', { hasText: 'Pipeline' });
  await expect(card).toContainText('written for Forgejo');
  await expect(card.getByText('Token URL')).toBeHidden();
  await card.locator('summary').click();
  await expect(card.getByText(`${own}/login/oauth/access_token`)).toBeVisible();
  await expect(card).toContainText('It was shown once. If it is lost, make a new one.');
  await takePictures(page, 'own-card');
  await card.locator('.lanyard-own-change').click();
  await expect(page.locator('main')).toContainText(
    'It is written for Forgejo. To change the product, register it anew',
  );
  await expect(page.locator('main')).toContainText('What you change counts at once.');
});

for (const look of LOOKS) {
  // axe itself needs scripts; the pages have none.
  test(`axe finds nothing at ${look.viewport.width} px in ${look.colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ ...look, javaScriptEnabled: true });
    const page = await context.newPage();
    await signInToAccount(page);
    await fillForm(page, 'A tool with a rather long name of its own, as people give them');
    await expectAccessible(page, 'register');
    await page.locator('#lanyard-own-addresses').fill('not an address');
    await page.locator('#lanyard-account-yes').click();
    await expectAccessible(page, 'register, refused');
    await page.locator('#lanyard-own-addresses').fill(`${application.callback}/${'long/'.repeat(30)}`);
    await page.locator('#lanyard-account-yes').click();
    await expectAccessible(page, 'registered');
    await page.locator('#lanyard-account-done').click();
    await expectAccessible(page, 'the account');
    await page.locator('.lanyard-own-application summary').first().click();
    await expectAccessible(page, 'the account, unfolded');
    for (const act of ['change', 'replace', 'delete']) {
      await page.goto(`${server.ready.issuer}/account/`);
      await page.locator(`.lanyard-own-${act}`).first().click();
      await expectAccessible(page, act);
    }
    await context.close();
  });
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide, `${where} is wider than its window`).toBe(false);
}
