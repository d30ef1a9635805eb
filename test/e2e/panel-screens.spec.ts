/**
 * Every screen: what it shows, that axe finds nothing on the many faces of a detail (panel-accessible.spec.ts has every
 * screen of the table), and that nothing sticks out on a narrow one.
 */
import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './axe.ts';
import { goTo, openFolds, openPanel, panelDocument, signInByApi, startPanelOffice, test } from './panel-office.ts';

interface Shown {
  readonly path: string;
  readonly title: string | RegExp;
  /** Something of the office that must stand there. */
  readonly holds: string | RegExp;
}

const LISTS: readonly Shown[] = [
  { path: '/', title: /sign in|need/, holds: 'What happened last' },
  { path: '/people', title: 'People', holds: 'Alice Example' },
  { path: '/people/new', title: 'Add a person', holds: 'Full name' },
  { path: '/groups', title: 'Groups', holds: 'accounting' },
  { path: '/sessions', title: 'Sessions', holds: 'This panel' },
  { path: '/service-accounts', title: 'Service accounts', holds: 'Backup robot' },
  { path: '/service-accounts/new', title: 'Add a service account', holds: 'Scopes' },
  { path: '/applications', title: 'Applications', holds: 'Ticket desk' },
  { path: '/applications/new', title: 'Add an application', holds: 'Redirect addresses' },
  { path: '/apis', title: 'APIs and scopes', holds: 'department' },
  { path: '/apis/new', title: 'Add an API', holds: 'Audience' },
  { path: '/scopes/new', title: 'Add a scope', holds: 'Claims' },
  { path: '/flows', title: 'Live flows', holds: 'Watching' },
  { path: '/audit', title: 'Audit', holds: 'signed in' },
  { path: '/keys', title: 'Signing keys', holds: 'RS256' },
  { path: '/settings', title: 'Settings', holds: 'Name of the office' },
  { path: '/outbox', title: 'Outbox', holds: 'No mail' },
  { path: '/exports', title: 'Exports', holds: 'office.lanyard.yaml' },
  { path: '/trusted-issuers', title: 'Trusted issuers', holds: 'Partner' },
  { path: '/trusted-issuers/new', title: 'Trust another server', holds: 'Whom a statement is about' },
  { path: '/extension-grants', title: 'Grants of your own', holds: 'Badge' },
  { path: '/extension-grants/new', title: 'Add a grant of your own', holds: 'Address of the service' },
  { path: '/nowhere', title: 'There is no such screen', holds: 'Go home' },
];

const TITLES = new Map(LISTS.map(({ path, title }) => [path, title]));

/** Found through their lists, as a person would. */
const DETAILS = [
  { from: '/people', open: 'Alice Example', holds: 'Give a new password' },
  { from: '/groups', open: 'staff', holds: 'Who is in it' },
  { from: '/service-accounts', open: 'Backup robot', holds: 'App passwords' },
  { from: '/applications', open: 'Ticket desk', holds: 'Type this into Ticket desk' },
  { from: '/applications', open: 'Code forge', holds: 'Type this into Code forge' },
  { from: '/applications', open: 'Night job', holds: 'It acts for itself' },
  { from: '/groups', open: 'developers', holds: 'This group can’t be removed yet' },
  { from: '/apis', open: 'Orders', holds: 'can’t be removed while it is in use' },
  { from: '/apis', open: 'Orders', holds: 'How an API checks a token' },
  { from: '/extension-grants', open: 'Badge', holds: 'What the service is asked, and answers' },
  { from: '/apis', open: 'Archive', holds: 'Remove this API' },
  { from: '/apis', open: 'department', holds: 'Remove this scope' },
  { from: '/apis', open: 'profile', holds: 'Built in' },
  { from: '/trusted-issuers', open: 'Partner', holds: 'Trust it no more' },
] as const;

