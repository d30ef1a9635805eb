/** The real desktop program, driven by Playwright, wherever Electron's binary and a display are. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
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
  // A form that a test left unsaved is nobody's to keep.
  await answerQuestions('Leave').catch(() => undefined);
  await program.close().catch(() => undefined);
  await rm(directory, { recursive: true, force: true });
});

test('the window opens on the set-up of the first admin, and then on the panel', async () => {
  await enterPanel();
});

test('a form that is not saved is asked about before the window closes and before the program quits', async () => {
  const window = await enterPanel();
  const { origin } = new URL(window.url());
  await window.getByRole('link', { name: 'Groups' }).first().click();
  await window.getByRole('button', { name: 'Add a group' }).click();
  await window.getByRole('dialog').getByLabel(/^Name/).pressSequentially('night shift');
  await answerQuestions('Stay here');
  await program.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
    app.quit();
  });
  await expect.poll(askedSoFar).toBeGreaterThan(0);
  await window.waitForTimeout(500);
  await expect(window.getByRole('dialog').getByLabel(/^Name/)).toHaveValue('night shift');
  expect((await fetch(`${origin}/health`)).status).toBe(200);
  await answerQuestions('Leave');
  const ended = program.waitForEvent('close');
  await program.evaluate(({ app }) => app.quit());
  await ended;
  await expect(fetch(`${origin}/health`)).rejects.toThrow('fetch failed');
});

test('a server that ends by itself leaves what was typed in the panel', async () => {
  const window = await enterPanel();
  await window.getByRole('link', { name: 'Groups' }).first().click();
  await window.getByRole('button', { name: 'Add a group' }).click();
  await window.getByRole('dialog').getByLabel(/^Name/).pressSequentially('night shift');
  const { pid } = await program.evaluate(({ app }) => {
    const [server] = app
      .getAppMetrics()
      .filter(({ serviceName, name }) => `${serviceName} ${name}`.includes('Lanyard'));
    return { pid: server?.pid ?? 0 };
  });
  expect(pid).toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
  await window.waitForTimeout(3_000);
  await expect(window.getByRole('dialog').getByLabel(/^Name/)).toHaveValue('night shift');
});

test('the page has the calls of the shell and nothing of Node', async () => {
  const window = await program.firstWindow();
  await window.waitForURL(/^http:/);
  const seen = await window.evaluate(() => ({
    calls: Object.keys((globalThis as unknown as { lanyard: object }).lanyard).length,
    node: [typeof require, typeof process, typeof module],
  }));
  expect(seen).toEqual({ calls: 6, node: ['undefined', 'undefined', 'undefined'] });
});

test('the set-up page may not call the shell', async () => {
  const window = await program.firstWindow();
  await window.waitForURL(/^http:/);
  const refused = window.evaluate(() =>
    (globalThis as unknown as { lanyard: { showLog(): Promise<null> } }).lanyard.showLog(),
  );
  await expect(refused).rejects.toThrow('showLog is not for this page to call');
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

/** Makes the first admin, and goes on to the panel. */
async function enterPanel(): Promise<Page> {
  const window = await program.firstWindow();
  await window.waitForURL(/\/setup\?token=/);
  await window.locator('[name=username]').fill('alice');
  await window.locator('[name=name]').fill('Alice Example');
  for (const field of await window.locator('input[type=password]').all())
    await field.fill('correct horse battery staple');
  await window.locator('form button').click();
  await window.getByRole('link', { name: /panel/i }).click();
  await window.waitForURL(/\/panel\//);
  return window;
}

/** Every question from now on is answered with the button of this label, without being shown. */
async function answerQuestions(label: string): Promise<void> {
  await program.evaluate(({ dialog }, chosen) => {
    const counted = globalThis as { asked?: number };
    dialog.showMessageBox = (...given: unknown[]) => {
      const { buttons = [] } = given.at(-1) as { buttons?: readonly string[] };
      if (buttons.includes(chosen)) counted.asked = (counted.asked ?? 0) + 1;
      return Promise.resolve({ response: buttons.indexOf(chosen), checkboxChecked: false });
    };
  }, label);
}

function askedSoFar(): Promise<number> {
  return program.evaluate(() => (globalThis as { asked?: number }).asked ?? 0);
}

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
