/** Every icon file under build/resources and what is in it. make-icons.ts writes them; a test finds one that is out of date. */
import { type Picture, ICNS_SIZES, icnsOf, icoOf } from './containers.ts';
import { appIcon, TRAY_STATES, trayIcon } from './drawings.ts';
import { renderPng } from './render.ts';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** What macOS leaves free around a program's tile. */
const MAC_MARGIN = 100 / 1024;

/** For a bar that is light, one that is dark, and macOS, which colours a `Template` itself. */
const TRAY_INKS: Readonly<Record<string, string>> = { Dark: '#13212B', Light: '#E8EEF0', Template: '#000000' };

export interface IconFile {
  /** From build/resources. */
  readonly path: string;
  readonly content: Buffer;
}

export function iconFiles(): readonly IconFile[] {
  return [
    ...SIZES.map((size) => ({ path: `icons/${size}x${size}.png`, content: picture(size).png })),
    { path: 'icon.ico', content: icoOf(ICO_SIZES.map((size) => picture(size))) },
    { path: 'icon.icns', content: icnsOf(ICNS_SIZES.map((size) => picture(size, MAC_MARGIN))) },
    ...trayFiles(),
  ];
}

function picture(size_px: number, margin = 0): Picture {
  return { size_px, png: renderPng(appIcon({ size_px, margin }), size_px) };
}

/** `@2x` is how Electron finds the picture for a dense screen. */
function trayFiles(): readonly IconFile[] {
  return TRAY_STATES.flatMap((state) =>
    Object.entries(TRAY_INKS).flatMap(([name, ink]) => [
      { path: `tray/${state}${name}.png`, content: renderPng(trayIcon(state, ink), 16) },
      { path: `tray/${state}${name}@2x.png`, content: renderPng(trayIcon(state, ink), 32) },
    ]),
  );
}
