/** The door of the panel: in, out, and back in with what was typed still there. */
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import type { RunningServer } from '../support/start-server.ts';
import { expectAccessible } from './axe.ts';
import { ADMIN, openPanel, signInByApi, startPanelOffice, test } from './panel-office.ts';
import { startOwnerServer } from './panel-owner.ts';

const OTHER = { username: 'olga', password: 'olga-olga-olga-1', name: 'Olga Other' };

async function signIn(page: Page, password = ADMIN.password, username = ADMIN.username): Promise<void> {
  // Behind a locked door there may be fields of the same name; they have no role there.
  await page.getByRole('textbox', { name: 'Username' }).fill(username);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A second admin, made by the API. Answers how many groups have this in their name. */
async function addOther(request: APIRequestContext, office: RunningServer) {
  const headers = { origin: office.ready.issuer, 'x-lanyard-csrf': await signInByApi(request, office) };
  const answer = await request.post(`${office.ready.issuer}/api/v1/users`, {
    data: { ...OTHER, admin: true },
    headers,
  });
  expect(answer.status()).toBe(201);
  return async function groupsNamed(q: string): Promise<number> {
    const groups = await request.get(`${office.ready.issuer}/api/v1/groups?q=${q}`, { headers });
    return ((await groups.json()) as { total: number }).total;
  };
}

/** The page notices by itself, as soon as it asks for anything again, that the session has ended. */
async function noticeEnd(page: Page): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await expect(page.getByRole('dialog', { name: 'Sign in' })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

test('a wrong password is said at the field, the right one opens the screen that was asked for, and signing out closes it', async ({
  page,
  office,
}) => {
  await page.goto(`${office.ready.issuer}/panel/groups`);
  await signIn(page, 'not this one');
  await expect(page.getByText('Username or password is wrong')).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue(ADMIN.username);
  await expectAccessible(page, 'sign in, refused');
  await signIn(page);
  await expect(page.locator('#screen h1')).toHaveText('Groups');

  await page.getByRole('button', { name: /Ada Admin/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to the control panel' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Username')).toBeVisible();
});

test('somebody who is no admin is refused', async ({ page, office }) => {
  await page.goto(`${office.ready.issuer}/panel/`);
  await page.getByLabel('Username').fill('alice');
  await page.getByRole('textbox', { name: 'Password' }).fill('alice-pass-word-1');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Username or password is wrong, or this person is no admin.')).toBeVisible();
});

test('a session that ends while somebody types asks for the password and then saves what was typed', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/people/new');
  await panel.getByLabel(/^Username/).fill('gerda');
  await panel.getByLabel(/^Full name/).fill('Gerda Grau');
  await panel.context().clearCookies();
  await panel.getByRole('button', { name: 'Add the person' }).click();
  await expect(panel.getByText('Your session has ended')).toBeVisible();
  await panel.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
  await panel.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Gerda Grau');
});

test('a session that ends under an open dialog locks the dialog too, and gives it back as it was', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/groups');
  await panel.getByRole('button', { name: 'Add a group' }).click();
  const name = panel.getByRole('dialog', { name: 'Add a group' }).getByLabel(/^Name/);
  await name.fill('night watch');
  await panel.context().clearCookies();
  await noticeEnd(panel);
  const door = panel.getByRole('dialog', { name: 'Sign in' });
  await expect(name).toBeHidden();
  await expect(door.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await expectAccessible(panel, 'the locked door');

  // Neither a key nor a click beside reaches what is behind.
  await panel.keyboard.press('Escape');
  await panel.mouse.click(4, 300);
  for (let step = 0; step < 8; step += 1) {
    await panel.keyboard.press('Tab');
    expect(await door.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await door.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
  await panel.keyboard.press('Enter');
  await expect(door).toBeHidden();
  await expect(name).toHaveValue('night watch');
  await expect(name).toBeFocused();
  await panel.keyboard.press('Enter');
  await expect(panel.locator('#screen h1')).toHaveText('night watch');
});

test('a secret that is shown when the session ends can be read again only after the sign-in', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/service-accounts/new');
  await panel.getByLabel(/^Username/).fill('locksmith');
  await panel.getByRole('button', { name: 'Add the service account' }).click();
  const secret = panel.getByRole('dialog').filter({ hasText: 'This is shown once' }).locator('code').last();
  await expect(secret).toBeVisible();
  // Not yet copied: Escape is not the end of it.
  await panel.keyboard.press('Escape');
  await expect(secret).toBeVisible();
  await panel.context().clearCookies();
  await noticeEnd(panel);
  await expect(secret).toBeHidden();
  await signIn(panel);
  await expect(secret).toBeVisible();
});

test('somebody else who signs in at a locked panel finds an empty desk, and what waited is given up', async ({
  panel,
  office,
  playwright,
}) => {
  const another = await playwright.request.newContext();
  const groupsNamed = await addOther(another, office);
  await openPanel(panel, office, '/groups');
  await panel.getByRole('button', { name: 'Add a group' }).click();
  await panel.getByRole('dialog').getByLabel(/^Name/).fill('never made');
  await panel.context().clearCookies();
  await panel.getByRole('dialog').getByRole('button', { name: 'Add the group' }).click();
  const door = panel.getByRole('dialog', { name: 'Sign in' });
  await door.getByLabel('Username').fill(OTHER.username);
  await expect(door.getByText(/what Ada Admin.* typed here and did not save is lost/)).toBeVisible();
  await signIn(panel, OTHER.password, OTHER.username);
  await expect(panel.getByRole('button', { name: /Olga Other/ })).toBeVisible();
  await expect(panel.getByRole('dialog')).toHaveCount(0);
  await expect(panel.locator('#screen h1')).toHaveText('Groups');
  await expect(panel.getByRole('link', { name: 'staff' })).toBeVisible();
  expect(await groupsNamed('staff')).toBe(1);
  expect(await groupsNamed('never')).toBe(0);
  await another.dispose();
});

test('of two tabs, the one whose session was replaced in the other goes on by itself', async ({ panel, office }) => {
  await openPanel(panel, office, '/groups');
  await panel.getByRole('button', { name: 'Add a group' }).click();
  await panel.getByRole('dialog').getByLabel(/^Name/).fill('two tabs');

  const beside = await panel.context().newPage();
  await openPanel(beside, office);
  await beside.getByRole('button', { name: /Ada Admin/ }).click();
  await beside.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(beside);
  await expect(beside.locator('#screen h1')).toBeVisible();

  await panel.getByRole('dialog').getByRole('button', { name: 'Add the group' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('two tabs');
  // And the tab that is behind can sign out of the session that it took over.
  await panel.getByRole('button', { name: /Ada Admin/ }).click();
  await panel.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(panel.getByLabel('Username')).toBeVisible();
  await beside.reload();
  await expect(beside.getByLabel('Username')).toBeVisible();
});

test('nothing is saved in the name of somebody else who signed in in another tab', async ({ page, playwright }) => {
  const office = await startPanelOffice();
  const another = await playwright.request.newContext();
  try {
    const groupsNamed = await addOther(another, office);
    await openPanel(page, office, '/groups', await signInByApi(page.request, office));
    await page.getByRole('button', { name: 'Add a group' }).click();
    await page.getByRole('dialog').getByLabel(/^Name/).fill('whose is this');

    const beside = await page.context().newPage();
    await openPanel(beside, office);
    await beside.getByRole('button', { name: /Ada Admin/ }).click();
    await beside.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn(beside, OTHER.password, OTHER.username);
    await expect(beside.locator('#screen h1')).toBeVisible();

    await page.getByRole('dialog').getByRole('button', { name: 'Add the group' }).click();
    await expect(page.getByRole('button', { name: /Olga Other/ })).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await groupsNamed('whose')).toBe(0);
  } finally {
    await another.dispose();
    await office.stop();
  }
});

test('in the desktop program its owner goes in without a password, and a browser offers no such way', async ({
  browser,
}) => {
  const office = await startOwnerServer();
  try {
    const stranger = await browser.newPage();
    await stranger.goto(`${office.ready.issuer}/panel/`);
    await expect(stranger.getByLabel('Username')).toBeVisible();
    await expect(stranger.getByRole('button', { name: 'Sign in as its owner' })).toHaveCount(0);

    // What the program's preload puts there; the way in is the server's own.
    const window_ = await browser.newPage();
    await window_.exposeFunction('askProgram', () => office.signInUrl());
    await window_.addInitScript(() => {
      Reflect.set(window, 'lanyard', {
        ownerAddress: async (): Promise<unknown> => {
          const ask: unknown = Reflect.get(window, 'askProgram');
          return typeof ask === 'function' ? Reflect.apply(ask, undefined, []) : null;
        },
      });
    });
    await window_.goto(`${office.ready.issuer}/panel/`);
    await window_.getByRole('button', { name: 'Sign in as its owner' }).click();
    await expect(window_.locator('#screen h1')).toBeVisible();
  } finally {
    await office.stop();
  }
});

test('a ticket is taken out of the address at once, and one that is not good leads to the door', async ({
  page,
  office,
}) => {
  await page.goto(`${office.ready.issuer}/panel/#owner-ticket=${'a'.repeat(43)}`);
  await expect(page.getByText('The desktop program’s way in works once')).toBeVisible();
  expect(page.url()).toBe(`${office.ready.issuer}/panel/`);
});
