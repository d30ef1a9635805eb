/**
 * Builds the server, the page under /panel/ and the desktop shell into build/out. `--if-stale` does nothing where the
 * output is fresh. Prints on standard error only: standard output belongs to the server that may be started afterwards.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createBuilder, createLogger, type Logger } from 'vite';
import { withBuildLock } from './build-lock.ts';
import { compressFiles } from './compress.ts';
import { fingerprintOfSources, forgetStamp, isFresh, stamp } from './freshness.ts';
import { writeLicences } from './licences.ts';
import { OUT, ROOT } from './paths.ts';

/** What the server's pages send from build/out/server/assets. */
const FONTS = ['inter-latin-wght-normal.woff2', 'inter-latin-ext-wght-normal.woff2'];

const ENVIRONMENTS = ['client', 'server', 'shell', 'preload'];

/** What the desktop shows of build/resources. */
const ICONS = ['tray', 'icons/256x256.png'];

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
  await compressFiles(join(OUT, 'renderer'));
  copyFonts();
  copyIcons();
  declareModules();
  writeLicences();
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

function copyIcons(): void {
  for (const icon of ICONS) {
    cpSync(join(ROOT, 'build/resources', icon), join(OUT, 'icons', basename(icon)), { recursive: true });
  }
}

/** Packed, the server lies apart from the package.json that would say so. */
function declareModules(): void {
  writeFileSync(join(OUT, 'server/package.json'), '{ "type": "module" }\n');
}
