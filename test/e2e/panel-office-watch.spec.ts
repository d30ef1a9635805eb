/** What the panel says of the office as a whole: what needs the admin, what was done, and what a setting would cost. */
import { expect, type Route } from '@playwright/test';
import { ADMIN, openPanel } from './panel-office.ts';
import { test } from './panel-office-another.ts';
import { failToSignIn, signInToTicketDesk } from './panel-office-people.ts';

test.use({ purpose: 'watching' });

test('what needs the admin leads to where it is mended', async ({ panel, office }) => {
  await openPanel(panel, office, '/');
  const needs = panel.getByRole('region', { name: 'What needs you' });
  await needs
    .getByRole('listitem')
    .filter({ hasText: 'only_admin' })
    .getByRole('link', { name: 'Make somebody else an admin' })
    .click();
  await expect(panel.locator('#screen h1')).toHaveText('People');
});

test('home counts everybody who is signed in', async ({ panel, office }) => {
  await signInToTicketDesk(office, 'alice');
  await signInToTicketDesk(office, 'bruno');
  await openPanel(panel, office, '/');
  await expect(panel.getByRole('heading', { name: /^\d people signed in$/ })).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Bruno Keller' })).toBeVisible();
});

test('the log is filtered by topic, by how it ended and by whom, and shows everything again', async ({
  panel,
  office,
}) => {
  await failToSignIn(office, 'farid');
  await openPanel(panel, office, '/keys');
  await panel.getByRole('button', { name: 'Rotate now' }).first().click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Let it take over' }).click();
  await expect(panel.getByText(/signs from now on/)).toBeVisible();

  await openPanel(panel, office, '/audit');
  const events = panel.getByRole('list', { name: 'events' }).getByRole('listitem');
  await panel.getByLabel('About').selectOption({ label: 'Files in and out' });
  await expect(events).toHaveCount(1);
  await expect(events).toContainText('imported an office file');
  await events.locator('summary').click();
  await expect(events).toContainText('Not over the network');

  await panel.getByLabel('About').selectOption({ label: 'Sign-ins' });
  await panel.getByLabel('How it ended').selectOption('refused');
  await expect(events).toHaveCount(1);
  await expect(events).toContainText('farid');
  await panel.getByRole('textbox', { name: 'Done by' }).fill('nobody at all');
  await panel.getByRole('textbox', { name: 'Done to' }).fill('nothing');
  await expect(panel.getByText('No event fits')).toBeVisible();
  await expect(panel).toHaveURL(/actor=nobody.*target=nothing/);
  await panel.getByRole('button', { name: 'Show everything' }).click();
  await expect(panel.getByRole('textbox', { name: 'Done by' })).toHaveValue('');
  await expect(panel.getByRole('textbox', { name: 'Done to' })).toHaveValue('');
  await expect(panel.getByLabel('How it ended')).toHaveValue('');
  await expect(events).not.toHaveCount(0);
  await expect(panel).not.toHaveURL(/actor=/);

  // What is typed letter by letter keeps the focus.
  await panel.getByRole('textbox', { name: 'Done by' }).pressSequentially('farid', { delay: 90 });
  await expect(panel.getByRole('textbox', { name: 'Done by' })).toBeFocused();
  await expect(events).toHaveCount(1);
});

test('every topic of the log is one that the server takes', async ({ panel, office }) => {
  await openPanel(panel, office, '/audit');
  const about = panel.getByLabel('About');
  const labels = await about.locator('option').allInnerTexts();
  expect(labels.length).toBeGreaterThan(10);
  for (const label of labels) {
    const answered = panel.waitForResponse((response) => response.url().includes('/api/v1/audit-events?'));
    await about.selectOption({ label });
    if (label !== labels[0]) expect((await answered).status(), label).toBe(200);
  }
});

test('the state of the chain is the server’s own word', async ({ panel, office }) => {
  await expect(async () => {
    await openPanel(panel, office, '/audit');
    await expect(
      panel.getByText(/^Nothing was changed or taken out: \d+ events? fit each other, checked/),
    ).toBeVisible();
  }).toPass({ timeout: 120_000 });
  await panel.route('**/api/v1/status', async (route) => {
    const response = await route.fetch();
    const status = (await response.json()) as object;
    const audit_chain = {
      state: 'broken',
      checked_at: 1_700_000_000,
      events: 3,
      broken_at: '000000000004',
      reason: 'its hash does not fit',
    };
    await route.fulfill({ response, json: { ...status, audit_chain } });
  });
  await panel.reload();
  await expect(panel.getByText('The log was changed from outside, or is damaged at event 4: its hash')).toBeVisible();
});

