/** What an admin sees while an application is set up: its keys, what the settings hold back, and refusals as they happen. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { makeClientKey } from '../support/client-jwt.ts';
import type { RunningServer } from '../support/start-server.ts';
import { expectAccessibleInEveryLook } from './axe.ts';
import { test } from './panel-office-another.ts';
import { openFolds, openPanel } from './panel-office.ts';
import { takePictures } from './take-pictures.ts';

test.use({ purpose: 'applications that are being set up' });

async function openApplication(panel: Page, office: RunningServer, name: string): Promise<void> {
  await openPanel(panel, office, '/applications');
  await panel.locator('#screen').getByRole('link', { name, exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText(name);
}

test('an address of keys that does not answer is saved with a warning, and its keys stand there once it does', async ({
  panel,
  office,
}) => {
  // Every look at so long a screen takes its time.
  test.slow();
  const keys = [await makeClientKey('ES256', 'signing-2026'), await makeClientKey('RS256', 'before-that')];
  let answers = false;
  const server = createServer((_request, response) => {
    response.writeHead(answers ? 200 : 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  try {
    await openApplication(panel, office, 'Office wiki');
    await openFolds(panel);
    await panel.getByLabel(/^Address of its public keys/).fill(address);
    await panel.getByRole('button', { name: 'Save' }).click();
    await expect(panel.getByText('It is saved all the same.')).toBeVisible();
    const section = panel.getByRole('region', { name: 'Its public keys' });
    await expect(section).toContainText('answered with something else than expected');
    await expect(section).toContainText('answered 500, not 200');
    await takePictures(panel, 'application-keys-unread');
    await expectAccessibleInEveryLook(panel, 'an application whose keys can’t be read');
    answers = true;
    await section.getByRole('button', { name: 'Ask again' }).click();
    await expect(section).toContainText('signing-2026');
    await expect(section).toContainText('kty ECcrv P-256alg ES256use sig');
    await expect(section).toContainText('before-that');
    await openApplication(panel, office, 'Office wiki');
    await expect(section).toContainText('signing-2026');
    await takePictures(panel, 'application-keys');
    answers = false;
    await section.getByRole('button', { name: 'Ask again' }).click();
    await expect(section).toContainText('The keys that were read before still count.');
    await expect(section).toContainText('signing-2026');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('what needs the old ways is warned of where it is chosen, with the way to the switch', async ({
  panel,
  office,
  another,
}) => {
  test.slow();
  await openApplication(panel, office, 'Ticket desk');
  await openFolds(panel);
  const note = panel.getByRole('status').filter({ hasText: 'old ways to a token are off' });
  await expect(note).toBeHidden();
  await panel.getByRole('checkbox', { name: /^It asks people for their password/ }).check();
  await expect(note).toContainText('“It asks people for their password” is refused');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved Ticket desk.')).toBeVisible();
  await expect(note).toHaveCount(2);
  await takePictures(panel, 'application-needs-legacy');
  await expectAccessibleInEveryLook(panel, 'an application that needs the old ways');
  await note.first().getByRole('link').click();
  await expect(panel.getByLabel(/^Old ways to a token/)).toBeFocused();
  await another.change('/settings', { legacy_grants: true });
  await openApplication(panel, office, 'Ticket desk');
  await expect(panel.getByRole('heading', { name: 'Last sign-ins' })).toBeVisible();
  await expect(note).toHaveCount(0);
});

test('a refusal that is only counted stands on Home and at its application within seconds', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/');
  const answer = await fetch(`${office.ready.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('night-job:wrong-wrong-wrong-wrong-1').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  expect(answer.status).toBe(401);
  const just = panel.getByRole('status', { name: 'Refused just now' });
  await expect(just).toContainText('Somebody spoke as Night job and was turned away once');
  await takePictures(panel, 'home-just-refused');
  await openApplication(panel, office, 'Night job');
  await expect(just).toContainText('wrong credentials');
  await expectAccessibleInEveryLook(panel, 'an application that was refused just now');
});

test('the red box of a flow says why a signed request did not count', async ({ panel, office, another }) => {
  await another.change(await another.pathOf('applications', 'forge'), { dialect: 'native' });
  await another.change(await another.pathOf('applications', 'forge'), { jwks_uri: 'http://127.0.0.1:1/keys' });
  await openPanel(panel, office, '/flows');
  await expect(panel.getByText('Watching')).toBeVisible();
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const request = `${part({ alg: 'ES256' })}.${part({ iss: 'forge' })}.AA`;
  const query = new URLSearchParams({ client_id: 'forge', response_type: 'code', scope: 'openid', request });
  await fetch(`${office.ready.issuer}/oauth2/authorize?${query.toString()}`, { redirect: 'manual' });
  await panel
    .locator('#screen')
    .getByRole('link', { name: /Code forge/ })
    .first()
    .click();
  const note = panel.getByRole('note', { name: 'Why it was refused' });
  await expect(note).toContainText('Lanyard could not read the application’s public keys (jwks_uri)');
  await expect(note).toContainText('What it found: 127.0.0.1:1: could not be asked');
  await expect(note).toContainText('ECONNREFUSED');
  await takePictures(panel, 'flow-refused');
  await expectAccessibleInEveryLook(panel, 'a flow that was refused');
  await note.getByRole('link', { name: 'Open the address of its public keys' }).click();
  await expect(panel.getByLabel(/^Address of its public keys/)).toBeFocused();
});

test('pictures of a scope with its preview', async ({ panel, office }) => {
  test.skip(
    process.env['LANYARD_TEST_PICTURES'] === undefined,
    'LANYARD_TEST_PICTURES names no folder for the pictures',
  );
  await openPanel(panel, office, '/apis');
  await panel.locator('#screen').getByRole('link', { name: 'department', exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText('department');
  await panel.getByPlaceholder('A person').click();
  await panel.getByRole('option', { name: /Alice Example/ }).click();
  await takePictures(panel, 'scope-preview');
  await openPanel(panel, office, '/trusted-issuers');
  await takePictures(panel, 'trusted-issuers');
  await panel.locator('#screen').getByRole('link', { name: 'Partner', exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Partner');
  await takePictures(panel, 'trusted-issuer');
});
