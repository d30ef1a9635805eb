/** Where things stand in a checkout: everything that is built lies under build/out and can be thrown away. */
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');
export const OUT = join(ROOT, 'build/out');
export const SERVER_ENTRY = join(OUT, 'server/main.js');
