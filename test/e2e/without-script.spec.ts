/** Everything that a person has to get through works without JavaScript, and every page on the way is accessible. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import { officeFile, ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { signIn } from './pages.ts';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

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

function authorizationUrl(changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: 'web-app',
    redirect_uri: application.callback,
    response_type: 'code',
    scope: 'openid profile email groups',
    prompt: 'consent',
    state: 'kept',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  });
  return `${server.ready.issuer}/oauth2/authorize?${query.toString()}`;
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a person gets the password wrong, then right, unticks a scope, allows the rest and signs out', async ({
    page,
  }) => {
    await page.goto(authorizationUrl());
    await signIn(page, { ...ALICE, password: 'not this one' });
    await expect(page.locator('#lanyard-login-error')).toBeVisible();
    await expect(page.locator('#lanyard-username')).toHaveValue('alice');
    await signIn(page);
    await page.locator('input[name=scope][value=groups]').uncheck();
    await page.locator('#lanyard-consent-allow').click();
    const callback = await application.nextCallback();
    expect(callback.searchParams.get('state')).toBe('kept');
    expect(callback.searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    expect(callback.searchParams.get('iss')).toBe(server.ready.issuer);

    await page.goto(`${server.ready.issuer}/oauth2/logout`);
    await page.locator('#lanyard-logout-no').click();
    await page.goto(`${server.ready.issuer}/oauth2/logout`);
    await page.locator('#lanyard-logout-yes').click();
    await expect(page.locator('#lanyard-signed-out')).toBeVisible();
  });

  test('a person says no, and the application is told', async ({ page }) => {
    await page.goto(authorizationUrl({ prompt: 'consent' }));
    await signIn(page);
    await page.locator('#lanyard-consent-deny').click();
    const callback = await application.nextCallback();
    expect(callback.searchParams.get('error')).toBe('access_denied');
  });

  test('form_post carries the code by a visible button', async ({ page }) => {
    await page.goto(authorizationUrl({ response_mode: 'form_post' }));
    await signIn(page);
    await page.locator('#lanyard-consent-allow').click();
    const posted = page.waitForRequest(
      (request) => request.url() === application.callback && request.method() === 'POST',
    );
    await page.locator('#lanyard-form-post-submit').click();
    expect((await posted).postData()).toMatch(/code=[\w-]{43}.*state=kept/);
  });

  test('an address that is not registered is shown and never linked', async ({ page }) => {
    const stranger = `${application.callback}/elsewhere`;
    const response = await page.goto(authorizationUrl({ redirect_uri: stranger }));
    expect(response?.status()).toBe(400);
    await expect(page.locator('#lanyard-error')).toHaveText(/invalid_redirect_uri/);
    await expect(page.locator('main')).toContainText('elsewhere');
    expect(await page.locator(`[href*="elsewhere"], [action*="elsewhere"], [src*="elsewhere"]`).count()).toBe(0);
  });
});

test('form_post goes on by itself where scripts run', async ({ page }) => {
  await page.goto(authorizationUrl({ response_mode: 'form_post' }));
  const posted = page.waitForRequest(
    (request) => request.url() === application.callback && request.method() === 'POST',
  );
  await signIn(page);
  await page.locator('#lanyard-consent-allow').click();
  expect((await posted).postData()).toMatch(/code=/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    await page.goto(authorizationUrl());
    await expectAccessible(page, 'sign in');
    await signIn(page, { ...ALICE, password: 'not this one' });
    await expectAccessible(page, 'sign in, refused');
    await signIn(page);
    await expectAccessible(page, 'consent');
    await page.goto(`${server.ready.issuer}/oauth2/logout`);
    await expectAccessible(page, 'sign out');
    await page.locator('#lanyard-logout-yes').click();
    await expectAccessible(page, 'signed out');
    await page.goto(authorizationUrl({ client_id: 'nobody' }));
    await expectAccessible(page, 'error');
    await page.goto(`${server.ready.issuer}/panel/`);
    await expectAccessible(page, 'panel');
    await context.close();
  });
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  // The pages have no frames, for which another page would be opened each time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
}
