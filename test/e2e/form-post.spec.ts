/** form_post in a real browser, past our own content security policy: errors and answers of every kind, with and without scripts. */
import { writeFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import { officeDocument, officeFile } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

const TYPES = ['code', 'code id_token token', 'id_token token'];

let application: ClientApplication;
let server: RunningServer;
test.beforeAll(async () => {
  application = await startClientApplication();
  const office = await officeFile(application);
  const document = officeDocument(application) as { settings: object; applications: readonly object[] };
  const [first, ...others] = document.applications;
  const web = { ...first, response_types: TYPES, grant_types: ['authorization_code', 'implicit'], require_pkce: false };
  const settings = { ...document.settings, legacy_grants: true };
  await writeFile(office, JSON.stringify({ ...document, settings, applications: [web, ...others] }));
  server = await startServer({ args: ['--import', office] });
});
test.afterAll(async () => {
  await server.stop();
  await application.stop();
});

/** Begins, does what stands between, and answers what the application is sent in the end: in the body, and nowhere else. */
async function posted(
  page: Page,
  asked: Readonly<Record<string, string>>,
  between: () => Promise<void>,
): Promise<URLSearchParams> {
  const query = new URLSearchParams({
    client_id: 'web-app',
    redirect_uri: application.callback,
    scope: 'openid',
    state: 'kept & "quoted" <é>',
    nonce: 'n-0S6_WzA2Mj',
    response_mode: 'form_post',
    ...asked,
  });
  const coming = page.waitForRequest((request) => new URL(request.url()).pathname === '/callback');
  await page.goto(`${server.ready.issuer}/oauth2/authorize?${query.toString()}`);
  await between();
  const request = await coming;
  expect([request.method(), request.url()]).toEqual(['POST', application.callback]);
  expect(request.headers()['content-type']).toBe('application/x-www-form-urlencoded');
  await expect(page.locator('#here')).toHaveText('/callback');
  expect(page.url()).toBe(application.callback);
  const params = new URLSearchParams(request.postData() ?? '');
  expect([params.get('state'), params.get('iss')]).toEqual(['kept & "quoted" <é>', server.ready.issuer]);
  return params;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('an error, a hybrid and an implicit answer arrive in the body', async ({ page }) => {
      const send = async () => {
        if (!javaScriptEnabled) await page.locator('#lanyard-form-post-submit').click();
      };
      const refused = await posted(page, { response_type: 'code id_token token', prompt: 'none' }, send);
      expect(refused.get('error')).toBe('login_required');
      expect([refused.has('code'), refused.has('id_token'), refused.has('access_token')]).toEqual([
        false,
        false,
        false,
      ]);

      const hybrid = await posted(page, { response_type: 'code id_token token' }, async () => {
        await signIn(page);
        await allow(page);
        await send();
      });
      expect(hybrid.get('code')).toMatch(/^[\w-]{43}$/);
      expect(hybrid.get('id_token')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(hybrid.get('token_type')).toBe('Bearer');
      expect(hybrid.has('error')).toBe(false);

      const implicit = await posted(page, { response_type: 'id_token token', prompt: 'none' }, send);
      expect(implicit.get('id_token')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect([implicit.has('access_token'), implicit.has('code'), implicit.has('error')]).toEqual([true, false, false]);
    });
  });
}
