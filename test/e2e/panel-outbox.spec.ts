/** The Outbox: mail that an admin hands over, and the mail server that takes that work away. */
import { expect } from '@playwright/test';
import { startMailServer } from '../support/mail-server.ts';
import { freePort } from '../support/free-port.ts';
import { expectAccessibleInEveryLook } from './axe.ts';
import { openFolds, openPanel, signInByApi, test } from './panel-office.ts';
import { takePictures } from './take-pictures.ts';

test.use({ purpose: 'mail that goes out' });

test('a mail without a server is opened, handed over and gone; with one it is sent, and stuck ones say why', async ({
  panel,
  office,
}) => {
  const csrf = await signInByApi(panel.request, office);
  const headers = { origin: office.ready.issuer, 'x-lanyard-csrf': csrf };
  const put = (to: string) => panel.request.post(`${office.ready.issuer}/api/v1/mails/test`, { headers, data: { to } });
  await openPanel(panel, office, '/outbox', csrf);
  await expect(panel.getByText('Codes and links that people need wait here')).toBeVisible();
  await takePictures(panel, 'outbox-empty');
  await put('alice@example.lan');
  await expect(panel.getByText('For you to hand over', { exact: true })).toBeVisible();
  await expectAccessibleInEveryLook(panel, 'an outbox with a mail that waits');
  await takePictures(panel, 'outbox-waiting');
  await panel.getByRole('button', { name: 'Look at it: the mail for alice@example.lan' }).click();
  const dialog = panel.getByRole('dialog');
  await expect(dialog).not.toContainText('There is nothing to do');
  await takePictures(panel, 'outbox-mail');
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog).toContainText('There is nothing to do');
  await expectAccessibleInEveryLook(panel, 'a mail that was opened');
  await takePictures(panel, 'outbox-mail-open');
  await dialog.getByRole('button', { name: 'I have handed it over' }).click();
  await expect(panel.getByText('Handed over to alice@example.lan.')).toBeVisible();
  await expect(panel.locator('#screen tbody')).toContainText('Handed over');

  const port = await freePort();
  await openPanel(panel, office, '/settings', csrf);
  await panel.getByRole('textbox', { name: /^Mail server/ }).fill('localhost');
  await panel.getByRole('textbox', { name: /^Mail comes from/ }).fill('lanyard@example.lan');
  await panel.getByRole('radio', { name: /Not encrypted/ }).check();
  await panel.getByRole('textbox', { name: /^Port/ }).fill(String(port));
  const section = panel.locator('section', { has: panel.getByRole('heading', { name: 'Mail', exact: true }) });
  await openFolds(panel);
  await takePictures(panel, 'settings-mail');
  await section.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved how mail is sent.')).toBeVisible();
  await section.getByLabel('Send a test mail to').fill('bruno@example.lan');
  await section.getByRole('button', { name: 'Send a test mail' }).click();
  await section.getByRole('link', { name: 'See in the Outbox what became of it' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Outbox');
  await expect(panel.getByText(/^Not sent yet/)).toBeVisible();
  await panel.getByRole('button', { name: 'Look at it: the mail for bruno@example.lan' }).click();
  await expect(dialog).toContainText(`localhost:${port} could not be reached`);
  await takePictures(panel, 'outbox-mail-stuck');
  const server = await startMailServer({ security: 'none', port });
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expect(dialog).toContainText('queued as 4711');
  await server.stop();
});
