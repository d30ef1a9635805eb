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
  timeout: 180_000,
  // What ends a test that hangs, and no measure of anything: two browsers on two cores wait for each other.
  expect: { timeout: 30_000 },
  reporter: report === undefined ? 'list' : [['list'], ['json', { outputFile: report }]],
  // No trace: to keep one of each test takes a fifth of the whole time. Whoever looks for a fault says `--trace on`.
  use: { browserName: 'chromium', launchOptions: chromiumLaunchOptions(executablePath) },
});
