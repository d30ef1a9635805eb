/** The program's own menu: what keyboards need (copy, paste, zoom), and nothing that the panel has. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActs {
  openInBrowser(): void;
  showLog(): void;
}

export function applicationMenu(platform: NodeJS.Platform, act: MenuActs): MenuItemConstructorOptions[] {
  const onMac = platform === 'darwin';
  return [
    ...(onMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'File',
      submenu: [
        { label: 'Open the panel in the browser', click: () => act.openInBrowser() },
        { type: 'separator' },
        { role: 'close' },
        ...(onMac ? [] : [{ role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    ...(onMac ? [{ role: 'windowMenu' as const }] : []),
    { role: 'help', submenu: [{ label: 'Show the log', click: () => act.showLog() }] },
  ];
}
