/** passport-github2, unmodified, pointed at Lanyard's GitHub dialect by nothing but its addresses. */
import { expect, test } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { officeDocument, officeFile, WEB_SECRET } from '../support/office.ts';
import { startGithubSite } from '../support/passport-github2.ts';
import { startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

test('passport-github2 signs a person in and reads the profile and the e-mail address', async ({ page }) => {
  const site = await startGithubSite();
  const place = { callback: site.callback, goodbye: `${new URL(site.callback).origin}/bye` };
  const office = await officeFile(place);
  await writeFile(office, JSON.stringify(officeDocument(place)));
  const lanyard = await startServer({ args: ['--import', office] });
  try {
    site.registerAt(lanyard.ready.issuer, { client_id: 'github-app', client_secret: WEB_SECRET });
    await page.goto(site.sign_in);
    await signIn(page);
    await allow(page);
    await expect(page.locator('#welcome')).toBeVisible();

    const signedIn = site.signedIn();
    expect(signedIn).toMatchObject({
      username: 'alice',
      displayName: 'Alice Example',
      emails: [{ value: 'alice@example.lan' }],
    });
    expect(Number.isSafeInteger(Number(signedIn?.id))).toBe(true);
  } finally {
    await lanyard.stop();
    site.stop();
  }
});
