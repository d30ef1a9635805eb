import { expect, test } from 'vitest';
import { defaultDataDirectory } from '../../server/config/data-directory.ts';

test.each([
  ['linux', {}, '/home/ada', '/home/ada/.local/share/lanyard'],
  ['linux', { XDG_DATA_HOME: '/srv/data' }, '/home/ada', '/srv/data/lanyard'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada', '/home/ada/.local/share/lanyard'],
  ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/Lanyard'],
  [
    'win32',
    { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' },
    'C:\\Users\\ada',
    'C:\\Users\\ada\\AppData\\Local\\Lanyard',
  ],
  ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\Lanyard'],
] as const)('on %s with %j it is the platform’s own folder', (platform, env, home, expected) => {
  expect(defaultDataDirectory({ platform, env, home })).toBe(expected);
});