test('opening the panel to the network without encryption is asked about', async ({ panel, office, another }) => {
  await openPanel(panel, office, '/settings');
  await panel.getByRole('radio', { name: /On the whole network/ }).check();
  await panel.getByRole('button', { name: 'Save' }).first().click();
  const dialog = panel.getByRole('dialog', { name: 'Open the panel without encryption?' });
  await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
  await expect(panel.getByRole('dialog')).toHaveCount(0);
  await expect(panel.getByRole('radio', { name: /On the whole network/ })).toBeChecked();
  expect(await another.read('/settings')).toMatchObject({ admin_from: 'loopback' });

  await panel.getByRole('button', { name: 'Save' }).first().click();
  await dialog.getByRole('button', { name: 'Open it all the same' }).click();
  await expect(panel.getByText('Saved the settings.')).toBeVisible();
  // Back to this computer loses nothing, as long as one sits at it.
  await panel.getByRole('radio', { name: /Only on this computer/ }).check();
  await panel.getByRole('button', { name: 'Save' }).first().click();
  await expect(panel.getByRole('button', { name: 'Save' }).first()).toBeDisabled();
  // It can't be pressed while it saves, either.
  await expect.poll(() => another.read('/settings')).toMatchObject({ admin_from: 'loopback' });
});

test('who uses the panel from elsewhere is asked before it answers there no more', async ({
  page,
  office,
  another,
}) => {
  await another.change('/settings', { admin_from: 'lan' });
  const elsewhere = 'http://panel.example.lan';
  await page.route(`${elsewhere}/**`, (route) => throughTo(office.ready.issuer, route));
  await page.goto(`${elsewhere}/panel/settings`);
  await page.getByLabel('Username').fill(ADMIN.username);
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('radio', { name: /Only on this computer/ }).check();
  await page.getByRole('button', { name: 'Save' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Shut yourself out of the panel?' });
  await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await another.read('/settings')).toMatchObject({ admin_from: 'lan' });
  await page.getByRole('button', { name: 'Save' }).first().click();
  await dialog.getByRole('button', { name: 'Answer only there' }).click();
  await expect(page.getByText('Saved the settings.')).toBeVisible();
  expect(await another.read('/settings')).toMatchObject({ admin_from: 'loopback' });
});

test('the desktop program can start with the computer, and a browser offers no such thing', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/settings');
  await expect(panel.getByText('Start Lanyard with this computer')).toHaveCount(0);
  await panel.addInitScript(() => {
    let on = false;
    const shell = {
      getAutostart: () => Promise.resolve(on),
      setAutostart: (wanted: boolean) => Promise.resolve((on = wanted)),
    };
    Object.defineProperty(window, 'lanyard', { value: shell });
  });
  await openPanel(panel, office, '/settings');
  const start = panel.getByRole('switch', { name: 'Start Lanyard with this computer' });
  await expect(start).not.toBeChecked();
  await start.check();
  await expect(start).toBeChecked();
});

test('a next key that is missing is made', async ({ panel, office, another }) => {
  const { items } = await another.read<{ readonly items: readonly Key[] }>('/signing-keys');
  const next = items.find(({ alg, state }) => alg === 'EdDSA' && state === 'next')!;
  await another.remove(`/signing-keys/${next.kid}`);
  await openPanel(panel, office, '/keys');
  await panel.getByRole('region', { name: 'EdDSA' }).getByRole('button', { name: 'Make the next key' }).click();
  await expect(panel.getByText('There is a next EdDSA key.')).toBeVisible();
  await expect(panel.getByRole('region', { name: 'EdDSA' }).getByRole('button', { name: 'Rotate now' })).toBeVisible();
});

/** As if the server had another name, which the test's browser can't look up. */
async function throughTo(origin: string, route: Route): Promise<void> {
  const request = route.request();
  const { pathname, search } = new URL(request.url());
  const headers = await request.allHeaders();
  const response = await route.fetch({
    url: `${origin}${pathname}${search}`,
    headers: { ...headers, host: new URL(origin).host, ...(headers['origin'] === undefined ? {} : { origin }) },
  });
  await route.fulfill({ response });
}

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly state: string;
}
