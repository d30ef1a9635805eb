/** Where the shell's files lie once it is built; from the sources they are found in build/out. */
import { join, resolve } from 'node:path';

const FROM_SOURCES = import.meta.url.endsWith('.ts');
const BUILT = resolve(import.meta.dirname, FROM_SOURCES ? '../build/out' : '..');
/** In the packaged program the server lies beside the archive, not in it. */
const BESIDE = BUILT.replace(/\bapp\.asar\b/, 'app.asar.unpacked');

/** The path is all that the shell knows of the server. */
export const SERVER_ENTRY = join(BESIDE, 'server/main.js');
export const PRELOAD = join(BUILT, 'preload/preload.cjs');
export const FONT = join(BESIDE, 'server/assets/inter-latin-wght-normal.woff2');

/** A picture of the program or of the tray. */
export function iconFile(name: string): string {
  return join(BUILT, 'icons', name);
}
