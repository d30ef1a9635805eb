/** Whether the desktop program can run from this checkout: a display, and Electron's binary, which is fetched where it lacks. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Found = { readonly electron: string } | { readonly lacking: string };

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The package `electron`, as npm installs it: without its binary. */
  readonly folder: string;
  readonly fetch_within_ms: number;
  /** Takes the line that says that a fetch begins. */
  readonly tell: (line: string) => void;
}

const PROGRAMS: Readonly<Record<string, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** `lacking` completes "Lanyard runs without a window, because …". */
export async function findElectron(at: Surroundings): Promise<Found> {
  if (!hasDisplay(at)) return { lacking: 'there is no display' };
  if (!existsSync(at.folder))
    return { lacking: 'the package electron is not installed (npm ci --include=dev brings it)' };
  // The same variable that the package itself obeys.
  const dist = at.env['ELECTRON_OVERRIDE_DIST_PATH'] || join(at.folder, 'dist');
  const electron = join(dist, PROGRAMS[at.platform] ?? 'electron');
  if (existsSync(electron)) return { electron };
  at.tell(`Fetching Electron's binary, once; this may take up to ${Math.round(at.fetch_within_ms / 60_000)} minutes …`);
  const fault = await fetchBinary(at);
  if (fault !== undefined) return { lacking: `Electron's binary could not be fetched: ${fault}` };
  return existsSync(electron) ? { electron } : { lacking: `Electron's binary is not at ${electron}` };
}

/** Elsewhere a program without a display is the exception that Electron itself reports. */
function hasDisplay({ platform, env }: Surroundings): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Answers what went wrong, in one line. */
function fetchBinary({ folder, env, fetch_within_ms }: Surroundings): Promise<string | undefined> {
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: fetch_within_ms,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (code, signal) => {
      if (code === 0) done(undefined);
      else done(signal === null ? lineOf(said) : `it took longer than ${fetch_within_ms / 1000} seconds`);
    });
  });
}

/** The line of a stack trace, or of whatever a program printed last, that says most. */
export function lineOf(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => line !== '' && !line.startsWith('at '));
  const line = telling.find((each) => /^\w*Error\b/.test(each)) ?? telling.find((each) => /error|fatal/i.test(each));
  return (line ?? telling.at(-1) ?? 'it said nothing').slice(0, 300);
}
