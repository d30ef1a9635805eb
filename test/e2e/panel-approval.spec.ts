/** Applications that brought themselves here: the admin is told on Home, sees where each comes from, and lets it in or not. */
import { expect, type Page } from '@playwright/test';
import { type AnotherAdmin, test } from './panel-office-another.ts';
import { openFolds, openPanel } from './panel-office.ts';
import { takePictures } from './take-pictures.ts';
import type { RunningServer } from '../support/start-server.ts';

test.use({ purpose: 'applications that wait' });

async function register(
  office: RunningServer,
  another: AnotherAdmin,
  client_name: string,
  dynamic_registration: 'approval' | 'open' = 'approval',
): Promise<Readonly<Record<string, string>>> {
  await another.change('/settings', { dynamic_registration });
  const answer = await fetch(`${office.ready.issuer}/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name,
      redirect_uris: ['https://reports.example.lan/callback'],
      contacts: ['reports@example.lan'],
      scope: 'openid email groups',
      grant_types: ['authorization_code', 'refresh_token'],
    }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Readonly<Record<string, string>>;
}

async function openWaiting(panel: Page, office: RunningServer, name: string): Promise<void> {
  await openPanel(panel, office, '/');
  await expect(panel.getByText(/1 application waits for you to approve/)).toBeVisible();
  await panel.getByRole('link', { name: 'Look at them' }).click();
  await expect(panel.getByText('Waits for you')).toBeVisible();
  await panel.locator('#screen').getByRole('link', { name, exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText(name);
}

test('one that waits is approved, and works', async ({ panel, office, another }) => {
  await register(office, another, 'Report maker');
  await openWaiting(panel, office, 'Report maker');
  const section = panel.getByRole('region', { name: 'It waits for you' });
  await expect(section).toContainText('It registered itself');
  await expect(section).toContainText('https://reports.example.lan/callback');
  await expect(section).toContainText('see your e-mail address email');
  await expect(section).toContainText('People sign in · It stays signed in');
  await expect(section).toContainText('With a secret, in the header');
  await takePictures(panel, 'application-waits');
  await section.getByRole('button', { name: 'Approve' }).click();
  await expect(section).toBeHidden();
  await expect(panel.getByText('Open to everyone').first()).toBeVisible();
  const made = await another.read(await another.pathOf('applications', 'Report'));
  expect(made).toMatchObject({ awaits_approval: false, disabled: false, registered_by: 'itself' });
  const { items } = await another.read<{ readonly items: readonly object[] }>(
    '/audit-events?type=application.approved&limit=1',
  );
  expect(items).toHaveLength(1);
});

test('one that changes itself while an admin looks at it is not approved until they saw that', async ({
  panel,
  office,
  another,
}) => {
  const { client_id, registration_client_uri, registration_access_token } = await register(office, another, 'Shifty');
  await openWaiting(panel, office, 'Shifty');
  const section = panel.getByRole('region', { name: 'It waits for you' });
  await expect(section).toContainText('https://reports.example.lan/callback');
  const changed = await fetch(registration_client_uri ?? '', {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${registration_access_token}` },
    body: JSON.stringify({ client_id, client_name: 'Shifty', redirect_uris: ['https://evil.example/callback'] }),
  });
  expect(changed.status).toBe(200);
  await section.getByRole('button', { name: 'Approve' }).click();
  await expect(section).toContainText('Somebody else has changed it meanwhile');
  await expect(section).toContainText('https://evil.example/callback');
  const pathOf = await another.pathOf('applications', 'Shifty');
  expect(await another.read(pathOf)).toMatchObject({ awaits_approval: true, disabled: true });
  await section.getByRole('button', { name: 'Approve' }).click();
  await expect(section).toBeHidden();
  expect(await another.read(pathOf)).toMatchObject({ awaits_approval: false, disabled: false });
  await another.remove(pathOf);
});

test('one that waits is refused, and gone', async ({ panel, office, another }) => {
  await register(office, another, 'Unknown thing');
  await openWaiting(panel, office, 'Unknown thing');
  await panel.getByRole('button', { name: 'Refuse' }).click();
  const question = panel.getByRole('dialog');
  await question.getByRole('button', { name: 'Refuse Unknown thing' }).click();
  await expect(panel.getByText('Refused Unknown thing.')).toBeVisible();
  const found = await another.read<{ readonly items: readonly object[] }>('/applications?q=Unknown');
  expect(found.items).toEqual([]);
});

test('one that came while any could register works, and is approved or refused all the same', async ({
  panel,
  office,
  another,
}) => {
  for (const name of ['Open house', 'Open window']) await register(office, another, name, 'open');
  await openPanel(panel, office, '/applications?unchecked=true');
  await expect(panel.getByText('Works, not checked').first()).toBeVisible();
  await panel.locator('#screen').getByRole('link', { name: 'Open house', exact: true }).click();
  const section = panel.getByRole('region', { name: 'Nobody has checked it' });
  await expect(section).toContainText('see your e-mail address email');
  await takePictures(panel, 'application-unchecked');
  await section.getByRole('button', { name: 'Approve' }).click();
  await expect(section).toBeHidden();
  const pathOf = await another.pathOf('applications', 'Open house');
  expect(await another.read(pathOf)).toMatchObject({ unchecked: false, disabled: false });
  await openPanel(panel, office, '/applications?unchecked=true');
  await panel.locator('#screen').getByRole('link', { name: 'Open window', exact: true }).click();
  await section.getByRole('button', { name: 'Refuse' }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Refuse Open window' }).click();
  await expect(panel.getByText('Refused Open window.')).toBeVisible();
  const found = await another.read<{ readonly items: readonly object[] }>('/applications?q=window');
  expect(found.items).toEqual([]);
});

test('a token for registrations is shown once, and spares the wait', async ({ panel, office, another }) => {
  await another.change('/settings', { dynamic_registration: 'approval' });
  await openPanel(panel, office, '/applications');
  await panel.getByRole('button', { name: 'Make a token' }).click();
  const form = panel.getByRole('dialog', { name: 'Make a token for registrations' });
  await form.getByLabel(/^Name/).fill('Field team');
  await form.getByLabel(/^How many applications/).fill('2');
  await form.locator('[data-field=expires_in_s] input').first().fill('3600');
  await takePictures(panel, 'registration-token-new');
  await form.getByRole('button', { name: 'Make it' }).click();
  const shown = panel.getByRole('dialog', { name: 'The token Field team' });
  const token =
    (await shown
      .locator('code', { hasText: /^[\w-]{43}$/ })
      .first()
      .textContent()) ?? '';
  const answer = await fetch(`${office.ready.issuer}/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ client_name: 'Field telephone', redirect_uris: ['https://field.example.lan/cb'] }),
  });
  expect(answer.status).toBe(201);
  const made = await another.read(await another.pathOf('applications', 'Field'));
  expect(made).toMatchObject({ awaits_approval: false, disabled: false });
  await panel.reload();
  await expect(panel.getByText('for 1 more application')).toBeVisible();
  await takePictures(panel, 'registration-tokens');
});

test('what a way of proving itself needs is asked where that way is chosen', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications');
  await panel.locator('#screen').getByRole('link', { name: 'Office wiki', exact: true }).click();
  await openFolds(panel);
  const subject = panel.getByLabel(/^Subject of its certificate/);
  await expect(subject).toBeHidden();
  await panel.getByRole('radio', { name: /^By a certificate of your authority/ }).check();
  await subject.fill('CN=wiki');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved Office wiki.')).toBeVisible();
  await expect(panel.getByText('None: it proves itself by its certificate.')).toBeVisible();
});
