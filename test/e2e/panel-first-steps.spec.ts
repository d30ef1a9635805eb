/** A newcomer without a mouse: from the one-time address over the panel to an application's first sign-in. */
import { expect, type Page, test } from '@playwright/test';
import * as client from 'openid-client';
import { startClientApplication } from '../support/client-application.ts';
import { startServer } from '../support/start-server.ts';
import { press, type } from './keyboard.ts';

const PASSWORD = 'a password that nobody guesses';

test('from the one-time address to an application’s first sign-in by keyboard alone', async ({ page, browser }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const application = await startClientApplication();
  const server = await startServer();
  const elsewhere = await browser.newContext();
  try {
    await becomeAdmin(page, server.ready.setup ?? '');
    const credentials = await addApplication(page, application.callback);

    const config = await client.discovery(
      new URL(server.ready.issuer),
      credentials.client_id,
      credentials.client_secret,
      undefined,
      { execute: [client.allowInsecureRequests] },
    );
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedState = client.randomState();
    const to = client.buildAuthorizationUrl(config, {
      redirect_uri: application.callback,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
    });
    await signInTo(await elsewhere.newPage(), to);
    const tokens = await client.authorizationCodeGrant(config, await application.nextCallback(), {
      pkceCodeVerifier,
      expectedState,
    });
    expect(tokens.claims()).toMatchObject({ name: 'Ada Admin', email: 'ada@example.lan' });
  } finally {
    await elsewhere.close();
    await server.stop();
    await application.stop();
  }
});

async function becomeAdmin(page: Page, setup: string): Promise<void> {
  await page.goto(setup);
  await expect(page.locator('#lanyard-setup-issuer-name')).toBeFocused();
  await page.keyboard.type('Example Office');
  await type(page, page.locator('#lanyard-setup-name'), 'Ada Admin');
  await type(page, page.locator('#lanyard-setup-username'), 'ada');
  await type(page, page.locator('#lanyard-setup-email'), 'ada@example.lan');
  await type(page, page.locator('#lanyard-setup-password'), PASSWORD);
  await type(page, page.locator('#lanyard-setup-password-again'), PASSWORD);
  await page.keyboard.press('Enter');
  await press(page, page.locator('#lanyard-panel'));
  await expect(page.locator('#screen h1')).toBeVisible();
}

/** Answers what the panel shows once, as it was copied. */
async function addApplication(page: Page, callback: string) {
  const title = page.locator('#screen h1');
  await press(page, page.getByRole('navigation').getByRole('link', { name: 'Applications' }));
  await expect(title).toHaveText('Applications');
  await press(page, page.getByRole('link', { name: 'Add an application' }).first());
  await expect(title).toHaveText('Add an application');
  await type(page, page.getByLabel(/^Name/), 'Office wiki');
  await type(page, page.getByRole('textbox', { name: 'Redirect address 1' }), callback);
  await page.keyboard.press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Office wiki is added' });
  const copied = async (what: string) => {
    await press(page, dialog.getByRole('button', { name: `Copy ${what}` }));
    await expect(dialog.getByText(`Copied ${what}`)).toBeAttached();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const credentials = { client_id: await copied('Client id'), client_secret: await copied('Secret') };
  expect(credentials.client_id).not.toBe(credentials.client_secret);
  await press(page, dialog.getByRole('button', { name: 'I have copied it' }));
  await expect(title).toHaveText('Office wiki');
  return credentials;
}

async function signInTo(page: Page, to: URL): Promise<void> {
  await page.goto(to.href);
  await expect(page.locator('#lanyard-username')).toBeFocused();
  await page.keyboard.type('ada');
  await type(page, page.locator('#lanyard-password'), PASSWORD);
  await page.keyboard.press('Enter');
  await press(page, page.locator('#lanyard-consent-allow'));
  await expect(page.locator('#here')).toHaveText('/callback');
}
