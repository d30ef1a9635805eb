/** Whether what lies in build/out was made from the sources as they are now. Making it is build.ts's work. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OUT, ROOT, SERVER_ENTRY } from './paths.ts';

/** Files and folders whose change makes the output stale. */
const SOURCES = [
  'server',
  'renderer',
  'electron',
  'package.json',
  'build/resources',
  'build/vite.config.ts',
  'build/build.ts',
  'build/compress.ts',
  'build/licences.ts',
  'build/paths.ts',
];

/** A checkout and where its output lies. */
export interface Checkout {
  readonly root: string;
  readonly out: string;
  /** Without it there is no output, whatever the stamp says. */
  readonly entry: string;
}

const HERE: Checkout = { root: ROOT, out: OUT, entry: SERVER_ENTRY };

export function isFresh(checkout = HERE): boolean {
  const stampFile = stampOf(checkout);
  if (!existsSync(checkout.entry) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === fingerprintOfSources(checkout);
}

/** Call it before building and hand the result to `stamp`: what changes meanwhile is then built the next time. */
export function fingerprintOfSources({ root } = HERE): string {
  const hash = createHash('sha256');
  // The lock file by content, because `npm ci` may touch it; sources by name, size and time, because that is quick.
  hash.update(readFileSync(join(root, 'package-lock.json')));
  for (const source of SOURCES) {
    for (const file of filesUnder(root, source)) {
      const { size, mtimeMs } = statSync(join(root, file));
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

export function stamp(fingerprint: string, checkout = HERE): void {
  mkdirSync(checkout.out, { recursive: true });
  writeFileSync(stampOf(checkout), fingerprint);
}

export function forgetStamp(checkout = HERE): void {
  rmSync(stampOf(checkout), { force: true });
}

function stampOf({ out }: Checkout): string {
  return join(out, 'built-from');
}

function filesUnder(root: string, path: string): readonly string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
