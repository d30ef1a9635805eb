/** A connection that is lost shows, loses nothing, and comes back by itself. And what the first screen weighs. */
import { expect } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { openPanel, test } from './panel-office.ts';

const MOST_BYTES = 250_000;

test('a lost connection is told, what was typed stays, and the page goes on when it is back', async ({
  panel,
  office,
}) => {
  await openPanel(panel, office, '/groups');
  await panel.getByRole('button', { name: 'Add a group' }).click();
  await panel.getByRole('dialog').getByLabel(/^Name/).fill('night shift');
  await panel.context().setOffline(true);
  await panel.getByRole('dialog').getByRole('button', { name: 'Add the group' }).click();
  await expect(panel.getByText('Lanyard does not answer.')).toBeVisible();
  await panel.context().setOffline(false);
  await expect(panel.getByText('Lanyard does not answer.')).toBeHidden();
  await expect(panel.getByRole('dialog').getByLabel(/^Name/)).toHaveValue('night shift');
  await panel.getByRole('dialog').getByRole('button', { name: 'Add the group' }).click();
  await expect(panel.locator('#screen h1')).toHaveText('night shift');
});

test('a Lanyard that reads but can’t save says so, and the desktop program offers its log', async ({
  panel,
  office,
}) => {
  await panel.addInitScript(() => {
    Reflect.set(window, 'lanyard', { showLog: async () => document.body.setAttribute('data-log', 'shown') });
  });
  await openPanel(panel, office, '/groups');
  await panel.route('**/health', (route) => route.fulfill({ status: 503, json: { status: 'unavailable' } }));
  await panel.context().setOffline(true);
  await panel.getByRole('link', { name: 'staff' }).click();
  await expect(panel.getByText('Lanyard does not answer.')).toBeVisible();
  await panel.getByRole('button', { name: 'Show the log' }).click();
  await expect(panel.locator('body[data-log=shown]')).toHaveCount(1);
  await panel.context().setOffline(false);
  await expect(panel.getByText('Nothing can be saved just now.')).toBeVisible();
  await expect(panel.locator('#screen h1')).toHaveText('staff');
  // Pressed at once: one that waits for the button to stand still may wait until the page has asked by itself and it is gone.
  const again = await panel.getByRole('button', { name: 'Try now' }).elementHandle();
  await panel.unroute('**/health');
  await again?.dispatchEvent('click');
  await expect(panel.getByText('Nothing can be saved just now.')).toBeHidden();
});

test('the first JavaScript stays under 250 kB compressed', async ({ request, office }) => {
  const page = await (await request.get(`${office.ready.issuer}/panel/`)).text();
  const scripts = [...page.matchAll(/(?:src|href)="(\/panel\/[^"]+\.js)"/g)].map(([, path]) => path!);
  expect(scripts.length).toBeGreaterThan(0);
  const bodies = await Promise.all(scripts.map(async (path) => (await request.get(office.ready.issuer + path)).body()));
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
