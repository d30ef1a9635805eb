/** auth0-js, unmodified, over TLS, with a form of the application's own: passwordless, cross-origin sign-in, and sign-up. */
import { expect, test } from '@playwright/test';
import { type Auth0Page, startAuth0Page } from '../support/auth0-page.ts';
import { eventually } from '../support/eventually.ts';
import { startMailServer } from '../support/mail-server.ts';
import { ALICE } from '../support/office.ts';
import { startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';
import { call } from './auth0-js-call.ts';
import { TLS_FILES, TRUSTING, WITH_TLS } from './tls-files.ts';

test.use(TRUSTING);

const EMAIL = 'alice@example.lan';

async function withOffice(work: (application: Auth0Page, nextCode: () => Promise<string>) => Promise<void>) {
  const application = await startAuth0Page('auth0-js', TLS_FILES);
  const mail = await startMailServer({ security: 'none' });
  const office = await writeOffice({
    lanyard: 1,
    settings: {
      legacy_grants: true,
      sign_in_by_mail: 'code',
      sign_up: true,
      smtp_host: '127.0.0.1',
      smtp_port: mail.port,
      smtp_security: 'none',
      smtp_from: 'lanyard@example.lan',
    },
    users: [{ ...ALICE, name: 'Alice Example', email: EMAIL, email_verified: true }],
    applications: [
      {
        client_id: 'spa',
        client_name: 'Orders',
        dialect: 'auth0',
        consent: 'skip',
        token_endpoint_auth_method: 'none',
        grant_types: ['implicit', 'password', 'http://auth0.com/oauth/grant-type/passwordless/otp'],
        response_types: ['id_token token'],
        scope: 'openid profile email',
        redirect_uris: [`${application.origin}/callback`],
        web_origins: [application.origin],
        sign_up: true,
      },
    ],
  });
  const server = await startServer({ args: ['--import', office, ...WITH_TLS] });
  application.options = {
    domain: new URL(server.ready.issuer).host,
    clientID: 'spa',
    responseType: 'token id_token',
    scope: 'openid profile email',
  };
  try {
    await work(application, async () => {
      const { raw } = await eventually(() => mail.received[0], 'the mail');
      return /(\d{3}) (\d{3})/.exec(raw)?.slice(1).join('') ?? '';
    });
  } finally {
    await server.stop();
    await mail.stop();
    application.stop();
  }
}

test('a code from the mail, typed into the application’s own form, signs in', async ({ page }) => {
  await withOffice(async (application, nextCode) => {
    await page.goto(`${application.origin}/`);
    const started = await call(
      page,
      `client.passwordlessStart({ connection: 'email', send: 'code', email: '${EMAIL}', xRequestLanguage: 'de' }, CALLBACK)`,
    );
    expect(started.error ?? null).toBeNull();
    const code = await nextCode();
    const verified = await call(
      page,
      `client.passwordlessVerify({ connection: 'email', email: '${EMAIL}', verificationCode: '${code}' }, CALLBACK)`,
    );
    expect(verified.error).toMatchObject({
      code: 'unsupported',
      description: expect.stringContaining('passwordlessLogin'),
    });
    const login = (otp: string) =>
      `client.passwordlessLogin({ connection: 'email', email: '${EMAIL}', verificationCode: '${otp}' }, CALLBACK)`;
    const wrong = await call(page, login(code === '000000' ? '000001' : '000000'));
    expect(wrong.error?.error ?? wrong.error?.code).toBe('access_denied');
    await page.evaluate(`void ${login(code).replace('CALLBACK', '() => undefined')}`);
    await expect(page.locator('#state')).toHaveText('signed in as alice');
    expect(await page.evaluate('result.idTokenPayload.amr')).toEqual(['otp']);
    const renewed = await call(page, 'client.checkSession({}, CALLBACK)');
    expect(renewed.error ?? null).toBeNull();
  });
});

test('a password, typed into the application’s own form, signs in; whoever is new makes an account first', async ({
  page,
}) => {
  await withOffice(async (application) => {
    await page.goto(`${application.origin}/`);
    const realm = 'Username-Password-Authentication';
    const password = 'a password of dora';
    const made = await call(
      page,
      `client.signup({ connection: '${realm}', email: 'dora@example.lan', password: '${password}' }, CALLBACK)`,
    );
    expect(made.error ?? null).toBeNull();
    const login = (typed: string) =>
      `client.login({ realm: '${realm}', username: 'dora@example.lan', password: '${typed}' }, CALLBACK)`;
    const wrong = await call(page, login('not that one'));
    expect(wrong.error?.error ?? wrong.error?.code).toBe('access_denied');
    await page.evaluate(`void ${login(password).replace('CALLBACK', '() => undefined')}`);
    await expect(page.locator('#state')).toHaveText('signed in as dora@example.lan');
  });
});
