/** Whether what lies in build/out was made from the sources as they are now. Making it is build.ts's work. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUT, ROOT, SERVER_ENTRY } from './paths.ts';

/** Files and folders whose change makes the output stale. */
const SOURCES = ['server', 'renderer', 'package.json', 'build/vite.config.ts', 'build/build.ts', 'build/paths.ts'];

const STAMP = join(OUT, 'built-from');

export function isFresh(): boolean {
  if (!existsSync(SERVER_ENTRY) || !existsSync(STAMP)) return false;
  return readFileSync(STAMP, 'utf8') === fingerprintOfSources();
}

/** Call it before building and hand the result to `stamp`: what changes meanwhile is then built the next time. */
export function fingerprintOfSources(): string {
  const hash = createHash('sha256');
  // The lock file by content, because `npm ci` may touch it; sources by name, size and time, because that is quick.
  hash.update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const source of SOURCES) {
    for (const file of filesUnder(source)) {
      const { size, mtimeMs } = statSync(join(ROOT, file));
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

export function stamp(fingerprint: string): void {
  mkdirSync(OUT, { recursive: true });
  writeFileSync(STAMP, fingerprint);
}

export function forgetStamp(): void {
  rmSync(STAMP, { force: true });
}

function filesUnder(path: string): readonly string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}
