import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { autostartOf, desktopEntry } from '../../electron/autostart.ts';
import { findOnPath } from '../../build/find-chromium.ts';

const home = mkdtempSync(join(tmpdir(), 'lanyard-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const LINUX = {
  platform: 'linux',
  packaged: true,
  loginItems: { getLoginItemSettings: () => ({ openAtLogin: false }), setLoginItemSettings: () => undefined },
  env: {},
  home,
  executable: '/opt/Lanyard/lanyard',
} as const;

test('on Linux it is a desktop entry, which goes as it came', () => {
  const autostart = autostartOf(LINUX);
  const file = join(home, '.config/autostart/lanyard.desktop');
  expect(autostart?.isOn()).toBe(false);
  autostart?.set(true);
  expect([autostart?.isOn(), existsSync(file)]).toEqual([true, true]);
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Lanyard/lanyard" --hidden\n');
  autostart?.set(false);
  autostart?.set(false);
  expect([autostart?.isOn(), existsSync(file)]).toEqual([false, false]);
});

test('it stands where XDG_CONFIG_HOME says, and starts the AppImage and not what was unpacked of it', () => {
  const config = join(home, 'elsewhere');
  autostartOf({ ...LINUX, env: { XDG_CONFIG_HOME: config, APPIMAGE: '/home/alice/Lanyard.AppImage' } })?.set(true);
  expect(readFileSync(join(config, 'autostart/lanyard.desktop'), 'utf8')).toContain('"/home/alice/Lanyard.AppImage"');
});

describe('the desktop entry', () => {
  test('quotes what a path may hold', () => {
    expect(desktopEntry('/a b/100%/$x`"\\/lanyard')).toContain(
      'Exec="/a b/100%%/\\\\$x\\\\`\\\\"\\\\\\\\/lanyard" --hidden\n',
    );
  });

  const validator = findOnPath(['desktop-file-validate'], process.env['PATH'] ?? '');
  test('is one by the judgement of desktop-file-validate', (context) => {
    context.skip(validator === undefined, 'there is no desktop-file-validate (package desktop-file-utils)');
    autostartOf(LINUX)?.set(true);
    const { status, stdout } = spawnSync(validator ?? '', [join(home, '.config/autostart/lanyard.desktop')], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });
});

test.each(['win32', 'darwin'] as const)('on %s it is a login item', (platform) => {
  let kept = { openAtLogin: false, args: [] as string[] };
  const loginItems = {
    getLoginItemSettings: () => kept,
    setLoginItemSettings: (settings: typeof kept) => void (kept = settings),
  };
  const autostart = autostartOf({ ...LINUX, platform, loginItems });
  autostart?.set(true);
  expect([autostart?.isOn(), kept]).toEqual([true, { openAtLogin: true, args: ['--hidden'] }]);
  autostart?.set(false);
  expect(autostart?.isOn()).toBe(false);
});

test('from a checkout it can’t be had', () => {
  expect(autostartOf({ ...LINUX, packaged: false })).toBeUndefined();
});