// Nothing has to be still moving when axe looks.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('every list, form and empty screen shows what it is for', async ({ panel }) => {
  expect(await panel.getByRole('navigation', { name: 'Screens' }).getByRole('link').count()).toBeLessThanOrEqual(9);
  for (const { path, title, holds } of LISTS) {
    await goTo(panel, path);
    await expect(panel.locator('#screen h1')).toHaveText(title);
    await expect(panel.locator('#screen').getByText(holds).first()).toBeVisible();
  }
  await expectAccessibleInBothThemes(panel, 'no screen at all');
});

test('axe finds nothing on any detail, in both themes', async ({ panel }) => {
  for (const { from, open, holds } of DETAILS) {
    await goTo(panel, from);
    await panel.locator('#screen').getByRole('link', { name: open, exact: true }).click();
    await expect(panel.locator('#screen').getByText(holds).first()).toBeVisible();
    for (const more of await panel.locator('#screen details > summary').all()) await more.click();
    await expectAccessibleInBothThemes(panel, `${from} ${open}`);
  }
  await goTo(panel, '/keys');
  await panel.locator('#screen li a').first().click();
  await expect(panel.getByText('BEGIN PUBLIC KEY')).toBeVisible();
  await expectAccessibleInBothThemes(panel, 'a key');
});

test('nothing sticks out at 390 pixels, and the navigation is a drawer', async ({ panel }) => {
  await panel.setViewportSize({ width: 390, height: 844 });
  for (const { path, title } of LISTS) {
    await goTo(panel, path);
    await expect(panel.locator('#screen h1')).toHaveText(title);
    expect(await widthBeyond(panel), path).toBe(0);
  }
  await panel.getByRole('button', { name: 'Navigation' }).click();
  await expectAccessible(panel, 'the drawer');
  await panel.getByRole('dialog').getByRole('link', { name: 'People' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('People');
  await expect(panel.getByRole('dialog')).toBeHidden();
});

test('no field reaches beyond its card at 390 pixels, whatever is unfolded', async ({ page }) => {
  const spa = {
    client_id: 'orders',
    dialect: 'auth0',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['https://orders.example.lan/callback'],
    grant_types: ['authorization_code', 'password', 'http://auth0.com/oauth/grant-type/passwordless/otp'],
    audience: ['https://api.example.lan'],
    scope: 'openid orders:read',
  };
  const office = await startPanelOffice({ ...panelDocument(), applications: [spa] });
  try {
    const csrf = await signInByApi(page.request, office);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/applications/named/orders', '/applications/new', '/settings', '/login-page']) {
      await openPanel(page, office, path, csrf);
      await openFolds(page);
      expect(await page.evaluate(fieldsBeyond), path).toEqual([]);
    }
  } finally {
    await office.stop();
  }
});

/** The fields that reach into the margin of the card that they stand in. */
function fieldsBeyond(): readonly (string | null)[] {
  const edge = (element: Element) => Math.floor(element.getBoundingClientRect().right);
  const inner = (card: Element) => Math.ceil(edge(card) - Number.parseFloat(getComputedStyle(card).paddingRight));
  return [...document.querySelectorAll('#screen section [data-field]')]
    .filter((field) => edge(field) > inner(field.closest('section') ?? field))
    .map((field) => field.getAttribute('data-field'));
}

test('nothing sticks out at 200 % zoom', async ({ panel }) => {
  // Zoom halves the pixels that a page has.
  await panel.setViewportSize({ width: 640, height: 430 });
  for (const path of ['/', '/people', '/applications/new', '/audit', '/keys']) {
    await goTo(panel, path);
    await expect(panel.locator('#screen h1')).toHaveText(TITLES.get(path) ?? '');
    expect(await widthBeyond(panel), path).toBe(0);
  }
});

/** How many pixels of the page lie beyond its right edge. */
function widthBeyond(page: Page): Promise<number> {
  return page.evaluate(() => {
    const beyond = (element: Element) => element.getBoundingClientRect().right - document.documentElement.clientWidth;
    const shown = [...document.querySelectorAll('#screen *')].filter(
      (element) => element.closest('svg') === null && element.closest('[class*="visually-hidden"]') === null,
    );
    return Math.max(0, ...shown.map((element) => Math.round(beyond(element))));
  });
}
