/** Starting with the computer: a login item on Windows and macOS, a desktop entry on Linux. Only ever at somebody's wish. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HIDDEN } from './command-line.ts';

export interface Autostart {
  isOn(): boolean;
  set(on: boolean): void;
}

/** What of Electron's `app` is used. */
export interface LoginItems {
  getLoginItemSettings(options: { args: string[] }): { readonly openAtLogin: boolean };
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void;
}

export interface AutostartPlace {
  readonly platform: NodeJS.Platform;
  /** From a checkout there is no program that could be started later on. */
  readonly packaged: boolean;
  readonly loginItems: LoginItems;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The program's own file. */
  readonly executable: string;
}

/** Undefined where it can't be had. */
export function autostartOf(place: AutostartPlace): Autostart | undefined {
  if (!place.packaged) return undefined;
  if (place.platform === 'win32' || place.platform === 'darwin') return ofLoginItems(place.loginItems);
  return place.platform === 'linux' ? ofDesktopEntry(place) : undefined;
}

function ofLoginItems(items: LoginItems): Autostart {
  // Windows tells entries apart by their arguments; macOS takes none, and says at the start that it was at login.
  const args = [HIDDEN];
  return {
    isOn: () => items.getLoginItemSettings({ args }).openAtLogin,
    set: (on) => items.setLoginItemSettings({ openAtLogin: on, args }),
  };
}

/** Desktop Application Autostart Specification. */
function ofDesktopEntry({ env, home, executable }: AutostartPlace): Autostart {
  const file = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart', 'lanyard.desktop');
  return {
    isOn: () => existsSync(file),
    set(on) {
      if (!on) return rmSync(file, { force: true });
      mkdirSync(dirname(file), { recursive: true });
      // An AppImage runs from a place that is gone after it: its file is what can be started again.
      writeFileSync(file, desktopEntry(env['APPIMAGE'] || executable));
    },
  };
}

/** `executable` is an absolute path. */
export function desktopEntry(executable: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Lanyard',
    'Comment=Single sign-on for every application on your network',
    `Exec=${quoteForExec(executable)} ${HIDDEN}`,
    'Icon=lanyard',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Desktop Entry Specification, "The Exec key": quoted, its own escapes once more escaped as a string, and % doubled. */
function quoteForExec(path: string): string {
  const quoted = path.replaceAll(/["`$\\]/g, (character) => `\\${character}`);
  return `"${quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
