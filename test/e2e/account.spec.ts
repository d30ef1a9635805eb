/** A person at their own account: what applications may do, what is ended and said, in every look and without JavaScript. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import { ALICE, officeFile, WEB_SECRET } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

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
  server = await startServer({ args: ['--import', await officeFile(application)] });
});
test.afterAll(async () => {
  await server.stop();
  await application.stop();
});
test.use({ javaScriptEnabled: false });

function authorizationUrl(): string {
  const query = new URLSearchParams({
    client_id: 'web-app',
    redirect_uri: application.callback,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  return `${server.ready.issuer}/oauth2/authorize?${query.toString()}`;
}

/** Signs in to the application, as far as its tokens. */
async function connect(page: Page): Promise<Record<string, string>> {
  await page.goto(authorizationUrl());
  if (await page.locator('#lanyard-username').isVisible()) await signIn(page);
  await allow(page);
  const code = (await application.nextCallback()).searchParams.get('code') ?? '';
  return token({ grant_type: 'authorization_code', code, redirect_uri: application.callback, code_verifier: VERIFIER });
}

async function token(fields: Record<string, string>): Promise<Record<string, string>> {
  const body = new URLSearchParams({ client_id: 'web-app', client_secret: WEB_SECRET, ...fields });
  const answer = await fetch(`${server.ready.issuer}/oauth2/token`, { method: 'POST', body });
  return (await answer.json()) as Record<string, string>;
}

test('a person signs in to their account, withdraws what an application may do, and is asked again', async ({
  page,
}) => {
  const { refresh_token = '', access_token = '' } = await connect(page);
  await page.goto(`${server.ready.issuer}/account/`);
  await expect(page.locator('h1')).toHaveText('Alice Example');
  const card = page.locator('.lanyard-account-application', { hasText: 'Web application' });
  await expect(card).toContainText('see your e-mail address');
  await card.locator('.lanyard-withdraw').click();
  await expect(page.locator('h1')).toHaveText('Withdraw what Web application may do?');
  await page.locator('#lanyard-account-no').click();
  await card.locator('.lanyard-withdraw').click();
  await page.locator('#lanyard-account-yes').click();
  await expect(page.locator('#lanyard-account-said')).toHaveText('Web application can’t act in your name any more.');
  await expect(page.locator('#lanyard-account-applications')).toContainText('No application acts in your name');

  expect(await token({ grant_type: 'refresh_token', refresh_token })).toMatchObject({ error: 'invalid_grant' });
  const headers = { authorization: `Bearer ${access_token}` };
  expect((await fetch(`${server.ready.issuer}/oauth2/userinfo`, { headers })).status).toBe(401);
  await page.goto(authorizationUrl());
  await expect(page.locator('#lanyard-consent-allow')).toBeVisible();
});

test('a person signs another browser out, and changes their password', async ({ page, browser }) => {
  const elsewhere = await browser.newPage();
  for (const each of [page, elsewhere]) {
    await each.goto(`${server.ready.issuer}/account/`);
    await signIn(each);
    await expect(each.locator('h1')).toHaveText('Alice Example');
  }
  await page.goto(`${server.ready.issuer}/account/`);
  await expect(page.locator('.lanyard-account-session', { hasText: 'this browser' })).toHaveCount(1);
  await page.locator('#lanyard-account-end-others').click();
  await page.locator('#lanyard-account-yes').click();
  await expect(page.locator('#lanyard-account-said')).toHaveText('You are signed out everywhere else.');
  await elsewhere.goto(`${server.ready.issuer}/account/`);
  await expect(elsewhere.locator('#lanyard-username')).toBeVisible();

  const NEW = 'alice has another one';
  await changePassword(page, ALICE.password, NEW);
  await expect(page.locator('#lanyard-account-said')).toHaveText('Your password is changed.');
  await signIn(elsewhere);
  await expect(elsewhere.locator('#lanyard-login-error')).toBeVisible();
  await signIn(elsewhere, { ...ALICE, password: NEW });
  await expect(elsewhere.locator('h1')).toHaveText('Alice Example');
  await changePassword(page, NEW, ALICE.password);
  await elsewhere.close();
});

async function changePassword(page: Page, before: string, after: string): Promise<void> {
  await page.locator('#lanyard-account-change-password').click();
  await page.locator('#lanyard-password').fill(before);
  await page.locator('#lanyard-new-password').fill(after);
  await page.locator('#lanyard-new-password-again').fill(after);
  await page.locator('#lanyard-account-yes').click();
}

test('by keyboard alone everything is reached, and a question is answered', async ({ page }) => {
  await connect(page);
  await page.goto(`${server.ready.issuer}/account/`);
  await page.locator('.lanyard-withdraw').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#lanyard-account-yes')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.locator('#lanyard-account-no')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('#lanyard-account-yes')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#lanyard-account-said')).toBeVisible();
});

for (const look of LOOKS) {
  // axe itself needs scripts; the pages have none.
  test(`axe finds nothing at ${look.viewport.width} px in ${look.colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ ...look, javaScriptEnabled: true });
    const page = await context.newPage();
    await page.goto(`${server.ready.issuer}/account/`);
    await expectAccessible(page, 'sign in to the account');
    await connect(page);
    await page.goto(`${server.ready.issuer}/account/`);
    await expectAccessible(page, 'the account');
    await page.locator('.lanyard-withdraw').first().click();
    await expectAccessible(page, 'withdraw?');
    await page.locator('#lanyard-account-yes').click();
    await expectAccessible(page, 'withdrawn');
    await page.goto(`${server.ready.issuer}/account/sign-out-others`);
    await expectAccessible(page, 'sign out everywhere else?');
    await page.goto(`${server.ready.issuer}/account/password`);
    await expectAccessible(page, 'change password');
    await changeWrongly(page);
    await expectAccessible(page, 'change password, refused');
    await context.close();
  });
}

async function changeWrongly(page: Page): Promise<void> {
  await page.locator('#lanyard-password').fill('not this one');
  await page.locator('#lanyard-new-password').fill('a long new password');
  await page.locator('#lanyard-new-password-again').fill('another long one');
  await page.locator('#lanyard-account-yes').click();
  await expect(page.locator('#lanyard-new-password-again-error')).toBeVisible();
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide, `${where} is wider than its window`).toBe(false);
}
