/** What the tray shows: the true state, and a menu in which every attention opens its cause. */
import type { MenuItemConstructorOptions } from 'electron';
import type { ServerState } from './server-process.ts';

export type TrayIcon = 'starting' | 'running' | 'attention' | 'stopped';

export interface TrayView {
  readonly icon: TrayIcon;
  readonly says: string;
  /** What applications ask for, from the running server's ready line; undefined while none runs. */
  readonly address?: string;
}

/** Whether the running server answers that all is well. */
export type Health = 'good' | 'bad';

export function trayView(state: ServerState, health: Health): TrayView {
  switch (state.kind) {
    case 'starting':
      return { icon: 'starting', says: 'Lanyard is starting' };
    case 'running':
      return health === 'good'
        ? { icon: 'running', says: 'Lanyard is running', address: state.ready.issuer }
        : { icon: 'attention', says: 'Lanyard runs, but can’t serve', address: state.ready.issuer };
    case 'waiting':
      return { icon: 'attention', says: 'Lanyard stopped and will start again' };
    case 'failed':
      return { icon: 'stopped', says: state.trouble.title };
    case 'stopping':
      return { icon: 'starting', says: 'Lanyard is stopping' };
    case 'stopped':
      return { icon: 'stopped', says: 'Lanyard is stopped' };
  }
}

export interface Bar {
  readonly platform: NodeJS.Platform;
  /** Of the system's own bars. */
  readonly isDark: boolean;
  /** XDG_CURRENT_DESKTOP. */
  readonly desktop: string | undefined;
}

/** The file in the icons' folder. macOS colours a template itself; GNOME's bar is dark in either theme. */
export function trayIconFile(icon: TrayIcon, { platform, isDark, desktop }: Bar): string {
  if (platform === 'darwin') return `${icon}Template.png`;
  const onDark = isDark || (platform === 'linux' && (desktop ?? '').split(':').includes('GNOME'));
  return `${icon}${onDark ? 'Light' : 'Dark'}.png`;
}

export interface TrayActs {
  open(): void;
  copyAddress(address: string): void;
  setAutostart(on: boolean): void;
  restart(): void;
  showLog(): void;
  quit(): void;
}

/** `autostart` is undefined where this program can't start with the computer. */
export function trayMenu(
  { says, address, icon }: TrayView,
  autostart: boolean | undefined,
  act: TrayActs,
): MenuItemConstructorOptions[] {
  const isWell = icon === 'running' || icon === 'starting';
  const canRestart = icon !== 'starting';
  return [
    // An attention is opened by a click on it.
    isWell ? { label: says, enabled: false } : { label: says, click: () => act.open() },
    ...(address === undefined
      ? []
      : [
          { label: address, enabled: false },
          { label: 'Copy the address', click: () => act.copyAddress(address) },
        ]),
    { type: 'separator' },
    { label: 'Open Lanyard', click: () => act.open() },
    ...(autostart === undefined ? [] : [autostartItem(autostart, act)]),
    { label: 'Show the log', click: () => act.showLog() },
    {
      label: icon === 'stopped' ? 'Start the server' : 'Restart the server',
      enabled: canRestart,
      click: () => act.restart(),
    },
    { type: 'separator' },
    { label: 'Quit Lanyard', click: () => act.quit() },
  ];
}

function autostartItem(on: boolean, act: TrayActs): MenuItemConstructorOptions {
  return {
    label: 'Start with this computer',
    type: 'checkbox',
    checked: on,
    click: ({ checked }) => act.setAutostart(checked),
  };
}
