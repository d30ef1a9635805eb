/** What an admin is told of one application, and what is asked before something of it stops. */
import { expect, type Page } from '@playwright/test';
import { openFolds, openPanel } from './panel-office.ts';
import { test } from './panel-office-another.ts';
import { failToSignIn, getOwnToken, signInToTicketDesk } from './panel-office-people.ts';

test.use({ purpose: 'applications in detail' });

async function openApplication(panel: Page, name: string): Promise<void> {
  await panel.getByRole('link', { name, exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText(name);
}

test('every address has a plain word, in each dialect', async ({ panel, office }) => {
  const expected = [
    { name: 'Ticket desk', word: 'Where people are sent to sign in', least: 7 },
    { name: 'Code forge', word: 'Who has signed in, as GitHub tells it', least: 7 },
  ];
  for (const { name, word, least } of expected) {
    await openPanel(panel, office, '/applications');
    await openApplication(panel, name);
    await panel.getByText('If it asks for every address').click();
    const rows = panel.locator('#screen details').first().locator('dt');
    await expect(rows.filter({ hasText: word })).toBeVisible();
    const words = await rows.evaluateAll((all) => all.map((row) => row.firstChild?.textContent ?? ''));
    expect(words.length).toBeGreaterThanOrEqual(least);
    for (const plain of words) expect(plain).toMatch(/^[A-Z][^_]* [^_]+$/);
  }
});

test('what is typed into an application has the names of its product, live values, and a button that copies each', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Code forge');
  const connection = panel.locator('#screen section').filter({ hasText: 'Type this into Code forge' });
  const row = (label: string) =>
    connection
      .locator('dl')
      .first()
      .locator('div', { has: panel.getByText(label, { exact: true }) })
      .first();
  const { issuer } = office.ready;
  for (const [label, value] of [
    ['GitHub Enterprise URL, or server', issuer],
    ['Authorization URL', `${issuer}/login/oauth/authorize`],
    ['Access token URL', `${issuer}/login/oauth/access_token`],
    ['API URL', `${issuer}/api/v3`],
    ['User or profile URL', `${issuer}/api/v3/user`],
  ] as const) {
    await expect(row(label).locator('code')).toHaveText(value);
    await expect(connection.getByRole('button', { name: `Copy ${label}`, exact: true })).toBeVisible();
  }
  await expect(row('Client secret')).toContainText('Shown once when it was made.');
});

test('algorithms are chosen and taken back, ways to a token are boxes', async ({ panel, office, another }) => {
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Office wiki');
  const save = panel.getByRole('button', { name: 'Save' });
  const open = () => openFolds(panel);
  const signed = (algorithm: string | RegExp) =>
    panel.locator('[data-field=id_token_signed_response_alg]').getByRole('radio', { name: algorithm });
  await open();
  await expect(signed(/^As usual/)).toBeChecked();
  await signed(/^ES256/).check();
  await panel.getByRole('checkbox', { name: /It stays signed in/ }).check();
  await save.click();
  await expect(panel.getByText('Saved Office wiki.')).toBeVisible();

  await panel.reload();
  await open();
  await expect(signed(/^ES256/)).toBeChecked();
  await expect(panel.getByRole('checkbox', { name: /People sign in/ })).toBeChecked();
  await expect(panel.getByRole('checkbox', { name: /It stays signed in/ })).toBeChecked();
  await expect(panel.getByRole('checkbox', { name: /It acts for itself/ })).not.toBeChecked();
  await signed(/^As usual/).check();
  await save.click();
  await expect(panel.getByText('Saved Office wiki.')).toBeVisible();
  const wiki = await another.read(await another.pathOf('applications', 'wiki'));
  expect(wiki).not.toHaveProperty('id_token_signed_response_alg');
  expect(wiki).toMatchObject({ grant_types: ['authorization_code', 'refresh_token'] });
});

test('the verdict on an address never stands beside another, says why it can’t be judged, and adds it', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Code forge');
  const field = panel.getByLabel('Redirect address to check');
  await field.fill('https://forge.example.lan/cb');
  await expect(panel.getByText('It fits')).toBeVisible();

  // From here on the answer waits until it is let go.
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((go) => (letGo = go));
  await panel.route('**/check-redirect-uri', async (route) => {
    await held;
    await route.continue();
  });
  await field.fill('https://forge.example.lan/other');
  await expect(panel.getByText('It fits')).toHaveCount(0);
  letGo();
  await expect(panel.getByText('It would be refused.')).toBeVisible();
  await panel.getByRole('button', { name: 'Add it to the redirect addresses' }).click();
  await expect(panel.getByText('It fits')).toBeVisible();
  await expect(panel.getByRole('textbox', { name: 'Redirect address 2' })).toHaveValue(
    'https://forge.example.lan/other',
  );
  await expect(panel.getByRole('button', { name: 'Add it to the redirect addresses' })).toHaveCount(0);

  await field.fill(`https://forge.example.lan/${'a'.repeat(2000)}`);
  await expect(panel.getByText('This is longer than 2000 characters.')).toBeVisible();
  await field.fill('not an address');
  await expect(panel.getByText('It would be refused.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Add it to the redirect addresses' })).toHaveCount(0);
});

