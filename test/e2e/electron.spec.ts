/** The real desktop program, driven by Playwright, wherever Electron's binary and a display are. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { ROOT } from '../../build/paths.ts';
import { findElectron } from '../../electron/find-electron.ts';
import { environmentWithoutOurs } from '../support/start-server.ts';

const folder = join(ROOT, 'node_modules/electron');
const { platform, env } = process;
const isInstalled = existsSync(join(folder, 'path.txt')) || Boolean(env['ELECTRON_OVERRIDE_DIST_PATH']);
const found = isInstalled
  ? await findElectron({ platform, env, folder, fetch_within_ms: 0, tell: () => undefined })
  : { lacking: 'Electron’s binary is not installed: npx install-electron fetches it' };
const lacking = 'lacking' in found ? found.lacking : '';

let directory: string;
let program: ElectronApplication;
test.beforeEach(async () => {
  test.skip(lacking !== '', lacking);
  expect(ensureBuilt()).toBe(true);
  directory = await mkdtemp(join(tmpdir(), 'lanyard-desktop-'));
  program = await launch();
});
test.afterEach(async () => {
  if (lacking !== '') return;
  await program.close();
  await rm(directory, { recursive: true, force: true });
});

test('the window opens on the set-up of the first admin, and then on the panel', async () => {
  const window = await program.firstWindow();
  await window.waitForURL(/\/setup\?token=/);
  await window.locator('[name=username]').fill('alice');
  await window.locator('[name=name]').fill('Alice Example');
  for (const field of await window.locator('input[type=password]').all())
    await field.fill('correct horse battery staple');
  await window.locator('form button').click();
  await window.getByRole('link', { name: /panel/i }).click();
  await window.waitForURL(/\/panel\//);
});

test('the page has the calls of the shell and nothing of Node', async () => {
  const window = await program.firstWindow();
  await window.waitForURL(/^http:/);
  const seen = await window.evaluate(() => ({
    calls: Object.keys((globalThis as unknown as { lanyard: object }).lanyard).length,
    node: [typeof require, typeof process, typeof module],
  }));
  expect(seen).toEqual({ calls: 10, node: ['undefined', 'undefined', 'undefined'] });
});

test('the set-up page may not call the shell', async () => {
  const window = await program.firstWindow();
  await window.waitForURL(/^http:/);
  const refused = window.evaluate(() =>
    (globalThis as unknown as { lanyard: { quit(): Promise<null> } }).lanyard.quit(),
  );
  await expect(refused).rejects.toThrow('quit is not for this page to call');
});

test('a link that leads away is not followed in the window', async () => {
  const window = await program.firstWindow();
  await window.waitForURL(/^http:/);
  await program.evaluate(({ shell }) => {
    shell.openExternal = () => Promise.resolve();
  });
  const before = window.url();
  await window.evaluate(() => {
    location.href = 'https://example.invalid/';
  });
  await window.waitForTimeout(500);
  expect(window.url()).toBe(before);
});

test('closing the window leaves the server running', async () => {
  const window = await program.firstWindow();
  await window.waitForURL(/^http:/);
  const { origin } = new URL(window.url());
  await program.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  await window.close();
  expect((await fetch(`${origin}/health`)).status).toBe(200);
});

function launch(): Promise<ElectronApplication> {
  if (!('electron' in found)) throw new Error(lacking);
  return _electron.launch({
    executablePath: found.electron,
    // Root may not use Chromium's sandbox.
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ROOT,
      `--user-data-dir=${join(directory, 'shell')}`,
      '--port',
      '0',
      '--data-dir',
      join(directory, 'data'),
    ],
    env: Object.fromEntries(
      Object.entries(environmentWithoutOurs()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  });
}
