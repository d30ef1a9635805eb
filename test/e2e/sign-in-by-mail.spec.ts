/** Signing in by mail as people do it: without JavaScript, a code typed or a link opened, sent by a real mail server or handed over. */
import { expect, type Page, test } from '@playwright/test';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import { type ReceivedMail, startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { officeDocument } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';
import { eventually } from '../support/eventually.ts';
import { expectAccessible } from './axe.ts';
import { takePictures } from './take-pictures.ts';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

let application: ClientApplication;
let mail: TestMailServer;
test.beforeAll(async () => {
  application = await startClientApplication();
  mail = await startMailServer({ security: 'none' });
});
test.afterAll(async () => {
  await mail.stop();
  await application.stop();
});

async function withOffice(settings: object, work: (office: RunningServer) => Promise<void>): Promise<void> {
  const smtp = {
    smtp_host: '127.0.0.1',
    smtp_port: mail.port,
    smtp_security: 'none',
    smtp_from: 'lanyard@example.lan',
  };
  const document = officeDocument(application);
  const file = await writeOffice({ ...document, settings: { issuer_name: 'Example Office', ...smtp, ...settings } });
  const office = await startServer({ args: ['--import', file] });
  try {
    await work(office);
  } finally {
    await office.stop();
  }
}

async function begin(page: Page, office: RunningServer): Promise<void> {
  const query = new URLSearchParams({
    client_id: 'web-app',
    redirect_uri: application.callback,
    response_type: 'code',
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  await page.goto(`${office.ready.issuer}/oauth2/authorize?${query.toString()}`);
}

const nextMail = (after: number): Promise<ReceivedMail> => eventually(() => mail.received[after], 'the mail');
/** Quoted-printable, as far as a mail of ours needs it. RFC 2045 §6.7 */
const plain = (raw: string) => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');

test.use({ javaScriptEnabled: false });

test('the name first, then a code: wrong, then right', async ({ page }) => {
  await withOffice({ sign_in_page: 'name_first', sign_in_by_mail: 'code' }, async (office) => {
    const before = mail.received.length;
    await begin(page, office);
    await takePictures(page, 'login-name');
    await page.locator('#lanyard-username').fill('alice');
    await page.locator('#lanyard-login-submit').click();
    await expect(page.locator('#lanyard-password')).toBeVisible();
    await takePictures(page, 'login-password');
    await page.locator('#lanyard-login-mail').click();
    await expect(page.locator('#lanyard-login-code')).toBeVisible();
    await takePictures(page, 'login-code');
    const { raw, to } = await nextMail(before);
    expect(to).toEqual(['alice@example.lan']);
    const code = /(\d{3}) (\d{3})/.exec(raw)?.slice(1).join('') ?? '';
    await page.locator('#lanyard-login-code').fill(code === '000000' ? '000001' : '000000');
    await page.locator('#lanyard-login-submit').click();
    await expect(page.locator('#lanyard-login-error')).toContainText('That is not the code.');
    await takePictures(page, 'login-code-wrong');
    await page.locator('#lanyard-login-code').fill(code);
    await page.locator('#lanyard-login-submit').click();
    await expect(page.locator('#lanyard-consent-allow')).toBeVisible();
    expect(office.stderr()).not.toContain(code);
  });
});

test('name and password together, or a link: good in this browser, refused in another', async ({ page, browser }) => {
  await withOffice({ sign_in_by_mail: 'link' }, async (office) => {
    const before = mail.received.length;
    await begin(page, office);
    await takePictures(page, 'login-or-mail');
    await page.locator('#lanyard-username').fill('alice@example.lan');
    await page.locator('#lanyard-login-mail').click();
    await expect(page.locator('#lanyard-login-sent')).toBeVisible();
    await takePictures(page, 'login-sent');
    const link = /http:\S+/.exec(plain((await nextMail(before)).raw))?.[0] ?? '';
    expect(new URL(link).origin).toBe(office.ready.issuer);
    const elsewhere = await browser.newPage();
    await elsewhere.goto(link);
    await expect(elsewhere.locator('#lanyard-error-detail')).toContainText('another browser');
    await takePictures(elsewhere, 'login-link-elsewhere');
    await elsewhere.close();
    const tab = await page.context().newPage();
    await tab.goto(link);
    await takePictures(tab, 'login-link');
    await tab.locator('#lanyard-login-submit').click();
    await expect(tab.locator('#lanyard-consent-allow')).toBeVisible();
    expect(office.stderr()).not.toContain(new URL(link).searchParams.get('link'));
  });
});

test.describe('with JavaScript, which the judge of accessibility needs', () => {
  test.use({ javaScriptEnabled: true });

  test('every step is accessible', async ({ page }) => {
    await withOffice({ sign_in_page: 'name_first', sign_in_by_mail: 'code' }, async (office) => {
      await begin(page, office);
      await expectAccessible(page, 'the name');
      await page.locator('#lanyard-username').fill('alice');
      await page.locator('#lanyard-login-submit').click();
      await expectAccessible(page, 'the password');
      await page.locator('#lanyard-login-mail').click();
      await expectAccessible(page, 'the code');
    });
  });
});
