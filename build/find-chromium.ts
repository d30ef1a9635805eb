/** Which browser the tests use: the one that LANYARD_CHROMIUM names, else Playwright's own, else an installed Chromium. */
import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from '@playwright/test';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const NO_CHROMIUM =
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
    ? 'no Chromium is installed: apt-get install chromium'
    : 'no Chromium is installed: npx playwright install chromium';

/** The path of a browser that is there; undefined where there is none. Throws when LANYARD_CHROMIUM names no file. */
export function findChromium(): string | undefined {
  const named = process.env['LANYARD_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`LANYARD_CHROMIUM names ${named}, and there is no such file`);
    return named;
  }
  return [chromium.executablePath(), ...INSTALLED].find((path) => existsSync(path));
}

/** How to start the browser at `executablePath`. Root may not use Chromium's sandbox. */
export function chromiumLaunchOptions(executablePath: string): LaunchOptions {
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
}
