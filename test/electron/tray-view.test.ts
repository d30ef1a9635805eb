import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ServerState } from '../../electron/server-process.ts';
import { type TrayActs, trayIconFile, trayMenu, trayView } from '../../electron/tray-view.ts';
import { READY } from './programs.ts';

const RUNNING: ServerState = { kind: 'running', ready: READY };
const FAILED: ServerState = {
  kind: 'failed',
  trouble: { title: 'Lanyard is running already', detail: '', remedy: '' },
  lines: [],
};

test.each<[ServerState, 'good' | 'bad', string, string]>([
  [{ kind: 'starting', so_far_s: 0 }, 'good', 'starting', 'Lanyard is starting'],
  [RUNNING, 'good', 'running', 'Lanyard is running'],
  [RUNNING, 'bad', 'attention', 'Lanyard runs, but can’t serve'],
  [{ kind: 'waiting', after_ms: 1_000, lines: [] }, 'good', 'attention', 'Lanyard stopped and will start again'],
  [FAILED, 'good', 'stopped', 'Lanyard is running already'],
  [{ kind: 'stopping' }, 'good', 'starting', 'Lanyard is stopping'],
  [{ kind: 'stopped' }, 'good', 'stopped', 'Lanyard is stopped'],
])('a server that is %j in %s health looks %s', (state, health, icon, says) => {
  expect(trayView(state, health)).toMatchObject({ icon, says });
});

test('every state has its pictures, for each bar and for dense screens', () => {
  const states = ['starting', 'running', 'attention', 'stopped'] as const;
  const bars = [
    { platform: 'darwin', isDark: false, desktop: undefined },
    { platform: 'win32', isDark: true, desktop: undefined },
    { platform: 'win32', isDark: false, desktop: undefined },
  ] as const;
  for (const state of states) {
    for (const bar of bars) {
      const file = join(resolve(import.meta.dirname, '../../build/resources/tray'), trayIconFile(state, bar));
      expect([existsSync(file), existsSync(file.replace('.png', '@2x.png'))]).toEqual([true, true]);
    }
  }
});

test('the bar of GNOME is dark in either theme, that of others as the theme says', () => {
  const onLinux = (desktop: string | undefined, isDark: boolean) =>
    trayIconFile('running', { platform: 'linux', isDark, desktop });
  expect(onLinux('ubuntu:GNOME', false)).toBe('runningLight.png');
  expect(onLinux('KDE', false)).toBe('runningDark.png');
  expect(onLinux('KDE', true)).toBe('runningLight.png');
  expect(onLinux(undefined, false)).toBe('runningDark.png');
});

describe('the menu', () => {
  const happened: string[] = [];
  const ACTS: TrayActs = {
    open: () => happened.push('open'),
    copyAddress: (address) => happened.push(address),
    setAutostart: () => undefined,
    restart: () => undefined,
    showLog: () => undefined,
    quit: () => undefined,
  };
  const labels = (state: ServerState, autostart?: boolean) =>
    trayMenu(trayView(state, 'good'), autostart, ACTS).flatMap(({ label }) => label ?? []);

  test('has the address of the running server, to read and to copy', () => {
    const menu = trayMenu(trayView(RUNNING, 'good'), undefined, ACTS);
    expect(menu.find(({ label }) => label === READY.issuer)).toMatchObject({ enabled: false });
    const copy = menu.find(({ label }) => label === 'Copy the address');
    copy?.click?.({} as never, undefined, {} as never);
    expect(happened.splice(0)).toEqual([READY.issuer]);
  });

  test('has no address while no server runs', () => {
    expect(labels(FAILED).filter((label) => /address|http/.test(label))).toEqual([]);
  });

  test('opens the cause of what is wrong', () => {
    const [first] = trayMenu(trayView(FAILED, 'good'), undefined, ACTS);
    expect(first?.label).toBe('Lanyard is running already');
    first?.click?.({} as never, undefined, {} as never);
    expect(happened.splice(0)).toEqual(['open']);
  });

  test('offers to start what is stopped and to restart what runs', () => {
    expect(labels(FAILED)).toContain('Start the server');
    expect(labels(RUNNING)).toContain('Restart the server');
  });

  test('shows the start with the computer only where it can be had', () => {
    expect(labels(RUNNING)).not.toContain('Start with this computer');
    const item = trayMenu(trayView(RUNNING, 'good'), true, ACTS).find(
      ({ label }) => label === 'Start with this computer',
    );
    expect(item).toMatchObject({ type: 'checkbox', checked: true });
  });
});
