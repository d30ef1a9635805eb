/** A device's sign-in in a real browser, with scripts and without, by the ids that never change. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as client from 'openid-client';
import { DEVICE_CODE_GRANT } from '../../server/spec/vocabulary.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

let server: RunningServer;
test.beforeAll(async () => {
  const tv = { client_id: 'tv', client_name: 'Television', token_endpoint_auth_method: 'none' };
  const office = { lanyard: 1, users: [ALICE], applications: [{ ...tv, grant_types: [DEVICE_CODE_GRANT] }] };
  const file = join(await mkdtemp(join(tmpdir(), 'lanyard-device-')), 'office.json');
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file] });
});
test.afterAll(() => server.stop());

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a person types the code wrong, then right, signs in, and lets the device in', async ({ page }) => {
      const issuer = new URL(server.ready.issuer);
      const execute = [client.allowInsecureRequests];
      const config = await client.discovery(issuer, 'tv', undefined, client.None(), { execute });
      const codes = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
      await page.goto(codes.verification_uri);
      await page.locator('#lanyard-user-code').fill('BBBB-BBBB');
      await page.locator('#lanyard-device-continue').click();
      await expect(page.locator('#lanyard-device-error')).toContainText('No device is waiting');
      await page.locator('#lanyard-user-code').fill(codes.user_code.toLowerCase());
      await page.locator('#lanyard-device-continue').click();
      await page.locator('#lanyard-username').fill(ALICE.username);
      await page.locator('#lanyard-password').fill(ALICE.password);
      await page.locator('#lanyard-login-submit').click();
      await expect(page.locator('#lanyard-device-code')).toHaveText(codes.user_code);
      expect(new URL(page.url()).pathname).toBe('/device');
      await page.locator('#lanyard-device-allow').click();
      await expect(page.locator('#lanyard-device-done')).toBeVisible();
      const tokens = await client.pollDeviceAuthorizationGrant(config, { ...codes, interval: 0 });
      expect(tokens.claims()).toMatchObject({ aud: 'tv' });
    });

    test('a person says no, and the device is told', async ({ page }) => {
      const issuer = new URL(server.ready.issuer);
      const execute = [client.allowInsecureRequests];
      const config = await client.discovery(issuer, 'tv', undefined, client.None(), { execute });
      const codes = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
      await page.goto(codes.verification_uri_complete ?? '');
      await expect(page.locator('#lanyard-user-code')).toHaveValue(codes.user_code);
      await page.locator('#lanyard-device-continue').click();
      await page.locator('#lanyard-username').fill(ALICE.username);
      await page.locator('#lanyard-password').fill(ALICE.password);
      await page.locator('#lanyard-login-submit').click();
      await page.locator('#lanyard-device-deny').click();
      await expect(page.locator('#lanyard-device-done')).toHaveText('The device was not let in');
      const polled = client.pollDeviceAuthorizationGrant(config, { ...codes, interval: 0 });
      await expect(polled).rejects.toMatchObject({ error: 'access_denied' });
    });
  });
}
