/** Where Lanyard keeps its data when nobody says: the application-data folder of the platform. */
import { posix, win32 } from 'node:path';

export interface PlatformFacts {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** An absolute path. Relative XDG_DATA_HOME values are ignored, as the XDG base directory specification demands. */
export function defaultDataDirectory({ platform, env, home }: PlatformFacts): string {
  if (platform === 'win32') {
    return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'Lanyard');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Lanyard');
  const chosen = env['XDG_DATA_HOME'];
  const base = chosen !== undefined && posix.isAbsolute(chosen) ? chosen : posix.join(home, '.local', 'share');
  return posix.join(base, 'lanyard');
}
