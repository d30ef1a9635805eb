/** The browser tests, in the browser that is there. Without one they can't run, and the line below says what installs it. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions, findChromium, NO_CHROMIUM } from './find-chromium.ts';
import { OUT, ROOT } from './paths.ts';

const executablePath = findChromium();
if (executablePath === undefined) throw new Error(NO_CHROMIUM);

const report = process.env['LANYARD_TEST_REPORT'];

export default defineConfig({
  testDir: join(ROOT, 'test/e2e'),
  testMatch: '**/*.spec.ts',
  globalSetup: join(ROOT, 'test/e2e/global-setup.ts'),
  outputDir: join(OUT, 'browser-tests'),
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 60_000,
  // Two browsers on two cores wait for each other. Where nobody could run a test again it runs once more by itself, and the
  // list names it as flaky.
  expect: { timeout: 10_000 },
  retries: process.env['CI'] === 'true' ? 1 : 0,
  reporter: report === undefined ? 'list' : [['list'], ['json', { outputFile: report }]],
  use: { browserName: 'chromium', launchOptions: chromiumLaunchOptions(executablePath), trace: 'retain-on-failure' },
});