test('a secret that stops at once is asked about, and goes on working when the person thinks better of it', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Night job');
  await panel.getByLabel('When a new one is made').selectOption('0');
  await panel.getByRole('button', { name: 'Make a new secret' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Stop the secret of Night job now?' });
  await expect(dialog).toContainText('nobody can sign in to it');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(panel.getByRole('dialog')).toHaveCount(0);
  await getOwnToken(office);

  await panel.getByRole('button', { name: 'Make a new secret' }).click();
  await dialog.getByRole('button', { name: 'Stop it and make a new one' }).click();
  await expect(panel.getByRole('dialog', { name: 'A new secret for Night job' })).toBeVisible();
  await expect(getOwnToken(office)).rejects.toThrow();
});

test('an application’s own tokens are counted, and ended with everything else', async ({ panel, office, another }) => {
  await another.change(await another.pathOf('applications', 'ticket-desk'), {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'openid profile email offline_access orders:read',
    audience: ['https://api.example.lan'],
  });
  await getOwnToken(office, 'ticket-desk');
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Ticket desk');
  await expect(panel.getByText('It holds 1 access token of its own')).toBeVisible();
  await panel.getByRole('button', { name: 'End everything' }).click();
  const dialog = panel.getByRole('dialog', { name: 'End everything that Ticket desk holds?' });
  await dialog.getByRole('textbox').fill('ticket-desk');
  await dialog.getByRole('button', { name: 'End everything' }).click();
  await expect(panel.getByText('Ended 0 sign-ins and 1 access token.')).toBeVisible();
  await expect(panel.getByText('It holds nothing of anybody')).toBeVisible();
});

test('every sign-in can be seen, searched and ended one by one, however many there are', async ({ panel, office }) => {
  await signInToTicketDesk(office, 'alice', { times: 11 });
  await signInToTicketDesk(office, 'bruno');
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Ticket desk');
  await expect(panel.getByText('It holds 12 sign-ins')).toBeVisible();
  await expect(panel.getByText('1 – 10 of 12 sign-ins')).toBeVisible();
  const pages = panel.getByRole('navigation', { name: 'Pages of sign-ins' });
  await pages.getByRole('button', { name: 'Next' }).click();
  await expect(panel.getByText('11 – 12 of 12 sign-ins')).toBeVisible();
  await panel.getByLabel('Search sign-ins').fill('bruno');
  await expect(panel.getByText('1 sign-in', { exact: true })).toBeVisible();
  await expect(panel.getByText('It holds 12 sign-ins')).toBeVisible();
  await panel.getByRole('button', { name: 'End what it holds of bruno' }).click();
  await expect(panel.getByRole('dialog')).toContainText('bruno can open Ticket desk again');
  await panel.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
  await expect(panel.getByText('No sign-ins match.')).toBeVisible();
  await panel.getByRole('button', { name: 'Show all' }).click();
  await expect(panel.getByText('It holds 11 sign-ins')).toBeVisible();

  await openPanel(panel, office, '/people?q=alice');
  await panel.getByRole('link', { name: 'Alice Example' }).click();
  await expect(panel.getByText('1 – 10 of 11 sign-ins')).toBeVisible();
  await panel.getByRole('navigation', { name: 'Pages of sign-ins' }).getByRole('button', { name: 'Next' }).click();
  // The last one of the last page: those before are still there.
  await panel.getByRole('button', { name: 'End what Ticket desk holds' }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
  await expect(panel.getByRole('button', { name: 'End what Ticket desk holds' })).toHaveCount(10);
});

test('the last sign-ins are sign-ins, good and refused, and come by themselves', async ({ panel, office, another }) => {
  await panel.clock.install();
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Ticket desk');
  const section = panel.getByRole('region', { name: 'Last sign-ins' });
  await expect(section).toBeVisible();
  await failToSignIn(office, 'carla');
  // The page asks again by itself, after a while.
  await panel.clock.fastForward(25_000);
  await expect(section.getByText(/Somebody tried to sign in to Ticket desk .* as carla/)).toBeVisible();
  await another.change(await another.pathOf('applications', 'ticket-desk'), { consent: 'always' });
  await panel.reload();
  await expect(section.getByText(/carla/)).toBeVisible();
  await expect(section.getByText(/changed the application/)).toHaveCount(0);
});

test('disabling what somebody else has changed meanwhile says what they changed, and works when tried again', async ({
  panel,
  office,
  another,
}) => {
  await openPanel(panel, office, '/applications');
  await openApplication(panel, 'Code forge');
  await another.change(await another.pathOf('applications', 'forge'), { consent: 'always' });
  await panel.getByRole('button', { name: 'Disable' }).click();
  const note = panel.getByRole('alert');
  await expect(note).toContainText('Somebody else has changed it meanwhile');
  await expect(note).toContainText('consent was remember, and is always now');
  await note.getByRole('button', { name: 'Try again' }).click();
  await expect(panel.getByText('Disabled Code forge.')).toBeVisible();
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByText('Undone.')).toBeVisible();
  await expect(panel.getByText('Open to people in developers')).toBeVisible();
});
