/** A real browser for tests that vitest runs. */
import { type Browser, chromium } from '@playwright/test';
import { chromiumLaunchOptions, findChromium, NO_CHROMIUM } from '../../build/find-chromium.ts';

/**
 * Why a test that needs a browser must be skipped, for `context.skip(reason)`; undefined where there is one.
 * Throws instead under CI=true: there, a missing browser is a failure.
 */
export function reasonWithoutChromium(): string | undefined {
  if (findChromium() !== undefined) return undefined;
  if (process.env['CI'] === 'true') throw new Error(NO_CHROMIUM);
  return NO_CHROMIUM;
}

/** Starts a headless browser; close it when done. Throws when none is installed. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  return chromium.launch(chromiumLaunchOptions(executablePath));
}
