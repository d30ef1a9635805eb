/**
 * Which browser the tests use: the one that LANYARD_CHROMIUM names, else Playwright's own, else a Chromium on the PATH.
 * Everybody who asks whether there is one asks here.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

/** The build without windows first: the same engine, at half of the processor's time. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export const NO_CHROMIUM =
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
    ? 'no Chromium is installed: apt-get install chromium'
    : 'no Chromium is installed: npx playwright install chromium';

/** The path of a browser that is there; undefined where there is none. Throws when LANYARD_CHROMIUM names no file. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['LANYARD_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`LANYARD_CHROMIUM names ${named}, and there is no such file`);
    return named;
  }
  const own = chromium.executablePath();
  return existsSync(own) ? own : findOnPath(NAMES, env['PATH'] ?? '');
}

/** The first program of these names, in the order of the names, that may be executed; folders of `path` as in PATH. */
export function findOnPath(names: readonly string[], path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** Nobody looks: to draw as if there were a graphics card, with the processor alone, takes a tenth of the time. */
const WITHOUT_GRAPHICS = ['--disable-gpu', '--disable-gpu-compositing', '--disable-software-rasterizer'];

/** How to start the browser at `executablePath`. Root may not use Chromium's sandbox. */
export function chromiumLaunchOptions(executablePath: string): LaunchOptions {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { executablePath, args: [...asRoot, ...WITHOUT_GRAPHICS] };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
