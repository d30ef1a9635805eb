/** Makes sure that build/out is what the sources say, in a process of its own so that the bundler's memory goes with it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isFresh } from './freshness.ts';
import { ROOT } from './paths.ts';

/** Costs a few milliseconds where nothing changed. Answers false when the build failed; it has then said why on stderr. */
export function ensureBuilt(): boolean {
  if (isFresh()) return true;
  const { status } = spawnSync(process.execPath, [join(ROOT, 'build/build.ts'), '--if-stale'], {
    cwd: ROOT,
    // Whatever it prints goes to our standard error.
    stdio: ['ignore', 2, 2],
  });
  return status === 0;
}
