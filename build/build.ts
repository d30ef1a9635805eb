/**
 * Builds the server and the page under /panel/ into build/out. `--if-stale` does nothing where the output is fresh.
 * Prints on standard error only: standard output belongs to the server that may be started afterwards.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createBuilder, createLogger, type Logger } from 'vite';
import { withBuildLock } from './build-lock.ts';
import { fingerprintOfSources, forgetStamp, isFresh, stamp } from './freshness.ts';
import { OUT, ROOT } from './paths.ts';

/** What the server's pages send from build/out/server/assets. */
const FONTS = ['inter-latin-wght-normal.woff2', 'inter-latin-ext-wght-normal.woff2'];

const ENVIRONMENTS = ['client', 'server'];

const onlyIfStale = process.argv.includes('--if-stale');

await withBuildLock(async () => {
  if (onlyIfStale && isFresh()) return;
  const began = performance.now();
  console.error('Building Lanyard …');
  const fingerprint = fingerprintOfSources();
  forgetStamp();
  if (!(await buildEnvironments())) {
    process.exitCode = 1;
    return;
  }
  copyFonts();
  stamp(fingerprint);
  console.error(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
});

/** Builds every environment, so that a fault in one does not hide a fault in the next. Answers whether all went well. */
async function buildEnvironments(): Promise<boolean> {
  const logger = loggerOnStderr();
  const builder = await createBuilder({ configFile: join(ROOT, 'build/vite.config.ts'), customLogger: logger });
  let good = true;
  for (const name of ENVIRONMENTS) {
    const environment = builder.environments[name];
    if (environment === undefined) throw new Error(`build/vite.config.ts has no environment ${name}`);
    try {
      await builder.build(environment);
    } catch (error) {
      good = false;
      logger.error(`The ${name} could not be built:\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return good;
}

function loggerOnStderr(): Logger {
  const logger = createLogger('warn');
  const print = (message: string) => console.error(process.stderr.isTTY ? message : stripVTControlCharacters(message));
  return { ...logger, info: () => {}, warn: print, warnOnce: print, error: print };
}

function copyFonts(): void {
  const from = join(ROOT, 'node_modules/@fontsource-variable/inter/files');
  const to = join(OUT, 'server/assets');
  mkdirSync(to, { recursive: true });
  for (const font of FONTS) cpSync(join(from, font), join(to, font));
}
