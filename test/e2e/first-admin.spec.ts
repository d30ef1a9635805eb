/** A newcomer's first minutes: the one-time address, the first admin, and then an application's first sign-in. */
import { expect, test } from '@playwright/test';
import { startServer } from '../support/start-server.ts';

const PASSWORD = 'a password that nobody guesses';

test('the one-time address makes the first admin once, and is gone afterwards', async ({ page, request }) => {
  const server = await startServer();
  try {
    const { setup, issuer } = server.ready;
    if (setup === null) throw new Error('no set-up address was printed');
    await page.goto(setup);
    await page.locator('#lanyard-setup-issuer-name').fill('Example Office');
    await page.locator('#lanyard-setup-username').fill('ada');
    await page.locator('#lanyard-setup-name').fill('Ada Admin');
    await page.locator('#lanyard-setup-password').fill(PASSWORD);
    await page.locator('#lanyard-setup-password-again').fill(`${PASSWORD}?`);
    await page.locator('#lanyard-setup-submit').click();
    await expect(page.locator('#lanyard-setup-password-again-error')).toBeVisible();
    await expect(page.locator('#lanyard-setup-username')).toHaveValue('ada');

    await page.locator('#lanyard-setup-password').fill(PASSWORD);
    await page.locator('#lanyard-setup-password-again').fill(PASSWORD);
    await page.locator('#lanyard-setup-submit').click();
    await expect(page.locator('#lanyard-discovery')).toContainText(`${issuer}/.well-known/openid-configuration`);

    expect((await request.get(setup)).status()).toBe(404);
    await page.locator('#lanyard-panel').click();
    await expect(page.getByText(issuer, { exact: true }).first()).toBeVisible();
  } finally {
    await server.stop();
  }
});

test('a wrong one-time address opens nothing', async ({ request }) => {
  const server = await startServer();
  try {
    expect((await request.get(`${server.ready.issuer}/setup?token=guessed`)).status()).toBe(404);
    expect((await request.get(`${server.ready.issuer}/setup`)).status()).toBe(404);
  } finally {
    await server.stop();
  }
});
