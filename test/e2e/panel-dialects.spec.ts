/** What an admin sets up in the panel for a program of another product works as that program is, with nothing else changed. */
import { expect } from '@playwright/test';
import { startGithubSite } from '../support/passport-github2.ts';
import { allow, signIn } from './pages.ts';
import { openFolds, openPanel, test } from './panel-office.ts';

test('an application that is added for GitHub signs people in by a library that knows no PKCE', async ({
  panel,
  office,
  browser,
}) => {
  const site = await startGithubSite();
  const person = await browser.newContext();
  try {
    await openPanel(panel, office, '/applications/new');
    await panel.getByLabel(/^Name/).fill('Drone');
    await openFolds(panel);
    await panel.getByLabel(/^Client id/).fill('drone');
    await panel.getByRole('radio', { name: /^GitHub/ }).check();
    await panel.getByRole('textbox', { name: 'Redirect address 1' }).fill(site.callback);
    await panel.getByRole('button', { name: 'Add the application' }).click();
    const dialog = panel.getByRole('dialog', { name: 'Drone is added' });
    // By its label as GitHub's programs have it: what else to type stands there, too, once it is known.
    const secret = dialog.getByRole('button', { name: 'Copy Client secret' });
    const client_secret = await secret.locator('..').locator('code').innerText();
    await dialog.getByRole('button', { name: 'I have copied it' }).click();

    site.registerAt(office.ready.issuer, { client_id: 'drone', client_secret });
    const page = await person.newPage();
    await page.goto(site.sign_in);
    await signIn(page, { username: 'alice', password: 'alice-pass-word-1' });
    await allow(page);
    await expect(page.locator('#welcome')).toBeVisible();
    expect(site.signedIn()).toMatchObject({ username: 'alice', emails: [{ value: 'alice@example.lan' }] });
  } finally {
    await person.close();
    site.stop();
  }
});

test('what a product asks for fills the form again, and what the person typed stays', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications/new');
  await openFolds(panel);
  const pkce = panel.getByLabel(/^Needs PKCE/);
  await expect(pkce).toBeChecked();
  await panel.getByLabel(/^Client id/).fill('wiki-of-mine');
  await panel.getByRole('radio', { name: /^Gitea/ }).check();
  await expect(pkce).not.toBeChecked();
  await expect(panel.locator('[data-field=scope]')).toContainText('offline_access');
  await expect(panel.getByLabel(/^Client id/)).toHaveValue('wiki-of-mine');

  await pkce.check();
  await panel.getByRole('radio', { name: /^Forgejo/ }).check();
  await expect(pkce).toBeChecked();
});
