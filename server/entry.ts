/** What the built program begins with: how V8 compiles it and keeps its memory small. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** By then everything that a start loads is loaded. */
const STARTED_MS = 2000;

// The compiled code stands beside the program, so that only the first start compiles. Where that folder can't be written,
// each start compiles again and nothing else is different. In an installed desktop program it must not be: what lies there
// is signed.
if (!import.meta.dirname.includes('app.asar')) enableCompileCache(join(import.meta.dirname, 'compiled'));
await import('./main.ts');
setTimeout(keepSmall, STARTED_MS).unref();

/**
 * What has stayed is looked through when it has grown by half: with a hundred thousand tokens the process is half as large.
 * Not a flag of the process: V8 takes code that was compiled under other flags, Node's own included, for unknown and
 * compiles it again, which is a sixth of a start.
 */
function keepSmall(): void {
  flushCompileCache();
  setFlagsFromString('--heap-growing-percent=50');
}
