/** What the program was asked for: the desktop, or to be the server or one of its commands without any window. */

export type Asked =
  /** `args` go to the server's entry as they stand. */
  | { readonly kind: 'headless'; readonly args: readonly string[] }
  /** The installed program was asked to open itself to whoever started it; `switch_` is by what. */
  | { readonly kind: 'refused'; readonly switch_: string }
  | Desktop;

export interface Desktop {
  readonly kind: 'desktop';
  /** Options of the server. */
  readonly args: readonly string[];
  /** Only the tray; the start at sign-in to the computer asks for it. */
  readonly hidden: boolean;
  /** A terminal waits to be told that the shell is up and where Lanyard is. */
  readonly announce: boolean;
}

/** Our own options; the server never sees them. */
export const HEADLESS = '--headless';
export const HIDDEN = '--hidden';
export const ANNOUNCE = '--announce';

/** Chromium reads these itself, from the same command line; the server would refuse them. */
const CHROMIUM_SWITCHES: ReadonlySet<string> = new Set([
  '--disable-dev-shm-usage',
  '--disable-features',
  '--disable-gpu',
  '--enable-features',
  '--enable-logging',
  '--force-device-scale-factor',
  '--inspect',
  '--lang',
  '--no-sandbox',
  '--ozone-platform',
  '--ozone-platform-hint',
  '--password-store',
  '--remote-debugging-port',
  '--user-data-dir',
]);

/**
 * What takes the walls away between the pages, the program and others on this computer. Developers may, from a checkout; of
 * an installed program a link or a shortcut could make a way into the panel of whoever is signed in there. Chromium takes
 * one dash as well, and a slash on Windows.
 */
const OPENS_THE_PROGRAM =
  /^(?:--?|\/)(?:inspect(?:-.*)?|remote-debugging-.*|remote-allow-origins|no-sandbox|disable-.*sandbox|disable-web-security|disable-site-isolation-trials|load-extension|js-flags|gpu-launcher|.*-cmd-prefix)$/i;

/** The Finder's serial number of a start. */
const FROM_FINDER = /^-psn_/;

export interface CommandLine {
  readonly argv: readonly string[];
  /** Electron from node_modules was given this folder as its first operand. */
  readonly packaged: boolean;
}

export function readCommandLine({ argv, packaged }: CommandLine): Asked {
  const opener = packaged ? argv.slice(1).find((argument) => OPENS_THE_PROGRAM.test(nameOf(argument))) : undefined;
  if (opener !== undefined) return { kind: 'refused', switch_: nameOf(opener) };
  const given = afterProgram(argv, packaged).filter((argument) => !isForChromium(argument));
  const args = given.filter((argument) => ![HEADLESS, HIDDEN, ANNOUNCE].includes(argument));
  if (given.includes(HEADLESS) || isCommand(args)) return { kind: 'headless', args };
  return { kind: 'desktop', args, hidden: given.includes(HIDDEN), announce: given.includes(ANNOUNCE) };
}

function afterProgram(argv: readonly string[], packaged: boolean): readonly string[] {
  const rest = argv.slice(1);
  if (packaged) return rest;
  const folder = rest.findIndex((argument) => !argument.startsWith('-'));
  return folder === -1 ? [] : rest.slice(folder + 1);
}

function isForChromium(argument: string): boolean {
  return CHROMIUM_SWITCHES.has(nameOf(argument)) || FROM_FINDER.test(argument);
}

function nameOf(argument: string): string {
  return argument.split('=', 1)[0] ?? '';
}

/** `serve`, `export` …: which of them exist, the server's entry knows. What only prints needs no window either. */
function isCommand(args: readonly string[]): boolean {
  const [first] = args;
  if (first !== undefined && !first.startsWith('-')) return true;
  return first === '--version' || args.includes('--help') || args.includes('-h');
}
