/** Auth0's libraries for browsers, unmodified and over TLS, signing in in a window that the application's page opened. */
import { expect, type Page, test } from '@playwright/test';
import { type Auth0Page, startAuth0Page } from '../support/auth0-page.ts';
import { ALICE } from '../support/office.ts';
import { startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';
import { allow, signIn } from './pages.ts';
import { TLS_FILES, TRUSTING, WITH_TLS } from './tls-files.ts';

test.use(TRUSTING);

async function withOffice(
  library: Parameters<typeof startAuth0Page>[0],
  registered: object,
  work: (application: Auth0Page, domain: string) => Promise<void>,
): Promise<void> {
  const application = await startAuth0Page(library, TLS_FILES);
  const { origin } = application;
  const office = await writeOffice({
    lanyard: 1,
    settings: { legacy_grants: true },
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
    applications: [
      {
        client_id: 'spa',
        client_name: 'Orders',
        dialect: 'auth0',
        token_endpoint_auth_method: 'none',
        scope: 'openid profile email',
        redirect_uris: [`${origin}/callback`, `${origin}/in-a-window`],
        web_origins: [origin],
        ...registered,
      },
    ],
  });
  const server = await startServer({ args: ['--import', office, ...WITH_TLS] });
  try {
    await work(application, new URL(server.ready.issuer).host);
  } finally {
    await server.stop();
    application.stop();
  }
}

/** Does in the page what opens a window, and answers the window that opened. */
async function windowOpenedBy(page: Page, code: string): Promise<Page> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), page.evaluate(code)]);
  return opened;
}

const IMPLICIT = { grant_types: ['implicit'], response_types: ['id_token token'] };
const AUTHORIZE = `client.popup.authorize({}, function (error, result) {
  say(error ? 'refused: ' + error.original : 'told of ' + result.idTokenPayload.nickname);
})`;

test('auth0-js signs in in a window of its own, which tells the page that opened it, and closes', async ({ page }) => {
  await withOffice('auth0-js', IMPLICIT, async (application, domain) => {
    const redirectUri = `${application.origin}/in-a-window`;
    application.options = { domain, clientID: 'spa', responseType: 'token id_token', redirectUri };
    await page.goto(`${application.origin}/`);
    const window = await windowOpenedBy(page, AUTHORIZE);
    await signIn(window);
    await Promise.all([window.waitForEvent('close'), allow(window)]);
    await expect(page.locator('#state')).toHaveText('told of alice');
  });
});

test('a page of no registered origin loses sight of the window that it opened', async ({ page }) => {
  await withOffice('auth0-js', { ...IMPLICIT, web_origins: [] }, async (application, domain) => {
    const redirectUri = `${application.origin}/in-a-window`;
    application.options = { domain, clientID: 'spa', responseType: 'token id_token', redirectUri };
    await page.goto(`${application.origin}/`);
    const window = await windowOpenedBy(page, AUTHORIZE);
    await signIn(window);
    await expect(window.locator('#lanyard-consent-allow')).toBeVisible();
    await expect(page.locator('#state')).toHaveText('refused: User closed the popup window');
    expect(await window.evaluate('window.opener')).toBeNull();
  });
});

test('auth0-spa-js signs in in a window of its own by web_message', async ({ page }) => {
  await withOffice('@auth0/auth0-spa-js', {}, async (application, domain) => {
    application.options = { domain, clientId: 'spa' };
    await page.goto(`${application.origin}/`);
    const login = `void client.loginWithPopup().then(client.getUser.bind(client)).then(
      function (user) { say('told of ' + user.nickname); },
      function (error) { say('refused: ' + error.error); })`;
    const window = await windowOpenedBy(page, login);
    await signIn(window);
    await Promise.all([window.waitForEvent('close'), allow(window)]);
    await expect(page.locator('#state')).toHaveText('told of alice');
  });
});
