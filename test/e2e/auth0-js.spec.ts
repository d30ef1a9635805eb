/** auth0-js, unmodified, over TLS: the implicit grant where office and application opted in, web_message, userinfo and sign-out. */
import { expect, test } from '@playwright/test';
import { startAuth0Page } from '../support/auth0-page.ts';
import { ALICE } from '../support/office.ts';
import { startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';
import { call } from './auth0-js-call.ts';
import { allow, signIn } from './pages.ts';
import { TLS_FILES, TRUSTING, WITH_TLS } from './tls-files.ts';

test.use(TRUSTING);

test('signs in by the implicit grant, renews by web_message, reads userinfo and signs out', async ({ page }) => {
  const application = await startAuth0Page('auth0-js', TLS_FILES);
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
        grant_types: ['implicit'],
        response_types: ['id_token token'],
        scope: 'openid profile email',
        redirect_uris: [`${application.origin}/callback`],
        post_logout_redirect_uris: [`${application.origin}/`],
        web_origins: [application.origin],
      },
    ],
  });
  const server = await startServer({ args: ['--import', office, ...WITH_TLS] });
  try {
    application.options = {
      domain: new URL(server.ready.issuer).host,
      clientID: 'spa',
      responseType: 'token id_token',
      scope: 'openid profile email',
    };
    await page.goto(`${application.origin}/`);
    await page.evaluate('client.authorize()');
    await signIn(page);
    await allow(page);
    await expect(page.locator('#state')).toHaveText('signed in as alice');
    const sub = await page.evaluate('result.idTokenPayload.sub');
    expect(sub).toMatch(/^auth0\|/);
    const user = await call(page, 'client.client.userInfo(result.accessToken, CALLBACK)');
    expect(user.result).toMatchObject({ sub, email: 'alice@example.lan' });

    const renewed = await call(page, 'client.checkSession({}, CALLBACK)');
    expect(renewed.result?.['idTokenPayload']).toMatchObject({ sub });
    expect(renewed.result?.['accessToken']).toMatch(/^[\w-]{43}$/);

    await page.evaluate(`client.logout({ returnTo: '${application.origin}/' })`);
    await page.locator('#lanyard-logout-yes').click();
    await page.waitForURL(`${application.origin}/`);
    const { error } = await call(page, 'client.checkSession({}, CALLBACK)');
    expect(error?.code ?? error?.error).toBe('login_required');
  } finally {
    await server.stop();
    application.stop();
  }
});
