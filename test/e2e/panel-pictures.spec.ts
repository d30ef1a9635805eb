/**
 * Pictures of every screen and dialog in both widths and themes, for people to look at. They are taken only where
 * LANYARD_TEST_PICTURES names a folder:
 *
 *     LANYARD_TEST_PICTURES=/tmp/pictures npx playwright test --config build/playwright.config.ts panel-pictures
 */
import { expect, type Page } from '@playwright/test';
import { join } from 'node:path';
import { failToSignIn, getOwnToken, signInToTicketDesk } from './panel-office-people.ts';
import { goTo, signInToPanel, startPanelOffice, test } from './panel-office.ts';
import type { RunningServer } from '../support/start-server.ts';

const FOLDER = process.env['LANYARD_TEST_PICTURES'];

const WIDTHS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
const THEMES = ['light', 'dark'] as const;

interface Sight {
  readonly name: string;
  readonly path: string;
  /** From the screen at `path` to what is to be seen. */
  readonly to?: (page: Page) => Promise<void>;
}

const opened = (name: string) => async (page: Page) => {
  await page.locator('#screen').getByRole('link', { name, exact: true }).first().click();
  await expect(page.locator('#screen h1')).toHaveText(name);
  await page.locator('#screen details').evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')));
};
const pressed =
  (name: string | RegExp, first?: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await first?.(page);
    await page.locator('#screen').getByRole('button', { name, exact: true }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
  };

const SCREENS: readonly Sight[] = [
  { name: 'home', path: '/' },
  { name: 'people', path: '/people' },
  { name: 'people-selected', path: '/people', to: (page) => page.getByLabel('Select all on this page').check() },
  { name: 'people-none-found', path: '/people?q=nobody-at-all' },
  { name: 'person-new', path: '/people/new' },
  { name: 'person', path: '/people', to: opened('Alice Example') },
  { name: 'groups', path: '/groups' },
  { name: 'group', path: '/groups', to: opened('staff') },
  { name: 'group-in-use', path: '/groups', to: opened('developers') },
  { name: 'sessions', path: '/sessions' },
  { name: 'service-accounts', path: '/service-accounts' },
  { name: 'service-account-new', path: '/service-accounts/new' },
  { name: 'service-account', path: '/service-accounts', to: opened('Backup robot') },
  { name: 'applications', path: '/applications' },
  { name: 'application-new', path: '/applications/new' },
  { name: 'application', path: '/applications', to: opened('Ticket desk') },
  { name: 'application-github', path: '/applications', to: opened('Code forge') },
  { name: 'application-machine', path: '/applications', to: opened('Night job') },
  {
    name: 'application-redirect-refused',
    path: '/applications',
    async to(page) {
      await opened('Office wiki')(page);
      await page.getByLabel('Redirect address to check').fill('https://wiki.example.lan/cb/');
      await expect(page.getByText('It would be refused.')).toBeVisible();
    },
  },
  { name: 'apis', path: '/apis' },
  { name: 'api-new', path: '/apis/new' },
  { name: 'api-in-use', path: '/apis', to: opened('Orders') },
  { name: 'api', path: '/apis', to: opened('Archive') },
  { name: 'scope-new', path: '/scopes/new' },
  { name: 'scope', path: '/apis', to: opened('department') },
  { name: 'scope-built-in', path: '/apis', to: opened('profile') },
  { name: 'flows', path: '/flows' },
  { name: 'audit', path: '/audit' },
  {
    name: 'audit-open',
    path: '/audit',
    async to(page) {
      for (const event of (await page.locator('#screen summary').all()).slice(0, 3)) await event.click();
    },
  },
  { name: 'audit-none-found', path: '/audit?actor=nobody-at-all' },
  { name: 'keys', path: '/keys' },
  {
    name: 'key-next',
    path: '/keys',
    to: (page) => page.locator('#screen li').filter({ hasText: 'Next' }).first().getByRole('link').click(),
  },
  { name: 'settings', path: '/settings' },
  { name: 'outbox', path: '/outbox' },
  { name: 'exports', path: '/exports' },
  { name: 'trusted-issuers', path: '/trusted-issuers' },
  { name: 'trusted-issuer', path: '/trusted-issuers', to: opened('Partner') },
  { name: 'trusted-issuer-new', path: '/trusted-issuers/new' },
];

const DIALOGS: readonly Sight[] = [
  { name: 'dialog-person-remove', path: '/people', to: pressed('Remove', opened('Alice Example')) },
  { name: 'dialog-grant-end', path: '/people', to: pressed(/^End what/, opened('Alice Example')) },
  { name: 'dialog-group-add', path: '/groups', to: pressed('Add a group') },
  { name: 'dialog-group-remove', path: '/groups', to: pressed('Remove', opened('accounting')) },
  { name: 'dialog-app-password', path: '/service-accounts', to: pressed(/^Make an/, opened('Backup robot')) },
  { name: 'dialog-app-password-remove', path: '/service-accounts', to: pressed('Remove main', opened('Backup robot')) },
  { name: 'dialog-application-remove', path: '/applications', to: pressed('Remove', opened('Ticket desk')) },
  { name: 'dialog-everything-ends', path: '/applications', to: pressed('End everything', opened('Ticket desk')) },
  {
    name: 'dialog-secret-at-once',
    path: '/applications',
    async to(page) {
      await opened('Ticket desk')(page);
      await page.getByLabel('When a new one is made').selectOption('0');
      await pressed('Make a new secret')(page);
    },
  },
  {
    name: 'dialog-secret',
    path: '/applications',
    async to(page) {
      await opened('Ticket desk')(page);
      await page.getByLabel('When a new one is made').selectOption('86400');
      await pressed('Make a new secret')(page);
    },
  },
  { name: 'dialog-api-remove', path: '/apis', to: pressed('Remove', opened('Archive')) },
  { name: 'dialog-rotate', path: '/keys', to: pressed('Rotate now') },
  {
    name: 'dialog-revoke',
    path: '/keys',
    async to(page) {
      await page.locator('#screen li').filter({ hasText: 'Active' }).first().getByRole('link').click();
      await pressed('Revoke now')(page);
    },
  },
  {
    name: 'dialog-panel-unencrypted',
    path: '/settings',
    async to(page) {
      await page.getByRole('radio', { name: /On the whole network/ }).check();
      await pressed('Save')(page);
    },
  },
];

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.skip(FOLDER === undefined, 'LANYARD_TEST_PICTURES names no folder for the pictures');

// A dialog stands in the middle of what is in view, whatever lies below.
for (const { what, sights, fullPage } of [
  { what: 'screens', sights: SCREENS, fullPage: true },
  { what: 'dialogs', sights: DIALOGS, fullPage: false },
]) {
  test(`pictures of all ${what}`, async ({ page }) => {
    test.setTimeout(600_000);
    const office = await startPanelOffice();
    try {
      await live(office);
      await signInToPanel(page, office);
      page.on('dialog', (dialog) => void dialog.accept());
      for (const sight of sights) await takePictures(page, sight, { fullPage });
    } finally {
      await office.stop();
    }
  });
}

/** An office in which something has happened. */
async function live(office: RunningServer): Promise<void> {
  await signInToTicketDesk(office, 'alice', { times: 12 });
  await signInToTicketDesk(office, 'bruno');
  await failToSignIn(office, 'carla');
  await getOwnToken(office);
}

async function takePictures(
  page: Page,
  { name, path, to }: Sight,
  { fullPage }: { readonly fullPage: boolean },
): Promise<void> {
  await page.setViewportSize(WIDTHS[0]!);
  await page.emulateMedia({ colorScheme: 'light' });
  // What the picture before left open or unsaved is gone with the page.
  await page.reload();
  await expect(page.locator('#screen h1')).toBeVisible();
  await goTo(page, path);
  await to?.(page);
  await expect(page.locator('#screen [class*=skeleton]')).toHaveCount(0);
  for (const size of WIDTHS) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      if (fullPage) await page.evaluate(() => window.scrollTo(0, 0));
      const file = join(FOLDER ?? '', `${name}-${size.width}-${theme}.png`);
      await page.screenshot({ path: file, fullPage, animations: 'disabled' });
    }
  }
}
