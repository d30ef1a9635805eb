/** The picture in the system's bar. What it shows is decided in tray-view.ts. */
import { join } from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { Autostart } from './autostart.ts';
import { iconFile } from './places.ts';
import { type TrayActs, trayIconFile, trayMenu, type TrayView } from './tray-view.ts';

export interface ShellTray {
  show(view: TrayView): void;
}

/** Some desktops have no place for it; the program is then reached by starting it again. */
export function createTray(autostart: Autostart | undefined, acts: TrayActs): ShellTray {
  const tray = new Tray(nativeImage.createEmpty());
  let shown: TrayView = { icon: 'starting', says: 'Lanyard is starting' };

  function draw(): void {
    const bar = {
      platform: process.platform,
      isDark:
        process.platform === 'linux'
          ? nativeTheme.shouldUseDarkColors
          : nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
      desktop: process.env['XDG_CURRENT_DESKTOP'],
    };
    tray.setImage(nativeImage.createFromPath(iconFile(join('tray', trayIconFile(shown.icon, bar)))));
    tray.setToolTip(shown.says);
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(shown, autostart?.isOn(), acts)));
  }

  nativeTheme.on('updated', draw);
  tray.on('click', () => acts.open());
  return {
    show(view) {
      shown = view;
      draw();
    },
  };
}
